"""python -m grader.training: make the grader's own models from the concept bank.

python -m grader.training encoder OUT [--steps 600]
python -m grader.training stance OUT --base OUT_OF_ENCODER [--pairs 36000] [--inference ROWS.jsonl ...]

Takes one core for about an hour each. A run that was stopped is taken up again by the same command.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.adapters.encoder import packaged
from grader.errors import VivaError
from grader.training import encoder, stance
from grader.training.bank import FOLDER

DONE, BAD = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m grader.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("encoder", "stance"))
    parser.add_argument("out", type=Path, help="folder of the state and the model; an unfinished run there goes on")
    parser.add_argument("--bank", type=Path, default=FOLDER, help="folder with concepts as JSON lines")
    parser.add_argument("--base", type=Path, help="folder of the model to begin from; default: the shipped encoder")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=600, help="batches of the encoder")
    parser.add_argument("--pairs", type=int, default=36_000, help="pairs from the bank that the stance model sees")
    parser.add_argument("--inference", type=Path, nargs="*", default=[], help="rows {premise, hypothesis, label}")
    options = parser.parse_args(arguments)
    try:
        base = options.base or packaged()
        if options.what == "encoder":
            encoder.train(base, options.out, bank=options.bank, seed=options.seed, steps=options.steps, say=_say)
        else:
            stance.train(
                base,
                options.out,
                bank=options.bank,
                inference=options.inference,
                seed=options.seed,
                most=options.pairs,
                say=_say,
            )
    except VivaError as error:
        print(error, file=sys.stderr)
        return BAD
    return DONE


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
