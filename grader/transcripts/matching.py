"""Which rubric a transcript is about: suggested by similarity with a margin; people confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grader.answer import Answer
from grader.language import words as w
from grader.language.sentences import units
from grader.ports import Encoder
from grader.rubric import Rubric

FITS = 0.4
"""Similarity under which no rubric fits. Model answers reach .46 to .71 with their own, at most .41 with another."""
CLEAR = 0.05
"""Margin under which the nearest rubric is no more than a guess."""
_MOST_UNITS = 120
_FEW_WORDS = 4


@dataclass(frozen=True)
class Match:
    """How near a transcript comes to a rubric."""

    rubric: str
    """Id of the rubric."""
    similarity: float
    """Mean of prompt and claims, each with the nearest words of the transcript; -1..1, rounded to 4 decimals."""


def matches(answer: Answer, rubrics: Iterable[Rubric], encoder: Encoder) -> list[Match]:
    """Return the rubrics, the nearest first; empty when there is nothing to compare.

    The prompt weighs as much as all claims, since problems share claims but not prompts.
    """
    pieces = [turn.text[a:b] for turn in answer.turns for a, b in units(turn.text)]
    pieces = [p for p in pieces if len(w.words(p)) >= _FEW_WORDS] or [t.text for t in answer.turns if t.text.strip()]
    step = max(1, len(pieces) // _MOST_UNITS)
    known = list(rubrics)
    if not pieces or not known:
        return []
    said = [*pieces[:8], *pieces[8::step]]
    sought = [[rubric.prompt, rubric.title, *(c.claim for c in rubric.checkpoints)] for rubric in known]
    # One call for everything: others wait for the encoder too.
    vectors = encoder.encode([*said, *(text for texts in sought for text in texts)])
    spoken, start, found = vectors[: len(said)], len(said), []
    for rubric, texts in zip(known, sought, strict=True):
        nearest = (vectors[start : start + len(texts)] @ spoken.T).max(axis=1)
        start += len(texts)
        found.append(Match(rubric.id, round(float(np.mean([nearest[:2].mean(), nearest[2:].mean()])), 4)))
    return sorted(found, key=lambda m: (-m.similarity, m.rubric))


def margin(found: list[Match]) -> float:
    """Return how far the nearest rubric is ahead of the next; 1 when there is no other."""
    return round(found[0].similarity - found[1].similarity, 4) if len(found) > 1 else 1.0


@dataclass(frozen=True)
class Suggestion:
    """The nearest rubric, and how much there is to it."""

    first: str
    """Id of the nearest rubric."""
    second: str
    """Id of the next; empty when there is no other."""
    similarity: float
    """Of the nearest."""
    margin: float
    """How far it is ahead of the next; 1 when there is no other."""

    @property
    def fits(self) -> bool:
        """Whether it fits at all."""
        return self.similarity >= FITS

    @property
    def clear(self) -> bool:
        """Whether it is well ahead of the next."""
        return self.margin >= CLEAR


def suggestion(answer: Answer, rubrics: Iterable[Rubric], encoder: Encoder) -> Suggestion | None:
    """Return the nearest rubric; None when there is nothing to compare."""
    found = matches(answer, rubrics, encoder)
    if not found:
        return None
    second = found[1].rubric if len(found) > 1 else ""
    return Suggestion(found[0].rubric, second, found[0].similarity, margin(found))
