"""python -m grader grade: one transcript, or a folder of them."""

import argparse
import sys
import time
from pathlib import Path

from grader.commands.grade_folder import AUTO, Grader, Wanted, grade_folder
from grader.commands.progress_bar import Bar
from grader.commands.shared import BAD_INPUT, DONE, find_rubric, positive, write
from grader.report.formats import FORMATS
from grader.rubric import EXPECTED
from grader.settings import GraderSettings
from grader.transcripts import contents


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "grade",
        help="grade a transcript, or a folder of them",
        epilog="examples: python -m grader grade interview.md --problem search_ranking --format md; "
        "python -m grader grade interviews/ --problem auto -o results.csv --jobs 2",
    )
    command.add_argument(
        "path", type=Path, metavar="PATH", help="a transcript of any known format, or a folder of transcripts"
    )
    command.add_argument(
        "--problem", required=True, metavar="ID", help=f"id of the rubric; '{AUTO}' takes the nearest one"
    )
    command.add_argument("--candidate", default="", metavar="NAME", help="label of the candidate in the transcript")
    command.add_argument(
        "--level", choices=list(EXPECTED), help="decides what is expected; staff, or what an export of Viva's names"
    )
    command.add_argument("--format", choices=list(FORMATS), help="of one scorecard; md when left out")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="write here instead of to the terminal; for a folder the CSV table, whose rows a later run keeps",
    )
    command.add_argument("--jobs", type=positive, default=1, metavar="N", help="processes that grade a folder")
    command.set_defaults(run=_run, usage=command.error)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    if args.path.is_dir():
        return _grade_folder(args, settings)
    scorecard = _grader(args, settings).scorecard(contents(args.path), str(args.path))
    if args.problem == AUTO:
        print(f"Problem: {scorecard.title}", file=sys.stderr)
    for warning in scorecard.warnings:
        print(f"Note: {warning}", file=sys.stderr)
    write(FORMATS[args.format or "md"](scorecard), args.output)
    return DONE


def _grader(args: argparse.Namespace, settings: GraderSettings) -> Grader:
    grader = Grader(settings, Wanted(args.problem, args.level, args.candidate))
    if args.problem != AUTO:
        find_rubric(grader.shelf, args.problem)
    return grader


def _grade_folder(args: argparse.Namespace, settings: GraderSettings) -> int:
    if args.output is None or args.format not in (None, "csv"):
        args.usage("a folder is graded into a CSV table: name it with -o results.csv, and leave --format out")
    began = time.monotonic()
    table = args.output
    try:
        found = grade_folder(args.path, table, _grader(args, settings), jobs=args.jobs, progress=Bar(sys.stderr).show)
    except KeyboardInterrupt:
        print(f"\nStopped. {table} holds what was graded; the same command goes on from there.", file=sys.stderr)
        return BAD_INPUT
    for row in found.failed:
        print(row["error"], file=sys.stderr)
    fresh = len(found.rows) - found.kept
    print(
        f"{table}: {len(found.rows) - len(found.failed)} of {len(found.rows)} transcripts graded, {found.kept} of them "
        f"kept from before; {fresh} read in {time.monotonic() - began:.0f} s; {found.other} other files left out"
    )
    return BAD_INPUT if found.failed else DONE
