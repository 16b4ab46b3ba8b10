"""The figures of docs/interviewer.md that are quick to measure do not fall back; the sets were written before tuning."""

from collections import Counter

import pytest
import yaml

from benchmarks.interviewer import CONTENT, clarifying, retrieval
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.settings import Settings
from interviewer.wiring import wire


@pytest.fixture(scope="module")
def app(data):
    return wire(Settings(data=data), events=MemoryEvents())


def _values(rows):
    return [float(row.value.rstrip("%")) for row in rows]


def test_retrieval(app):
    gaps, questions = _values(retrieval(app))
    assert gaps >= 95
    assert questions >= 85


def test_clarifying_questions(app):
    right, false, right_unseen, false_unseen, taken = _values(clarifying(app))
    assert right >= 90 and false <= 3
    assert right_unseen >= 70 and false_unseen <= 10
    assert taken >= 95


def test_the_sets_are_what_they_say(app):
    asked = yaml.safe_load((CONTENT / "clarifying.yaml").read_text())
    entries = [(problem, entry) for problem, rows in asked.items() for entry in rows]
    assert len(entries) == 150 and sum(entry["reveal"] is None for _, entry in entries) == 50
    heads = {p: {reveal.ask[0] for reveal in app.content.rubrics()[p].reveals} for p in asked}
    assert all(entry["reveal"] is None or entry["reveal"] in heads[problem] for problem, entry in entries)
    questions = yaml.safe_load((CONTENT / "retrieval.yaml").read_text())
    assert len(questions) == 100 and max(Counter(q["ask"] for q in questions).values()) == 1
    assert {s for q in questions for s in q["sections"]} <= set(app.content.sections())
