"""Sentences of a text: where it is cut into sentences, bullets and lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from grader.language import words as w

LONGEST_UNIT, CUT = 40, 20
"""A stretch of more words than LONGEST_UNIT without punctuation is cut into pieces of about CUT words."""

SHORTEST_UNIT = 3
"""A fragment of fewer words is glued to its neighbor."""

_GAP = re.compile(r"(?P<stop>[.!?;][\"')\]]*+)?(?P<space>\s++)")
_LINES = re.compile(r"\n+")
_ITEM = re.compile(r"(?:[-*•–]|\(?\d{1,2}[.)])\s")


def units(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, bullets and lines; return their (start, end) offsets, in order, without overlap.

    Fragments of fewer than three words are glued to a neighbor. Text without punctuation, as from speech recognition,
    is cut into pieces of about twenty words.
    """
    cuts = [0, *_breaks(text), len(text)]
    words = w.spans(text)
    firsts = np.array([start for start, _ in words])
    pieces: list[tuple[int, int, int]] = []
    for start, end in pairwise(cuts):
        a, b = np.searchsorted(firsts, [start, end]) if words else (0, 0)
        pieces += _pieces(words[a:b], start, end)
    glued: list[tuple[int, int, int]] = []
    for start, end, count in pieces:
        if glued and (count < SHORTEST_UNIT or glued[-1][2] < SHORTEST_UNIT):
            first, _, before = glued.pop()
            start, count = first, before + count
        glued.append((start, end, count))
    return [_trimmed(text, start, end) for start, end, _ in glued]


def _breaks(text: str) -> Iterator[int]:
    """Yield where a sentence, a bullet or a line begins; each stretch of space is looked at once."""
    for gap in _GAP.finditer(text):
        start, end = gap.span("space")
        item, broken = _ITEM.match(text, end), text[start] == "\n"
        if (gap["stop"] and (len(gap["stop"]) > 1 or not broken)) or (item and not broken):
            yield end
            continue
        lines = [line.end() for line in _LINES.finditer(text, start, end)]
        yield from (lines[0], end) if item and lines else lines


def _pieces(words: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (start, end, words) of one stretch between breaks: itself, or several when nobody punctuated it."""
    if len(words) <= LONGEST_UNIT:
        return [(start, end, len(words))] if words else []
    count = round(len(words) / CUT)
    edges = [len(words) * i // count for i in range(count + 1)]
    return [(words[a][0], words[b - 1][1] if b < len(words) else end, b - a) for a, b in pairwise(edges)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def cut(text: str) -> list[str]:
    """Return the texts of the units that hold words."""
    return [text[a:b] for a, b in units(text) if w.spans(text[a:b])]
