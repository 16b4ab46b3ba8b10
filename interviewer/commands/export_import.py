"""python -m interviewer export | import: all interviews as one file, and such a file back into the database."""

import argparse
import os
import sys
from pathlib import Path

from grader.errors import InputError
from interviewer.adapters.sql_events import SqlEvents
from interviewer.records import archive
from interviewer.settings import Settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to a parser; each sets `run`, which returns an exit code."""
    out = commands.add_parser(
        "export",
        help="write every interview, scorecard and overruled verdict to one file",
        epilog="example: python -m interviewer export interviews.jsonl --roles",
    )
    out.add_argument("path", type=Path, metavar="FILE", help="- prints it")
    out.add_argument(
        "--roles", action="store_true", help="put [candidate], [interviewer] ... in the place of people's names"
    )
    out.set_defaults(run=_export)
    back = commands.add_parser(
        "import",
        help="add the interviews of such a file; those that are here already stay as they are",
        epilog="example: python -m interviewer import interviews.jsonl",
    )
    back.add_argument("path", type=Path, metavar="FILE")
    back.set_defaults(run=_import)


def _export(args: argparse.Namespace, settings: Settings) -> int:
    lines = archive.write(SqlEvents(settings.url), roles=args.roles)
    if str(args.path) == "-":
        sys.stdout.writelines(lines)
        return 0
    unfinished = args.path.with_name(f"{args.path.name}.part")  # a broken export must not take a whole one's place
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    os.replace(unfinished, args.path)
    print(f"Wrote {args.path}.", file=sys.stderr)
    return 0


def _import(args: argparse.Namespace, settings: Settings) -> int:
    if args.path.stat().st_size > 4 * archive.LONGEST:  # no character takes more than four bytes
        raise InputError(f"{args.path}: too large.", f"At most {archive.LONGEST:,} characters.")
    added, known = archive.read(args.path.read_bytes().decode("utf-8-sig", "replace"), SqlEvents(settings.url))
    print(f"Imported {added} interviews; {known} were here already.")
    return 0
