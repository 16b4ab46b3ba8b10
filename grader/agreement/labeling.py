"""What labels are for: they measure the grader and suggest anchors; both as lines of text and as data."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from grader.agreement.labels import Labeled, PeopleAgreement, RubricAgreement, Share, SuggestedAnchor, agreement
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


def agreement_lines(measured_rubric: RubricAgreement, badge: str) -> list[str]:
    """Return the agreement of one rubric as a Markdown table."""
    kappa = "–" if measured_rubric.kappa is None else f"{measured_rubric.kappa:.2f}"
    lines = [
        f"{measured_rubric.problem}: {badge}; {measured_rubric.answers} answers",
        f"same verdict as people {shown(measured_rubric.share)}, kappa {kappa}",
        "",
        "| checkpoint | same verdict [95 %] (n) | stricter | kinder |",
        "|---|---|---|---|",
    ]
    for c in sorted(measured_rubric.checkpoints, key=lambda c: (c.share.value is None, c.share.value or 0.0, c.id)):
        lines.append(f"| {c.id} | {shown(c.share)} | {c.stricter} | {c.kinder} |")
    return lines


def people_line(pair: PeopleAgreement) -> str:
    """Return the agreement of two people as a sentence."""
    kappa = "undefined" if pair.kappa is None else f"{pair.kappa:.2f}"
    interval = f" [{pair.kappa_interval[0]:.2f}, {pair.kappa_interval[1]:.2f}]" if pair.kappa_interval else ""
    first, second = pair.first or "the first labeler", pair.second
    return (
        f"{first} and {second}: kappa {kappa}{interval}, same verdict {shown(pair.share)}, "
        f"{pair.answers} answer{'' if pair.answers == 1 else 's'}"
    )


def suggestion_line(anchor: SuggestedAnchor) -> str:
    """Return a suggested anchor as a sentence."""
    rival = f"; nearer to {anchor.rival}, so think twice" if anchor.rival else ""
    return f"{anchor.checkpoint}: “{anchor.sentence}” ({anchor.source}; similarity {anchor.similarity:.2f}{rival})"


def as_data(measured_rubric: RubricAgreement, badge: str, people: Sequence[PeopleAgreement]) -> dict[str, Any]:
    """Return agreement as plain data."""
    return {**asdict(measured_rubric), "badge": badge, "people": [asdict(one) for one in people]}
