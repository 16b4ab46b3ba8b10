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
    said = encoder.encode([*pieces[:8], *pieces[8::step]])
    found = []
    for rubric in known:
        prompt = encoder.encode([rubric.prompt, rubric.title]) @ said.T
        claims = encoder.encode([c.claim for c in rubric.checkpoints]) @ said.T
        near = (float(prompt.max(axis=1).mean()) + float(np.mean(claims.max(axis=1)))) / 2
        found.append(Match(rubric.id, round(near, 4)))
    return sorted(found, key=lambda m: (-m.similarity, m.rubric))


def margin(found: list[Match]) -> float:
    """Return how far the nearest rubric is ahead of the next; 1 when there is no other."""
    return round(found[0].similarity - found[1].similarity, 4) if len(found) > 1 else 1.0
