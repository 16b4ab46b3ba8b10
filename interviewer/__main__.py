"""python -m interviewer: build and search the index, hold interviews in a terminal, simulate and check them."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from grader.errors import InputError, VivaError
from grader.lint.lint_files import as_rows
from grader.report.formats import as_dict, to_markdown
from grader.rubric import EXPECTED
from interviewer import events as e
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands import export_import
from interviewer.errors import AnswerRefused
from interviewer.session import Session
from interviewer.settings import Settings
from interviewer.turn.discretion import Discretion
from interviewer.wiring import StandingClock, wire
from interviewer.workshop import interview_lint, simulate
from interviewer.workshop.lint_places import located
from library.examples import read_examples
from library.packs import contents, pack_shelf
from library.packs.pack_files import read_pack

DONE, BAD_INPUT, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 when the input is bad, 2 on wrong usage."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args, Settings.from_env()))
    except VivaError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        return DONE
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror}. Check the path and its permissions.", file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m interviewer", description="Hold mock interviews.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    index = commands.add_parser(
        "index", help="build the next generation of the guide's index", epilog="example: python -m interviewer index"
    )
    index.set_defaults(run=_index)
    search = commands.add_parser(
        "search", help="search the guide", epilog='example: python -m interviewer search "position bias" -k 3'
    )
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--problem", default="", metavar="ID", help="leave out sections of other problems")
    search.add_argument("-k", type=_positive, default=3, metavar="N", help="how many sections")
    search.add_argument("--json", action="store_true", help="print JSON")
    search.set_defaults(run=_search)
    play = commands.add_parser(
        "play",
        help="hold an interview",
        epilog="example: python -m interviewer play --problem search_ranking --answers answers.txt --json",
    )
    play.add_argument("--problem", required=True, metavar="ID", help="id of the rubric")
    play.add_argument("--answers", type=Path, metavar="FILE", help="answers, separated by lines `---`")
    play.add_argument("--level", choices=list(EXPECTED), default="senior")
    play.add_argument("--minutes", type=int, choices=(15, 30, 45, 60), default=45)
    play.add_argument("--json", action="store_true", help="print one event per line; the last is the scorecard")
    play.set_defaults(run=_play)
    export_import.add_commands(commands)
    _add_checks(commands)
    return parser


def _add_checks(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rehearse = commands.add_parser(
        "simulate",
        help="let scripted candidates hold interviews, and watch that every promise is kept",
        epilog="example: python -m interviewer simulate --problem search_ranking --as strong --seed 1 --json",
    )
    which = rehearse.add_mutually_exclusive_group(required=True)
    which.add_argument("--problem", metavar="ID", help="id of the rubric")
    which.add_argument("--all", action="store_true", help="every problem")
    rehearse.add_argument("--as", dest="kind", choices=simulate.CANDIDATES, help="kind of candidate; all when left out")
    rehearse.add_argument("--turns", type=_positive, default=30, metavar="N", help="most answers of one interview")
    rehearse.add_argument("--seed", type=int, default=0, metavar="S")
    rehearse.add_argument("--level", choices=list(EXPECTED), default="senior")
    rehearse.add_argument("--json", action="store_true", help="print one interview per line; the last is the summary")
    rehearse.set_defaults(run=_simulate)
    check = commands.add_parser(
        "lint",
        help="find dead links, leaks, sections that are never found, and texts that are too long",
        epilog="example: python -m interviewer lint --problem search_ranking",
    )
    check.add_argument("--problem", default="", metavar="ID", help="only this rubric and its sections")
    check.add_argument("--no-retrieval", action="store_true", help="leave the index alone")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=_lint)
    _add_packs(commands)


def _add_packs(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pack = commands.add_parser(
        "pack",
        help="check, install, list and remove packs of rubrics, examples and chapters",
        epilog="example: python -m interviewer pack install acme.zip",
    )
    acts = pack.add_subparsers(required=True, metavar="check|install|list|remove")
    look = acts.add_parser("check", help="say what a folder or zip would add, and what is wrong with it")
    look.add_argument("path", type=Path, metavar="PATH")
    look.set_defaults(run=_pack_check)
    put = acts.add_parser("install", help="install a folder or zip below VIVA_DATA, whole or not at all")
    put.add_argument("path", type=Path, metavar="PATH")
    put.add_argument("--as", dest="name", default="", metavar="NAME", help="install it under another name")
    put.add_argument("--replace", action="store_true", help="take the place of an installed version")
    put.set_defaults(run=_pack_install)
    show = acts.add_parser("list", help="list the packs that are there")
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(run=_pack_list)
    drop = acts.add_parser("remove", help="remove an installed pack, after saying what depends on it")
    drop.add_argument("name", metavar="NAME")
    drop.add_argument("--yes", action="store_true", help="remove it although something depends on it")
    drop.set_defaults(run=_pack_remove)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return int(text)


def _index(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents())
    built = app.build_index(lambda line: print(line, file=sys.stderr))
    for mistake in app.content.library().mistakes:
        print(mistake, file=sys.stderr)
    print(
        f"{built.generation}: added {built.added}, changed {built.changed}, "
        f"removed {built.removed}, unchanged {built.unchanged}"
    )
    return BAD_INPUT if app.content.library().mistakes else DONE


def _search(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents())
    found = app.guide.search(args.query, problem=args.problem, limit=args.k)
    if args.json:
        rows = [
            {"section": f.section.id, "heading": f.section.heading, "rank": f.rank, "paragraph": f.paragraph}
            for f in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for f in found:
            print(f"{f.section.id}  {f.section.chapter}: {f.section.heading}\n    {f.paragraph[:200]}\n")
    return DONE


def _play(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents(), clock=StandingClock()) if args.answers else wire(settings)
    answers = _read_answers(args.answers) if args.answers else _ask()
    app.prepare_index(lambda line: print(line, file=sys.stderr))
    session = Session.open(app.services, args.problem, level=args.level, minutes=args.minutes)
    shown = _show(session, 0, args.json)
    for answer in answers:
        try:
            _take(session, answer)
        except AnswerRefused as error:
            print(error, file=sys.stderr)
            if args.answers:
                raise InputError(f"{args.answers}: an answer was refused.", str(error)) from None
        shown = _show(session, shown, args.json)
    scorecard = session.close("answers_ended" if args.answers else "candidate")
    if args.json:
        _show(session, shown, True)
        print(_line("Scorecard", as_dict(scorecard)))
    else:
        print("\n" + to_markdown(scorecard))
    return DONE


def _take(session: Session, answer: str) -> None:
    command = answer.strip().lower()
    if command == "/skip":
        session.skip()
    elif command == "/hint":
        session.hint()
    else:
        session.answer(answer)


def _simulate(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents())
    app.prepare_index(lambda line: print(line, file=sys.stderr))
    problems = sorted(app.content.rubrics()) if args.all else [args.problem]
    runs = []
    for problem in problems:
        examples = read_examples(settings.grader.rubric_folders, problem)
        for kind in [args.kind] if args.kind else simulate.CANDIDATES:
            run = simulate.simulate(
                app.services, problem, kind, examples, turns=args.turns, seed=args.seed, level=args.level
            )
            runs.append(run)
            shown = {k: v for k, v in vars(run).items() if k != "events"}
            print(_line("Simulated", shown) if args.json else _told(run), flush=True)
    found = simulate.summary(runs)
    print(_line("Summary", found) if args.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    return BAD_INPUT if found["broken"] else DONE


def _told(run: simulate.Run) -> str:
    reached = "" if run.reached is None else f", reached {run.reached:.0%}"
    score = "-" if run.score is None else f"{run.score:.2f}"
    broken = "".join(f"\n    broken: {what}" for what in run.broken)
    return f"{run.problem} {run.kind} {run.seed}: {run.probes} probes, score {score}{reached}{broken}"


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


def _pack_check(args: argparse.Namespace, settings: Settings) -> int:
    pack = read_pack(args.path)
    change = pack_shelf.plan(settings.packs, pack)
    print("\n".join([*contents.described(pack, change.name), *contents.told(change), "Sound."]))
    return DONE


def _pack_install(args: argparse.Namespace, settings: Settings) -> int:
    pack = read_pack(args.path)
    change = pack_shelf.install(settings.packs, pack, args.name, replace=args.replace)
    print("\n".join([*contents.described(pack, change.name), *contents.told(change), f"Installed as {change.name}."]))
    return DONE


def _pack_list(args: argparse.Namespace, settings: Settings) -> int:
    shelved = wire(settings, events=MemoryEvents()).packs()
    if args.json:
        print(json.dumps([asdict(one) for one in shelved], ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for one in shelved for line in contents.listed(one)) or "No pack is there.")
    return DONE


def _pack_remove(args: argparse.Namespace, settings: Settings) -> int:
    needs = wire(settings).needs(args.name)
    print("\n".join(contents.missed(needs)))
    if needs and not args.yes:
        raise InputError(f"Something depends on '{args.name}'; it is not removed.", "Add --yes to remove it anyway.")
    pack_shelf.remove(settings.packs, args.name)
    print(f"Removed {args.name}. Finished interviews keep their scorecards.")
    return DONE


def _read_answers(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason}).", "Save it as UTF-8.") from None
    answers: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == "---":
            answers.append([])
        else:
            answers[-1].append(line)
    return [answer for lines in answers if (answer := "\n".join(lines).strip())]


def _ask() -> Iterator[str]:
    print("Answer, then a line with a single dot. /hint and /skip work; Ctrl+D ends.\n", file=sys.stderr)
    while True:
        lines: list[str] = []
        try:
            while (line := input()) != ".":
                lines.append(line)
                if line.strip().lower() in ("/hint", "/skip"):
                    break
        except (EOFError, KeyboardInterrupt):
            if lines and any(line.strip() for line in lines):
                yield "\n".join(lines)
            return
        yield "\n".join(lines)


def _show(session: Session, start: int, as_json: bool) -> int:
    for recorded in session.events[start:]:
        event = recorded.event
        if as_json and not isinstance(event, e.Graded):
            print(_line(event.kind, e.to_dict(event)), flush=True)
        elif not as_json and not isinstance(event, e.AnswerGiven) and (text := getattr(event, "text", "")):
            print(f"\nInterviewer: {text}\n", flush=True)
    return len(session.events)


def _line(kind: str, fields: dict[str, object]) -> str:
    return json.dumps({"event": kind, **fields}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
