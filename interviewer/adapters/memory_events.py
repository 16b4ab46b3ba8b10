"""Events in memory, for interviews that nobody resumes: `play` from a file of answers."""

from collections.abc import Sequence

from interviewer.errors import SessionNotFound, StaleSession
from interviewer.events import Event, Recorded


class MemoryEvents:
    """Keeps events as long as the process lives."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, list[Recorded]] = {}

    def append(self, session: str, seq: int, events: Sequence[Event], at: float) -> None:
        """Store events from place `seq` on; StaleSession when that place is taken."""
        kept = self._kept.setdefault(session, [])
        if len(kept) != seq:
            raise StaleSession("This interview went on in another tab.", "Continue from its newest state.")
        kept += [Recorded(seq + i, at, event) for i, event in enumerate(events)]

    def read(self, session: str) -> list[Recorded]:
        """Return a session's events; SessionNotFound when there are none."""
        if session not in self._kept:
            raise SessionNotFound("There is no such interview.", "Start a new one.")
        return list(self._kept[session])

    def sessions(self) -> list[str]:
        """Return the ids of all sessions, the newest first."""
        return list(reversed(self._kept))

    def delete(self, session: str) -> None:
        """Forget a session."""
        self._kept.pop(session, None)
