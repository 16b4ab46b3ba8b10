"""Where in an answer a checkpoint is said best: windows, similarities, spans.

A phrasing (the claim, an anchor, a contrast) is compared with a window of the answer in two ways, both from the
encoder's contextual word vectors:

alignment   each word of the phrasing looks for its best counterpart in the window (0 nothing like it .. 1 the same
            word), after Sultan et al. 2016 and BERTScore (Zhang et al. 2020). A counterpart of the opposite polarity
            counts less, an antonym nothing, and one that belongs to another word of the phrasing only as far as it
            belongs here.
meaning     cosine of two sums of word vectors: the phrasing's, and the window's with each word weighted by how much the
            phrasing has to do with it. What the question already says is projected out of both.

Words of the question weigh a tenth, so repeating it is worth little. Nothing depends on how long the answer is, only on
its best window.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader import words as w
from grader.answer import Answer, Span
from grader.ports import Encoder, Vectors

WIDEST = 3
"""Longest window, in units."""
FLOOR = 0.15
"""Cosine of two word vectors below which words have nothing to do with each other."""
SAME_WORD = 0.9
"""A word of equal stem counts as at least this cosine, whatever its context."""
REVERSED = 0.4
"""What is left of a counterpart's worth when one side negates it and the other does not."""
FUNCTION_SHARE, QUESTION_SHARE = 0.4, 0.1
"""Weight of a function word, and of a word the question contains, against a content word's 1."""
STRICTNESS = 0.7
"""Power of the mean over the words of one statement: below 1 the word that is missing counts more."""
MEANING_SHARE = 0.4
"""Share of `meaning` in the similarity."""
OPPOSED = 0.5
"""What is left of a similarity when one side begins with yes and the other with no."""
LONGEST_UNIT, CUT = 40, 20
"""A stretch of more words than LONGEST_UNIT without punctuation is cut into pieces of about CUT words."""
SHORTEST_UNIT = 3
"""A fragment of fewer words is glued to its neighbor."""

_BREAK = re.compile(r"\n+|(?<=[.!?;])[\"')\]]*\s+|\s+(?=[-*•–]\s)|\s+(?=\(?\d{1,2}[.)]\s)")


@dataclass(frozen=True)
class Parts:
    """What a similarity is made of, each 0..1."""

    alignment: float
    """Words of the phrasing that find a counterpart in the window."""
    meaning: float
    """Cosine of what both say, the question's direction removed."""


@dataclass(frozen=True)
class Evidence:
    """The span of an answer that says a phrasing best."""

    span: Span
    """Where it is said."""
    phrasing: str
    """The claim, anchor or contrast it is compared with."""
    similarity: float
    """Blend of the parts, 0..1, rounded to 4 decimals."""
    parts: Parts
    """What the similarity is made of."""


def units(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, bullets and lines; return their (start, end) offsets, in order, without overlap.

    Fragments of fewer than three words are glued to a neighbor. Text without punctuation, as from speech recognition,
    is cut into pieces of about twenty words.
    """
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    words = w.spans(text)
    firsts = np.array([start for start, _ in words])
    pieces: list[tuple[int, int, int]] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        a, b = np.searchsorted(firsts, [start, end]) if words else (0, 0)
        pieces += _pieces(words[a:b], start, end)
    glued: list[tuple[int, int, int]] = []
    for start, end, count in pieces:
        if glued and (count < SHORTEST_UNIT or glued[-1][2] < SHORTEST_UNIT):
            first, _, before = glued.pop()
            start, count = first, before + count
        glued.append((start, end, count))
    return [_trimmed(text, start, end) for start, end, _ in glued]


def _pieces(words: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (start, end, words) of one stretch between breaks: itself, or several when nobody punctuated it."""
    if len(words) <= LONGEST_UNIT:
        return [(start, end, len(words))] if words else []
    count = round(len(words) / CUT)
    edges = [len(words) * i // count for i in range(count + 1)]
    return [
        (words[a][0], words[b - 1][1] if b < len(words) else end, b - a) for a, b in zip(edges, edges[1:], strict=False)
    ]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@dataclass(frozen=True)
class Prepared:
    """Units of a text as the comparison sees them: their words one after the other."""

    starts: NDArray[np.int64]
    """Index of each unit's first word, shape (units,)."""
    words: tuple[str, ...]
    """All words, in the form in which they are compared."""
    vectors: Vectors
    """Unit vector of each word, shape (words, dimensions)."""
    signs: Vectors
    """Polarity of each word, +1 or -1."""

    @cached_property
    def stems(self) -> NDArray[Any]:
        """Stem of each word."""
        return np.array([w.stem(word) for word in self.words], dtype=object)

    @cached_property
    def weights(self) -> Vectors:
        """Weight of each word before any question is known, shape (words,)."""
        return np.array(
            [w.information(x) ** 0.25 * (1.0 if w.is_content(x) else FUNCTION_SHARE) for x in self.words], np.float32
        )


def prepare(texts: Sequence[Sequence[str]], encoder: Encoder) -> list[Prepared]:
    """Prepare texts, each given as its units, in one request to the encoder. Units need at least one word."""
    wanted = sorted({unit for text in texts for unit in text})
    known = dict(zip(wanted, encoder.words(wanted), strict=True)) if wanted else {}
    prepared = []
    for text in texts:
        found = [(unit, known[unit]) for unit in text]
        counts = [len(held.spans) for _, held in found]
        vectors = [held.vectors for _, held in found]
        signs = [w.polarity(unit, held.spans) for unit, held in found]
        prepared.append(
            Prepared(
                starts=np.cumsum([0, *counts])[:-1].astype(np.int64),
                words=tuple(w.lower(unit[a:b]) for unit, held in found for a, b in held.spans),
                vectors=np.concatenate(vectors).astype(np.float32) if vectors else np.zeros((0, 1), np.float32),
                signs=np.concatenate(signs) if signs else np.zeros(0, np.float32),
            )
        )
    return prepared


def cut(text: str) -> list[str]:
    """Return the texts of the units that hold words."""
    return [text[a:b] for a, b in units(text) if w.spans(text[a:b])]


@dataclass(frozen=True)
class Windows:
    """The windows of an answer, encoded once and compared with many phrasings."""

    spans: tuple[Span, ...]
    """One to three adjacent units of one candidate turn each."""
    texts: tuple[str, ...]
    """The words of each window."""
    runs: tuple[tuple[int, int], ...]
    """(first, last + 1) unit of each window."""
    units: Prepared
    """All units of the candidate."""


def windows(answer: Answer, encoder: Encoder) -> Windows:
    """Cut the candidate's turns into windows and encode them. No window crosses turns."""
    unit_texts: list[str] = []
    spans: list[Span] = []
    runs: list[tuple[int, int]] = []
    for t, turn in enumerate(answer.turns):
        if turn.speaker != "candidate":
            continue
        cuts = [(a, b) for a, b in units(turn.text) if w.spans(turn.text[a:b])]
        first = len(unit_texts)
        unit_texts += [turn.text[a:b] for a, b in cuts]
        for i in range(len(cuts)):
            for j in range(i, min(i + WIDEST, len(cuts))):
                spans.append(Span(t, cuts[i][0], cuts[j][1]))
                runs.append((first + i, first + j + 1))
    texts = tuple(answer.quote(span) for span in spans)
    return Windows(tuple(spans), texts, tuple(runs), prepare([unit_texts], encoder)[0])


@dataclass(frozen=True)
class Likeness:
    """What one phrasing found in every window; each array has shape (windows,), values 0..1, rounded to 4 decimals."""

    alignment: Vectors
    """See the module."""
    meaning: Vectors
    """See the module."""
    similarity: Vectors
    """Their blend."""


def compare(phrasing: Prepared, question: Prepared, found: Windows) -> Likeness:
    """Compare one phrasing with every window."""
    answer, runs = found.units, found.runs
    if not phrasing.words or not runs:
        nothing = np.zeros(len(runs), np.float32)
        return Likeness(nothing, nothing, nothing)
    asked = frozenset(question.stems)
    weights = phrasing.weights * _share(phrasing, asked)
    worth = _worth(phrasing, answer)
    own = worth * worth / np.maximum(worth.max(0, keepdims=True), 1e-6)
    best = np.maximum.reduceat(own, answer.starts, axis=1)
    alignment = _over_statements(phrasing, weights, _widen(best, runs, np.maximum))
    meaning = _meaning(phrasing, weights, answer, answer.weights * _share(answer, asked), worth, question, runs)
    similarity = (1 - MEANING_SHARE) * alignment + MEANING_SHARE * meaning
    if {phrasing.words[0], answer.words[0]} == {"yes", "no"}:
        similarity = similarity * OPPOSED
    return Likeness(*(np.round(part, 4) for part in (alignment, meaning, similarity)))


def _share(prepared: Prepared, asked: frozenset[str]) -> Vectors:
    return np.array([QUESTION_SHARE if s in asked else 1.0 for s in prepared.stems], np.float32)


def _worth(phrasing: Prepared, answer: Prepared) -> Vectors:
    """Return how far each word of the answer stands for each of the phrasing, shape (phrasing words, answer words)."""
    cosine = np.round(phrasing.vectors @ answer.vectors.T, 5)
    same = phrasing.stems[:, None] == answer.stems[None, :]
    worth = np.clip((np.where(same, np.maximum(cosine, SAME_WORD), cosine) - FLOOR) / (1 - FLOOR), 0, 1)
    reversed_ = phrasing.signs[:, None] != answer.signs[None, :]
    worth[reversed_] *= REVERSED
    for i, word in enumerate(phrasing.words):
        against = w.opposites(word)
        if against:
            columns = np.array([s in against for s in answer.stems])
            plain = np.clip((cosine[i] - FLOOR) / (1 - FLOOR), 0, 1)
            worth[i, columns] = np.where(reversed_[i, columns], plain[columns], 0)
    return worth


def _widen(per_unit: Vectors, runs: Sequence[tuple[int, int]], join: np.ufunc) -> Vectors:
    """Turn values for each unit on axis 1 into values for each window."""
    ends = np.array(runs)
    widened = per_unit[:, ends[:, 0]]
    for step in range(1, WIDEST):
        more = ends[:, 0] + step
        longer = more < ends[:, 1]
        widened[:, longer] = join(widened[:, longer], per_unit[:, more[longer]])
    return widened


def _over_statements(phrasing: Prepared, weights: Vectors, worth: Vectors) -> Vectors:
    """Return the power mean over the words of each statement, then the weighted mean of statements, by window."""
    powered = weights[:, None] * np.maximum(worth, 0.02) ** STRICTNESS
    per_unit = np.add.reduceat(powered, phrasing.starts, axis=0)
    mass = np.add.reduceat(weights, phrasing.starts)[:, None]
    return (mass * (per_unit / mass) ** (1 / STRICTNESS)).sum(0) / mass.sum()


def _meaning(
    phrasing: Prepared,
    weights: Vectors,
    answer: Prepared,
    answer_weights: Vectors,
    worth: Vectors,
    question: Prepared,
    runs: Sequence[tuple[int, int]],
) -> Vectors:
    """Return the cosine of the phrasing's words and of each window's, as far as the phrasing has to do with them."""
    about = _unit(question.weights @ question.vectors) if question.words else None
    total, mass = np.zeros(len(runs), np.float32), 0.0
    for start, end in zip(phrasing.starts, [*phrasing.starts[1:], len(phrasing.words)], strict=True):
        target = _without(weights[start:end] @ phrasing.vectors[start:end], about)
        drawn = (answer_weights * worth[start:end].max(0))[:, None] * answer.vectors
        per_unit = np.add.reduceat(drawn, answer.starts, axis=0)
        found = _without(_widen(per_unit.T, runs, np.add).T, about)
        weight = float(weights[start:end].sum())
        total += weight * np.maximum(found @ target, 0)
        mass += weight
    return total / mass


def _without(vectors: Vectors, direction: Vectors | None) -> Vectors:
    vectors = _unit(vectors)
    return vectors if direction is None else _unit(vectors - (vectors @ direction)[..., None] * direction)


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
