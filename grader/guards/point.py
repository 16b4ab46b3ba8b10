"""What one answer is held against, claim, question and what was heard."""

from dataclasses import dataclass

from grader.guards.protected import NOTHING, Protected
from grader.guards.reason import Guard

__all__ = ["Guard", "Point"]


@dataclass(frozen=True)
class Point:
    """What one answer is held against."""

    claim: str
    """The statement (or reference answer) whose presence is measured."""
    anchors: tuple[str, ...] = ()
    """Other phrasings of the same claim."""
    question: str = ""
    """What the candidate was asked."""
    heard: tuple[str, ...] = ()
    """Everything else the interviewer said before the answer."""
    protected: Protected = NOTHING
    """Passages whose pasting earns nothing."""
    earned_by: str = "saying"
    """`asking` where a question of the candidate's may earn the credit."""

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The claim and its anchors."""
        return (self.claim, *self.anchors)
