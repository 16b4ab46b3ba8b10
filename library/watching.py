"""Watching the content: a changed file is in use within a second, without anybody asking for it.

Files are looked at rather than listened to, because that works on every file system and in every container; looking at
a few dozen files takes a millisecond.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from grader.errors import VivaError
from library.index.ports import Built, Progress

Seen = tuple[Hashable, str]
"""What changes whenever a content file does, and the name of the index's current generation."""
_AGAIN = 10.0
"""Seconds after which what went wrong is tried again, though no file changed."""


@dataclass(frozen=True)
class Watched:
    """What the watcher is doing, and how the last change ended."""

    step: str = ""
    """What is going on now; empty while nothing is."""
    said: str = ""
    """What the last change led to; empty before one."""
    fault: str = ""
    """Why the last change is not in use yet, with the next step; empty when it is."""
    at: float = 0.0
    """Unix time of the last change that was followed; 0 before one."""
    seconds: float = 0.0
    """How long following it took."""
    rounds: int = 0
    """Changes followed so far: what an open page compares."""


class Watcher:
    """Looks at something every so often and acts when it is not as before."""

    def __init__(self, look: Callable[[], Seen], act: Callable[[Progress], Built | None], every: float) -> None:
        """`look` returns what stands on disk, `act` brings the index up to date with it; `every` is in seconds."""
        self._look = look
        self._act = act
        self.every = every
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._known: Seen | None = None
        self._again: float | None = None
        self.now = Watched()

    def start(self) -> None:
        """Watch in the background until `stop`; what is there at the first look counts as changed."""
        if self._thread is None and self.every > 0:
            self._thread = threading.Thread(target=self._run, name="viva-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            self.once()

    def once(self) -> bool:
        """Look, and follow what changed; say whether something had. Nothing that goes wrong ends the watching."""
        try:
            seen = self._look()
        except (VivaError, OSError):
            return False  # a folder that is just being moved; the next look will tell
        began = time.monotonic()
        if seen == self._known and (self._again is None or began < self._again):
            return False
        said, fault = "", ""
        try:
            self._tell("Reading what changed")
            done = self._act(self._tell)
            said = str(done) if done is not None else ""
            # What others do to the files or to the index meanwhile is noticed at the next look.
            self._known, self._again = (seen[0], done.generation if done else seen[1]), None
        except VivaError as error:
            fault, self._known, self._again = str(error), seen, began + _AGAIN
        except Exception as error:  # the watcher outlives whatever it meets, and says it
            fault, self._known, self._again = f"{type(error).__name__}: {error}", seen, began + _AGAIN
        changes = self.now.rounds + 1
        self.now = Watched("", said, fault, time.time(), time.monotonic() - began, changes)
        return True

    def _tell(self, step: str) -> None:
        last = self.now
        self.now = Watched(step, last.said, last.fault, last.at, last.seconds, last.rounds)
