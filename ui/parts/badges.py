"""A rubric's name, unique even where two share a title, and the badge for how its grading was tuned."""

from typing import TYPE_CHECKING

from ui.parts.state import start

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from interviewer.wiring import App

SIGNS = {"calibrated": "✓", "few labels": "◐", "uncalibrated": "○"}
"""A sign for each badge; never color alone."""
MEANINGS = {
    "calibrated": "Grading was tuned on sample answers to this problem",
    "few labels": "There are labeled sample answers to this problem, but too few to tune grading",
    "uncalibrated": "Grading was not tuned on this problem as it is now: expect more wrong verdicts",
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
    """Return a badge with its sign, or a dash until the calibration is loaded."""
    if not start().judging.is_set():
        return "–"
    badge = badge_of(app, problem)
    return f"{SIGNS[badge]} {badge}"


def rubric_name(rubric: "Rubric") -> str:
    """Return the title of a rubric, with its id if it is from a pack: two packs may use the same title."""
    return f"{rubric.title} ({rubric.id})" if "." in rubric.id else rubric.title
