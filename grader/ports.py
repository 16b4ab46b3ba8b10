"""What the grader asks of the world: an encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

Vectors = NDArray[Any]
"""Numbers by rows; which ones is said where they are used."""


@dataclass(frozen=True)
class WordVectors:
    """The words of one text and a contextual vector for each."""

    spans: tuple[tuple[int, int], ...]
    """Character offsets (start, end) of each word in the text."""
    vectors: Vectors
    """Unit vectors, shape (words, dimensions)."""


class Encoder(Protocol):
    """Turns texts into vectors. Adapters remember texts they have seen."""

    @property
    def id(self) -> str:
        """Name and first digits of the weights' sha256, e.g. `all-MiniLM-L6-v2@53aa5117`."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimensions), in the order of `texts`."""
        ...

    def words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return the contextual word vectors of each text."""
        ...
