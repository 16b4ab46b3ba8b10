"""What is judged: an answer as turns by speaker, and spans of it."""

from dataclasses import dataclass
from typing import Literal

Speaker = Literal["interviewer", "candidate"]


@dataclass(frozen=True)
class Turn:
    """What one speaker said without being interrupted."""

    speaker: Speaker
    """Who said it."""
    text: str
    """The words as stored; offsets count its code points."""
    seconds: float | None = None
    """Seconds since the start, where known."""


@dataclass(frozen=True, order=True)
class Span:
    """A piece of one turn: `turns[turn].text[start:end]`."""

    turn: int
    """Index of the turn in the answer."""
    start: int
    """First code point."""
    end: int
    """Code point after the last."""


@dataclass(frozen=True)
class Answer:
    """Everything said, and what was reached."""

    turns: tuple[Turn, ...]
    """All turns in order, the interviewer's too."""
    reached: frozenset[str] | None = None
    """Ids of the phases that were entered; None when unknown, and then every phase counts as reached."""
    skipped: frozenset[str] = frozenset()
    """Ids of the checkpoints whose question was skipped."""

    def quote(self, span: Span) -> str:
        """Return the words of a span."""
        return self.turns[span.turn].text[span.start : span.end]

    @property
    def heard(self) -> tuple[str, ...]:
        """What the interviewer said."""
        return tuple(t.text for t in self.turns if t.speaker == "interviewer")

    def heard_before(self, turn: int) -> tuple[str, ...]:
        """Return what the interviewer had said before a turn."""
        return tuple(t.text for t in self.turns[:turn] if t.speaker == "interviewer")
