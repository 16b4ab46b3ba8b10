"""python -m grader check: validate rubric files."""

import argparse
import sys
from pathlib import Path

from grader.adapters.rubric_files import read_rubric
from grader.commands.shared import BAD_INPUT, DONE, named_files
from grader.errors import RubricError
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    check = commands.add_parser(
        "check",
        help="validate rubric files",
        epilog="example: python -m grader check rubrics/search_ranking.yaml",
    )
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; all rubrics by default")
    check.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    files = named_files(args, settings)
    bad = 0
    for file in files:
        try:
            rubric = read_rubric(file)
        except RubricError as error:
            bad += 1
            print(error, file=sys.stderr)
        else:
            print(f"{file}: ok, {len(rubric.checkpoints)} checkpoints in {len(rubric.phases)} phases")
    if not files:
        print("No rubric files (*.yaml) there.", file=sys.stderr)
        return BAD_INPUT
    return BAD_INPUT if bad else DONE
