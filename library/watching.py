"""Watches the content files: a changed file is in use within a second.

It polls, because that works on every file system and in every container; a poll of a few dozen files takes a
millisecond.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from grader.errors import VivaError
from library.index.ports import Built, Progress

Seen = tuple[Hashable, str]
"""A stamp of all content files, and the name of the index's current generation."""
_AGAIN = 10.0
"""Seconds after which a failed update is tried again, though no file changed."""


@dataclass(frozen=True)
class Watched:
    """What the watcher is doing, and how the last change ended."""

    step: str = ""
    """The running step; empty when idle."""
    said: str = ""
    """Result of the last update; empty before the first."""
    fault: str = ""
    """Why the last update failed, with the next step; empty when it did not."""
    at: float = 0.0
    """Unix time of the last update; 0 before the first."""
    seconds: float = 0.0
    """How long it took."""
    rounds: int = 0
    """Updates so far; an open page compares it."""


class Watcher:
    """Polls, and acts when something changed."""

    def __init__(self, look: Callable[[], Seen], act: Callable[[Progress], Built | None], every: float) -> None:
        """`look` returns the state on disk, `act` updates the index; `every` is in seconds."""
        self._look = look
        self._act = act
        self.every = every
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._known: Seen | None = None
        self._again: float | None = None
        self.now = Watched()

    def start(self) -> None:
        """Watch in the background until `stop`; the first look counts as a change."""
        if self._thread is None and self.every > 0:
            self._thread = threading.Thread(target=self._run, name="viva-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            self.once()

    def once(self) -> bool:
        """Look once and act on a change; return whether there was one. No error ends the watching."""
        try:
            seen = self._look()
        except (VivaError, OSError):
            return False  # perhaps a folder is being moved; the next look decides
        began = time.monotonic()
        if seen == self._known and (self._again is None or began < self._again):
            return False
        said, fault = "", ""
        try:
            self._tell("Reading what changed")
            done = self._act(self._tell)
            said = str(done) if done is not None else ""
            # What changed meanwhile is noticed at the next look.
            self._known, self._again = (seen[0], done.generation if done else seen[1]), None
        except VivaError as error:
            fault, self._known, self._again = str(error), seen, began + _AGAIN
        except Exception as error:  # whatever it is, the watcher goes on and reports it
            fault, self._known, self._again = f"{type(error).__name__}: {error}", seen, began + _AGAIN
        changes = self.now.rounds + 1
        self.now = Watched("", said, fault, time.time(), time.monotonic() - began, changes)
        return True

    def _tell(self, step: str) -> None:
        last = self.now
        self.now = Watched(step, last.said, last.fault, last.at, last.seconds, last.rounds)
