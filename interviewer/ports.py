"""What the interviewer asks of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from interviewer.events import Event, Recorded
from interviewer.guide import Section


@dataclass(frozen=True)
class FoundSection:
    """A section that a search found."""

    section: Section
    """The section."""
    rank: float
    """Reciprocal-rank-fused value of the dense and the keyword search; larger is nearer. Not a similarity."""
    paragraph: str
    """The paragraph of the section that is nearest to the query."""


class Guide(Protocol):
    """Finds guide sections by meaning and by words."""

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[FoundSection]:
        """Return the sections nearest to a query, best first; those of other problems are left out.

        Sections of `phase` come first. `phases` are all that the problem has: a general section of other phases only
        is about another kind of interview.
        """
        ...


class Phraser(Protocol):
    """Words a question. It never chooses what is asked."""

    def phrase(self, question: str, *, last_words: str, persona: str) -> tuple[str, str]:
        """Return the question in the persona's words, and how it was worded (`built-in` or a model's name)."""
        ...


class Events(Protocol):
    """Keeps the events of all sessions."""

    def append(self, session: str, seq: int, events: Sequence[Event], at: float) -> None:
        """Store events from place `seq` on, all or none; StaleSession when that place is taken."""
        ...

    def read(self, session: str) -> list[Recorded]:
        """Return a session's events in order; SessionNotFound when there are none."""
        ...

    def sessions(self) -> list[str]:
        """Return the ids of all sessions, the newest first."""
        ...

    def delete(self, session: str) -> None:
        """Forget a session."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> float:
        """Return Unix time in seconds."""
        ...
