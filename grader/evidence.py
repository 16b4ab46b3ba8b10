"""Where in an answer a checkpoint is said best: windows, similarities, spans.

The similarity blends three views of "does this window say what this phrasing says":
alignment of contextual word vectors (after Sultan et al. 2016 and BERTScore, Zhang et al. 2020), cosine of sentence
vectors with the question's direction removed, and recall of the phrasing's informative word stems. Words that the
question already holds count little, so that repeating the question is not evidence.
"""

import re
from dataclasses import dataclass

import numpy as np

from grader import words as w
from grader.answer import Answer, Span
from grader.ports import Encoder, Vectors

WINDOW = 3
"""Longest window, in units."""
_DEMOTED = 0.15
_FLOOR = 0.35
_MINIMUM_WORDS = 3
_LONG_UNIT = 40
_PIECE = 20
_BREAK = re.compile(r"(?<=[.!?;])[\"')\]]*\s+(?=\S)|\n+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")


@dataclass(frozen=True)
class Parts:
    """The three views that make a similarity, each 0..1."""

    alignment: float
    """Informative words of the phrasing that find a close word in the window."""
    sentence: float
    """Cosine of the sentence vectors, the question's direction removed."""
    recall: float
    """Informative stems of the phrasing that stand in the window."""


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
    """Cut a text into sentences, bullets and lines; return their (start, end) offsets.

    Fragments of fewer than three words are glued to a neighbor. Text without punctuation, as from speech
    recognition, is cut into pieces of about twenty words.
    """
    pieces: list[tuple[int, int]] = []
    start = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        pieces += _trimmed(text, start, end)
        start = match.end() if match else end
    return _glued(text, pieces)


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bullet = _BULLET.match(text[start:end])
    start += bullet.end() if bullet else 0
    found = [(start + a, start + b) for a, b in w.spans(text[start:end])]
    if not found:
        return []
    while end > start and text[end - 1].isspace():
        end -= 1
    while text[start].isspace():
        start += 1
    if len(found) <= _LONG_UNIT:
        return [(start, end)]
    cuts = [found[i][0] for i in range(_PIECE, len(found) - _PIECE // 2, _PIECE)]
    edges = [start, *cuts, end]
    return [(a, a + len(text[a:b].rstrip())) for a, b in zip(edges, edges[1:], strict=False)]


def _glued(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    glued: list[tuple[int, int]] = []
    short = False
    for start, end in pieces:
        few = len(w.spans(text[start:end])) < _MINIMUM_WORDS
        if glued and (few or short):
            glued[-1] = (glued[-1][0], end)
            short = len(w.spans(text[glued[-1][0] : end])) < _MINIMUM_WORDS
        else:
            glued.append((start, end))
            short = few
    return glued


@dataclass(frozen=True)
class Windows:
    """The windows of an answer, encoded once and compared with many phrasings."""

    spans: tuple[Span, ...]
    """One to three adjacent units of one candidate turn each."""
    texts: tuple[str, ...]
    """The words of each window."""
    members: tuple[tuple[int, ...], ...]
    """Indices of the units that each window covers."""
    vectors: Vectors
    """Unit vectors of the windows, shape (windows, dimensions)."""
    unit_words: tuple[Vectors, ...]
    """Word vectors of each unit, shape (words, dimensions)."""
    unit_stems: tuple[frozenset[str], ...]
    """Stems of each unit."""


def windows(answer: Answer, encoder: Encoder) -> Windows:
    """Cut the candidate's turns into windows and encode them."""
    unit_texts: list[str] = []
    spans: list[Span] = []
    members: list[tuple[int, ...]] = []
    for t, turn in enumerate(answer.turns):
        if turn.speaker != "candidate":
            continue
        cuts = units(turn.text)
        first = len(unit_texts)
        unit_texts += [turn.text[a:b] for a, b in cuts]
        for i in range(len(cuts)):
            for j in range(i, min(i + WINDOW, len(cuts))):
                spans.append(Span(t, cuts[i][0], cuts[j][1]))
                members.append(tuple(range(first + i, first + j + 1)))
    texts = tuple(answer.quote(span) for span in spans)
    return Windows(
        spans=tuple(spans),
        texts=texts,
        members=tuple(members),
        vectors=encoder.encode(texts),
        unit_words=tuple(found.vectors for found in encoder.words(unit_texts)),
        unit_stems=tuple(w.stems(text) for text in unit_texts),
    )


def similarities(
    phrasing: str, question: str, found: Windows, encoder: Encoder
) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    """Compare one phrasing with every window.

    Returns four arrays of shape (windows,): the blend, rounded to 4 decimals, and its parts alignment, sentence, recall.
    """
    tokens = w.words(phrasing)
    known = w.stems(question)
    keep = [i for i, token in enumerate(tokens) if w.is_content(token)] or list(range(len(tokens)))
    weight = np.array([w.information(tokens[i]) * (_DEMOTED if w.stem(tokens[i]) in known else 1.0) for i in keep])
    stems = [w.stem(tokens[i]) for i in keep]
    has = np.array([[stem in held for stem in stems] for held in found.unit_stems])
    vectors = encoder.words([phrasing])[0].vectors[keep]
    close = np.array([(vectors @ held.T).max(axis=1, initial=-1.0) for held in found.unit_words])
    close = np.where(has, np.maximum(close, 0.9), close)
    fresh = np.array([stem not in known for stem in stems])
    sentence = _demoted_cosine(encoder, phrasing, question, found.vectors)
    total = max(float(weight.sum()), 1e-9)
    alignment, recall = np.zeros(len(found.spans)), np.zeros(len(found.spans))
    fresh_weight = weight * fresh if fresh.any() else weight
    for i, covered in enumerate(found.members):
        best = np.clip((close[list(covered)].max(axis=0) - _FLOOR) / (1 - _FLOOR), 0, 1)
        alignment[i] = weight @ best / total
        recall[i] = fresh_weight @ has[list(covered)].any(axis=0) / max(float(fresh_weight.sum()), 1e-9)
    blend = 0.5 * alignment + 0.25 * sentence + 0.25 * recall
    return np.round(blend, 4), alignment, sentence, recall


def _demoted_cosine(encoder: Encoder, phrasing: str, question: str, vectors: Vectors) -> Vectors:
    target = encoder.encode([phrasing])[0]
    if question.strip():
        direction = encoder.encode([question])[0]
        target = _without(target[None, :], direction)[0]
        vectors = _without(vectors, direction)
    return np.clip(vectors @ target, 0, 1)


def _without(vectors: Vectors, direction: Vectors) -> Vectors:
    rest = vectors - np.outer(vectors @ direction, direction)
    norms = np.linalg.norm(rest, axis=1, keepdims=True)
    return rest / np.maximum(norms, 1e-6)
