"""python -m grader: check rubrics and grade transcripts from a terminal."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from grader.adapters import content_writer
from grader.adapters.calibration_files import FOLDER, read_calibration, write_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import Shelf, read_rubric, read_shelf
from grader.agreement import labeling
from grader.agreement.label_files import read_labels
from grader.agreement.labels import (
    badge,
    counts,
    people,
    suggestions,
)
from grader.agreement.measuring import (
    agreement_of,
    agreement_table,
    calibrate,
    credit_dict,
)
from grader.agreement.row_files import read_rows
from grader.agreement.rows import judge_all
from grader.commands.grade_folder import (
    AUTO,
    Grader,
    Wanted,
    grade_folder,
)
from grader.commands.progress_bar import Bar
from grader.errors import InputError, RubricError, VivaError
from grader.lint import Finding, lint_files
from grader.report.formats import FORMATS
from grader.rubric import EXPECTED, Rubric
from grader.settings import GraderSettings
from grader.transcripts import contents

DONE, BAD_INPUT, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 when the input is bad, 2 on wrong usage."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args, GraderSettings.from_env()))
    except VivaError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror}. Check the path and its permissions.", file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grader", description="Judge answers by rubrics.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    _add_lint(commands)
    _add_grade(commands)
    _add_score(commands)
    _add_agree(commands)
    _add_calibrate(commands)
    _add_labels(commands)
    return parser


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser(
        "check",
        help="validate rubric files",
        epilog="example: python -m grader check rubrics/search_ranking.yaml",
    )
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; all rubrics by default")
    check.set_defaults(run=_check)


def _add_lint(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    command.set_defaults(run=_lint)


def _add_grade(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    command.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes that grade a folder")
    command.set_defaults(run=_grade, usage=command.error)


def _positive(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def _add_score(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "score", help="credit single answers", epilog="example: python -m grader score rows.jsonl -o credits.jsonl"
    )
    command.add_argument("file", type=Path, metavar="FILE.jsonl", help="rows of question, reference and answer")
    command.add_argument("-o", "--output", type=Path, metavar="OUT.jsonl", help="write here instead of to the terminal")
    command.set_defaults(run=_score)


def _add_agree(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "agree", help="compare credits with human marks", epilog="example: python -m grader agree marked.jsonl --json"
    )
    command.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl", help="rows with a human `score`")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_agree)


def _add_calibrate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    command.set_defaults(run=_calibrate)


def _add_labels(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "labels",
        help="compare verdicts with those of people on the model answers beside a rubric",
        epilog="example: python -m grader labels --problem search_ranking --suggest",
    )
    command.add_argument("--problem", required=True, metavar="ID", help="id of the rubric")
    command.add_argument("--suggest", action="store_true", help="also print sentences that might become anchors")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_labels)


def _check(args: argparse.Namespace, settings: GraderSettings) -> int:
    files = _named_files(args, settings)
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


def _lint(args: argparse.Namespace, settings: GraderSettings) -> int:
    files = _named_files(args, settings)
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


def _named_files(args: argparse.Namespace, settings: GraderSettings) -> list[Path]:
    paths: list[Path] = args.paths or [f for f in settings.rubric_folders if f.is_dir()]
    return [p for path in paths for p in (_rubric_files(path) if path.is_dir() else [path])]


def _rubric_files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def _grade(args: argparse.Namespace, settings: GraderSettings) -> int:
    if args.path.is_dir():
        return _grade_folder(args, settings)
    scorecard = _grader(args, settings).scorecard(contents(args.path), str(args.path))
    if args.problem == AUTO:
        print(f"Problem: {scorecard.title}", file=sys.stderr)
    for warning in scorecard.warnings:
        print(f"Note: {warning}", file=sys.stderr)
    _write(FORMATS[args.format or "md"](scorecard), args.output)
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


def _score(args: argparse.Namespace, settings: GraderSettings) -> int:
    rows = read_rows(args.file)
    encoder = SentenceTransformerEncoder(settings.encoder)
    lines = []
    for row, found in zip(rows, judge_all(rows, encoder, read_calibration(encoder.id)), strict=True):
        lines.append(json.dumps(credit_dict(row, found), ensure_ascii=False))
    _write("\n".join(lines) + "\n", args.output)
    return DONE


def _agree(args: argparse.Namespace, settings: GraderSettings) -> int:
    encoder = SentenceTransformerEncoder(settings.encoder)
    found = agreement_of(args.files, encoder, read_calibration(encoder.id))
    print(json.dumps(found, indent=2) if args.json else agreement_table(found))
    return DONE


def _calibrate(args: argparse.Namespace, settings: GraderSettings) -> int:
    content_writer.require_writable()  # said before minutes of fitting, not after
    encoder = SentenceTransformerEncoder(settings.encoder)
    command = " ".join(["python -m grader calibrate", *(f"{p.name}" for p in args.labels), f"--name {args.name}"])
    rubrics = read_shelf(settings.rubric_folders).rubrics
    calibration = calibrate(args.labels, encoder, rubrics, name=args.name, made_by=command)
    path = write_calibration(calibration, args.output or FOLDER)
    print(f"{path.name}: {calibration.n} labels, balanced error out of fold {calibration.error}")
    return DONE


def _labels(args: argparse.Namespace, settings: GraderSettings) -> int:
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


def find_rubric(shelf: Shelf, problem: str) -> Rubric:
    """Return the rubric with an id; InputError names those there are, and the mistakes of a damaged one."""
    if problem in shelf.rubrics:
        return shelf.rubrics[problem]
    damaged = tuple(m for m in shelf.mistakes if Path(m.file).stem == problem)
    known = ", ".join(sorted(shelf.rubrics)) or "none"
    raise InputError(f"There is no problem '{problem}'.", f"Known: {known}.", damaged)


def _write(text: str, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
