"""python -m grader score: credit single answers."""

import argparse
import json
from pathlib import Path

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.agreement.measuring import credit_dict
from grader.agreement.row_files import read_rows
from grader.agreement.rows import judge_all
from grader.commands.shared import DONE, write
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "score", help="credit single answers", epilog="example: python -m grader score rows.jsonl -o credits.jsonl"
    )
    command.add_argument("file", type=Path, metavar="FILE.jsonl", help="rows of question, reference and answer")
    command.add_argument("-o", "--output", type=Path, metavar="OUT.jsonl", help="write here instead of to the terminal")
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    rows = read_rows(args.file)
    encoder = SentenceTransformerEncoder(settings.encoder)
    lines = []
    for row, found in zip(rows, judge_all(rows, encoder, read_calibration(encoder.id)), strict=True):
        lines.append(json.dumps(credit_dict(row, found), ensure_ascii=False))
    write("\n".join(lines) + "\n", args.output)
    return DONE
