"""A session: what the page and the terminal do with an interview, from its opening to its scorecard."""

import pytest

from grader.errors import InputError
from grader.rubric import Checkpoint, Phase
from interviewer import events as e
from interviewer.errors import AnswerRefused, NotExpected
from interviewer.session import LONGEST_ANSWER, Session, new_id
from tests.fakes import StaticClock, a_rubric, services
from tests.interviewer.turns import MEASURE, MET, SCOPE, VAGUE, kinds, last


class TestOpening:
    def test_asks_the_prompt_in_the_first_phase(self, session):
        assert kinds(session) == ["Opened", "PhaseAdvanced", "QuestionPosed"]
        assert last(session).text == a_rubric().prompt
        assert session.interview.state == "asked"

    def test_an_unknown_problem_is_named_with_those_known(self):
        with pytest.raises(InputError, match=r"no problem 'chess'.*toy"):
            Session.open(services(), "chess")

    def test_ids_hold_at_least_128_random_bits(self):
        ids = {new_id() for _ in range(50)}
        assert len(ids) == 50 and all(len(i) * 6 >= 128 for i in ids)

    def test_a_drill_asks_about_its_checkpoints_only(self):
        session = Session.open(services(), "toy", focus=["measure"])
        assert kinds(session) == ["Opened", "PhaseAdvanced", "Remarked", "ProbePosed"]
        assert session.interview.phase == "metrics"
        session.answer(VAGUE)
        assert {p.checkpoint for p in session.interview.probes} == {"measure"}
        assert session.interview.purpose == "closing"

    def test_a_drill_is_judged_by_its_checkpoints_only(self):
        session = Session.open(services(), "toy", level="junior", focus=["measure", "repair"])
        session.answer(MET)
        session.skip()
        card = session.close()
        assert {c.id for c in card.checkpoints if c.expected} == {"measure", "repair"}, "repair is beyond a junior"
        assert (card.coverage, card.score) == (0.75, 1.0)

    def test_a_drill_on_an_unknown_checkpoint_is_refused(self):
        with pytest.raises(InputError, match="no checkpoint 'chess'"):
            Session.open(services(), "toy", focus=["chess"])


class TestAnswers:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "0 characters"),
            ("   \n ", "0 characters"),
            ("abc", "3 characters"),
            ("x" * 20_001, "20,001 characters"),
        ],
        ids=["empty", "blank", "three characters", "over the limit"],
    )
    def test_too_short_or_too_long_is_refused_and_kept(self, session, text, said):
        with pytest.raises(AnswerRefused, match=said) as refused:
            session.answer(text)
        assert refused.value.text == text
        assert "4" in str(refused.value) or "20,000" in str(refused.value)
        assert len(session.events) == 3

    @pytest.mark.parametrize("text", ["abcd", "word " * (LONGEST_ANSWER // 5)], ids=["four characters", "the limit"])
    def test_the_limits_themselves_are_taken(self, session, text):
        session.answer(text)
        assert session.interview.last_words == text

    def test_is_stored_before_the_reply_is_made(self, session):
        session.take(VAGUE)
        assert last(session) == e.AnswerGiven(VAGUE)
        assert session.interview.owes_reply

    def test_is_kept_exactly_as_typed(self, session, world):
        text = "  Ünïcode \u0000 \U0001f9ea and\r\n\ttabs, which are kept as they are typed  "
        session.answer(text)
        assert Session(session.id, world).resume().interview.last_words == text

    def test_a_gap_is_probed_once_and_a_met_one_never(self, session):
        session.answer(MET)
        assert "measure" not in {gap.id for gap in session.scorecard().gaps}
        for _ in range(6):
            session.answer(VAGUE)
        probes = [p.checkpoint for p in session.interview.probes if p.source != "candidate"]
        assert "measure" not in probes
        assert len(probes) == len(set(probes))

    def test_after_the_gaps_come_the_twist_and_the_closing_question(self, session):
        for _ in range(8):
            session.answer(VAGUE)
        posed = [r.event for r in session.events if isinstance(r.event, e.QuestionPosed)]
        assert [q.purpose for q in posed] == ["opening", "twist", "closing"]
        assert last(session).kind == "Remarked"

    def test_a_checkpoint_beyond_the_level_is_not_asked_about(self):
        session = Session.open(services(), "toy", level="junior")
        for _ in range(6):
            session.answer(VAGUE)
        assert "repair" not in {p.checkpoint for p in session.interview.probes}

    def test_jumping_ahead_is_followed_and_not_asked_again(self, session):
        session.answer(f"{SCOPE} Postal codes with typing errors are repaired before sorting.")
        assert last(session).kind == "ProbePosed" and last(session).checkpoint == "measure"
        assert session.interview.phase == "metrics"

    def test_the_reason_and_the_section_are_kept_with_the_probe(self, session):
        session.answer(VAGUE)
        probe = session.interview.probes[-1]
        assert "worth" in probe.reason and probe.section == "metrics/ranking"


class TestTime:
    def test_the_nudge_comes_once_and_cuts_nothing(self):
        clock = StaticClock()
        session = Session.open(services(clock=clock), "toy", minutes=15)
        for _ in range(2):
            clock.at += 6.5 * 60
            session.note("still thinking")
        session.answer(VAGUE)
        assert kinds(session).count("Nudged") == 1 and last(session).kind == "ProbePosed"
        clock.at += 20 * 60
        session.answer(VAGUE)
        assert kinds(session).count("Nudged") == 1 and session.interview.state == "asked"

    def test_pausing_stops_the_clock_and_refuses_answers(self):
        clock = StaticClock()
        session = Session.open(services(clock=clock), "toy")
        session.pause()
        clock.at += 600
        with pytest.raises(NotExpected, match="paused"):
            session.take(VAGUE)
        session.go_on()
        session.take(VAGUE)
        assert session.interview.elapsed == 0.0


class TestHints:
    def test_come_in_three_levels_and_end(self):
        session = Session.open(services(), "toy", focus=["measure"])
        for level in (1, 2, 3):
            session.hint()
            assert last(session).level == level
        with pytest.raises(NotExpected, match="no further hint"):
            session.hint()

    def test_before_a_probe_they_help_with_the_phase(self, session):
        session.hint()
        assert last(session).checkpoint == "scope"

    def test_an_early_hint_that_gives_the_claim_away_is_passed_over(self):
        leaky = Checkpoint(
            "Quality is measured by the share of letters in place.",
            "measure",
            probes=("How do you know?",),
            hints=("Quality is measured by the share.", "Think of counting.", "Count the ones in place."),
        )
        rubric = a_rubric(phases=(Phase("metrics", (leaky,)),))
        session = Session.open(services(rubric), "toy", focus=["measure"])
        assert session.next_hint().level == 2
        session.hint()
        assert session.next_hint().level == 3


class TestAmending:
    def test_the_last_answer_may_be_rewritten_until_the_next_turn(self, session):
        session.answer(VAGUE)
        assert session.can_amend
        session.amend(MEASURE)
        assert session.interview.last_words == MEASURE
        assert session.interview.state == "asked"

    def test_before_any_answer_there_is_nothing_to_amend(self, session):
        assert not session.can_amend
        with pytest.raises(NotExpected):
            session.amend(MEASURE)

    @pytest.mark.parametrize("act", ["hint", "fact", "skip"])
    def test_not_after_words_were_given_away(self, session, act):
        session.answer("How many letters arrive per day?" if act == "fact" else VAGUE)
        if act == "hint":
            session.hint()
        if act == "skip":
            session.skip()
        assert not session.can_amend

    def test_an_amended_answer_has_the_same_limits(self, session):
        session.answer(VAGUE)
        with pytest.raises(AnswerRefused):
            session.amend("abc")


class TestSkipping:
    def test_is_not_assessed_and_not_zero(self, session):
        session.answer(VAGUE)
        gap = session.interview.aimed.checkpoint
        session.skip()
        score = next(c for c in session.close().checkpoints if c.id == gap)
        assert (score.verdict, score.reason, score.credit) == ("not_assessed", "skipped", None)

    def test_asks_the_next_question(self, session):
        session.skip()
        assert last(session).kind == "ProbePosed"


class TestClosing:
    def test_stores_the_scorecard_once(self, session):
        session.answer(MEASURE)
        first = session.close()
        assert kinds(session)[-2:] == ["Closed", "Graded"]
        assert session.close() == first
        assert kinds(session).count("Graded") == 1

    def test_nothing_is_said_after_it(self, session):
        session.close()
        for act in (lambda: session.take(VAGUE), session.skip, session.hint, session.pause):
            with pytest.raises(NotExpected):
                act()

    def test_may_come_while_a_reply_is_owed(self, session):
        session.take(MEASURE)
        assert session.close().answer.turns[-1].text == MEASURE

    def test_every_quote_is_the_candidates_own(self, session):
        session.answer(f"{SCOPE}\n\n{MEASURE}")
        card = session.close()
        for score in card.checkpoints:
            for found in filter(None, (score.evidence, score.closest)):
                assert card.answer.turns[found.span.turn].speaker == "candidate"
                assert card.answer.quote(found.span).strip()
