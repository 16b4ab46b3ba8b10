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

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grader.answer import Answer, Span
from grader.language import words as w
from grader.language.sentences import units
from grader.language.word_vectors import Prepared, prepare
from grader.ports import Encoder, Vectors

WIDEST = 3
"""Longest window for a phrasing of one statement, in units; each further statement of a phrasing adds two."""
FLOOR = 0.15
"""Cosine of two word vectors below which words have nothing to do with each other."""
SAME_WORD = 0.9
"""A word of equal stem counts as at least this cosine, whatever its context."""
REVERSED = 0.4
"""What is left of a counterpart's worth when one side negates it and the other does not."""
QUESTION_SHARE = 0.1
"""Weight of a word the question contains, against 1."""
OPENING_SHARE, OPENING = 0.5, 2
"""A phrasing without a word of the question still begins with its topic: weight of its first OPENING content words."""
UNASKED = 0.7
"""What a similarity is worth when no question is given: nothing then tells the topic of a claim from its news."""
STRICTNESS = 0.7
"""Power of the mean over the words of one statement: below 1 the word that is missing counts more."""
MEANING_SHARE = 0.4
"""Share of `meaning` in the similarity."""
OPPOSED = 0.5
"""What is left of a similarity when one side begins with yes and the other with no."""


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


@dataclass(frozen=True)
class Said:
    """What the candidate said, as units, encoded once and compared with many phrasings."""

    answer: Answer
    """Where it was said."""
    spans: tuple[Span, ...]
    """Each unit."""
    units: Prepared
    """The words of all units."""

    def text(self, window: tuple[int, int]) -> str:
        """Return the words of a window (first, last + 1)."""
        return self.answer.quote(self.span(window))

    def span(self, window: tuple[int, int]) -> Span:
        """Return where a window stands."""
        first, last = self.spans[window[0]], self.spans[window[1] - 1]
        return Span(first.turn, first.start, last.end)

    @cached_property
    def _windows(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    def windows(self, widest: int) -> list[tuple[int, int]]:
        """Return (first, last + 1) of every run of 1..widest units of one turn, narrow ones first."""
        if widest not in self._windows:
            turns = [span.turn for span in self.spans]
            n = len(turns)
            self._windows[widest] = [
                (i, i + size)
                for size in range(1, min(widest, n) + 1)
                for i in range(n - size + 1)
                if turns[i] == turns[i + size - 1]
            ]
        return self._windows[widest]


def said(answer: Answer, encoder: Encoder) -> Said:
    """Cut the candidate's turns into units and encode them."""
    spans = tuple(
        Span(t, a, b)
        for t, turn in enumerate(answer.turns)
        if turn.speaker == "candidate"
        for a, b in units(turn.text)
        if w.spans(turn.text[a:b])
    )
    return Said(answer, spans, prepare([[answer.quote(span) for span in spans]], encoder)[0])


@dataclass(frozen=True)
class Likeness:
    """What one phrasing found in every window; each array has shape (windows,), values 0..1, rounded to 4 decimals."""

    windows: list[tuple[int, int]]
    """First unit and the one after the last, of each window; narrow windows first."""
    alignment: Vectors
    """See the module."""
    meaning: Vectors
    """See the module."""
    similarity: Vectors
    """Their blend."""

    def parts(self, i: int) -> Parts:
        """Return what the similarity of a window is made of."""
        return Parts(round(float(self.alignment[i]), 4), round(float(self.meaning[i]), 4))


@dataclass(frozen=True)
class Comparison:
    """One phrasing beside everything that was said, unit by unit; windows join what their units hold."""

    phrasing: Prepared
    """What is looked for."""
    question: Prepared
    """What was asked."""
    found: Said
    """Where it is looked for."""
    weights: Vectors
    """Weight of each word of the phrasing."""
    best: Vectors
    """How well each unit stands for each word, shape (units, phrasing words)."""
    drawn: Vectors
    """What each unit says of each statement of the phrasing, shape (units, statements, dimensions)."""

    @cached_property
    def alone(self) -> Vectors:
        """Similarity of each unit by itself, shape (units,)."""
        return self._plain.similarity[: len(self.found.spans)]

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """Index of each window."""
        return {window: i for i, window in enumerate(self._plain.windows)}

    @cached_property
    def _plain(self) -> Likeness:
        return self._likeness(frozenset())

    def likeness(self, silenced: Set[int] = frozenset()) -> Likeness:
        """Return how near every window comes; what silenced units say counts nothing."""
        return self._likeness(silenced) if silenced else self._plain

    def _likeness(self, silenced: Set[int]) -> Likeness:
        windows = self.found.windows(2 * len(self.phrasing.starts) + WIDEST - 2)
        if not self.phrasing.words or not windows:
            nothing = np.zeros(len(windows), np.float32)
            return Likeness(windows, nothing, nothing, nothing)
        best, drawn = self.best, self.drawn
        if silenced:
            best, drawn = best.copy(), drawn.copy()
            best[list(silenced)], drawn[list(silenced)] = 0.0, 0.0
        alignment = _over_statements(self.phrasing, self.weights, _widen(best, windows, np.maximum).T)
        meaning = _meaning(self.phrasing, self.weights, self.question, _widen(drawn, windows, np.add))
        similarity = (1 - MEANING_SHARE) * alignment + MEANING_SHARE * meaning
        if not self.question.words:
            similarity = similarity * UNASKED
        if {self.phrasing.words[0], self.found.units.words[0]} == {"yes", "no"}:
            similarity = similarity * OPPOSED
        return Likeness(windows, *(np.round(part, 4) for part in (alignment, meaning, similarity)))


def compare(phrasing: Prepared, question: Prepared, found: Said) -> Comparison:
    """Set one phrasing beside everything that was said."""
    answer = found.units
    weights = phrasing.weights * _news(phrasing, question.stems)
    if not phrasing.words or not answer.words:
        empty = np.zeros((len(answer.starts), 0), np.float32)
        return Comparison(phrasing, question, found, weights, empty, empty)
    worth = _worth(phrasing, answer)
    own = worth * worth / np.maximum(worth.max(0, keepdims=True), 1e-6)
    best = np.maximum.reduceat(own, answer.starts, axis=1).T
    drawn = answer.weights * _share(answer, question.stems) * np.maximum.reduceat(worth, phrasing.starts, axis=0)
    bounds = [*answer.starts, len(answer.words)]
    per_unit = np.stack([drawn[:, a:b] @ answer.vectors[a:b] for a, b in pairwise(bounds)])
    return Comparison(phrasing, question, found, weights, best, per_unit)


def _share(prepared: Prepared, asked: NDArray[np.int64]) -> Vectors:
    return np.where(np.isin(prepared.stems, asked), QUESTION_SHARE, 1.0).astype(np.float32)


def _news(phrasing: Prepared, asked: NDArray[np.int64]) -> Vectors:
    """Return how new each word of a phrasing is: the question's words are given, or else those it opens with."""
    share = _share(phrasing, asked)
    if not (phrasing.content & (share < 1)).any():
        share[np.flatnonzero(phrasing.content)[:OPENING]] = OPENING_SHARE
    return share


def _worth(phrasing: Prepared, answer: Prepared) -> Vectors:
    """Return how far each word of the answer stands for each of the phrasing, shape (phrasing words, answer words)."""
    cosine = np.round(phrasing.vectors @ answer.vectors.T, 5)
    same = phrasing.stems[:, None] == answer.stems[None, :]
    worth = np.clip((np.where(same, np.maximum(cosine, SAME_WORD), cosine) - FLOOR) / (1 - FLOOR), 0, 1)
    reversed_ = phrasing.signs[:, None] != answer.signs[None, :]
    worth[reversed_] *= REVERSED
    for i, word in enumerate(phrasing.words):
        columns = [place for opposite in sorted(w.opposites(word)) for place in answer.places.get(opposite, ())]
        if columns:
            plain = np.clip((cosine[i, columns] - FLOOR) / (1 - FLOOR), 0, 1)
            worth[i, columns] = np.where(reversed_[i, columns], plain, 0)
    return worth


def _widen(per_unit: Vectors, windows: Sequence[tuple[int, int]], join: np.ufunc) -> Vectors:
    """Turn values for each unit on axis 0 into values for each window, narrow windows first."""
    edges = np.array(windows)
    sizes = edges[:, 1] - edges[:, 0]
    widened = [per_unit[edges[sizes == 1, 0]]]
    joined = per_unit
    for size in range(2, int(sizes.max()) + 1):
        joined = join(joined[:-1], per_unit[size - 1 :])
        widened.append(joined[edges[sizes == size, 0]])
    return np.concatenate(widened)


def _over_statements(phrasing: Prepared, weights: Vectors, worth: Vectors) -> Vectors:
    """Return the power mean over the words of each statement, then the weighted mean of statements, by window."""
    powered = weights[:, None] * np.maximum(worth, 0.02) ** STRICTNESS
    per_unit = np.add.reduceat(powered, phrasing.starts, axis=0)
    mass = np.add.reduceat(weights, phrasing.starts)[:, None]
    whole: Vectors = (mass * (per_unit / mass) ** (1 / STRICTNESS)).sum(0) / mass.sum()
    return whole


def _meaning(phrasing: Prepared, weights: Vectors, question: Prepared, found: Vectors) -> Vectors:
    """Return the cosine of the phrasing's words and of each window's, as far as the phrasing has to do with them.

    Statement by statement of the phrasing, then the mean weighted as the words are.
    """
    about = np.zeros(phrasing.vectors.shape[1], np.float32)
    if question.words:
        about = _unit(question.weights @ question.vectors)
    mass = np.add.reduceat(weights, phrasing.starts)
    targets = np.add.reduceat(weights[:, None] * phrasing.vectors, phrasing.starts, axis=0)
    targets = _unit(targets - (targets @ about)[:, None] * about)
    length = np.sqrt(np.maximum(np.einsum("wsd,wsd->ws", found, found) - (found @ about) ** 2, 1e-12))
    cosine = np.einsum("wsd,sd->ws", found, targets) / length
    whole: Vectors = (np.clip(cosine, 0, 1) * mass).sum(1) / mass.sum()
    return whole


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
