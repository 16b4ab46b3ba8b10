"""Judges what was said in an interview: as a whole for the scorecard, turn by turn for the next question."""

from dataclasses import replace

from grader.answer import Answer
from grader.grading import grade
from grader.rubric import Level
from grader.scorecard import Scorecard
from interviewer.interview import Interview
from interviewer.services import Services


def judge(services: Services, interview: Interview, answer: Answer | None = None) -> Scorecard:
    """Judge an answer, or everything said so far. InputError when the rubric is gone.

    In a drill its checkpoints are all that is expected, whatever their tier.
    """
    rubric = services.rubric(interview.problem)
    card = grade(
        rubric,
        answer or interview.answer,
        encoder=services.encoder,
        calibration=services.calibration(),
        protected=(*rubric.texts, *services.guide_texts()),
        level=_level(interview.level),
        warnings=interview.imported.warnings if interview.imported else (),
    )
    return _drilled(card, interview.focus) if interview.focus else card


def heard(services: Services, interview: Interview) -> Scorecard:
    """Return what was said so far, which is all that the next question depends on; only new turns are judged."""
    rubric = services.rubric(interview.problem)
    protected = sum(map(len, services.guide_texts()))
    calibration = services.calibration()
    by = (rubric.digest, interview.level, interview.focus, services.encoder.id, calibration, protected)
    return services.listener.hear(interview.answer, by, lambda answer: judge(services, interview, answer))


def _drilled(card: Scorecard, focus: tuple[str, ...]) -> Scorecard:
    phases = tuple(
        replace(phase, checkpoints=tuple(replace(c, expected=c.id in focus) for c in phase.checkpoints))
        for phase in card.phases
    )
    return replace(card, phases=phases)


def _level(level: str) -> Level:
    return level if level in ("junior", "mid", "senior", "staff") else "senior"  # type: ignore[return-value]
