"""From findings to a scorecard: verdicts and plain arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.answer import Answer
from grader.calibration import Calibration
from grader.evidence import Evidence
from grader.guards import Guard
from grader.rubric import EXPECTED, Checkpoint, Level, Rubric
from grader.scorecard import CheckpointScore, NotAssessed, PhaseScore, Scorecard, Verdict


@dataclass(frozen=True)
class Judgment:
    """What was found for one checkpoint, before it is worth anything."""

    best: Evidence | None = None
    """The nearest words that no guard objects to."""
    guarded: Evidence | None = None
    """The nearest words of all, when a guard objects to them."""
    guards: tuple[Guard, ...] = ()
    """Why the guarded words earn nothing."""


def scorecard(
    rubric: Rubric,
    answer: Answer,
    findings: Mapping[str, Judgment],
    calibration: Calibration,
    *,
    level: Level,
    signature: str,
    unassessable: NotAssessed | None = None,
    warnings: tuple[str, ...] = (),
) -> Scorecard:
    """Turn findings (by checkpoint id) into a scorecard.

    `unassessable` is the reason why nothing of the answer can be assessed, if there is one.
    """
    expected = EXPECTED[level]
    phases = []
    for phase in rubric.phases:
        scores = []
        for checkpoint in phase.checkpoints:
            reason = unassessable or _reason(checkpoint, phase.id, answer, findings[checkpoint.id], calibration)
            judged = _unassessed(reason) if reason else _judged(findings[checkpoint.id], calibration)
            scores.append(_score(checkpoint, phase.id, checkpoint.tier in expected, judged))
        phases.append(PhaseScore(phase.id, phase.name, tuple(scores)))
    return Scorecard(
        rubric=rubric.id,
        title=rubric.title,
        version=rubric.version,
        level=level,
        phases=tuple(phases),
        answer=answer,
        signature=signature,
        warnings=warnings,
        calibrated=rubric.compared in calibration.rubrics,
    )


@dataclass(frozen=True)
class _Judged:
    verdict: Verdict
    reason: str
    credit: float | None
    evidence: Evidence | None = None
    closest: Evidence | None = None
    guards: tuple[Guard, ...] = ()
    borderline: bool = False
    margin: float | None = None


def _score(checkpoint: Checkpoint, phase: str, expected: bool, judged: _Judged) -> CheckpointScore:
    return CheckpointScore(
        id=checkpoint.id,
        claim=checkpoint.claim,
        phase=phase,
        tier=checkpoint.tier,
        weight=checkpoint.weight,
        must_have=checkpoint.must_have,
        expected=expected,
        **vars(judged),
    )


def _reason(
    checkpoint: Checkpoint, phase: str, answer: Answer, finding: Judgment, calibration: Calibration
) -> NotAssessed | None:
    """Say why a checkpoint is not assessed; content that was spoken anyway always is."""
    if finding.best and calibration.credit(finding.best.similarity) > 0:
        return None
    if checkpoint.id in answer.skipped:
        return "skipped"
    if answer.reached is not None and phase not in answer.reached:
        return "not_reached"
    return None


def _unassessed(reason: NotAssessed) -> _Judged:
    return _Judged("not_assessed", reason, None)


def _judged(finding: Judgment, calibration: Calibration) -> _Judged:
    best, guarded = finding.best, finding.guarded
    credit = calibration.credit(best.similarity) if best else 0.0
    margin = round(best.similarity - calibration.clearly, 4) if best else None
    borderline = bool(best and calibration.borderline(best.similarity))
    if best and credit > 0:
        verdict: Verdict = "met" if credit >= calibration.clear else "partial"
        reason = "said clearly" if verdict == "met" else "said in part, or in words that may mean something else"
        return _Judged(verdict, reason, credit, best, None, (), borderline, margin)
    reversed_words = [g for g in finding.guards if g.name in ("reversed", "contrast")]
    if guarded and reversed_words and guarded.similarity >= calibration.bound(0.5):
        return _Judged("contradicted", reversed_words[0].reason, 0.0, guarded, None, finding.guards, False, margin)
    cost = bool(guarded and finding.guards and calibration.credit(guarded.similarity) > 0)
    reason = finding.guards[0].reason if cost else "nothing near enough was said"
    closest = guarded if cost else best or guarded
    return _Judged("missed", reason, 0.0, None, closest, finding.guards if cost else (), borderline, margin)
