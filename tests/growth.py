"""How the time of a call grows with its input: what hostile text must not make quadratic."""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

T = TypeVar("T")
_RUNS, _TRIES = 3, 3
_ENOUGH = 0.01
"""Seconds of processor time that can be compared."""
_LARGEST = 64
"""How many times larger than asked an input may become until it takes that long."""


def grows(call: Callable[[T], object], make: Callable[[int], T], n: int) -> float:
    """Return how many times longer `call` takes for `make(2 * n)` than for `make(n)`: about 2 if linear, 4 if square.

    The least processor time of a few runs, measured again when it looks more than linear: a busy machine changes
    nothing. When `n` is too small to be measured it doubles; the ratio is 1 for a call that stays quick.
    """
    for larger in range(_LARGEST.bit_length()):
        size = n << larger
        if _least(call, make(2 * size), 1) >= _ENOUGH:
            return _ratio(call, make(size), make(2 * size))
    return 1.0


def _ratio(call: Callable[[T], object], one: T, two: T) -> float:
    found = []
    while len(found) < _TRIES and min(found, default=9.0) > 2.5:
        found.append(_least(call, two, _RUNS) / max(_least(call, one, _RUNS), 1e-6))
    return min(found)


def _least(call: Callable[[T], object], text: T, runs: int) -> float:
    times = []
    for _ in range(runs):
        start = process_time()
        call(text)
        times.append(process_time() - start)
    return min(times)
