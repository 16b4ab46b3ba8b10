"""Does a rubric grade well? What people said of model answers, beside what the grader says, and beside each other.

Intervals are 95 % percentile bootstrap intervals that resample whole answers, since the verdicts of one answer are not
independent. Where all agree, or none, resampling has nothing to vary; the bound is Wilson's (1927) there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.agreement.figures import kappa
from grader.answer import Answer
from grader.calibration import Calibration
from grader.ports import Encoder
from grader.rubric import Rubric
from grader.scorecard import Scorecard, Verdict

ENOUGH = 40
"""Labels of either sort, stated and not stated, from which a rubric no longer counts as having few."""
RESAMPLES = 500
"""Bootstrap resamples."""
FAR = 0.75
"""Similarity to a claim or an anchor above which a sentence adds nothing as another anchor."""
_Z = 1.96


@dataclass(frozen=True)
class Label:
    """A person's verdict on one checkpoint of one answer."""

    verdict: Verdict
    """Their verdict."""
    quote: str = ""
    """The candidate's words that earn it; empty for a miss."""


@dataclass(frozen=True)
class Labeled:
    """What one person said of one model answer."""

    name: str
    """Name of the answer, such as `strong`."""
    labeler: str
    """Who; empty for the first."""
    answer: Answer
    """The answer."""
    labels: Mapping[str, Label] = field(default_factory=dict)
    """Labels by checkpoint id."""


@dataclass(frozen=True)
class Share:
    """A share of cases, and how sure it is."""

    n: int
    """Cases."""
    value: float | None
    """0..1; None without any."""
    interval: tuple[float, float] | None
    """95 % interval; None without any."""


@dataclass(frozen=True)
class CheckpointAgreement:
    """How often the grader gives a checkpoint the verdict that people gave it."""

    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim."""
    share: Share
    """Answers with the same verdict."""
    stricter: int
    """Answers to which the grader gave less credit than people did."""
    kinder: int
    """Answers to which it gave more."""


@dataclass(frozen=True)
class RubricAgreement:
    """Agreement of grader and people on one rubric."""

    problem: str
    """Id of the rubric."""
    answers: int
    """Model answers with labels."""
    share: Share
    """All verdicts."""
    kappa: float | None
    """Cohen's kappa (1960) over all verdicts; None when undefined."""
    checkpoints: tuple[CheckpointAgreement, ...]
    """Checkpoint by checkpoint, in the rubric's order."""


@dataclass(frozen=True)
class PeopleAgreement:
    """Agreement of two people on the same answers."""

    first: str
    """One labeler; empty for the first."""
    second: str
    """The other."""
    answers: int
    """Answers that both labeled."""
    share: Share
    """Checkpoints with the same verdict."""
    kappa: float | None
    """Cohen's kappa; None when undefined."""
    kappa_interval: tuple[float, float] | None
    """Its 95 % interval; None with fewer than two answers, or when it is mostly undefined."""
    differ: tuple[tuple[str, str, str, str], ...]
    """(answer, checkpoint, first verdict, second verdict) where they differ."""


@dataclass(frozen=True)
class Suggestion:
    """A sentence that people marked as met, and that the rubric's own phrasings are far from."""

    checkpoint: str
    """Id of the checkpoint."""
    sentence: str
    """The candidate's words."""
    source: str
    """Where it was said."""
    similarity: float
    """To the nearest of the claim and the anchors; the lower, the more it would add."""
    rival: str
    """Id of another checkpoint that is nearer to it; empty for none. Such an anchor would blur the two."""


def agreement(rubric: Rubric, labeled: Sequence[Labeled], graded: Mapping[str, Scorecard]) -> RubricAgreement:
    """Compare the first labeler's verdicts with scorecards by name of the answer; others are left out."""
    first = [one for one in labeled if not one.labeler and one.name in graded]
    verdicts = {name: {c.id: c for c in card.checkpoints} for name, card in graded.items()}
    rows = []
    for checkpoint in rubric.checkpoints:
        cases = [(one, one.labels[checkpoint.id].verdict) for one in first if checkpoint.id in one.labels]
        ours = [verdicts[one.name][checkpoint.id].verdict for one, _ in cases]
        gaps = [_ORDER[mine] - _ORDER[said] for mine, (_, said) in zip(ours, cases, strict=True)]
        hits = [[float(mine == said)] for mine, (_, said) in zip(ours, cases, strict=True)]
        stricter, kinder = sum(gap < 0 for gap in gaps), sum(gap > 0 for gap in gaps)
        rows.append(CheckpointAgreement(checkpoint.id, checkpoint.claim, _share(hits), stricter, kinder))
    pairs = [
        [(verdicts[one.name][i].verdict, label.verdict) for i, label in one.labels.items() if i in verdicts[one.name]]
        for one in first
    ]
    flat = [pair for answer in pairs for pair in answer]
    return RubricAgreement(
        rubric.id,
        len(first),
        _share([[float(mine == said) for mine, said in answer] for answer in pairs]),
        _rounded(kappa([mine for mine, _ in flat], [said for _, said in flat])),
        tuple(rows),
    )


_ORDER: dict[str, int] = {"contradicted": 0, "missed": 0, "not_assessed": 0, "partial": 1, "met": 2}


def people(labeled: Sequence[Labeled]) -> tuple[PeopleAgreement, ...]:
    """Compare every two labelers on the answers that both labeled."""
    names = sorted({one.labeler for one in labeled})
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return tuple(found for a, b in pairs if (found := _pair(a, b, labeled)) is not None)


def _pair(first: str, second: str, labeled: Sequence[Labeled]) -> PeopleAgreement | None:
    mine, theirs = ({one.name: one.labels for one in labeled if one.labeler == who} for who in (first, second))
    answers = []
    differ = []
    for name in sorted(mine.keys() & theirs.keys()):
        shared = [i for i in mine[name] if i in theirs[name]]
        said = [(mine[name][i].verdict, theirs[name][i].verdict) for i in shared]
        answers.append(said)
        differ += [(name, i, a, b) for i, (a, b) in zip(shared, said, strict=True) if a != b]
    answers = [said for said in answers if said]
    if not answers:
        return None

    def figure(drawn: Sequence[Sequence[tuple[str, str]]]) -> float | None:
        flat = [pair for said in drawn for pair in said]
        return kappa([a for a, _ in flat], [b for _, b in flat])

    return PeopleAgreement(
        first,
        second,
        len(answers),
        _share([[float(a == b) for a, b in said] for said in answers]),
        _rounded(figure(answers)),
        _bootstrap(answers, figure),
        tuple(differ),
    )


def suggestions(
    rubric: Rubric, sentences: Iterable[tuple[str, str, str]], encoder: Encoder, most: int = 20
) -> list[Suggestion]:
    """Return what might become an anchor, the farthest from the present ones first.

    `sentences` are (checkpoint id, words that a person marked as met, where they were said).
    """
    wanted = [s for s in dict.fromkeys(sentences) if s[0] in rubric.phase_of and s[1].strip()]
    if not wanted:
        return []
    owners = [(c.id, text) for c in rubric.checkpoints for text in c.phrasings]
    vectors = encoder.encode([*(text for _, text in owners), *(text for _, text, _ in wanted)])
    near = vectors[len(owners) :] @ vectors[: len(owners)].T
    found = []
    for (checkpoint, text, source), row in zip(wanted, near, strict=True):
        best: dict[str, float] = {}
        for (owner, _), value in zip(owners, row, strict=True):
            best[owner] = max(best.get(owner, -1.0), float(value))
        nearest = max(best, key=lambda i: best[i])
        own = round(best[checkpoint], 4)
        if own < FAR:
            rival = nearest if nearest != checkpoint and best[nearest] > best[checkpoint] else ""
            found.append(Suggestion(checkpoint, text, source, own, rival))
    return sorted(found, key=lambda s: (bool(s.rival), s.similarity, s.checkpoint, s.sentence))[:most]


def counts(labeled: Iterable[Labeled]) -> tuple[int, int]:
    """Return how many labels say met, and how many say missed or contradicted; the first labeler's alone."""
    said = [label.verdict for one in labeled if not one.labeler for label in one.labels.values()]
    return sum(v == "met" for v in said), sum(v in ("missed", "contradicted") for v in said)


Badge = str


def badge(compared: str, counted: tuple[int, int], calibration: Calibration | None) -> Badge:
    """Return `calibrated`, `few labels` or `uncalibrated` for a rubric, given by its `compared`.

    Calibrated: labels of this very rubric entered the calibration, and there are enough of either sort. Few labels:
    there are some, but not enough. Uncalibrated: there are none, they never entered the calibration, or the rubric
    has other claims, anchors or contrasts since.
    """
    met, missed = counted
    if met + missed == 0:
        return "uncalibrated"
    if min(met, missed) < ENOUGH:
        return "few labels"
    return "calibrated" if calibration is not None and compared in calibration.rubrics else "uncalibrated"


def _share(groups: Sequence[Sequence[float]]) -> Share:
    """Return the share of ones in groups of 0 and 1, with an interval that resamples groups."""
    flat = [value for group in groups for value in group]
    if not flat:
        return Share(0, None, None)
    value = sum(flat) / len(flat)
    interval = wilson(sum(flat), len(flat)) if value in (0.0, 1.0) else _bootstrap(groups, _mean)
    return Share(len(flat), round(value, 4), interval or wilson(sum(flat), len(flat)))


def _mean(groups: Sequence[Sequence[float]]) -> float | None:
    flat = [value for group in groups for value in group]
    return sum(flat) / len(flat) if flat else None


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    middle = (hits + _Z**2 / 2) / (n + _Z**2)
    half = _Z / (n + _Z**2) * float(np.sqrt(hits * (n - hits) / n + _Z**2 / 4))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def _bootstrap(groups: Sequence[Any], figure: Callable[[Sequence[Any]], float | None]) -> tuple[float, float] | None:
    if len(groups) < 2:
        return None
    rng = np.random.default_rng(20)
    drawn = (figure([groups[i] for i in rng.integers(0, len(groups), len(groups))]) for _ in range(RESAMPLES))
    found = [value for value in drawn if value is not None]
    if len(found) < RESAMPLES / 2:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
