"""python -m grader calibrate: fit similarity to credit."""

import argparse
from pathlib import Path

from grader.adapters import content_writer
from grader.adapters.calibration_files import FOLDER, write_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement.measuring import calibrate
from grader.commands.shared import DONE
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "calibrate",
        help="fit similarity to credit",
        epilog="example: python -m grader calibrate rubrics/examples",
    )
    command.add_argument(
        "labels",
        type=Path,
        nargs="+",
        metavar="LABELS",
        help="rows with a `score` of 0 or 1, or a folder of model answers",
    )
    command.add_argument("--name", default="local", help="stands in the signature of every scorecard")
    command.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="folder to write to instead of the grader's own"
    )
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    content_writer.require_writable()  # said before minutes of fitting, not after
    encoder = SentenceTransformerEncoder(settings.encoder)
    command = " ".join(["python -m grader calibrate", *(f"{p.name}" for p in args.labels), f"--name {args.name}"])
    rubrics = read_shelf(settings.rubric_folders).rubrics
    calibration = calibrate(args.labels, encoder, rubrics, name=args.name, made_by=command)
    path = write_calibration(calibration, args.output or FOLDER)
    print(f"{path.name}: {calibration.n} labels, balanced error out of fold {calibration.error}")
    return DONE
