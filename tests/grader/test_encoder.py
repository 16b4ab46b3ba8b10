"""The shipped encoder: how texts are batched changes no verdict."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.adapters.calibration_files import read_calibration
from grader.adapters.rubric_files import read_shelf
from grader.adapters.sentence_transformer_encoder import SentenceTransformerEncoder
from grader.answer import Answer, Turn
from grader.grading import grade
from grader.rubric import Rubric

RUBRICS = Path(__file__).parent.parent.parent / "rubrics"


@pytest.fixture(scope="module")
def encoders() -> list[SentenceTransformerEncoder]:
    return [SentenceTransformerEncoder(batch=size) for size in (1, 5, 32)]


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    whole = read_shelf([RUBRICS]).rubrics["search_ranking"]
    return replace(whole, phases=whole.phases[2:4])


@pytest.fixture(scope="module")
def sentences(rubric: Rubric) -> list[str]:
    return [text for c in rubric.checkpoints for text in (*c.anchors[:2], *c.contrasts[:1])]


@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_other_batch_sizes_give_equal_verdicts(
    data: st.DataObject, encoders: list[SentenceTransformerEncoder], rubric: Rubric, sentences: list[str]
) -> None:
    said = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=8))
    answer = Answer((Turn("interviewer", rubric.prompt), *(Turn("candidate", text) for text in said)))
    cards = [grade(rubric, answer, encoder=e, calibration=read_calibration(e.id)) for e in encoders]
    judged = [[(c.id, c.verdict) for c in card.checkpoints] for card in cards]
    assert judged[0] == judged[1] == judged[2]
