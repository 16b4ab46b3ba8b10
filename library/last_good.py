"""Copies of content files as they were when they were last sound: what serves when one is broken at the next start.

The copies lie in the data folder under the whole path of their file, so that an author finds the text there as well.
They are a cache: what cannot be copied is not kept, and nothing else fails for it.
"""

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

from grader.adapters.rubric_files import Shelf, read_rubric, read_shelf
from grader.errors import Mistake, RubricError
from grader.rubric import Rubric
from library.chapter_files import Library, read_file, read_library
from library.guide import Chapter

_ENDINGS = (".yaml", ".yml", ".md")


class LastGood:
    """Keeps the last good version of each content file across restarts."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the copies; it is made when there is something to keep."""
        self._folder = folder

    def keep(self, stamp: Collection[tuple[str, int, int]], held: Shelf | Library) -> None:
        """Copy each sound file that is still as it was read, and drop the copies of files that are gone.

        `stamp` has path, time of the last change in nanoseconds and bytes of every file, from before it was read.
        """
        bad = {mistake.file for mistake in held.mistakes}
        sound = {str(path) for path in held.paths.values()} - bad
        for name, changed, size in stamp:
            if name in sound:
                with contextlib.suppress(OSError):
                    self._copy(Path(name), changed, size)
        for copy in [p for p in self._folder.rglob("*") if p.suffix in _ENDINGS]:
            if not os.path.lexists(os.sep / copy.relative_to(self._folder)):
                with contextlib.suppress(OSError):
                    copy.unlink()

    def shelf(self, folders: Collection[Path], now: Shelf) -> Shelf:
        """Return the last good versions of the rubrics that are damaged now, as far as they are known."""
        bad = {mistake.file for mistake in now.mistakes}

        def read(path: Path) -> Rubric:
            if str(path) not in bad:
                raise RubricError(f"{path} is sound.")
            return read_rubric(self._place(path))

        return read_shelf(folders, read) if bad else now

    def library(self, folders: Collection[Path], now: Library) -> Library:
        """Return the last good versions of the chapters that are damaged now, as far as they are known."""
        bad = {mistake.file for mistake in now.mistakes}

        def read(path: Path) -> Chapter:
            chapter = read_file(self._place(path)) if str(path) in bad else None
            if chapter is None or chapter.mistakes:
                return Chapter(path.stem, (), (Mistake(str(path), 0, "no good version is known"),))
            return chapter

        return read_library(folders, read) if bad else now

    def _place(self, path: Path) -> Path:
        """Return where the copy of a file lies: `..` is resolved first, so it never leaves the folder."""
        whole = Path(os.path.abspath(path))
        return self._folder / whole.relative_to(whole.anchor)

    def _copy(self, path: Path, changed: int, size: int) -> None:
        """Copy a file with its time; not one that is copied already, nor one that somebody is changing."""
        copy, now = self._place(path), path.stat()
        if copy.is_file() and (copy.stat().st_mtime_ns, copy.stat().st_size) == (changed, size):
            return
        data = path.read_bytes()
        if (now.st_mtime_ns, len(data)) != (changed, size) or path.stat().st_mtime_ns != changed:
            return
        copy.parent.mkdir(parents=True, exist_ok=True)
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}.new")
        try:
            fresh.write_bytes(data)
            os.utime(fresh, ns=(changed, changed))
            os.replace(fresh, copy)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
