"""python -m grader agree: compare credits with human marks."""

import argparse
import json
from pathlib import Path

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.agreement.measuring import agreement_of, agreement_table
from grader.commands.shared import DONE
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "agree", help="compare credits with human marks", epilog="example: python -m grader agree marked.jsonl --json"
    )
    command.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl", help="rows with a human `score`")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    encoder = SentenceTransformerEncoder(settings.encoder)
    found = agreement_of(args.files, encoder, read_calibration(encoder.id))
    print(json.dumps(found, indent=2) if args.json else agreement_table(found))
    return DONE
