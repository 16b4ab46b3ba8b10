"""Beside each rubric: its name, told apart from others of one title, and whether its grading was held to labels."""

from typing import TYPE_CHECKING

from ui.parts.state import start

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from interviewer.wiring import App

SIGNS = {"calibrated": "✓", "few labels": "◐", "uncalibrated": "○"}
"""A sign for each badge; never color alone."""
MEANINGS = {
    "calibrated": "labels of this very rubric entered the calibration",
    "few labels": "people labeled some answers to it, but fewer than the calibration needs",
    "uncalibrated": "no labels of it, as it stands now, entered the calibration: expect more wrong verdicts",
}


def badge_of(app: "App", problem: str) -> str:
    """Return `calibrated`, `few labels` or `uncalibrated`."""
    from grader.agreement.labels import badge, counts
    from grader.errors import VivaError

    try:
        calibration = app.calibration() if start().judging.is_set() else None
    except VivaError:
        calibration = None
    rubric = app.content.rubrics().get(problem)
    return badge(rubric.compared if rubric else "", counts(app.content.labels(problem).labeled), calibration)


def badge_text(app: "App", problem: str) -> str:
    """Return a badge with its sign, or a dash while the calibration is not read yet."""
    if not start().judging.is_set():
        return "–"
    badge = badge_of(app, problem)
    return f"{SIGNS[badge]} {badge}"


def rubric_name(rubric: "Rubric") -> str:
    """Return the title of a rubric; what came with a pack says so, since two packs may have one title."""
    return f"{rubric.title} ({rubric.id})" if "." in rubric.id else rubric.title
