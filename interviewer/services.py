"""Everything a session asks of the world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.calibration import Calibration
from grader.errors import InputError
from grader.ports import Encoder
from grader.rubric import Rubric
from interviewer.listening import Listener
from interviewer.ports import Clock, Events, Phraser
from library.index.ports import Guide


@dataclass(frozen=True)
class Services:
    """Everything a session asks of the world."""

    events: Events
    guide: Guide
    phraser: Phraser
    clock: Clock
    encoder: Encoder
    calibration: Callable[[], Calibration]
    """The calibration of the encoder."""
    rubrics: Callable[[], Mapping[str, Rubric]]
    """The sound rubrics by id, as they are now."""
    guide_texts: Callable[[], Sequence[str]]
    """Guide text that may not be pasted for credit."""
    listener: Listener = field(default_factory=Listener)
    """What was said in recent turns; a memory only, nothing depends on it."""

    def rubric(self, problem: str) -> Rubric:
        """Return the rubric of a problem; InputError names those known."""
        rubrics = self.rubrics()
        if problem not in rubrics:
            known = ", ".join(sorted(rubrics)) or "none"
            raise InputError(f"There is no problem '{problem}'.", f"Known: {known}.")
        return rubrics[problem]
