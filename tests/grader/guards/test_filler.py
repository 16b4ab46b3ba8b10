"""Filler: a stock phrase and hardly a word that belongs to the question."""

import pytest

from grader.guards import Point
from grader.guards.filler import filler

UNITS = {
    "praise and a hedge": ("That is a great question, it depends.", True),
    "many factors": ("There are many factors to consider carefully here.", True),
    "best practices": ("We follow industry standard best practices.", True),
    "one term called important": ("Precision is important.", True),
    "two terms called key": ("Dwell time and saves are key.", False),
    "it depends on something named": ("It depends on the click delay.", False),
    "no stock phrase": ("We count saves.", False),
}


@pytest.mark.parametrize(("unit", "fires"), UNITS.values(), ids=UNITS)
def test_filler(unit, fires):
    assert bool(filler(unit, Point("Counts saves."))) is fires


def test_the_reason_quotes_the_unit():
    fired = filler("Precision is important.", Point("Counts saves."))
    assert fired and fired.name == "filler" and "'Precision is important.'" in fired.reason
