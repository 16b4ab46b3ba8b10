"""Judges what was said in an interview: as a whole for the scorecard, turn by turn for the next question."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import InputError
from grader.grading import grade, signature
from grader.ports import Encoder
from grader.report.stored import from_dict
from grader.rubric import Level, Rubric
from grader.scorecard import Scorecard
from interviewer.interview import Interview
from interviewer.services import Services


@dataclass(frozen=True)
class _Judge:
    """Judges answers of one interview, by the rubric, guide and calibration of now."""

    interview: Interview
    rubric: Rubric
    encoder: Encoder
    calibration: Calibration
    protected: tuple[str, ...]

    @classmethod
    def of(cls, services: Services, interview: Interview) -> "_Judge":
        """Look everything up once. InputError when the rubric is gone, CalibrationError without a calibration."""
        rubric = services.rubric(interview.problem)
        return cls(interview, rubric, services.encoder, services.calibration(), services.protected(rubric))

    def __call__(self, answer: Answer) -> Scorecard:
        interview = self.interview
        card = grade(
            self.rubric,
            answer,
            encoder=self.encoder,
            calibration=self.calibration,
            protected=self.protected,
            level=_level(interview.level),
            warnings=interview.imported.warnings if interview.imported else (),
        )
        return _drilled(card, interview.focus) if interview.focus else card

    @property
    def signature(self) -> str:
        return signature(self.rubric, self.encoder, self.calibration, self.protected)

    @property
    def key(self) -> Hashable:
        """All that a judgment depends on besides the answer."""
        return self.signature, self.calibration, self.interview.level, self.interview.focus


def judge(services: Services, interview: Interview, answer: Answer | None = None) -> Scorecard:
    """Judge an answer, or everything said so far. InputError when the rubric is gone.

    In a drill its checkpoints are all that is expected, whatever their tier.
    """
    return _Judge.of(services, interview)(answer or interview.answer)


def scorecard_so_far(services: Services, interview: Interview) -> Scorecard:
    """Return the scorecard that the next question depends on; only new turns are judged."""
    judge = _Judge.of(services, interview)
    return services.judged_turns.scorecard(interview.answer, judge.key, judge)


def stored_scorecard(interview: Interview) -> Scorecard | None:
    """Return the judgment an ended interview got; None when there is none, or one that can no longer be read."""
    if interview.state != "closed" or interview.scorecard is None:
        return None
    try:
        return from_dict(interview.scorecard)
    except InputError:
        return None


def signature_today(services: Services, interview: Interview) -> str:
    """Return the signature that a judgment of an interview would have today; empty when its rubric is gone."""
    try:
        services.rubric(interview.problem)
    except InputError:
        return ""
    return _Judge.of(services, interview).signature


def _drilled(card: Scorecard, focus: tuple[str, ...]) -> Scorecard:
    phases = tuple(
        replace(phase, checkpoints=tuple(replace(c, expected=c.id in focus) for c in phase.checkpoints))
        for phase in card.phases
    )
    return replace(card, phases=phases)


def _level(level: str) -> Level:
    return level if level in ("junior", "mid", "senior", "staff") else "senior"  # type: ignore[return-value]
