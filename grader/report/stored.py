"""Plain data -> Scorecard: what `report.as_dict` wrote is read back, byte for byte the same when written again."""

from typing import Any

from grader.answer import Answer, Span, Turn
from grader.errors import InputError
from grader.evidence import Evidence, Parts
from grader.guards import Guard
from grader.scorecard import CheckpointScore, Overruled, PhaseScore, Scorecard


def from_dict(data: dict[str, Any]) -> Scorecard:
    """Return the scorecard that this plain data describes; InputError when it is not one."""
    try:
        return _scorecard(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"This is not a scorecard of this version ({error!r}).", "Grade the interview again."
        ) from None


def _scorecard(data: dict[str, Any]) -> Scorecard:
    reached = data["reached"]
    turns = tuple(Turn(t["speaker"], t["text"], t.get("seconds")) for t in data["transcript"])
    answer = Answer(turns, None if reached is None else frozenset(reached), frozenset(data["skipped"]))
    found = [_checkpoint(c) for c in data["checkpoints"]]
    phases = tuple(
        PhaseScore(p["id"], p["name"], tuple(c for c in found if c.phase == p["id"])) for p in data["phases"]
    )
    return Scorecard(
        rubric=data["rubric"],
        title=data["title"],
        version=data["version"],
        level=data["level"],
        phases=phases,
        answer=answer,
        signature=data["signature"],
        warnings=tuple(data["warnings"]),
        calibrated=data["calibrated"],
    )


def _checkpoint(data: dict[str, Any]) -> CheckpointScore:
    by = data.get("override")
    return CheckpointScore(
        id=data["id"],
        claim=data["claim"],
        phase=data["phase"],
        tier=data["tier"],
        weight=data["weight"],
        must_have=data["must_have"],
        expected=data["expected"],
        verdict=data["verdict"],
        reason=data["reason"],
        credit=data["credit"],
        evidence=_evidence(data["evidence"]),
        closest=_evidence(data["closest"]),
        guards=tuple(Guard(g["name"], g["reason"]) for g in data["guards"]),
        borderline=data["borderline"],
        margin=data["margin"],
        overruled=Overruled(_checkpoint(by["graded"]), by["reason"], by["who"], by["when"]) if by else None,
    )


def _evidence(data: dict[str, Any] | None) -> Evidence | None:
    if data is None:
        return None
    span = Span(data["turn"], data["start"], data["end"])
    return Evidence(span, data["phrasing"], data["similarity"], Parts(**data["parts"]))
