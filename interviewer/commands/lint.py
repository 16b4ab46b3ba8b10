"""python -m interviewer lint: what is wrong with rubrics and guide as material for an interview."""

import argparse
import json
import sys

from grader.errors import InputError
from grader.lint.lint_files import as_rows
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import BAD_INPUT, DONE
from interviewer.settings import Settings
from interviewer.turn.discretion import Discretion
from interviewer.wiring import wire
from interviewer.workshop import interview_lint
from interviewer.workshop.lint_places import located


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    check = commands.add_parser(
        "lint",
        help="find dead links, leaks, sections that are never found, and texts that are too long",
        epilog="example: python -m interviewer lint --problem search_ranking",
    )
    check.add_argument("--problem", default="", metavar="ID", help="only this rubric and its sections")
    check.add_argument("--no-retrieval", action="store_true", help="leave the index alone")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=_lint)


def _lint(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents())
    rubrics, sections = dict(app.content.rubrics()), dict(app.content.sections())
    if args.problem:
        if args.problem not in rubrics:
            raise InputError(f"There is no problem '{args.problem}'.", f"Known: {', '.join(sorted(rubrics))}.")
        rubrics = {args.problem: rubrics[args.problem]}
        linked = {link for checkpoint in rubrics[args.problem].checkpoints for link in checkpoint.guide}
        sections = {i: s for i, s in sections.items() if i in linked or s.problems == (args.problem,)}
    if not args.no_retrieval:
        app.prepare_index(lambda line: print(line, file=sys.stderr))
    encoder, calibration = app.encoder, app.calibration()
    guide = None if args.no_retrieval else app.guide
    shelf, library = app.content.shelf(), app.content.library()
    found = interview_lint.lint(
        rubrics, sections, lambda rubric: Discretion(rubric, encoder, calibration), guide, library.paths.keys()
    )
    found = located(found, shelf.paths, sections, library.paths)
    mistakes = [*shelf.mistakes, *library.mistakes]
    if args.json:
        print(json.dumps(as_rows(found), indent=2, ensure_ascii=False))
    else:
        told = [f"{finding}\n    why: {finding.why}\n    mend: {finding.mend}" for finding in found]
        print("\n".join([*map(str, mistakes), *told]) or "Nothing found.")
    return BAD_INPUT if mistakes or found else DONE
