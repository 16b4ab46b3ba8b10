"""Rubrics, guide and labels as they are on disk: read again when a file changed, and only that file."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.adapters.rubric_files import Shelf, read_rubric, read_shelf
from grader.agreement.label_files import LabelShelf, read_labels
from grader.errors import RubricError
from grader.rubric import Rubric
from library.chapter_files import Library, read_file, read_library
from library.examples import example_folders
from library.guide import Chapter, Section
from library.last_good import LastGood
from library.settings import LibrarySettings

DRAFT = "draft."
"""What the id of a rubric begins with that is played without being published."""
_RUBRICS, _CHAPTERS = ("*.yaml", "*.yml"), ("*.md",)
Stamp = tuple[tuple[str, int, int], ...]
"""Path, time of the last change in nanoseconds, and bytes of every file."""


class Content:
    """Rubrics and guide as they are on disk; of a damaged file the last good version, if any."""

    def __init__(self, settings: LibrarySettings) -> None:
        """Remember where the files are; nothing is read yet."""
        self._settings = settings
        self._lock = threading.Lock()
        self._rubric_files = _Remembered(read_rubric)
        self._chapter_files = _Remembered(read_file)
        self._good = LastGood(settings.last_good)
        self._shelf: tuple[Stamp, Shelf] | None = None
        self._library: tuple[Stamp, Library] | None = None
        self._labels: dict[str, tuple[object, LabelShelf]] = {}

    def stamp(self) -> tuple[Stamp, Stamp]:
        """Return what changes whenever a rubric or a chapter does."""
        return stamp(self._settings.grader.rubric_folders, _RUBRICS), self._chapters()

    def _chapters(self) -> Stamp:
        return stamp(self._settings.grader.knowledge_folders, _CHAPTERS)

    def shelf(self) -> Shelf:
        """Return all rubrics, and what is wrong with the damaged ones; of those the last good version, if any.

        The last good version is kept in the data folder, so that it serves after a restart too.
        """
        folders = self._settings.grader.rubric_folders
        with self._lock:
            now = stamp(folders, _RUBRICS)
            if self._shelf is None or self._shelf[0] != now:
                fresh = read_shelf(folders, self._rubric)
                # What this process saw comes first; at its start, what an earlier one kept.
                before = self._shelf[1] if self._shelf else self._good.shelf(folders, fresh)
                self._shelf = (now, fresh.after(before))
                self._good.keep(now, fresh)
            return self._shelf[1]

    def library(self) -> Library:
        """Return all chapters, and what is wrong with the damaged ones; of those the last good version; as `shelf`."""
        folders = self._settings.grader.knowledge_folders
        with self._lock:
            now = self._chapters()
            if self._library is None or self._library[0] != now:
                fresh = read_library(folders, self._chapter)
                before = self._library[1] if self._library else self._good.library(folders, fresh)
                self._library = (now, fresh.after(before))
                self._good.keep(now, fresh)
            return self._library[1]

    def _rubric(self, path: Path) -> Rubric:
        found = self._rubric_files(path)
        assert isinstance(found, Rubric)
        return found

    def _chapter(self, path: Path) -> Chapter:
        found = self._chapter_files(path)
        assert isinstance(found, Chapter)
        return found

    def rubrics(self) -> Mapping[str, Rubric]:
        """Return the sound rubrics by id."""
        return self.shelf().rubrics

    def playable(self) -> Mapping[str, Rubric]:
        """Return the sound rubrics by id, drafts that are only played among them."""
        return {**self.rubrics(), **self._drafts()}

    def _drafts(self) -> dict[str, Rubric]:
        found = {}
        for path in sorted(self._settings.drafts.glob("*.yaml")):
            try:
                found[DRAFT + path.stem] = replace(self._rubric(path), id=DRAFT + path.stem)
            except (RubricError, OSError):
                continue
        return found

    def labels(self, problem: str) -> LabelShelf:
        """Return the labels beside a rubric; none for one that is not there."""
        rubric = self.rubrics().get(problem)
        if rubric is None:
            return LabelShelf((), ())
        folders = example_folders(self._settings.grader.rubric_folders, problem)
        now = (rubric.digest, stamp(folders, ("*.md", "*.yaml")))
        held = self._labels.get(problem)
        if held is None or held[0] != now:
            read = [read_labels(folder, rubric) for folder in folders]
            labeled = tuple(one for shelf in read for one in shelf.labeled)
            held = self._labels[problem] = (
                now,
                LabelShelf(labeled, tuple(m for shelf in read for m in shelf.mistakes)),
            )
        return held[1]

    def example(self, problem: str) -> Path | None:
        """Return the file of a problem's model answer, the one that sounds like speech first; None without any."""
        folders = example_folders(self._settings.grader.rubric_folders, problem)
        names = ("colloquial.md", "strong.md")
        return next((f / name for name in names for f in folders if (f / name).is_file()), None)

    def sections(self) -> Mapping[str, Section]:
        """Return the sound sections by id."""
        return self.library().sections

    def guide_texts(self) -> Sequence[str]:
        """Return the guide as plain text, as `python -m grader` reads it."""
        with self._lock:
            return self._settings.grader.guide_texts()


def stamp(folders: Iterable[Path], patterns: Iterable[str]) -> Stamp:
    """Return what changes whenever a file of some folders does. A file that vanishes meanwhile is left out."""
    found = []
    wanted = tuple(patterns)
    for path in sorted({p for folder in folders for pattern in wanted for p in folder.glob(pattern)}):
        try:
            held = path.stat()
        except OSError:
            continue
        found.append((str(path), held.st_mtime_ns, held.st_size))
    return tuple(found)


class _Remembered:
    """Reads a file once for each of its versions; mistakes are remembered too."""

    def __init__(self, read: Callable[[Path], object]) -> None:
        self._read = read
        self._held: dict[Path, tuple[object, Any, Exception | None]] = {}

    def __call__(self, path: Path) -> object:
        try:
            now: object = (path.stat().st_mtime_ns, path.stat().st_size)
        except OSError:
            now = object()
        held = self._held.get(path)
        if held is None or held[0] != now:
            try:
                held = (now, self._read(path), None)
            except RubricError as error:
                held = (now, None, error)
            self._held[path] = held
        if held[2] is not None:
            raise held[2]
        return held[1]
