"""People's verdicts on model answers (labels), compared with the grader's and with each other.

Intervals resample whole answers. Where all verdicts agree, or none does, every resample is the same; the interval is
Wilson's (1927) there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from grader.agreement import bootstrap
from grader.agreement.figures import kappa
from grader.answer import Answer
from grader.calibration import Calibration
from grader.ports import Encoder
from grader.rubric import Checkpoint, Rubric
from grader.scorecard import Scorecard, Verdict

ENOUGH = 40
"""A rubric with fewer labels than this, of either met or missed, has few labels."""
FAR = 0.75
"""Similarity to a claim or an anchor above which a sentence adds nothing as another anchor."""
_Z = 1.96
_RANKS: Mapping[Verdict, int] = {"contradicted": 0, "missed": 0, "not_assessed": 0, "partial": 1, "met": 2}
"""Verdicts by how much credit they give."""

_VerdictPair = tuple[Verdict, Verdict]
"""Two verdicts on one checkpoint: the grader's and a person's, or two people's."""


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
class SuggestedAnchor:
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
    """Compare the first labeler's verdicts with scorecards by name of the answer; other labelers are left out."""
    first = [one for one in labeled if not one.labeler and one.name in graded]
    verdicts = {name: {c.id: c.verdict for c in card.checkpoints} for name, card in graded.items()}
    pairs = [
        {i: (verdicts[one.name][i], label.verdict) for i, label in one.labels.items() if i in verdicts[one.name]}
        for one in first
    ]
    answers = [list(of_answer.values()) for of_answer in pairs]
    return RubricAgreement(
        rubric.id,
        len(first),
        _share_of_equal(answers),
        _rounded(_kappa(answers)),
        tuple(
            _checkpoint_agreement(c, [of_answer[c.id] for of_answer in pairs if c.id in of_answer])
            for c in rubric.checkpoints
        ),
    )


def _checkpoint_agreement(checkpoint: Checkpoint, pairs: Sequence[_VerdictPair]) -> CheckpointAgreement:
    gaps = [_RANKS[ours] - _RANKS[theirs] for ours, theirs in pairs]
    return CheckpointAgreement(
        checkpoint.id,
        checkpoint.claim,
        _share_of_equal([[pair] for pair in pairs]),
        stricter=sum(gap < 0 for gap in gaps),
        kinder=sum(gap > 0 for gap in gaps),
    )


def people(labeled: Sequence[Labeled]) -> tuple[PeopleAgreement, ...]:
    """Compare every two labelers on the answers that both labeled."""
    names = sorted({one.labeler for one in labeled})
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    compared = (_compared(first, second, labeled) for first, second in pairs)
    return tuple(pair for pair in compared if pair.answers)


def _compared(first: str, second: str, labeled: Sequence[Labeled]) -> PeopleAgreement:
    by_first, by_second = ({one.name: one.labels for one in labeled if one.labeler == who} for who in (first, second))
    verdicts = {
        (name, i): (label.verdict, by_second[name][i].verdict)
        for name in sorted(by_first.keys() & by_second.keys())
        for i, label in by_first[name].items()
        if i in by_second[name]
    }
    answers = [[pair for (_, pair) in group] for _, group in groupby(verdicts.items(), key=lambda item: item[0][0])]
    return PeopleAgreement(
        first,
        second,
        len(answers),
        _share_of_equal(answers),
        _rounded(_kappa(answers)),
        bootstrap.interval(answers, _kappa),
        tuple((name, i, a, b) for (name, i), (a, b) in verdicts.items() if a != b),
    )


def _kappa(answers: Sequence[Sequence[_VerdictPair]]) -> float | None:
    pairs = [pair for of_answer in answers for pair in of_answer]
    return kappa([a for a, _ in pairs], [b for _, b in pairs])


def suggested_anchors(
    rubric: Rubric, sentences: Iterable[tuple[str, str, str]], encoder: Encoder, most: int = 20
) -> list[SuggestedAnchor]:
    """Return what might become an anchor, the farthest from the present ones first.

    `sentences` are (checkpoint id, words that a person marked as met, where they were said).
    """
    marked = [s for s in dict.fromkeys(sentences) if s[0] in rubric.phase_of and s[1].strip()]
    if not marked:
        return []
    owners = [(c.id, text) for c in rubric.checkpoints for text in c.phrasings]
    vectors = encoder.encode([*(text for _, text in owners), *(text for _, text, _ in marked)])
    similarities = vectors[len(owners) :] @ vectors[: len(owners)].T
    suggested = []
    for (checkpoint, text, source), row in zip(marked, similarities, strict=True):
        nearest: dict[str, float] = {}
        for (owner, _), similarity in zip(owners, row, strict=True):
            nearest[owner] = max(nearest.get(owner, -1.0), float(similarity))
        own = round(nearest[checkpoint], 4)
        if own < FAR:
            suggested.append(SuggestedAnchor(checkpoint, text, source, own, _rival(checkpoint, nearest)))
    return sorted(suggested, key=lambda s: (bool(s.rival), s.similarity, s.checkpoint, s.sentence))[:most]


def _rival(checkpoint: str, nearest: Mapping[str, float]) -> str:
    """Return the other checkpoint that a sentence is nearest to, when it is nearer than its own; else nothing."""
    best = max(nearest, key=lambda i: nearest[i])
    return best if best != checkpoint and nearest[best] > nearest[checkpoint] else ""


def counts(labeled: Iterable[Labeled]) -> tuple[int, int]:
    """Return how many labels say met, and how many say missed or contradicted; the first labeler's alone."""
    verdicts = [label.verdict for one in labeled if not one.labeler for label in one.labels.values()]
    return sum(v == "met" for v in verdicts), sum(v in ("missed", "contradicted") for v in verdicts)


def badge(compared: str, counted: tuple[int, int], calibration: Calibration | None) -> str:
    """Return `calibrated`, `few labels` or `uncalibrated` for a rubric; `compared` is `Rubric.compared`.

    Calibrated: the calibration was fitted on labels of this very rubric, and there are enough of either verdict. Few
    labels: there are some, but not enough. Uncalibrated: there are none, the calibration was fitted without them, or
    claims, anchors or contrasts have changed since.
    """
    met, missed = counted
    if met + missed == 0:
        return "uncalibrated"
    if min(met, missed) < ENOUGH:
        return "few labels"
    return "calibrated" if calibration is not None and compared in calibration.rubrics else "uncalibrated"


def _share_of_equal(answers: Sequence[Sequence[_VerdictPair]]) -> Share:
    """Return the share of pairs with equal verdicts, with an interval that resamples answers."""
    groups = [[float(a == b) for a, b in pairs] for pairs in answers]
    hits = [hit for group in groups for hit in group]
    if not hits:
        return Share(0, None, None)
    value = sum(hits) / len(hits)
    interval = None if value in (0.0, 1.0) else bootstrap.interval(groups, _mean)
    return Share(len(hits), round(value, 4), interval or wilson(sum(hits), len(hits)))


def _mean(groups: Sequence[Sequence[float]]) -> float | None:
    flat = [value for group in groups for value in group]
    return sum(flat) / len(flat) if flat else None


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    middle = (hits + _Z**2 / 2) / (n + _Z**2)
    half = _Z / (n + _Z**2) * float(np.sqrt(hits * (n - hits) / n + _Z**2 / 4))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
