"""Which gap is asked about next, and with which question."""

from dataclasses import replace

import pytest

from grader.answer import Answer, Span, Turn
from grader.evidence import Evidence, Parts
from grader.rubric import Checkpoint, Phase
from grader.scorecard import CheckpointScore, PhaseScore, Scorecard
from interviewer import events as e
from interviewer.interview import Interview
from interviewer.turn.discretion import Discretion
from interviewer.turn.probing import (
    IN_ALL,
    PER_PHASE,
    budgets,
    choose,
    deeper,
    gaps,
    next_gap,
    own_phrase,
    questions_left,
    spoken_of,
)
from library.index.ports import FoundSection
from tests.fakes import CALIBRATION, StemEncoder, a_rubric, a_section

ENCODER = StemEncoder()


def rubric_of(**phases):
    """`setup=[("a", 2, "basic")]`: id, weight, tier of each checkpoint."""
    return a_rubric(
        phases=tuple(
            Phase(
                phase,
                tuple(
                    Checkpoint(f"The claim {id_} stands.", id_, weight=weight, tier=tier, probes=(f"What of {id_}?",))
                    for id_, weight, tier in checkpoints
                ),
            )
            for phase, checkpoints in phases.items()
        )
    )


def card(rubric, verdicts=None, level="senior", said=(), must=()):
    expected = {"junior": {"basic"}, "senior": {"basic", "strong"}, "staff": {"basic", "strong", "staff"}}[level]
    turns = (Turn("interviewer", "Q?"), Turn("candidate", "one two three"))

    def score(phase, c):
        verdict = (verdicts or {}).get(c.id, "missed")
        credit = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0}.get(verdict)
        evidence = Evidence(Span(1, 0, 3), c.claim, 0.9, Parts(0.9, 0.9)) if c.id in said else None
        return CheckpointScore(
            c.id, c.claim, phase.id, c.tier, c.weight, c.id in must, c.tier in expected, verdict, "r", credit, evidence
        )

    phases = tuple(PhaseScore(p.id, p.id, tuple(score(p, c) for c in p.checkpoints)) for p in rubric.phases)
    return Scorecard(rubric.id, rubric.title, 1, level, phases, Answer(turns), "signature")


def state(phase="setup", probes=(), level="senior", minutes=45, **more):
    opened = e.Opened("toy", "x", level, minutes, focus=more.pop("focus", ()))
    posed = tuple(e.ProbePosed(f"{p}?", p, "", "rubric", "r") for p in probes)
    said = {"turns": (Turn("interviewer", "Q?"),), "questions": ("Q?",), **more}
    return replace(Interview(opened=opened, phase=phase, probes=posed, state="asked"), **said)


TWO = rubric_of(setup=[("a", 1, "basic"), ("b", 3, "basic")], data=[("c", 5, "basic"), ("d", 1, "strong")])


class TestGaps:
    def ids(self, *args):
        return [gap.checkpoint.id for gap in gaps(*args)]

    def test_the_heaviest_here_comes_first(self):
        assert self.ids(TWO, card(TWO), state())[:2] == ["b", "c"]

    @pytest.mark.parametrize(
        ("why", "verdicts", "interview"),
        [
            ("met", {"b": "met"}, state()),
            ("asked before", {}, state(probes=["b"])),
            ("skipped", {}, state(skipped=("b",))),
            ("not in the drill", {}, state(focus=("a",))),
        ],
        ids=lambda v: v if isinstance(v, str) else "",
    )
    def test_left_out(self, why, verdicts, interview):
        assert "b" not in self.ids(TWO, card(TWO, verdicts), interview), why

    def test_beyond_the_level_is_not_asked(self):
        assert "d" not in self.ids(TWO, card(TWO, level="junior"), state(level="junior"))

    def test_half_said_promises_less_than_unsaid(self):
        same = rubric_of(setup=[("a", 2, "basic"), ("b", 2, "basic")])
        assert self.ids(same, card(same, {"a": "partial"}), state()) == ["b", "a"]

    def test_the_higher_the_level_the_harder_half_said_is_pushed(self):
        same = rubric_of(setup=[("a", 2, "basic")])
        values = {}
        for level in ("junior", "senior", "staff"):
            (gap,) = gaps(same, card(same, {"a": "partial"}, level), state(level=level))
            values[level] = gap.value / (1.25 if level == "junior" else 1.0)
        assert values["junior"] < values["senior"] < values["staff"]

    def test_the_candidates_own_tier_is_worth_more(self):
        same = rubric_of(setup=[("a", 2, "basic"), ("b", 2, "strong")])
        assert self.ids(same, card(same), state()) == ["b", "a"]

    def test_a_must_have_half_said_is_doubted_more(self):
        same = rubric_of(setup=[("a", 2, "basic"), ("b", 2, "basic")])
        assert self.ids(same, card(same, {"a": "partial", "b": "partial"}, must=("b",)), state()) == ["b", "a"]

    def test_a_phase_that_used_its_time_is_worth_less(self):
        fresh = gaps(TWO, card(TWO), state())[0].value
        late = next(g for g in gaps(TWO, card(TWO), state(seconds={"setup": 3000.0})) if g.checkpoint.id == "b").value
        assert late == pytest.approx(fresh * 0.2)


class TestNextGap:
    def chosen(self, interview, rubric=TWO, verdicts=None, **how):
        found = gaps(rubric, card(rubric, verdicts), interview)
        gap = next_gap(rubric, found, interview, **how)
        return gap and gap.checkpoint.id

    def test_stays_in_the_phase_while_it_has_gaps(self):
        assert self.chosen(state()) == "b"

    def test_leaves_a_phase_after_its_questions(self):
        many = rubric_of(setup=[(x, 9, "basic") for x in "abcd"], data=[("z", 1, "basic")])
        assert self.chosen(state(probes=list("ab")), many) == "z"

    def test_leaves_a_phase_that_used_its_time_after_one_question(self):
        assert self.chosen(state(probes=["b"], seconds={"setup": 9999.0})) == "c"

    def test_asks_even_a_late_phase_once(self):
        assert self.chosen(state(seconds={"setup": 9999.0})) == "b"

    def test_moves_on_when_asked_to(self):
        assert self.chosen(state(), leave_phase=True) == "c"

    def test_follows_the_candidate_ahead(self):
        assert self.chosen(state(), spoke_of="data") == "c"

    def test_comes_back_to_a_phase_that_was_jumped_over(self):
        assert self.chosen(state("data", probes=["c", "d"])) == "b"

    def test_nothing_is_open(self):
        assert self.chosen(state(), verdicts=dict.fromkeys("abcd", "met")) is None

    @pytest.mark.parametrize("minutes", list(IN_ALL))
    def test_ends_after_its_questions(self, minutes):
        wide = rubric_of(setup=[(f"c{i}", 1, "basic") for i in range(40)])
        asked = [f"c{i}" for i in range(IN_ALL[minutes])]
        assert self.chosen(state(probes=asked, minutes=minutes), wide) is None
        assert self.chosen(state(probes=asked[:-1], minutes=minutes), wide)

    @pytest.mark.parametrize("minutes", list(IN_ALL))
    def test_every_phase_gets_its_question(self, minutes):
        """Whatever the length, a candidate who says nothing of worth is asked in all ten phases."""
        names = ("setup", "scale", "metrics", "architecture", "data", "features", "training", "offline_eval", "online")
        wide = rubric_of(**{p: [(f"{p}{i}", 1, "basic") for i in range(5)] for p in (*names, "iterate")})
        interview, touched = state(minutes=minutes), []
        while gap := next_gap(wide, gaps(wide, card(wide), interview), interview):
            touched.append(gap.phase)
            probe = e.ProbePosed("Q?", gap.checkpoint.id, "", "rubric", "r")
            interview = replace(interview, probes=(*interview.probes, probe), phase=gap.phase)
        assert set(touched) == {*names, "iterate"}
        assert len(touched) <= IN_ALL[minutes]
        assert touched[: PER_PHASE[minutes]] == ["setup"] * PER_PHASE[minutes]

    def test_deeper_questions_never_eat_a_phase_that_is_still_to_come(self):
        assert questions_left(TWO, gaps(TWO, card(TWO), state()), state(probes=["x"] * 16)) == 0


def test_budgets_follow_the_shares():
    rubric = a_rubric(phases=(Phase("setup", (), share=1.0), Phase("data", (), share=3.0)))
    assert budgets(rubric, 40) == {"setup": 600.0, "data": 1800.0}
    assert budgets(replace(rubric, phases=(Phase("setup", ()), Phase("data", ()))), 40) == {"setup": 1200, "data": 1200}


def test_spoken_of_is_where_the_last_turn_earned_most():
    verdicts = {"a": "met", "c": "met"}
    assert spoken_of(card(TWO, verdicts, said=("a", "c"))) == "data"
    assert spoken_of(card(TWO, verdicts)) == ""


class TestChoosing:
    GAP = gaps(a_rubric(), card(a_rubric()), state("metrics"))[0]

    def choose(self, sections=(), interview=None, safe=lambda _: True):
        found = [FoundSection(s, 1.0, s.paragraphs[0]) for s in sections]
        return choose(self.GAP, found, interview or state("metrics"), ENCODER, safe=safe)

    def test_without_a_guide_the_rubric_asks(self):
        question = self.choose()
        assert (question.source, question.section) == ("rubric", "")

    def test_a_guide_question_near_the_gap_may_win(self):
        section = a_section(asks=("What share of letters counts as quality, and when is a drawer right?",))
        assert self.choose([section]).source == "guide"

    def test_a_guide_question_about_something_else_never_does(self):
        assert self.choose([a_section(asks=("How do horses sleep?",))]).source == "rubric"

    def test_the_same_question_is_never_asked_twice(self):
        asked = state("metrics", questions=self.GAP.checkpoint.probes)
        assert self.choose(interview=asked) is None

    def test_what_is_not_safe_is_not_asked(self):
        first = self.choose()
        assert self.choose(safe=lambda q: q.text != first.text).text != first.text
        assert self.choose(safe=lambda q: False) is None

    def test_the_candidates_last_words_decide_between_equals(self):
        boss = state("metrics", turns=(Turn("candidate", "My boss wants one number to show."),))
        works = state("metrics", turns=(Turn("candidate", "It works badly when nobody will notice it."),))
        assert "boss" in self.choose(interview=boss).text
        assert "notice" in self.choose(interview=works).text


class TestDeeper:
    CHECKPOINT = a_rubric().checkpoint("measure")

    def test_quotes_the_candidates_phrase(self):
        question = deeper(self.CHECKPOINT, "Perhaps the share of letters.", ENCODER)
        assert question.text.startswith("You said “") and question.text.count("?") == 1
        assert question.source == "candidate"

    @pytest.mark.parametrize("said", ["I think so, yes.", "it", "...", "I'd say maybe they do"])
    def test_nothing_to_hold_on_to(self, said):
        assert deeper(self.CHECKPOINT, said, ENCODER) is None

    def test_the_phrase_is_one_to_four_words_as_they_were_said(self):
        said = "Well, Two Towers on clicks; then Trees."
        phrase = own_phrase(said, "Train a two tower model on clicks.", ENCODER)
        assert phrase in said and 1 <= len(phrase.split()) <= 4


class TestDiscretion:
    RUBRIC = a_rubric()
    CHECKPOINT = RUBRIC.checkpoint("measure")
    DISCRETION = Discretion(RUBRIC, ENCODER, CALIBRATION)

    @pytest.mark.parametrize(
        ("why", "text"),
        [
            ("four words of the claim", "Would you look at the share of letters that arrive?"),
            ("four words of an anchor", "Would you say we count how many letters there are?"),
            ("it says the claim in other order", "Right drawer letters, the share that reach it: quality measured?"),
        ],
    )
    def test_gives_away(self, why, text):
        assert self.DISCRETION.gives_away(text, self.CHECKPOINT), why

    @pytest.mark.parametrize("text", CHECKPOINT.probes)
    def test_own_probes_are_fine(self, text):
        assert not self.DISCRETION.objection(text, self.CHECKPOINT)

    def test_four_words_of_the_sections_nearest_sentence(self):
        section = a_section(text="Cats sleep. The share of well placed letters tells the quality. Dogs bark.")
        asked = "Does the share of well placed letters matter?"
        assert "the share of well" in self.DISCRETION.gives_away(asked, self.CHECKPOINT, section)
        assert not self.DISCRETION.gives_away("Do cats sleep long enough?", self.CHECKPOINT, section)

    def test_the_candidates_words_may_be_quoted_back(self):
        said = "I would take the share of letters that come back."
        quoted = "You said “the share of letters that”: what would you do first?"
        assert not self.DISCRETION.gives_away(quoted, self.CHECKPOINT, said=said)

    @pytest.mark.parametrize(
        ("text", "why"),
        [("What? Why?", "one question"), ("Tell me more.", "one question"), ("so " * 61 + "?", "60 words")],
    )
    def test_no_single_short_question(self, text, why):
        assert why in self.DISCRETION.objection(text, self.CHECKPOINT)
