"""Use cases of the labels beside a rubric: measure the grader against them, and say what might become an anchor."""

from collections.abc import Callable, Sequence
from typing import Any

from grader.agreement.labels import Labeled, PeopleAgreement, RubricAgreement, Share, Suggestion, agreement
from grader.calibration import Calibration
from grader.grading import grade
from grader.ports import Encoder
from grader.rubric import Rubric


def measured(
    rubric: Rubric,
    labeled: Sequence[Labeled],
    encoder: Encoder,
    calibration: Calibration,
    protected: Sequence[str],
    progress: Callable[[str], None] = lambda _: None,
) -> RubricAgreement:
    """Grade every labeled answer and compare the verdicts with those of the first labeler."""
    first = [one for one in labeled if not one.labeler]
    graded = {}
    for i, one in enumerate(first, 1):
        progress(f"Grading {rubric.id}/{one.name}, answer {i} of {len(first)}")
        graded[one.name] = grade(rubric, one.answer, encoder=encoder, calibration=calibration, protected=protected)
    return agreement(rubric, labeled, graded)


def marked_met(labeled: Sequence[Labeled]) -> list[tuple[str, str, str]]:
    """Return (checkpoint, words, where) of everything that people called met: what might become an anchor."""
    return [
        (checkpoint, label.quote, f"{one.name}, labeled by {one.labeler or 'the first'}")
        for one in labeled
        for checkpoint, label in one.labels.items()
        if label.verdict == "met" and label.quote
    ]


def shown(share: Share) -> str:
    """Return a share with its interval and n, for people."""
    if share.value is None or share.interval is None:
        return "– (n=0)"
    low, high = share.interval
    return f"{share.value:.2f} [{low:.2f}, {high:.2f}] (n={share.n})"


def agreement_lines(found: RubricAgreement, badge: str) -> list[str]:
    """Return the agreement of one rubric as a Markdown table."""
    kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
    lines = [
        f"{found.problem}: {badge}; {found.answers} answers",
        f"same verdict as people {shown(found.share)}, kappa {kappa}",
        "",
        "| checkpoint | same verdict [95 %] (n) | stricter | kinder |",
        "|---|---|---|---|",
    ]
    for c in sorted(found.checkpoints, key=lambda c: (c.share.value is None, c.share.value or 0.0, c.id)):
        lines.append(f"| {c.id} | {shown(c.share)} | {c.stricter} | {c.kinder} |")
    return lines


def people_line(found: PeopleAgreement) -> str:
    """Return the agreement of two people as a sentence."""
    kappa = "undefined" if found.kappa is None else f"{found.kappa:.2f}"
    interval = f" [{found.kappa_interval[0]:.2f}, {found.kappa_interval[1]:.2f}]" if found.kappa_interval else ""
    first, second = found.first or "the first labeler", found.second
    return (
        f"{first} and {second}: kappa {kappa}{interval}, same verdict {shown(found.share)}, "
        f"{found.answers} answer{'' if found.answers == 1 else 's'}"
    )


def suggestion_line(found: Suggestion) -> str:
    """Return a suggested anchor as a sentence."""
    rival = f"; nearer to {found.rival}, so think twice" if found.rival else ""
    return f"{found.checkpoint}: “{found.sentence}” ({found.source}; similarity {found.similarity:.2f}{rival})"


def as_data(found: RubricAgreement, badge: str, people: Sequence[PeopleAgreement]) -> dict[str, Any]:
    """Return agreement as plain data."""
    from dataclasses import asdict

    return {**asdict(found), "badge": badge, "people": [asdict(one) for one in people]}
