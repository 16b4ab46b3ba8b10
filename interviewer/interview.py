"""Interview = replay(events): all that is known of an interview, derived from what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from grader.answer import Answer, Turn
from grader.overrides import Override, undo
from grader.scorecard import Verdict
from interviewer import events as e
from interviewer.errors import NotExpected
from interviewer.states import State, follow

AWAY = 10 * 60.0
"""Most seconds that one gap between events counts: who is silent for longer has left and will come back."""


@dataclass(frozen=True)
class Interview:
    """The state of an interview after its events."""

    state: State = "new"
    """Where the state machine stands."""
    opened: e.Opened | None = None
    """How it was started; None for an import."""
    imported: e.TranscriptImported | None = None
    """The transcript, for an import."""
    turns: tuple[Turn, ...] = ()
    """Everything said; neighboring words of the interviewer are one turn."""
    phase: str = ""
    """The phase entered last."""
    reached: tuple[str, ...] = ()
    """Phases entered, in order."""
    probes: tuple[e.ProbePosed, ...] = ()
    """Follow-ups asked, in order."""
    questions: tuple[str, ...] = ()
    """Every question asked, in order, probes included."""
    hints: tuple[e.HintGiven, ...] = ()
    """Hints given, in order."""
    skipped: tuple[str, ...] = ()
    """Checkpoints whose question was skipped."""
    told: frozenset[int] = frozenset()
    """Reveals told."""
    notes: str = ""
    """The candidate's notes."""
    sketch: str = ""
    """The candidate's sketch."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds spent in each phase, pauses left out."""
    seq: int = 0
    """Number of events so far."""
    at: float = 0.0
    """Unix time of the last event."""
    aimed: e.ProbePosed | None = None
    """The probe that the candidate answers or answered last; None for another question."""
    purpose: str = ""
    """Purpose of the last question that was no probe."""
    just_skipped: bool = False
    """Whether the candidate's last act was to skip."""
    remarks: int = 0
    """Remarks since the last question: how often the candidate was sent back to it."""
    nudged: bool = False
    """Whether the candidate was told that time is getting short."""
    scorecard: dict[str, object] | None = None
    """The newest scorecard stored."""
    overrides: tuple[Override, ...] = ()
    """What people said over the grader's verdicts and did not take back, in order."""

    @property
    def answer(self) -> Answer:
        """What is judged so far."""
        if self.imported:
            reached = self.imported.reached
            return Answer(self.turns, None if reached is None else frozenset(reached), frozenset(self.imported.skipped))
        return Answer(self.turns, frozenset(self.reached), frozenset(self.skipped))

    @property
    def elapsed(self) -> float:
        """Seconds of the interview so far, pauses left out."""
        return sum(self.seconds.values())

    def seconds_at(self, now: float) -> dict[str, float]:
        """Return the seconds spent in each phase if it were `now`: what a running clock shows."""
        running = self.state in ("asked", "replied")  # while a reply is owed, it is not the candidate who takes time
        if not running or not self.phase:
            return self.seconds
        spent = min(max(0.0, now - self.at), AWAY)
        return {**self.seconds, self.phase: self.seconds.get(self.phase, 0.0) + spent}

    @property
    def owes_reply(self) -> bool:
        """Whether the candidate's turn is stored and has no reply yet."""
        return self.state == "answered"

    @property
    def last_words(self) -> str:
        """The candidate's last turn, or nothing."""
        return next((t.text for t in reversed(self.turns) if t.speaker == "candidate"), "")

    @property
    def problem(self) -> str:
        """Id of the rubric."""
        return self.opened.problem if self.opened else self.imported.problem if self.imported else ""

    @property
    def focus(self) -> tuple[str, ...]:
        """Checkpoints of a drill; empty for a whole interview."""
        return self.opened.focus if self.opened else ()

    @property
    def level(self) -> str:
        """Level of the candidate."""
        return self.opened.level if self.opened else self.imported.level if self.imported else "senior"


def replay(events: Iterable[e.Recorded]) -> Interview:
    """Fold events into the state they lead to; NotExpected when they do not fit the table."""
    interview = Interview()
    for recorded in events:
        interview = apply(interview, recorded)
    return interview


def apply(interview: Interview, recorded: e.Recorded) -> Interview:
    """Return the interview after one more event; NotExpected when the table does not allow it."""
    event = recorded.event
    state = follow(interview.state, event)
    seconds = interview.seconds_at(recorded.at)
    interview = replace(interview, state=state, seq=recorded.seq + 1, at=recorded.at, seconds=seconds)
    match event:
        case e.Opened():
            return replace(interview, opened=event)
        case e.TranscriptImported():
            return replace(interview, imported=event, turns=_imported(event), skipped=event.skipped)
        case e.PhaseAdvanced(phase=phase):
            reached = interview.reached if phase in interview.reached else (*interview.reached, phase)
            return replace(interview, phase=phase, reached=reached)
        case e.QuestionPosed(text=text, purpose=purpose):
            asked = replace(interview, questions=(*interview.questions, text), purpose=purpose, aimed=None, remarks=0)
            return _said(asked, text)
        case e.ProbePosed(text=text):
            asked = replace(
                interview,
                probes=(*interview.probes, event),
                questions=(*interview.questions, text),
                aimed=event,
                purpose="",
                remarks=0,
            )
            return _said(asked, text)
        case e.FactRevealed(text=text, reveal=reveal):
            told = interview.told if reveal is None else interview.told | {reveal}
            return _said(replace(interview, told=told), text)
        case e.Remarked(text=text):
            return _said(replace(interview, remarks=interview.remarks + 1), text)
        case e.Nudged(text=text):
            return _said(replace(interview, nudged=True), text)
        case e.HintGiven(text=text):
            return _said(replace(interview, hints=(*interview.hints, event)), text)
        case e.AnswerGiven(text=text):
            return replace(interview, turns=(*interview.turns, Turn("candidate", text)), just_skipped=False)
        case e.AnswerAmended(text=text):
            return replace(interview, turns=_amended(interview.turns, text))
        case e.Skipped(checkpoint=checkpoint):
            skipped = (*interview.skipped, checkpoint) if checkpoint else interview.skipped
            return replace(interview, skipped=skipped, just_skipped=True)
        case e.NoteWritten(text=text):
            return replace(interview, notes=text)
        case e.SketchDrawn(text=text):
            return replace(interview, sketch=text)
        case e.Graded(scorecard=scorecard):
            return replace(interview, scorecard=scorecard)
        case e.VerdictOverridden(checkpoint=checkpoint, verdict=verdict, reason=reason, who=who):
            made = Override(checkpoint, _verdict(verdict), reason, who, recorded.at)
            return replace(interview, overrides=(*interview.overrides, made))
        case e.OverrideUndone(checkpoint=checkpoint):
            return replace(interview, overrides=undo(interview.overrides, checkpoint))
        case _:
            return interview


def _imported(event: e.TranscriptImported) -> tuple[Turn, ...]:
    seconds = event.seconds if len(event.seconds) == len(event.turns) else (None,) * len(event.turns)
    return tuple(
        Turn("candidate" if who == "candidate" else "interviewer", text, at)
        for (who, text), at in zip(event.turns, seconds, strict=True)
    )


def _verdict(name: str) -> Verdict:
    if name not in get_args(Verdict):
        raise NotExpected(f"There is no verdict '{name}'.", f"Known: {', '.join(get_args(Verdict))}.")
    return name  # type: ignore[return-value]


def _said(interview: Interview, text: str) -> Interview:
    turns = interview.turns
    if turns and turns[-1].speaker == "interviewer":
        return replace(interview, turns=(*turns[:-1], Turn("interviewer", f"{turns[-1].text}\n\n{text}")))
    return replace(interview, turns=(*turns, Turn("interviewer", text)))


def _amended(turns: Sequence[Turn], text: str) -> tuple[Turn, ...]:
    """Replace the candidate's last turn. What the interviewer said since stays: it was heard."""
    last = max((i for i, t in enumerate(turns) if t.speaker == "candidate"), default=None)
    if last is None:
        return (*turns, Turn("candidate", text))
    return (*turns[:last], Turn("candidate", text), *turns[last + 1 :])
