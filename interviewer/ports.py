"""What the interviewer asks of the world."""

from collections.abc import Sequence
from typing import Protocol

from interviewer.events import Event, Recorded


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
