"""Every event type of an interview. An interview is the list of its events."""

from dataclasses import asdict, dataclass, fields
from typing import Any, get_type_hints


@dataclass(frozen=True)
class Event:
    """Base of all events; the name of the class is the kind that is stored."""

    @property
    def kind(self) -> str:
        """Name of the class."""
        return type(self).__name__


@dataclass(frozen=True)
class Opened(Event):
    """An interview was started."""

    problem: str
    """Id of the rubric."""
    digest: str
    """Digest of the rubric as it was then."""
    level: str = "senior"
    """Level that decides what is expected."""
    minutes: int = 45
    """Planned length."""
    persona: str = "neutral"
    """Manner of the interviewer's wording; changes nothing else."""
    practice: bool = False
    """Whether dots per phase are shown during the interview."""
    focus: tuple[str, ...] = ()
    """Checkpoints of a drill; empty for a whole interview."""


@dataclass(frozen=True)
class QuestionPosed(Event):
    """The interviewer asked something that is not aimed at one gap: the prompt, a handover, the closing question."""

    text: str
    """The words."""
    purpose: str
    """opening | handover | twist | closing."""


@dataclass(frozen=True)
class AnswerGiven(Event):
    """The candidate's turn, stored before any reply is made."""

    text: str
    """The words, exactly as typed."""


@dataclass(frozen=True)
class AnswerAmended(Event):
    """The candidate rewrote the last turn."""

    text: str
    """The words that replace it."""


@dataclass(frozen=True)
class FactRevealed(Event):
    """A clarifying question was answered."""

    text: str
    """The words."""
    reveal: int | None
    """Index of the rubric's reveal; None when no reveal answers it."""


@dataclass(frozen=True)
class ProbePosed(Event):
    """A follow-up question about one gap."""

    text: str
    """The question."""
    checkpoint: str
    """The gap it aims at."""
    section: str
    """Id of the guide section it was worded from; empty when there was none."""
    source: str
    """rubric | guide | candidate: whose words the question started from; open: a question that fits any design."""
    reason: str
    """Why this gap and this question; shown on the scorecard, never in the mock."""
    wording: str = "built-in"
    """built-in, or the model that worded it."""


@dataclass(frozen=True)
class Remarked(Event):
    """The interviewer said something that asks nothing, in reply to a turn that was no answer."""

    text: str
    """The words."""
    reading: str
    """What kind of turn it replies to."""


@dataclass(frozen=True)
class HintGiven(Event):
    """The candidate asked for a hint."""

    text: str
    """The words."""
    checkpoint: str
    """The gap it helps with."""
    level: int
    """1 (a nudge) to 3 (nearly the answer)."""


@dataclass(frozen=True)
class Skipped(Event):
    """The candidate skipped the question: not answered, which is not zero."""

    checkpoint: str
    """The gap that the question aimed at; empty for a question without one."""


@dataclass(frozen=True)
class PhaseAdvanced(Event):
    """The interviewer moved to a phase."""

    phase: str
    """Id of the phase entered."""


@dataclass(frozen=True)
class Nudged(Event):
    """The candidate was told that time is getting short."""

    text: str
    """The words."""


@dataclass(frozen=True)
class Paused(Event):
    """The clock was stopped."""


@dataclass(frozen=True)
class Resumed(Event):
    """The clock goes on."""


@dataclass(frozen=True)
class NoteWritten(Event):
    """The candidate's notes, whole."""

    text: str
    """The notes as they stand."""


@dataclass(frozen=True)
class SketchDrawn(Event):
    """The candidate's Mermaid sketch, whole."""

    text: str
    """The source as it stands."""


@dataclass(frozen=True)
class Closed(Event):
    """The interview ended."""

    reason: str
    """candidate | answers_ended."""


@dataclass(frozen=True)
class TranscriptImported(Event):
    """A transcript of an interview held elsewhere was imported as a session."""

    problem: str
    """Id of the rubric it is judged by."""
    level: str
    """Level that decides what is expected."""
    name: str
    """Name of the file, or `pasted`."""
    turns: tuple[tuple[str, str], ...]
    """(speaker, text) of every turn."""
    seconds: tuple[float | None, ...] = ()
    """Seconds since the start of every turn, where known; empty when none is."""
    reached: tuple[str, ...] | None = None
    """Phases that were entered; None when unknown."""
    skipped: tuple[str, ...] = ()
    """Checkpoints whose question was skipped."""
    format: str = ""
    """Name of the format that was detected."""
    warnings: tuple[str, ...] = ()
    """Warnings of the import."""
    digest: str = ""
    """Digest of the rubric as it was then."""
    names: tuple[tuple[str, str], ...] = ()
    """(name, role) of people whom the speaker labels name, so that an export can leave them out."""


@dataclass(frozen=True)
class Graded(Event):
    """A scorecard was made."""

    scorecard: dict[str, Any]
    """The scorecard as plain data."""


@dataclass(frozen=True)
class VerdictOverridden(Event):
    """A person overrode the grader's verdict on a checkpoint, or confirmed it."""

    checkpoint: str
    """Id of the checkpoint."""
    verdict: str
    """Their verdict."""
    reason: str
    """Why."""
    who: str = ""
    """Who they are."""


@dataclass(frozen=True)
class OverrideUndone(Event):
    """The last override of a checkpoint was undone."""

    checkpoint: str
    """Id of the checkpoint."""


KINDS: dict[str, type[Event]] = {cls.__name__: cls for cls in Event.__subclasses__()}
"""Every event by its stored kind."""


@dataclass(frozen=True)
class Recorded:
    """An event with its place and time in a session."""

    seq: int
    """0-based place in the session."""
    at: float
    """Unix time in seconds."""
    event: Event
    """What happened."""


def to_dict(event: Event) -> dict[str, Any]:
    """Return an event's fields as plain data."""
    return asdict(event)


def from_dict(kind: str, data: dict[str, Any]) -> Event:
    """Make an event from its kind and fields; KeyError for an unknown kind."""
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    known = {f.name for f in fields(cls)}
    return cls(**{k: _frozen(v) if "tuple" in str(hints[k]) else v for k, v in data.items() if k in known})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value
