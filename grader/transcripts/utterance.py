"""What every transcript format is read into."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


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
    """In order; neighbors of one speaker are joined, except in Viva's own formats, which are kept as exported."""
    format: str
    """What was detected, for people."""
    sure: float = 1.0
    """How sure the detection is, 0..1."""
    warnings: tuple[str, ...] = ()
    """What a reader should know; each is a constant of `quality`."""
    problem: str = ""
    """Problem id, when the file names it."""
    level: str = ""
    """Level that decided what was expected, when the file names one."""
    reached: tuple[str, ...] | None = None
    """Phases that were entered, when the file names them."""
    skipped: tuple[str, ...] = ()
    """Checkpoints whose question was skipped, when the file names them."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Speaker labels in order of appearance."""
        return tuple(dict.fromkeys(u.label for u in self.utterances))


def joined(utterances: Iterable[Utterance], glue: str) -> tuple[Utterance, ...]:
    """Drop empty utterances and join neighbors of one speaker with `glue`, keeping the first spelling and time."""
    spoken = (u for u in utterances if u.text.strip())
    first: dict[str, str] = {}
    turns = []
    for key, group in groupby(spoken, key=lambda u: u.label.casefold()):
        same = list(group)
        label = first.setdefault(key, same[0].label)
        turns.append(Utterance(label, glue.join(u.text.strip() for u in same), same[0].seconds))
    return tuple(turns)
