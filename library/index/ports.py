"""What building and searching the index take and return, whatever keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from library.guide import Section

Progress = Callable[[str], None]
"""Called with a line that says how far a build is."""


@dataclass(frozen=True)
class Built:
    """What a build did, in passages: titles, paragraphs and questions of sections."""

    generation: str
    """Name of the new generation's directory."""
    added: int
    """Passages that are new."""
    changed: int
    """Passages whose text changed."""
    removed: int
    """Passages that are gone."""
    unchanged: int
    """Passages whose vector was copied."""

    def __str__(self) -> str:
        counted = f"added {self.added}, changed {self.changed}, removed {self.removed}, unchanged {self.unchanged}"
        return f"{self.generation}: {counted}"


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
