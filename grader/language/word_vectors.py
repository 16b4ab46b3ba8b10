"""The words of a text with what a comparison needs of each: vector, stem, weight and polarity."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from grader.language import words as w
from grader.ports import Encoder, Vectors

FUNCTION_SHARE = 0.3
"""Weight of a function word, against a content word's 1."""
INFORMATION_POWER = 0.35
"""Power of a word's information in its weight."""


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
    def stems(self) -> NDArray[np.int64]:
        """Number of each word's stem, shape (words,): equal for equal stems, the same in every run."""
        return np.array([_number(w.stem(word)) for word in self.words], np.int64)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each stem stands."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            found.setdefault(w.stem(word), []).append(i)
        return found

    @cached_property
    def content(self) -> NDArray[np.bool_]:
        """Which words carry content rather than grammar, shape (words,)."""
        return np.array([w.is_content(word) for word in self.words], bool)

    @cached_property
    def weights(self) -> Vectors:
        """Weight of each word before any question is known, shape (words,)."""
        telling = np.array([w.information(word) ** INFORMATION_POWER for word in self.words], np.float32)
        return telling * np.where(self.content, np.float32(1.0), np.float32(FUNCTION_SHARE))


@lru_cache(maxsize=100_000)
def _number(stem: str) -> int:
    return int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=7).digest())


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
