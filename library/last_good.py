"""Copies of the last valid version of each content file, used when a file is broken at the next start.

A copy has its file's whole path below the data folder, so that an author can find the text. The copies are a cache: a
file that cannot be copied is skipped.
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
        """`folder` holds the copies; it is created with the first of them."""
        self._folder = folder

    def keep(self, stamp: Collection[tuple[str, int, int]], held: Shelf | Library) -> None:
        """Copy each valid file that has not changed since it was read, and delete the copies of files that are gone.

        `stamp` has path, time of the last change in nanoseconds and bytes of every file, from before it was read.
        """
        bad = {mistake.file for mistake in held.mistakes}
        valid = {str(path) for path in held.paths.values()} - bad
        for name, changed, size in stamp:
            if name in valid:
                with contextlib.suppress(OSError):
                    self._copy(Path(name), changed, size)
        for copy in [p for p in self._folder.rglob("*") if p.suffix in _ENDINGS]:
            if not os.path.lexists(os.sep / copy.relative_to(self._folder)):
                with contextlib.suppress(OSError):
                    copy.unlink()

    def shelf(self, folders: Collection[Path], now: Shelf) -> Shelf:
        """Return the last good versions of the rubrics that are damaged now, where there are any."""
        bad = {mistake.file for mistake in now.mistakes}

        def read(path: Path) -> Rubric:
            if str(path) not in bad:
                raise RubricError(f"{path} is valid.")
            return read_rubric(self._place(path))

        return read_shelf(folders, read) if bad else now

    def library(self, folders: Collection[Path], now: Library) -> Library:
        """Return the last good versions of the chapters that are damaged now, where there are any."""
        bad = {mistake.file for mistake in now.mistakes}

        def read(path: Path) -> Chapter:
            chapter = read_file(self._place(path)) if str(path) in bad else None
            if chapter is None or chapter.mistakes:
                return Chapter(path.stem, (), (Mistake(str(path), 0, "no good version is known"),))
            return chapter

        return read_library(folders, read) if bad else now

    def _place(self, path: Path) -> Path:
        """Return the path of a file's copy: `..` is resolved first, so it never leaves the folder."""
        whole = Path(os.path.abspath(path))
        return self._folder / whole.relative_to(whole.anchor)

    def _copy(self, path: Path, changed: int, size: int) -> None:
        """Copy a file with its time, unless it is copied already or somebody is changing it.

        The copy gets its time and a name of this process before it replaces the old one, so `write_whole` does not fit.
        """
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
