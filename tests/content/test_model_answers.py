"""Model answers and their verdict files: complete, verbatim, and not copied from what they are judged by."""

from typing import get_args

import pytest

from grader.scorecard import Verdict
from tests.content import shipped

WORDS = {
    "strong": (1_800, 2_500),
    "colloquial": (1_000, 1_700),
    "middling": (600, 1_000),
    "weak": (150, 350),
    "off_topic": (250, 400),
    "wrong_but_fluent": (700, 1_000),
}
MET = {
    "strong": (0.90, 1.0),
    "colloquial": (0.85, 1.0),
    "middling": (0.40, 0.65),
    "weak": (0.0, 0.15),
    "off_topic": (0.0, 0.0),
    "wrong_but_fluent": (0.0, 0.10),
}
"""Share of the weight that the verdicts call met."""


@pytest.fixture(params=[f"{p}/{k}" for p in shipped.PROBLEMS for k in shipped.KINDS])
def answer(request):
    return shipped.answer(*request.param.split("/"))


def test_verdicts_cover_the_rubric_in_its_order(answer):
    assert [v["checkpoint"] for v in answer.verdicts] == [c.id for c in answer.rubric.checkpoints]
    assert {v["verdict"] for v in answer.verdicts} <= set(get_args(Verdict)) - {"not_assessed"}


def test_every_quote_stands_in_one_turn_of_the_candidate(answer):
    for verdict in answer.verdicts:
        assert ("quote" in verdict) == (verdict["verdict"] != "missed"), verdict
        if "quote" in verdict:
            assert any(verdict["quote"] in turn for turn in answer.said), verdict
            assert shipped.count(verdict["quote"]) >= 3, verdict


def test_the_verdicts_are_those_of_its_kind(answer):
    weight = {c.id: c.weight for c in answer.rubric.checkpoints}
    met = sum(weight[v["checkpoint"]] for v in answer.verdicts if v["verdict"] == "met") / sum(weight.values())
    low, high = MET[answer.kind]
    assert low <= met <= high
    if answer.kind == "weak":
        assert sum(v["verdict"] == "met" for v in answer.verdicts) <= 3
    if answer.kind == "wrong_but_fluent":
        assert sum(v["verdict"] == "contradicted" for v in answer.verdicts) >= len(answer.verdicts) / 2


def test_an_answer_has_the_length_of_its_kind(answer):
    low, high = WORDS[answer.kind]
    assert low <= sum(map(shipped.count, answer.said)) <= high
    if answer.kind == "strong":
        assert 12 <= len(answer.said) <= 18


def test_an_answer_shares_no_five_words_with_its_rubric(answer):
    given = [p for c in answer.rubric.checkpoints for p in c.phrasings]
    if answer.kind == "wrong_but_fluent":
        given += [p for c in answer.rubric.checkpoints for p in c.contrasts]
    copied = set().union(*(shipped.runs(text, 5) for text in given))
    said = set().union(*(shipped.runs(turn, 5) for turn in answer.said))
    assert sorted(said & copied) == []


def test_nothing_else_lies_among_the_model_answers():
    folder = shipped.ROOT / "rubrics" / "examples"
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    wanted = {f"{p}/{k}{end}" for p in shipped.PROBLEMS for k in shipped.KINDS for end in (".md", ".verdicts.yaml")}
    assert found == wanted
