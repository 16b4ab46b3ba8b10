"""Rules that let a rubric judge real answers: what it meets in other problems, and what it never meets."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.grading import grade
from grader.lint.finding import Finding
from grader.lint.walk import PlacedCheckpoint, placed_checkpoints
from grader.ports import Encoder
from grader.rubric import Rubric
from grader.scorecard import CheckpointScore

EVERYTHING = 1 / 3
"""A checkpoint that meets a larger share of poor answers to other problems fires on everything."""
ENOUGH = 6
"""Fewest answers for which a share is reported."""


@dataclass(frozen=True)
class Answers:
    """What a rubric is measured on."""

    own: Sequence[Answer] = ()
    """Model answers to this problem, the best first."""
    others: Sequence[Answer] = ()
    """Poor answers to other problems: none of them should meet a checkpoint of this one."""


def measured(rubric: Rubric, answers: Answers, encoder: Encoder, calibration: Calibration) -> Iterator[Finding]:
    """Find checkpoints that fire on everything, and those that no answer to their own problem earns."""
    by_id = {placed.checkpoint.id: placed for placed in placed_checkpoints(rubric)}
    for checkpoint, share in _everywhere(rubric, answers.others, encoder, calibration).items():
        message = f"met by {share:.0%} of {len(answers.others)} poor answers to other problems"
        yield by_id[checkpoint].finding("fires-on-everything", message, "claim")
    for checkpoint in _nowhere(rubric, answers.own, encoder, calibration):
        message = f"none of {len(answers.own)} model answers to this problem earns anything"
        yield by_id[checkpoint].finding("never-fires", message, "claim")


def said_alone(rubric: Rubric, encoder: Encoder, calibration: Calibration) -> Iterator[Finding]:
    """Find claims that their own contrasts silence, and probes that would earn the point if a candidate said them."""
    for placed in placed_checkpoints(rubric):
        score = _alone(placed, placed.checkpoint.claim, encoder, calibration)
        if any(guard.name == "contrast" for guard in score.guards):
            message = "a contrast says what the claim says: even the claim itself earns nothing"
            yield placed.finding("never-fires", message, "contrasts")
        for i, probe in enumerate(placed.checkpoint.probes):
            if _alone(placed, probe.replace("?", "."), encoder, calibration).verdict == "met":
                yield placed.finding("probe-leaks", f"probe {i + 1} would earn `met` as an answer", "probes", i)


def _alone(placed: PlacedCheckpoint, text: str, encoder: Encoder, calibration: Calibration) -> CheckpointScore:
    """Judge a text by one checkpoint, as if a candidate had said nothing else."""
    phase = replace(placed.rubric.phases[0], checkpoints=(placed.checkpoint,))
    alone = replace(placed.rubric, phases=(phase,))
    answer = Answer((Turn("candidate", text),))
    return grade(alone, answer, encoder=encoder, calibration=calibration).checkpoints[0]


def _everywhere(
    rubric: Rubric, answers: Sequence[Answer], encoder: Encoder, calibration: Calibration
) -> dict[str, float]:
    """Return the share of answers that each checkpoint meets, for those that meet too many."""
    if len(answers) < ENOUGH:
        return {}
    met = {c.id: 0 for c in rubric.checkpoints}
    most = EVERYTHING * len(answers)
    for n, answer in enumerate(answers):
        # A checkpoint that can no longer pass the bound is judged no further: most drop out after two thirds.
        met = {i: count for i, count in met.items() if count + len(answers) - n > most}
        for score in _judged(rubric, met, answer, encoder, calibration):
            met[score.id] += score.verdict == "met"
    return {i: count / len(answers) for i, count in met.items() if count > most}


def _nowhere(rubric: Rubric, answers: Sequence[Answer], encoder: Encoder, calibration: Calibration) -> list[str]:
    """Return the checkpoints that earn nothing in any answer; none without answers."""
    left = {c.id: 0 for c in rubric.checkpoints} if answers else {}
    for answer in answers:
        for score in _judged(rubric, left, answer, encoder, calibration):
            if score.credit:
                del left[score.id]
    return list(left)


def _judged(
    rubric: Rubric, ids: Collection[str], answer: Answer, encoder: Encoder, calibration: Calibration
) -> tuple[CheckpointScore, ...]:
    phases = (replace(p, checkpoints=tuple(c for c in p.checkpoints if c.id in ids)) for p in rubric.phases)
    left = tuple(p for p in phases if p.checkpoints)
    if not left:
        return ()
    return grade(replace(rubric, phases=left), answer, encoder=encoder, calibration=calibration).checkpoints
