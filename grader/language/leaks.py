"""Does a text give a claim away? Probes and hints are held to it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from grader.language import words as w

RUN = 4
"""As many words in a row, shared with a protected text, give it away."""


def shared_run(text: str, protected: Iterable[str], exempt: str = "") -> str:
    """Return the first run of four words that a text shares with a protected one, or nothing.

    Words that the candidate said (`exempt`) may be quoted back.
    """
    said = w.words(text)
    own = _runs(w.words(exempt))
    held = _held(tuple(protected))
    for i in range(len(said) - RUN + 1):
        run = tuple(said[i : i + RUN])
        if run in held and run not in own:
            return " ".join(run)
    return ""


@lru_cache(maxsize=8)
def _held(protected: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the runs of all protected texts, remembered: every probe of a checkpoint is held to the same ones."""
    return frozenset().union(*(_runs(w.words(p)) for p in protected))


def _runs(said: list[str]) -> set[tuple[str, ...]]:
    return {tuple(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}


def sentences(text: str) -> list[str]:
    """Cut guide text into sentences."""
    return [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]
