"""python -m grader labels: verdicts beside those of people."""

import argparse
import json
import sys
from dataclasses import asdict

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement import labeling
from grader.agreement.label_files import read_labels
from grader.agreement.labels import badge, counts, people, suggestions
from grader.commands.shared import BAD_INPUT, DONE, find_rubric
from grader.errors import InputError
from grader.settings import GraderSettings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    command = commands.add_parser(
        "labels",
        help="compare verdicts with those of people on the model answers beside a rubric",
        epilog="example: python -m grader labels --problem search_ranking --suggest",
    )
    command.add_argument("--problem", required=True, metavar="ID", help="id of the rubric")
    command.add_argument("--suggest", action="store_true", help="also print sentences that might become anchors")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_run)


def _run(args: argparse.Namespace, settings: GraderSettings) -> int:
    shelf = read_shelf(settings.rubric_folders)
    rubric = find_rubric(shelf, args.problem)
    path = shelf.paths[rubric.id]
    beside = read_labels(path.parent / "examples" / path.stem, rubric)
    if not beside.labeled:
        hint = f"Write rubrics/examples/{path.stem}/<answer>.md and <answer>.verdicts.yaml; see docs/authoring.md."
        raise InputError(f"There are no labels beside '{rubric.id}'.", hint, beside.mistakes)
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    protected = (*rubric.texts, *settings.guide_texts())
    found = labeling.measured(
        rubric, beside.labeled, encoder, calibration, protected, lambda line: print(line, file=sys.stderr)
    )
    judged = badge(rubric.compared, counts(beside.labeled), calibration)
    pairs = people(beside.labeled)
    suggested = suggestions(rubric, labeling.marked_met(beside.labeled), encoder) if args.suggest else []
    if args.json:
        data = labeling.as_data(found, judged, pairs) | {"suggestions": [asdict(s) for s in suggested]}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        lines = [*labeling.agreement_lines(found, judged), "", *map(labeling.people_line, pairs)]
        print("\n".join([*lines, *map(labeling.suggestion_line, suggested)]).rstrip())
    for mistake in beside.mistakes:
        print(mistake, file=sys.stderr)
    return BAD_INPUT if beside.mistakes else DONE
