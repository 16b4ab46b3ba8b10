"""Passages that may not be pasted for credit: rubric and guide text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from grader.guards.reason import Guard
from grader.language.plain import FUNCTION, content, quote, sentences, words
from grader.language.words import information

_RUN = 4
_SHORT = 40


@dataclass(frozen=True)
class Protected:
    """Protected passages, indexed by their runs of four words."""

    runs: frozenset[tuple[str, ...]]
    """Every run of four words."""
    wholes: frozenset[tuple[str, ...]]
    """Every sentence and every short passage, whole."""

    @classmethod
    def of(cls, passages: Iterable[str]) -> "Protected":
        """Index passages."""
        return _indexed(tuple(passages))


@lru_cache(maxsize=16)
def _indexed(passages: tuple[str, ...]) -> Protected:
    runs: set[tuple[str, ...]] = set()
    wholes: set[tuple[str, ...]] = set()
    for passage in passages:
        said = words(passage)
        runs |= {said[i : i + _RUN] for i in range(len(said) - _RUN + 1)}
        wholes |= {own for sentence in sentences(passage) if 3 <= len(own := words(sentence)) <= _SHORT}
        if 3 <= len(said) <= _SHORT:
            wholes.add(said)
    return Protected(frozenset(runs), frozenset(wholes))


NOTHING = Protected(frozenset(), frozenset())
"""No passage is protected."""


def pasted(unit: str, protected: Protected) -> Guard | None:
    """See a run of words taken over from a protected passage, long and rare enough not to be chance."""
    own = words(unit)
    if len(own) < 3:
        return None
    run = own if own in protected.wholes else _longest(own, protected)
    telling = [word for word in run if word not in FUNCTION]
    heavy = sum(information(word) for word in telling)
    rare = len(run) >= 7 and heavy >= 12
    mostly = len(run) >= 5 and len(telling) >= 3 and heavy >= max(5.0, 0.5 * sum(content(unit).values()))
    whole = len(run) >= 4 and (run == own or run in protected.wholes) and len(telling) >= 2
    if rare or mostly or whole:
        return Guard("pasted", f"Taken over word for word: {quote(' '.join(run))!r}.")
    return None


def _longest(own: tuple[str, ...], protected: Protected) -> tuple[str, ...]:
    """Return the longest stretch of words whose every run of four stands in a protected passage."""
    first = last = start = 0
    for i in range(len(own) - _RUN + 1):
        if own[i : i + _RUN] not in protected.runs:
            start = i + 1
        elif i + _RUN - start > last - first:
            first, last = start, i + _RUN
    return own[first:last]
