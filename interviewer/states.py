"""The state machine of an interview, as one table."""

from typing import Literal

from interviewer import events as e
from interviewer.errors import NotExpected

State = Literal["new", "asked", "answered", "replied", "paused", "closed"]
"""new: nothing yet; asked: the candidate's turn; answered: a reply is owed; replied: something was said that asks
nothing, a question may follow; paused; closed."""

_CANDIDATE: dict[type[e.Event], State] = {
    e.AnswerGiven: "answered",
    e.Skipped: "answered",
    e.AnswerAmended: "asked",
    e.HintGiven: "asked",
    e.Nudged: "asked",
    e.NoteWritten: "asked",
    e.SketchDrawn: "asked",
    e.Paused: "paused",
    e.Closed: "closed",
}

_INTERVIEWER: dict[type[e.Event], State] = {
    e.FactRevealed: "replied",
    e.Remarked: "replied",
    e.ProbePosed: "asked",
    e.QuestionPosed: "asked",
}

TABLE: dict[State, dict[type[e.Event], State]] = {
    "new": {
        e.Opened: "new",
        e.PhaseAdvanced: "new",
        e.Remarked: "new",
        e.QuestionPosed: "asked",
        e.ProbePosed: "asked",
        e.TranscriptImported: "closed",
    },
    "asked": _CANDIDATE,
    "answered": {**_INTERVIEWER, e.PhaseAdvanced: "answered", e.Nudged: "answered", e.Closed: "closed"},
    "replied": {**_CANDIDATE, **_INTERVIEWER, e.PhaseAdvanced: "replied"},
    "paused": {e.Resumed: "asked", e.NoteWritten: "paused", e.SketchDrawn: "paused", e.Closed: "closed"},
    "closed": {e.Graded: "closed", e.VerdictOverridden: "closed", e.OverrideUndone: "closed"},
}
"""What may happen in each state, and the state it leads to. Everything else is refused."""


def follow(state: State, event: e.Event) -> State:
    """Return the state after an event; NotExpected when the table does not allow it."""
    after = TABLE[state].get(type(event))
    if after is None:
        raise NotExpected(f"{event.kind} cannot happen now: the interview is {state}.", "Reload the page.")
    return after
