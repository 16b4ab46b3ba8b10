"""Clarifying questions are answered with the rubric's facts, or honestly with none."""

import pytest

from grader.adapters.encoder import SentenceTransformerEncoder
from interviewer.turn.revealing import NOTHING, YOURS, nearest_reveal, reveal
from interviewer.turn.topics import topics
from tests.fakes import StemEncoder, a_rubric

ENCODER = StemEncoder()


def told(*questions, already=frozenset(), only_known=False):
    return list(reveal(questions, a_rubric(), ENCODER, already, only_known=only_known))


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("How many letters arrive?", 0),
        ("what is the volume we expect per day", 0),
        ("What language are the letters in?", 1),
        ("Who is the mayor of the town?", None),
        ("Which programming language do you use?", None),
        ("How large is the engineering team?", None),
    ],
)
def test_nearest_reveal(question, index):
    assert nearest_reveal(question, a_rubric(), ENCODER) == index


@pytest.mark.parametrize("facts", [1, 2], ids=["a single fact", "several"])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is everything in English?", True),
        ("Are they written in several languages?", True),
        ("Who painted the drawers?", False),
        ("Who is the mayor of the town?", False),
    ],
)
def test_with_the_shipped_encoder_other_words_do_as_well(question, told, facts):
    rubric = a_rubric(reveals=a_rubric().reveals[-facts:])
    assert (nearest_reveal(question, rubric, SentenceTransformerEncoder()) is not None) is told


def test_the_same_fact_is_told_once_for_two_questions():
    assert [f.reveal for f in told("How many letters arrive?", "What is the volume?")] == [0]


def test_a_fact_and_an_unknown():
    facts = told("How many letters arrive?", "Who is the mayor?")
    assert [f.reveal for f in facts] == [0, None]
    assert "On the rest" in facts[1].text


def test_nothing_known():
    assert [f.text for f in told("Who is the mayor?")] == [NOTHING]


def test_the_procedure_is_the_candidates():
    assert [f.text for f in told("Do you want me to draw it?")] == [YOURS]


def test_rhetorical_questions_inside_a_statement_get_no_reply():
    assert told("Why is that?", only_known=True) == []


def test_told_before():
    (fact,) = told("How many letters arrive?", already=frozenset({0}))
    assert fact.text.startswith("As I said")


def test_a_rubric_without_facts():
    facts = reveal(["How many?"], a_rubric(reveals=()), ENCODER, frozenset(), only_known=False)
    assert [fact.reveal for fact in facts] == [None]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many requests per second at peak?", {"load"}),
        ("What is the p95 latency?", {"speed"}),
        ("What kind of query volume is it?", {"load"}),
        ("What kind of pages are these?", {"kind"}),
        ("Tell me about cats.", set()),
    ],
)
def test_topics(question, found):
    assert topics(question) == found
