"""python -m interviewer index: build the next generation of the guide's index."""

import argparse
import sys

from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import BAD_INPUT, DONE
from interviewer.settings import Settings
from interviewer.wiring import wire


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    index = commands.add_parser(
        "index", help="build the next generation of the guide's index", epilog="example: python -m interviewer index"
    )
    index.set_defaults(run=_index)


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
