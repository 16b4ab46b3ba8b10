"""Interview = replay(events): what is known is what happened, and nothing else."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answer import Turn
from interviewer import events as e
from interviewer.errors import NotExpected
from interviewer.interview import AWAY, Interview, apply, replay

OPENED = (e.Opened("toy", "x", minutes=30), e.PhaseAdvanced("setup"), e.QuestionPosed("What first?", "opening"))


def probe(text="How?", checkpoint="a", source="rubric"):
    return e.ProbePosed(text, checkpoint, "", source, "because")


def played(*events, at=(), start=0.0):
    times = [*at] or [start + i for i in range(len(events))]
    return [e.Recorded(i, t, event) for i, (event, t) in enumerate(zip(events, times, strict=True))]


def test_opening_leaves_the_turn_to_the_candidate():
    interview = replay(played(*OPENED))
    assert (interview.state, interview.phase, interview.reached) == ("asked", "setup", ("setup",))
    assert interview.turns == (Turn("interviewer", "What first?"),)
    assert interview.problem == "toy"


def test_neighboring_words_of_the_interviewer_are_one_turn():
    interview = replay(
        played(*OPENED, e.AnswerGiven("x"), e.FactRevealed("Ten.", 0), e.PhaseAdvanced("data"), probe("How?"))
    )
    assert interview.turns[-1] == Turn("interviewer", "Ten.\n\nHow?")
    assert interview.told == {0}


def test_a_fact_without_reveal_tells_nothing():
    assert replay(played(*OPENED, e.AnswerGiven("x"), e.FactRevealed("Nothing.", None))).told == frozenset()


def test_amending_replaces_the_last_answer_in_its_place():
    interview = replay(played(*OPENED, e.AnswerGiven("x"), probe(), e.AnswerAmended("y")))
    assert [t.text for t in interview.turns] == ["What first?", "y", "How?"]
    assert interview.state == "asked"


def test_an_answer_owes_a_reply_and_a_skip_too():
    assert replay(played(*OPENED, e.AnswerGiven("x"))).owes_reply
    skipped = replay(played(*OPENED, e.AnswerGiven("x"), probe(checkpoint="b"), e.Skipped("b")))
    assert skipped.owes_reply and skipped.just_skipped and skipped.skipped == ("b",)
    assert skipped.answer.skipped == {"b"}


def test_skipping_a_question_without_a_gap_skips_no_checkpoint():
    assert replay(played(*OPENED, e.Skipped(""))).skipped == ()


def test_aimed_is_the_probe_at_hand():
    asked = probe()
    interview = replay(played(*OPENED, e.AnswerGiven("x"), asked, e.AnswerGiven("y")))
    assert interview.aimed == asked
    assert replay(played(*OPENED)).aimed is None


def test_remarks_are_counted_until_the_next_question():
    events = [
        *OPENED,
        e.AnswerGiven("x"),
        e.Remarked("Stay.", "off_topic"),
        e.AnswerGiven("y"),
        e.Remarked("Stay.", "x"),
    ]
    assert replay(played(*events)).remarks == 2
    assert replay(played(*events, probe())).remarks == 0


class TestTime:
    def test_runs_while_the_candidate_has_the_turn(self):
        interview = replay(played(*OPENED, e.AnswerGiven("x"), at=(0, 0, 0, 90)))
        assert interview.seconds == {"setup": 90.0}

    def test_a_pause_does_not_count(self):
        events = [*OPENED, e.Paused(), e.Resumed(), e.AnswerGiven("x")]
        assert replay(played(*events, at=(0, 0, 0, 10, 500, 520))).elapsed == 30.0

    def test_waiting_for_the_reply_does_not_count(self):
        """A process that was killed and started a day later makes the same reply as without the kill."""
        events = [*OPENED, e.AnswerGiven("x"), probe()]
        assert replay(played(*events, at=(0, 0, 0, 10, 86_400))).elapsed == 10.0

    def test_who_left_the_tab_open_over_night_did_not_think_all_night(self):
        assert replay(played(*OPENED, e.AnswerGiven("x"), at=(0, 0, 0, 86_400))).elapsed == AWAY

    def test_a_clock_that_goes_back_takes_nothing_away(self):
        assert replay(played(*OPENED, e.AnswerGiven("x"), at=(100, 100, 100, 40))).elapsed == 0.0

    def test_goes_to_the_phase_at_hand(self):
        events = [*OPENED, e.AnswerGiven("x"), e.PhaseAdvanced("data"), probe(), e.AnswerGiven("y")]
        assert replay(played(*events, at=(0, 0, 0, 60, 60, 60, 100))).seconds == {"setup": 60.0, "data": 40.0}


class TestImport:
    IMPORTED = e.TranscriptImported("toy", "mid", "f.txt", (("interviewer", "Q"), ("candidate", "A")), skipped=("b",))

    def test_is_closed_and_has_its_turns(self):
        interview = replay(played(self.IMPORTED))
        assert (interview.state, interview.level, interview.problem) == ("closed", "mid", "toy")
        assert [t.speaker for t in interview.turns] == ["interviewer", "candidate"]

    def test_unknown_phases_count_as_reached(self):
        assert replay(played(self.IMPORTED)).answer.reached is None

    def test_seconds_that_fit_no_turn_are_left_out(self):
        damaged = e.TranscriptImported("toy", "mid", "f", (("candidate", "A"),), seconds=(1.0, 2.0))
        assert replay(played(damaged)).turns == (Turn("candidate", "A"),)


EVENTS = st.sampled_from(
    [
        *OPENED,
        probe(),
        probe("And then?", "b"),
        e.AnswerGiven("some words"),
        e.AnswerAmended("other words"),
        e.FactRevealed("Ten.", 0),
        e.Remarked("Go on.", "thinking"),
        e.HintGiven("Think.", "a", 1),
        e.Skipped("a"),
        e.Skipped(""),
        e.PhaseAdvanced("data"),
        e.Nudged("Hurry."),
        e.Paused(),
        e.Resumed(),
        e.NoteWritten("n"),
        e.SketchDrawn("s"),
        e.Closed("candidate"),
        e.Graded({}),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.floats(0, 4000)), max_size=40))
def test_any_events_are_taken_whole_or_refused_whole(acts):
    """What the table allows is kept exactly; what it refuses leaves no trace."""
    interview, kept, at = Interview(), [], 0.0
    for event, later in acts:
        at += later
        recorded = e.Recorded(len(kept), at, event)
        try:
            interview = apply(interview, recorded)
        except NotExpected:
            continue
        kept.append(recorded)
    assert replay(kept) == interview
    assert interview.seq == len(kept)
    said = [r.event.text for r in kept if isinstance(r.event, e.AnswerGiven)]
    assert sum(t.speaker == "candidate" for t in interview.turns) >= len(said)
    assert all(spent >= 0 for spent in interview.seconds.values())
    speakers = [t.speaker for t in interview.turns]
    assert not any(a == b == "interviewer" for a, b in pairwise(speakers))


@given(st.sampled_from(list(e.KINDS.values())))
def test_every_event_survives_being_stored(kind):
    from tests.interviewer.test_states import SAMPLES

    event = SAMPLES[kind]
    assert e.from_dict(event.kind, e.to_dict(event)) == event
