"""What several commands share: exit codes, naming a rubric, writing the output."""

import argparse
import sys
from pathlib import Path

from grader.adapters.rubric_files import Shelf, rubric_paths
from grader.errors import InputError
from grader.rubric import Rubric
from grader.settings import GraderSettings

DONE, BAD_INPUT = 0, 1


def positive(text: str) -> int:
    """Return the number that an argument gives; ArgumentTypeError for anything but 1 to 64."""
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def named_files(args: argparse.Namespace, settings: GraderSettings) -> list[Path]:
    """Return the named files and the rubrics of named folders; without arguments all rubrics. InputError for none."""
    paths: list[Path] = args.paths or [f for f in settings.rubric_folders if f.is_dir()]
    files = [file for path in paths for file in (rubric_paths(path) if path.is_dir() else [path])]
    if not files:
        raise InputError("No rubric files (*.yaml) there.")
    return files


def find_rubric(shelf: Shelf, problem: str) -> Rubric:
    """Return the rubric with this id. InputError lists the ids there are, or the mistakes in this rubric's file."""
    if problem in shelf.rubrics:
        return shelf.rubrics[problem]
    damaged = tuple(m for m in shelf.mistakes if Path(m.file).stem == problem)
    ids = ", ".join(sorted(shelf.rubrics)) or "none"
    raise InputError(f"There is no problem '{problem}'.", f"Known: {ids}.", damaged)


def write(text: str, path: Path | None) -> None:
    """Write a text to a file, or to the terminal when the path is None."""
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8", newline="\n")
