"""python -m interviewer: build and search the index, hold interviews in a terminal, simulate and check them."""

import argparse
import sys
from collections.abc import Sequence

from grader.errors import VivaError
from interviewer.commands import export_import, index, lint, pack, play, search, simulate
from interviewer.commands.shared import BAD_INPUT, DONE
from interviewer.settings import Settings


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
    for command in (index, search, play, export_import, simulate, lint, pack):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
