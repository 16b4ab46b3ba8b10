"""What a search of the guide takes and returns, whatever keeps the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from library.guide import Section


@dataclass(frozen=True)
class FoundSection:
    """A section that a search found."""

    section: Section
    """The section."""
    rank: float
    """Reciprocal-rank-fused value of the dense and the keyword search; larger is nearer. Not a similarity."""
    paragraph: str
    """The paragraph of the section that is nearest to the query."""


class Guide(Protocol):
    """Finds guide sections by meaning and by words."""

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[FoundSection]:
        """Return the sections nearest to a query, best first; those of other problems are left out.

        Sections of `phase` come first. `phases` are all that the problem has: a general section of other phases only
        is about another kind of interview.
        """
        ...
