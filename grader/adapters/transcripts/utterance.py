"""What every transcript format is read into."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Utterance:
    """Words under one speaker label."""

    label: str
    """The speaker as written; empty when the format names nobody."""
    text: str
    """What was said."""
    seconds: float | None = None
    """Seconds since the start, where the format tells."""


@dataclass(frozen=True)
class Transcript:
    """A transcript as read, before anybody says who the candidate is."""

    utterances: tuple[Utterance, ...]
    """In order; neighbors of one speaker are joined."""
    format: str
    """What was detected, for people."""
    warnings: tuple[str, ...] = ()
    """What a reader should know."""
    problem: str = ""
    """Problem id, when the file names it."""
    reached: tuple[str, ...] | None = None
    """Phases that were entered, when the file names them."""
    skipped: tuple[str, ...] = ()
    """Checkpoints whose question was skipped, when the file names them."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Speaker labels in order of appearance."""
        return tuple(dict.fromkeys(u.label for u in self.utterances))
