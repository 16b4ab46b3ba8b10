"""A scorecard explains itself: verdicts with the candidate's words, and totals derived from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from grader.answer import Answer
from grader.evidence import Evidence
from grader.guards import Guard
from grader.rubric import Level, Tier

Verdict = Literal["met", "partial", "missed", "contradicted", "not_assessed"]
NotAssessed = Literal["not_reached", "skipped", "too_short", "other_language"]

ENOUGH = 0.25
"""Coverage below which there is no score."""
CAP = 0.60
"""Highest score when a must-have is missed."""


@dataclass(frozen=True)
class CheckpointScore:
    """What was found for one checkpoint, and what it is worth."""

    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim."""
    phase: str
    """Id of its phase."""
    tier: Tier
    """Its tier."""
    weight: float
    """Its weight."""
    must_have: bool
    """Whether missing it caps the score."""
    expected: bool
    """Whether it is expected at the candidate's level; others are listed, not scored."""
    verdict: Verdict
    """met, partial, missed, contradicted or not_assessed."""
    reason: str
    """Why: one of `NotAssessed` for not_assessed, else a sentence."""
    credit: float | None
    """0..1; None when not assessed."""
    evidence: Evidence | None = None
    """The words that earned the credit, or that contradict; None for a miss."""
    closest: Evidence | None = None
    """For a miss, the nearest words and how near they came."""
    guards: tuple[Guard, ...] = ()
    """Why nearer words earned nothing."""
    borderline: bool = False
    """Whether the similarity lies so near a bound that a person might judge otherwise."""
    margin: float | None = None
    """Similarity minus the bound of `met`; negative below it."""
    overruled: "Overruled | None" = None
    """Set when a person judged it otherwise; it keeps what the grader found."""

    @property
    def counted(self) -> bool:
        """Whether it enters the score: expected and assessed."""
        return self.expected and self.credit is not None


@dataclass(frozen=True)
class Overruled:
    """A person's word about one checkpoint, over the grader's."""

    graded: CheckpointScore
    """What the grader found, whole."""
    reason: str
    """Why the person judges otherwise."""
    who: str
    """Who they are."""
    when: float
    """Unix time in seconds."""


@dataclass(frozen=True)
class PhaseScore:
    """The checkpoints of one phase."""

    id: str
    """Id of the phase."""
    name: str
    """Title shown to people."""
    checkpoints: tuple[CheckpointScore, ...]
    """Its checkpoints."""

    @property
    def score(self) -> float | None:
        """Weighted mean credit of what was assessed and expected, or None."""
        return _mean(self.checkpoints)

    @property
    def coverage(self) -> float | None:
        """Assessed weight over expected weight, or None when nothing is expected."""
        return _coverage(self.checkpoints)


@dataclass(frozen=True)
class Scorecard:
    """The judgment of one answer by one rubric."""

    rubric: str
    """Id of the rubric."""
    title: str
    """Title of the problem."""
    version: int
    """Version of the rubric."""
    level: Level
    """Level that decides what is expected."""
    phases: tuple[PhaseScore, ...]
    """Everything found, phase by phase."""
    answer: Answer
    """The words that were judged."""
    signature: str
    """Rubric, encoder, calibration, protected texts and version that made it."""
    warnings: tuple[str, ...] = ()
    """What a reader should know about the input."""
    calibrated: bool = True
    """Whether labels of this very rubric entered the calibration."""

    @cached_property
    def checkpoints(self) -> tuple[CheckpointScore, ...]:
        """All checkpoints in the rubric's order."""
        return tuple(c for phase in self.phases for c in phase.checkpoints)

    @property
    def coverage(self) -> float | None:
        """Assessed weight over expected weight; None when nothing is expected."""
        return _coverage(self.checkpoints)

    @property
    def missing_must_haves(self) -> tuple[CheckpointScore, ...]:
        """Expected must-haves that were missed or contradicted; each caps the score."""
        return tuple(
            c for c in self.checkpoints if c.must_have and c.counted and c.verdict in ("missed", "contradicted")
        )

    @property
    def score(self) -> float | None:
        """Sum of weight x credit over sum of weight; None below coverage .25, at most .60 without a must-have."""
        return self._total(c.credit for c in self.checkpoints)

    @property
    def range(self) -> tuple[float, float] | None:
        """The score if every borderline checkpoint fell half a verdict lower or higher; None without a score."""
        low = self._total(_moved(c, -0.5) for c in self.checkpoints)
        high = self._total(_moved(c, 0.5) for c in self.checkpoints)
        return None if low is None or high is None else (low, high)

    @property
    def capped(self) -> bool:
        """Whether a missing must-have lowered the score."""
        mean = _mean(self.checkpoints)
        return self.score is not None and mean is not None and mean > self.score

    @property
    def gaps(self) -> tuple[CheckpointScore, ...]:
        """Expected checkpoints that are not met yet, the largest lost weight first."""
        open_ones = [c for c in self.checkpoints if c.expected and c.verdict != "met"]
        return tuple(sorted(open_ones, key=lambda c: -c.weight * (1.0 - (c.credit or 0.0))))

    def _total(self, credits: Iterable[float | None]) -> float | None:
        coverage = self.coverage
        if coverage is None or coverage < ENOUGH:
            return None
        mean = _weighted(zip(self.checkpoints, credits, strict=True))
        return None if mean is None else round(min(mean, CAP) if self.missing_must_haves else mean, 4)


def _moved(checkpoint: CheckpointScore, step: float) -> float | None:
    if checkpoint.credit is None or not checkpoint.borderline:
        return checkpoint.credit
    return min(1.0, max(0.0, checkpoint.credit + step))


def _mean(checkpoints: Iterable[CheckpointScore]) -> float | None:
    mean = _weighted((c, c.credit) for c in checkpoints)
    return None if mean is None else round(mean, 4)


def _weighted(pairs: Iterable[tuple[CheckpointScore, float | None]]) -> float | None:
    counted = [(c.weight, credit) for c, credit in pairs if c.expected and credit is not None]
    total = sum(weight for weight, _ in counted)
    return sum(weight * credit for weight, credit in counted) / total if total else None


def _coverage(checkpoints: Iterable[CheckpointScore]) -> float | None:
    expected = [c for c in checkpoints if c.expected]
    total = sum(c.weight for c in expected)
    return round(sum(c.weight for c in expected if c.credit is not None) / total, 4) if total else None
