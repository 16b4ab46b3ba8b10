"""Whether a text gives a claim away: checked for probes and hints."""

import re
from collections.abc import Iterable
from functools import lru_cache

from grader.language import words as w


def shared_run(text: str, protected: Iterable[str], exempt: str = "") -> str:
    """Return the first run of four words that a text shares with a protected one, or nothing.

    Words that the candidate said (`exempt`) may be quoted back.
    """
    quoted = set(w.runs(w.words(exempt)))
    forbidden = _protected_runs(tuple(protected))
    return next((" ".join(run) for run in w.runs(w.words(text)) if run in forbidden and run not in quoted), "")


@lru_cache(maxsize=8)
def _protected_runs(protected: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the runs of all protected texts; cached, since all probes of a checkpoint are compared with the same ones."""
    return frozenset(run for text in protected for run in w.runs(w.words(text)))


def sentences(text: str) -> list[str]:
    """Cut guide text into sentences: whole ones, with semicolons and bullets left inside."""
    return [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]
