"""Changes of content files that can be undone: all files or none are written, and their old bytes are kept."""

import base64
import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from grader.adapters import content_writer
from library.errors import StoreError

MOST = 50
"""Most steps that can be undone."""
Edits = Mapping[Path, bytes | None]
"""New bytes of each file; None for a file to remove."""


@dataclass(frozen=True)
class Step:
    """One change, of one file or several."""

    title: str
    """What was done, for people."""
    at: float
    """Unix time."""
    before: dict[Path, bytes | None]
    """Bytes of each file before; None where there was none."""
    after: dict[Path, bytes | None]
    """Bytes of each file afterwards; None where it was removed."""


class Undo:
    """Changes files and remembers their old bytes."""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps the steps."""
        self._folder = folder

    def do(self, title: str, edits: Edits) -> None:
        """Write and remove files, all or none.

        StoreError when one cannot be changed, ReadOnlyError where none may be, and then all are as before.
        """
        with self._locked():
            before = {path: _read(path) for path in edits}
            _write_all(edits, before)
            self._remember(Step(title, time.time(), before, dict(edits)))

    def last(self) -> Step | None:
        """Return the step that `undo` would undo; None when there is none."""
        path = self._newest()
        if path is None:
            return None
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return Step(record["title"], record["at"], _decoded(record["before"]), _decoded(record["after"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def undo(self) -> str:
        """Undo the last step and return its title.

        StoreError when a file was changed since by somebody else, ReadOnlyError where none may be changed.
        """
        with self._locked():
            step, path = self.last(), self._newest()
            if step is None or path is None:
                raise StoreError("There is nothing to take back.", "Only what was changed on this page can be.")
            now = {file: _read(file) for file in step.after}
            changed = [file.name for file in step.after if now[file] != step.after[file]]
            if changed:
                hint = "Compare them yourself; nothing was changed."
                raise StoreError(f"Changed since by somebody else: {', '.join(changed)}.", hint)
            _write_all(step.before, now)
            path.unlink(missing_ok=True)
            return step.title

    def _newest(self) -> Path | None:
        return max(self._folder.glob("*.json"), default=None)

    def _remember(self, step: Step) -> None:
        steps = sorted(self._folder.glob("*.json"))
        number = int(steps[-1].stem) + 1 if steps and steps[-1].stem.isdigit() else 1
        record = {"title": step.title, "at": step.at, "before": _encoded(step.before), "after": _encoded(step.after)}
        self._folder.mkdir(parents=True, exist_ok=True)
        content_writer.write_whole(self._folder / f"{number:06}.json", json.dumps(record).encode())
        for old in steps[: max(0, len(steps) + 1 - MOST)]:
            old.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        content_writer.require_writable()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "undo.lock", timeout=30):
                yield
        except Timeout:
            raise StoreError("Somebody else is changing content files.", "Wait a moment, then try again.") from None
        except OSError as error:
            hint = "Make the folder writable, or name another one with VIVA_CONTENT."
            raise StoreError(f"{error.filename} cannot be written: {error.strerror}.", hint) from error


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write_all(edits: Edits, before: Edits) -> None:
    done: list[Path] = []
    try:
        for path, data in edits.items():
            _write(path, data)
            done.append(path)
    except OSError:
        for path in done:
            with contextlib.suppress(OSError):
                _write(path, before[path])
        raise


def _write(path: Path, data: bytes | None) -> None:
    content_writer.write(path, data)
    if data is None:
        with contextlib.suppress(OSError):  # also remove a folder of examples that is empty now
            if path.parent.parent.name == "examples":
                path.parent.rmdir()


def _encoded(files: Edits) -> dict[str, str | None]:
    return {str(p): None if data is None else base64.b64encode(data).decode() for p, data in files.items()}


def _decoded(files: Mapping[str, str | None]) -> dict[Path, bytes | None]:
    return {Path(p): None if text is None else base64.b64decode(text) for p, text in files.items()}
