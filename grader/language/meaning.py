"""One vector for a text of any length, made of its sentences' vectors.

The encoder reads 256 tokens and remembers texts it has seen. A turn's sentences are encoded once, for judging it, so
everything else that needs a turn's meaning gets it for nothing.
"""

from functools import lru_cache

import numpy as np

from grader.language import words as w
from grader.language.sentences import cut
from grader.ports import Encoder, Vectors


def meaning(text: str, encoder: Encoder) -> Vectors:
    """Return the mean of the unit vectors of a text's sentences, weighted by their words, as a unit vector."""
    sentences, lengths = _sentences(text)
    mean = lengths @ encoder.encode(sentences)
    unit: Vectors = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


@lru_cache(maxsize=1_000)
def _sentences(text: str) -> tuple[list[str], Vectors]:
    sentences = cut(text) or [text]
    return sentences, np.array([max(1, len(w.spans(s))) for s in sentences], np.float32)


def last_sentences(text: str, most: int = 2) -> str:
    """Return the last sentences of a text."""
    return "\n".join(_sentences(text)[0][-most:])
