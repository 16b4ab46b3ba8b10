"""Overrides: a person's verdicts in place of the grader's, whose own result is kept so that they can be undone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.rubric import Rubric
from grader.scorecard import CheckpointScore, Overruled, Scorecard, Verdict

CREDITS: dict[Verdict, float | None] = {
    "met": 1.0,
    "partial": 0.5,
    "missed": 0.0,
    "contradicted": 0.0,
    "not_assessed": None,
}
"""What a person's verdict is worth."""


@dataclass(frozen=True)
class Override:
    """A person's verdict on one checkpoint."""

    checkpoint: str
    """Id of the checkpoint."""
    verdict: Verdict
    """Their verdict; equal to the grader's, it confirms it."""
    reason: str
    """Why."""
    who: str = ""
    """Their name."""
    when: float = 0.0
    """Unix time in seconds."""


def override(scorecard: Scorecard, overrides: Sequence[Override]) -> Scorecard:
    """Return the scorecard with the overrides applied; the last one for a checkpoint wins.

    Overrides of checkpoints that the scorecard does not have are left out. The grader's findings stay in `overruled`.
    """
    latest = {o.checkpoint: o for o in overrides}
    if not any(c.id in latest for c in scorecard.checkpoints):
        return scorecard
    phases = tuple(
        replace(p, checkpoints=tuple(_overridden(c, latest[c.id]) if c.id in latest else c for c in p.checkpoints))
        for p in scorecard.phases
    )
    return replace(scorecard, phases=phases)


def undo(overrides: Sequence[Override], checkpoint: str) -> tuple[Override, ...]:
    """Return the overrides without the last one for a checkpoint; unchanged when there is none."""
    places = [i for i, o in enumerate(overrides) if o.checkpoint == checkpoint]
    return tuple(o for i, o in enumerate(overrides) if not places or i != places[-1])


def original(scorecard: Scorecard) -> Scorecard:
    """Return the scorecard as the grader made it."""
    phases = tuple(
        replace(p, checkpoints=tuple(c.overruled.graded if c.overruled else c for c in p.checkpoints))
        for p in scorecard.phases
    )
    return replace(scorecard, phases=phases)


def _overridden(score: CheckpointScore, by: Override) -> CheckpointScore:
    graded = score.overruled.graded if score.overruled else score
    noted = Overruled(graded, by.reason, by.who, by.when)
    if by.verdict == graded.verdict:
        return replace(graded, borderline=False, overruled=noted)
    words = graded.evidence or graded.closest
    earned = by.verdict in ("met", "partial", "contradicted")
    return replace(
        graded,
        verdict=by.verdict,
        reason=f"overruled: {by.reason}",
        credit=CREDITS[by.verdict],
        evidence=words if earned else None,
        closest=None if earned else words,
        borderline=False,
        overruled=noted,
    )


def labeled_rows(rubric: Rubric, scorecard: Scorecard, name: str = "") -> list[dict[str, Any]]:
    """Return each assessed override as a labeled row, in the format that `calibrate` and `agree` read.

    `name` begins the ids of the rows. Keys: id, question, references, contrasts, heard, earned_by, answer, score.
    """
    rows = []
    for c in scorecard.checkpoints:
        score = CREDITS[c.verdict]
        if c.overruled is None or score is None or c.id not in rubric.phase_of:
            continue
        checkpoint = rubric.checkpoint(c.id)
        rows.append(
            {
                "id": f"{name or rubric.id}/{c.id}",
                "question": rubric.prompt,
                "references": list(checkpoint.phrasings),
                "contrasts": list(checkpoint.contrasts),
                "heard": list(scorecard.answer.heard),
                "earned_by": checkpoint.earned_by,
                "answer": "\n\n".join(t.text for t in scorecard.answer.turns if t.speaker == "candidate"),
                "score": score,
            }
        )
    return rows


def to_jsonl(rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
