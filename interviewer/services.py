"""Everything a session needs from outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.calibration import Calibration
from grader.errors import InputError
from grader.ports import Encoder
from grader.rubric import Rubric
from interviewer.judged_turns import JudgedTurns
from interviewer.ports import Clock, Events, Phraser
from library.index.ports import Guide


@dataclass(frozen=True)
class Services:
    """Everything a session needs from outside."""

    events: Events
    guide: Guide
    phraser: Phraser
    clock: Clock
    encoder: Encoder
    calibration: Callable[[], Calibration]
    """The calibration of the encoder."""
    rubrics: Callable[[], Mapping[str, Rubric]]
    """The valid rubrics by id, as they are now."""
    guide_texts: Callable[[], Sequence[str]]
    """The guide's texts: pasting them earns nothing."""
    judged_turns: JudgedTurns = field(default_factory=JudgedTurns)
    """Scorecards of recent turns: a cache, nothing depends on it."""

    def rubric(self, problem: str) -> Rubric:
        """Return the rubric of a problem; InputError names those known."""
        rubrics = self.rubrics()
        if problem not in rubrics:
            known = ", ".join(sorted(rubrics)) or "none"
            raise InputError(f"There is no problem '{problem}'.", f"Known: {known}.")
        return rubrics[problem]

    def protected(self, rubric: Rubric) -> tuple[str, ...]:
        """Return the texts whose pasting earns nothing: those of a rubric, and the guide."""
        return (*rubric.texts, *self.guide_texts())
