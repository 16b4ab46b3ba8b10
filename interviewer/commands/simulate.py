"""python -m interviewer simulate: scripted candidates hold interviews."""

import argparse
import sys

from grader.rubric import EXPECTED
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import BAD_INPUT, DONE, json_line, positive
from interviewer.settings import Settings
from interviewer.wiring import wire
from interviewer.workshop import simulate
from library.examples import read_examples


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    rehearse = commands.add_parser(
        "simulate",
        help="let scripted candidates hold interviews, and watch that every promise is kept",
        epilog="example: python -m interviewer simulate --problem search_ranking --as strong --seed 1 --json",
    )
    which = rehearse.add_mutually_exclusive_group(required=True)
    which.add_argument("--problem", metavar="ID", help="id of the rubric")
    which.add_argument("--all", action="store_true", help="every problem")
    rehearse.add_argument("--as", dest="kind", choices=simulate.CANDIDATES, help="kind of candidate; all when left out")
    rehearse.add_argument("--turns", type=positive, default=30, metavar="N", help="most answers of one interview")
    rehearse.add_argument("--seed", type=int, default=0, metavar="S")
    rehearse.add_argument("--level", choices=list(EXPECTED), default="senior")
    rehearse.add_argument("--json", action="store_true", help="print one interview per line; the last is the summary")
    rehearse.set_defaults(run=_simulate)


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
            print(json_line("Simulated", shown) if args.json else _told(run), flush=True)
    found = simulate.summary(runs)
    print(json_line("Summary", found) if args.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    return BAD_INPUT if found["broken"] else DONE


def _told(run: simulate.Run) -> str:
    reached = "" if run.reached is None else f", reached {run.reached:.0%}"
    score = "-" if run.score is None else f"{run.score:.2f}"
    broken = "".join(f"\n    broken: {what}" for what in run.broken)
    return f"{run.problem} {run.kind} {run.seed}: {run.probes} probes, score {score}{reached}{broken}"
