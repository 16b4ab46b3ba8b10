"""Every checkpoint of a rubric with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.lint.finding import Finding, make_finding
from grader.rubric import Checkpoint, Rubric


@dataclass(frozen=True)
class PlacedCheckpoint:
    """A checkpoint and its place in the file."""

    rubric: Rubric
    """Its rubric."""
    checkpoint: Checkpoint
    """The checkpoint."""
    place: tuple[str | int, ...]
    """Path of keys and indices into the rubric."""

    @property
    def about(self) -> str:
        """`problem/checkpoint`."""
        return f"{self.rubric.id}/{self.checkpoint.id}"

    def finding(self, rule: str, message: str, *steps: str | int) -> Finding:
        """Make a finding about this checkpoint, at a place inside it."""
        return make_finding(rule, self.about, message, (*self.place, *steps))


def placed_checkpoints(rubric: Rubric) -> Iterator[PlacedCheckpoint]:
    """Yield every checkpoint of a rubric with its place."""
    for p, phase in enumerate(rubric.phases):
        for c, checkpoint in enumerate(phase.checkpoints):
            yield PlacedCheckpoint(rubric, checkpoint, ("phases", p, "checkpoints", c))
