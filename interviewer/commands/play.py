"""python -m interviewer play: hold an interview in a terminal."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.errors import InputError
from grader.report.formats import as_dict, to_markdown
from grader.rubric import EXPECTED
from interviewer import events as e
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import DONE, json_line
from interviewer.errors import AnswerRefused
from interviewer.session import Session
from interviewer.settings import Settings
from interviewer.wiring import StandingClock, wire


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
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
        print(json_line("Scorecard", as_dict(scorecard)))
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
            print(json_line(event.kind, e.to_dict(event)), flush=True)
        elif not as_json and not isinstance(event, e.AnswerGiven) and (text := getattr(event, "text", "")):
            print(f"\nInterviewer: {text}\n", flush=True)
    return len(session.events)
