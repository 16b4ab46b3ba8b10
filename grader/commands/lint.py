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
        help="find what makes a rubric grade badly, with why it matters and an example of a fix",
        epilog="example: python -m grader lint rubrics/search_ranking.yaml --fix",
    )
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; all rubrics by default")
    command.add_argument("--fix", action="store_true", help="fix what is mechanical; everything else in the file stays")
    command.add_argument("--quick", action="store_true", help="leave out what is measured on model answers (a minute)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    files = named_files(args, settings)
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    findings: list[Finding] = []
    for file in files:
        if args.fix:
            for fix in lint_files.fix_file(file):
                print(f"{file}: fixed: {fix.message}", file=sys.stderr)
        folders = dict.fromkeys([*settings.rubric_folders, file.parent])
        answers = None if args.quick else lint_files.answers_for(file.stem, folders)
        of_file = lint_files.lint_file(file, encoder, calibration, answers)
        findings += of_file
        if not args.json:
            print("\n".join(map(_shown, of_file)) or f"{file}: nothing found")
    if args.json:
        print(json.dumps(lint_files.as_rows(findings), indent=2, ensure_ascii=False))
    return BAD_INPUT if findings else DONE


def _shown(finding: Finding) -> str:
    return f"{finding}\n    why: {finding.why}\n    mend: {finding.mend}"
