"""What is wrong with a rubric that can be read: rules about words, likeness, questions and real answers."""

from collections.abc import Iterator

from grader.calibration import Calibration
from grader.lint.asking import asking
from grader.lint.finding import RULES, Finding, Rule, make_finding
from grader.lint.likeness import likeness
from grader.lint.measured import Answers, measured, said_alone
from grader.lint.walk import placed_checkpoints
from grader.lint.wording import wording
from grader.ports import Encoder
from grader.rubric import Rubric

__all__ = ["RULES", "Answers", "Finding", "Rule", "asking", "lint", "make_finding", "placed_checkpoints"]


def lint(
    rubric: Rubric,
    encoder: Encoder | None = None,
    calibration: Calibration | None = None,
    answers: Answers | None = None,
) -> list[Finding]:
    """Return all findings in a rubric, in the order of the rubric; each finding once.

    Without an encoder only words are looked at. With `answers` the rubric is measured on them as well, which takes up
    to a second for each.
    """
    return sorted(set(_all(rubric, encoder, calibration, answers)), key=lambda f: (_order(f.place), f.rule, f.message))


def _all(
    rubric: Rubric,
    encoder: Encoder | None,
    calibration: Calibration | None,
    answers: Answers | None,
) -> Iterator[Finding]:
    yield from wording(rubric)
    yield from asking(rubric)
    if encoder is None:
        return
    yield from likeness(rubric, encoder)
    if calibration is None:
        return
    yield from said_alone(rubric, encoder, calibration)
    if answers is not None:
        yield from measured(rubric, answers, encoder, calibration)


def _order(place: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in place)
