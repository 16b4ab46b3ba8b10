"""The shipped encoder: how texts are batched changes no verdict, and who waits is served before who does not."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.answer import Answer, Turn
from grader.grading import grade
from grader.rubric import Rubric

RUBRICS = Path(__file__).parents[3] / "rubrics"


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


def test_work_in_the_background_stands_back_for_who_waits_and_is_done_in_the_end() -> None:
    encoder = SentenceTransformerEncoder()
    many = [f"Passage number {i} says something about retrieval, ranking and the logs of day {i}." for i in range(300)]
    expected = SentenceTransformerEncoder().encode(many)
    encoder.encode(["The model is loaded."])
    held: list[object] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        held.append(encoder.in_background().encode(many))

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait()
    for i in range(10):
        assert encoder.encode([f"Question {i} of somebody who waits."]).shape == (1, 384)
        assert not held, "a short request came after a long one that nobody waits for"
    worker.join(120)
    assert np.allclose(held[0], expected, atol=1e-5)
    assert encoder.in_background().id == encoder.id
