"""What several commands share: exit codes, naming a rubric, writing the output."""

import argparse
import sys
from pathlib import Path

from grader.adapters.rubric_files import Shelf
from grader.errors import InputError
from grader.rubric import Rubric
from grader.settings import GraderSettings

DONE, BAD_INPUT = 0, 1


def positive(text: str) -> int:
    """Return a number of an argument; ArgumentTypeError for anything but 1 to 64."""
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def named_files(args: argparse.Namespace, settings: GraderSettings) -> list[Path]:
    """Return the files that were named, those of named folders, or all rubrics when nothing was."""
    paths: list[Path] = args.paths or [f for f in settings.rubric_folders if f.is_dir()]
    return [p for path in paths for p in (_rubric_files(path) if path.is_dir() else [path])]


def _rubric_files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def find_rubric(shelf: Shelf, problem: str) -> Rubric:
    """Return the rubric with an id; InputError names those there are, and the mistakes of a damaged one."""
    if problem in shelf.rubrics:
        return shelf.rubrics[problem]
    damaged = tuple(m for m in shelf.mistakes if Path(m.file).stem == problem)
    known = ", ".join(sorted(shelf.rubrics)) or "none"
    raise InputError(f"There is no problem '{problem}'.", f"Known: {known}.", damaged)


def write(text: str, path: Path | None) -> None:
    """Write a text to a file, or to the terminal without one."""
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8", newline="\n")
