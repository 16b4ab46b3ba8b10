"""Rules about how near texts are to one another: they need an encoder, but no answer."""

import re
from collections.abc import Iterator
from itertools import islice

import numpy as np

from grader.language import words as w
from grader.lint.finding import Finding
from grader.lint.walk import Stand, stands
from grader.ports import Encoder
from grader.rubric import Rubric

OVERLAP = 0.70
"""Cosine of two claims from which one sentence is likely to earn both."""
ALIKE = 0.60
"""Cosine that every pair of anchors reaches when all of them say one sentence."""
APART = 0.25
"""Cosine of two halves of a claim below which they are about different things."""
HALF = 4
"""Fewest words of a half that can be a claim."""
_BACK = frozenset("it its they them their this that these those one ones each".split())
"""Words that point back: a half that holds one goes on with the same idea."""
_OBJECT = frozenset("a an the how why what which that when where who whether".split())
_BE = frozenset({"is", "are", "gets", "get"})
_AND = re.compile(r"(?:,|(?<![\s,]))\s++(?:and|but|while)\b\s++")
_JOINTS = 20
"""Most places of a claim at which it is cut in two; no claim has so many."""


def likeness(rubric: Rubric, encoder: Encoder) -> Iterator[Finding]:
    """Find checkpoints that are hard to tell apart, and anchors that repeat one another."""
    held = list(stands(rubric))
    vectors = encoder.encode([s.checkpoint.claim for s in held])
    cosine = vectors @ vectors.T
    for j, stand in enumerate(held):
        # Told once for a pair, at the later one.
        near, i = max(((float(cosine[i, j]), i) for i in range(j)), default=(0.0, j))
        if near >= OVERLAP:
            other = held[i].checkpoint
            yield stand.finding("overlap", f"near to '{other.id}' ({near:.2f}): “{other.claim}”", "claim")
        yield from _halves(stand, encoder)
        yield from _anchors(stand, encoder)


def _halves(stand: Stand, encoder: Encoder) -> Iterator[Finding]:
    claim = stand.checkpoint.claim
    for match in islice(_AND.finditer(claim), _JOINTS):
        one, other = claim[: match.start()], claim[match.end() :]
        said = w.words(other)
        # A comma shortly before means a list: "names, dates, and places are kept".
        listed = "," in " ".join(one.split()[-4:])
        own_subject = match[0].startswith(", and") and not listed and _BE & set(said[1:5])
        if min(len(w.words(one)), len(said)) < HALF or _BACK & set(said) or not (own_subject or _statement(said)):
            continue
        first, second = encoder.encode([one, other])
        near = float(first @ second)
        if near < APART:
            message = f"“{one.rstrip(',')}” and “{other.rstrip('.')}” are two things ({near:.2f})"
            yield stand.finding("two-claims", message, "claim")
            return


def _statement(words: list[str]) -> bool:
    """Say whether a half is a statement of its own: "explains how ..."."""
    return words[0].endswith("s") and not words[0].endswith("ss") and words[1] in _OBJECT


def _anchors(stand: Stand, encoder: Encoder) -> Iterator[Finding]:
    anchors = list(dict.fromkeys(stand.checkpoint.anchors))
    if len(anchors) < 2:
        return
    vectors = encoder.encode(anchors)
    cosine = (vectors @ vectors.T)[np.triu_indices(len(anchors), 1)]
    if (least := float(cosine.min())) >= ALIKE:
        yield stand.finding("anchors-alike", f"any two of the {len(anchors)} are near ({least:.2f} or more)", "anchors")
