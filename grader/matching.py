"""Which rubric a transcript is about: suggested by similarity with a margin; people confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grader import words as w
from grader.answer import Answer
from grader.evidence import units
from grader.ports import Encoder
from grader.rubric import Rubric

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
