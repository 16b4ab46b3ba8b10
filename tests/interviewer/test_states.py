"""The table of the state machine: what may happen when, and what is refused."""

import pytest

from interviewer import events as e
from interviewer.errors import NotExpected
from interviewer.states import TABLE, follow

SAMPLES = {
    kind: kind(**values)
    for kind, values in {
        e.Opened: {"problem": "toy", "digest": "x"},
        e.PhaseAdvanced: {"phase": "setup"},
        e.QuestionPosed: {"text": "Why?", "purpose": "opening"},
        e.AnswerGiven: {"text": "Because."},
        e.AnswerAmended: {"text": "Because of that."},
        e.FactRevealed: {"text": "Ten.", "reveal": 0},
        e.ProbePosed: {"text": "How?", "checkpoint": "a", "section": "", "source": "rubric", "reason": "r"},
        e.Remarked: {"text": "Go on.", "reading": "thinking"},
        e.HintGiven: {"text": "Think.", "checkpoint": "a", "level": 1},
        e.Skipped: {"checkpoint": "a"},
        e.Nudged: {"text": "Time."},
        e.Paused: {},
        e.Resumed: {},
        e.NoteWritten: {"text": "n"},
        e.SketchDrawn: {"text": "graph TD"},
        e.Closed: {"reason": "candidate"},
        e.TranscriptImported: {"problem": "toy", "level": "senior", "name": "f", "turns": ()},
        e.Graded: {"scorecard": {}},
        e.VerdictOverridden: {"checkpoint": "a", "verdict": "met", "reason": "r"},
        e.OverrideUndone: {"checkpoint": "a"},
    }.items()
}

ALLOWED = [
    ("the prompt opens", "new", e.QuestionPosed, "asked"),
    ("an import is closed at once", "new", e.TranscriptImported, "closed"),
    ("an answer waits for its reply", "asked", e.AnswerGiven, "answered"),
    ("a skip waits for its reply", "asked", e.Skipped, "answered"),
    ("a probe hands the turn over", "answered", e.ProbePosed, "asked"),
    ("a fact asks nothing", "answered", e.FactRevealed, "replied"),
    ("after a fact the candidate goes on", "replied", e.AnswerGiven, "answered"),
    ("after a remark a question may follow", "replied", e.ProbePosed, "asked"),
    ("a phase changes before the probe", "answered", e.PhaseAdvanced, "answered"),
    ("amending keeps the turn", "asked", e.AnswerAmended, "asked"),
    ("a hint keeps the turn", "asked", e.HintGiven, "asked"),
    ("notes may be written in a pause", "paused", e.NoteWritten, "paused"),
    ("a pause ends", "paused", e.Resumed, "asked"),
    ("an interview may end in a pause", "paused", e.Closed, "closed"),
    ("an interview may end while a reply is owed", "answered", e.Closed, "closed"),
    ("a closed one is graded", "closed", e.Graded, "closed"),
]
REFUSED = [
    ("no answer before the question", "new", e.AnswerGiven),
    ("no second answer before the reply", "answered", e.AnswerGiven),
    ("no amending while a reply is owed", "answered", e.AnswerAmended),
    ("no skip while a reply is owed", "answered", e.Skipped),
    ("no hint while a reply is owed", "answered", e.HintGiven),
    ("no second probe before an answer", "asked", e.ProbePosed),
    ("no answer in a pause", "paused", e.AnswerGiven),
    ("no hint in a pause", "paused", e.HintGiven),
    ("no pause in a pause", "paused", e.Paused),
    ("nothing is said after the end", "closed", e.AnswerGiven),
    ("an end is an end", "closed", e.Closed),
    ("no grade before the end", "asked", e.Graded),
    ("no override before the end", "asked", e.VerdictOverridden),
    ("an interview opens once", "asked", e.Opened),
]


@pytest.mark.parametrize(("state", "kind", "after"), [case[1:] for case in ALLOWED], ids=[case[0] for case in ALLOWED])
def test_allowed(state, kind, after):
    assert follow(state, SAMPLES[kind]) == after


@pytest.mark.parametrize(("state", "kind"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(state, kind):
    with pytest.raises(NotExpected, match=kind.__name__):
        follow(state, SAMPLES[kind])


def test_every_event_may_happen_somewhere():
    placed = {kind for allowed in TABLE.values() for kind in allowed}
    assert placed == set(e.KINDS.values())


def test_every_state_the_table_leads_to_has_a_row():
    assert {after for allowed in TABLE.values() for after in allowed.values()} <= set(TABLE)
