"""python -m grader lint: what makes a rubric grade badly, and how to change it."""

import argparse
import json
import sys
from pathlib import Path

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.commands.shared import BAD_INPUT, DONE, named_files
from grader.lint import Finding, lint_files
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "lint",
        help="find what makes a rubric grade badly, with why and an example of the mend",
        epilog="example: python -m grader lint rubrics/search_ranking.yaml --fix",
    )
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; all rubrics by default")
    command.add_argument(
        "--fix", action="store_true", help="mend what is mechanical; everything else in the file stays"
    )
    command.add_argument("--quick", action="store_true", help="leave out what is measured on model answers (a minute)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    files = named_files(args, settings)
    if not files:
        print("No rubric files (*.yaml) there.", file=sys.stderr)
        return BAD_INPUT
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    findings: list[Finding] = []
    for file in files:
        if args.fix:
            for fix in lint_files.mend(file):
                print(f"{file}: mended: {fix.message}", file=sys.stderr)
        folders = dict.fromkeys([*settings.rubric_folders, file.parent])
        answers = None if args.quick else lint_files.answers_for(file.stem, folders)
        found = lint_files.lint_file(file, encoder, calibration, answers)
        findings += found
        if not args.json:
            for finding in found:
                print(f"{finding}\n    why: {finding.why}\n    mend: {finding.mend}")
            if not found:
                print(f"{file}: nothing found")
    if args.json:
        print(json.dumps(lint_files.as_rows(findings), indent=2, ensure_ascii=False))
    return BAD_INPUT if findings else DONE
