"""python -m grader: check rubrics and grade transcripts from a terminal."""

import argparse
import sys
from collections.abc import Sequence

from grader.commands import agree, calibrate, check, grade, labels, lint, score
from grader.commands.shared import BAD_INPUT
from grader.errors import VivaError
from grader.settings import GraderSettings


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
    for command in (check, lint, grade, score, agree, calibrate, labels):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
