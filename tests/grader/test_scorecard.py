"""Score, coverage, levels and must-haves are plain arithmetic over what was assessed."""

import pytest

from grader.answer import Answer, Span, Turn
from grader.evidence import Evidence, Parts
from grader.guards import Guard
from grader.rubric import Checkpoint, Phase, Rubric
from grader.scorecard import Scorecard
from grader.verdicts import Judgment, scorecard
from tests.fakes import CALIBRATION

TURNS = (Turn("interviewer", "Design it."), Turn("candidate", "We count the letters in the right drawer."))
MET, PARTIAL, LOW = 0.9, CALIBRATION.bound(0.5), 0.1


def evidence(similarity: float) -> Evidence:
    return Evidence(Span(1, 0, 8), "claim", round(similarity, 4), Parts(similarity, similarity))


def judge(
    findings: dict[str, float | None], answer: Answer | None = None, level: str = "staff", **changes: dict
) -> Scorecard:
    """One phase for each letter; a similarity for each checkpoint, None for no words at all."""
    phases: dict[str, list[Checkpoint]] = {}
    for name in findings:
        fields = {"tier": "basic", "weight": 1.0, **changes.get(name, {})}
        phases.setdefault(name[0], []).append(Checkpoint(f"Claim {name}.", name, **fields))
    rubric = Rubric("toy", "Toy", "Design it.", tuple(Phase(k, tuple(v)) for k, v in phases.items()), format="custom")
    found = {k: Judgment(evidence(v)) if v is not None else Judgment() for k, v in findings.items()}
    return scorecard(rubric, answer or Answer(TURNS), found, CALIBRATION, level=level, signature="test")


def test_verdicts_follow_the_credit() -> None:
    card = judge({"a1": MET, "a2": PARTIAL, "a3": LOW, "a4": None})
    assert [c.verdict for c in card.checkpoints] == ["met", "partial", "missed", "missed"]
    assert [c.credit for c in card.checkpoints] == [1.0, pytest.approx(0.5, abs=0.01), 0.0, 0.0]


def test_the_score_is_the_weighted_mean() -> None:
    card = judge({"a1": MET, "a2": LOW}, a1={"weight": 3.0})
    assert card.score == 0.75


def test_a_miss_shows_the_closest_words_and_the_margin() -> None:
    (missed,) = judge({"a1": LOW}).checkpoints
    assert missed.evidence is None
    assert missed.closest is not None
    assert missed.margin == pytest.approx(LOW - CALIBRATION.bound(CALIBRATION.met), abs=1e-4)


def test_a_phase_not_reached_is_not_zero() -> None:
    card = judge({"a1": MET, "b1": None}, Answer(TURNS, reached=frozenset({"a"})))
    assert card.checkpoints[1].verdict == "not_assessed"
    assert card.checkpoints[1].reason == "not_reached"
    assert (card.score, card.coverage) == (1.0, 0.5)


def test_content_spoken_early_is_assessed_in_a_phase_not_reached() -> None:
    card = judge({"a1": LOW, "b1": MET}, Answer(TURNS, reached=frozenset({"a"})))
    assert card.checkpoints[1].verdict == "met"


def test_skipped_is_not_assessed_unless_it_was_said_anyway() -> None:
    answer = Answer(TURNS, reached=frozenset({"a"}), skipped=frozenset({"a1", "a2"}))
    card = judge({"a1": LOW, "a2": MET, "a3": MET}, answer)
    assert [c.verdict for c in card.checkpoints] == ["not_assessed", "met", "met"]
    assert card.checkpoints[0].reason == "skipped"


def test_there_is_no_score_below_a_quarter_of_coverage() -> None:
    answer = Answer(TURNS, reached=frozenset({"a"}))
    assert judge({"a1": MET, "b1": None, "b2": None, "b3": None}, answer).score == 1.0
    card = judge({"a1": MET, "b1": None, "b2": None, "b3": None, "b4": None}, answer)
    assert (card.score, card.coverage, card.range) == (None, 0.2, None)


@pytest.mark.parametrize(
    ("finding", "score"), [(LOW, 0.6), (PARTIAL, None), (MET, 1.0)], ids=["missed", "partial", "met"]
)
def test_a_missed_must_have_caps_the_score(finding: float, score: float | None) -> None:
    card = judge({"a1": finding, "a2": MET, "a3": MET, "a4": MET, "a5": MET}, a1={"must_have": True})
    assert card.capped == (finding == LOW)
    assert score is None or card.score == score


def test_a_must_have_that_was_not_assessed_caps_nothing() -> None:
    card = judge({"a1": MET, "b1": None}, Answer(TURNS, reached=frozenset({"a"})), b1={"must_have": True})
    assert (card.score, card.capped) == (1.0, False)


@pytest.mark.parametrize(("level", "expected"), [("junior", 1), ("mid", 1), ("senior", 2), ("staff", 3)])
def test_the_level_decides_what_is_expected(level: str, expected: int) -> None:
    tiers = {"a1": {"tier": "basic"}, "a2": {"tier": "strong"}, "a3": {"tier": "staff"}}
    card = judge({"a1": MET, "a2": LOW, "a3": LOW}, level=level, **tiers)
    assert sum(c.expected for c in card.checkpoints) == expected
    assert card.score == pytest.approx(1 / expected, abs=1e-4)
    assert len(card.checkpoints) == 3


def test_reversed_words_contradict_and_earn_nothing() -> None:
    rubric = Rubric("toy", "Toy", "Design it.", (Phase("a", (Checkpoint("Claim.", "a1"),)),), format="custom")
    guard = Guard("reversed", "Says the opposite.")
    found = {"a1": Judgment(evidence(0.2), evidence(MET), (guard,))}
    card = scorecard(rubric, Answer(TURNS), found, CALIBRATION, level="staff", signature="test")
    assert (card.checkpoints[0].verdict, card.checkpoints[0].credit) == ("contradicted", 0.0)
    assert card.checkpoints[0].reason == "Says the opposite."


def test_a_borderline_verdict_widens_the_range() -> None:
    edge = CALIBRATION.bound(CALIBRATION.met)
    card = judge({"a1": edge - 0.001, "a2": MET})
    assert card.checkpoints[0].borderline
    low, high = card.range or (0, 0)
    assert low < (card.score or 0) <= high


def test_phases_without_data_have_no_score() -> None:
    card = judge({"a1": MET, "b1": None}, Answer(TURNS, reached=frozenset({"a"})))
    assert [(p.score, p.coverage) for p in card.phases] == [(1.0, 1.0), (None, 0.0)]


def test_gaps_come_by_lost_weight() -> None:
    card = judge({"a1": LOW, "a2": PARTIAL, "a3": MET, "a4": LOW}, a4={"weight": 3.0})
    assert [c.id for c in card.gaps] == ["a4", "a1", "a2"]
