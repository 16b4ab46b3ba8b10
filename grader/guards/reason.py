"""A guard's finding."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One reason why a unit of an answer earns no credit."""

    name: str
    """question | echo | pasted | keyword_list | word_salad | filler | reversed."""
    reason: str
    """One sentence for the candidate, quoting what was seen."""
