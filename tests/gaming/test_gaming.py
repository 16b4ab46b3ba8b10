"""Families of texts that try to earn what they are not due, and controls that must not lose what they are.

Every case is judged by the shipped grader. A family passes when at most its allowed share goes wrong: what the grader is
known to get wrong stands in `known.yaml` and in docs/grading.md, and may not grow.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.answer import Answer, Turn
from grader.grading import grade
from grader.rubric import Phase, Rubric
from grader.scorecard import CheckpointScore

HERE = Path(__file__).parent
FAMILIES = {
    (kind, family["family"]): family["cases"]
    for kind in ("attacks", "controls")
    for family in yaml.safe_load((HERE / f"{kind}.yaml").read_text(encoding="utf-8"))["families"]
}
KNOWN: dict[str, float] = yaml.safe_load((HERE / "known.yaml").read_text(encoding="utf-8"))
RUBRICS = read_shelf([HERE.parent.parent / "rubrics"]).rubrics


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


def judged(case: dict[str, Any], encoder: SentenceTransformerEncoder) -> CheckpointScore:
    rubric = RUBRICS[case["rubric"]]
    checkpoint = rubric.checkpoint(case["checkpoint"])
    prompt = case.get("question") or rubric.prompt
    only = Rubric(rubric.id, rubric.title, prompt, (Phase("only", (checkpoint,)),), format="custom")
    heard = [Turn("interviewer", text) for text in (rubric.prompt, *case.get("heard", ()), prompt)]
    answer = Answer((*heard, Turn("candidate", case["answer"])))
    calibration = read_calibration(encoder.id)
    options: dict[str, Any] = {"encoder": encoder, "calibration": calibration, "protected": rubric.texts, "shortest": 1}
    return grade(only, answer, **options).checkpoints[0]


def wrong(found: CheckpointScore, expect: str) -> bool:
    credit = found.credit or 0.0
    return {
        "no_credit": credit > 0,
        "not_met": found.verdict == "met",
        "met": found.verdict != "met",
        "credit": credit == 0,
    }[expect]


@pytest.mark.parametrize(("kind", "family"), FAMILIES, ids=lambda v: v)
def test_family(kind: str, family: str, encoder: SentenceTransformerEncoder) -> None:
    cases = FAMILIES[kind, family]
    failures = []
    for case in cases:
        found = judged(case, encoder)
        if wrong(found, case["expect"]):
            guards = ",".join(g.name for g in found.guards)
            failures.append(f"{case['checkpoint']}: {found.verdict} {found.credit} [{guards}] {case['answer'][:90]}")
    share = len(failures) / len(cases)
    print(f"{family}: {len(failures)} of {len(cases)}")
    assert share <= KNOWN.get(family, 0.05) + 1e-9, "\n".join(failures)


def test_the_suite_is_large_enough() -> None:
    for kind in ("attacks", "controls"):
        sizes = [len(cases) for (held, _), cases in FAMILIES.items() if held == kind]
        assert len(sizes) >= 12
        assert min(sizes) >= 20
