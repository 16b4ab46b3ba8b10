"""All guards together."""

import pytest

from grader.guards import Point, Protected, guard

CLAIM = "Splits the data by day so that no future click leaks into training."
UNITS = {
    "no words": ("...", "filler"),
    "a question": ("How would you split the data?", "question"),
    "an echo": ("I rank videos on the home page.", "echo"),
    "pasted": ("Freezes the encoder before training the ranking head.", "pasted"),
    "a list": ("precision, recall, NDCG, MRR", "keyword_list"),
    "no order": ("day by data the splits that so no click future into leaks training", "word_salad"),
    "filler": ("It depends on many factors.", "filler"),
    "the opposite": ("Do not split the data by day.", "reversed"),
}
POINT = Point(
    CLAIM,
    question="Rank videos on the home page.",
    protected=Protected.of(["Freezes the encoder before training the ranking head."]),
)


@pytest.mark.parametrize(("unit", "name"), UNITS.values(), ids=UNITS)
def test_each_guard_fires_alone(unit, name):
    assert [fired.name for fired in guard(unit, POINT)] == [name]


def test_a_good_sentence_passes():
    assert guard("We split the log by day, train on the first weeks and test on the last.", POINT) == ()


def test_two_guards_may_fire_for_one_unit():
    fired = guard("Is it false that we split the data by day?", POINT)
    assert {"question"} <= {g.name for g in fired}


def test_words_past_the_limit_are_not_read():
    assert guard("We count saves. " * 200 + "Do not split the data by day.", POINT) == guard(
        "We count saves. " * 200, POINT
    )
