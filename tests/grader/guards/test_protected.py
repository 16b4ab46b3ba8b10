"""Text pasted from a protected passage."""

import pytest

from grader.guards import Point, Protected, guard
from grader.guards.protected import pasted

PASSAGES = (
    "The team freezes the encoder before it trains the ranking head on logged impressions.",
    "Clip the importance weights.",
)
UNITS = {
    "nearly a whole sentence": ("The team freezes the encoder before it trains the ranking head.", True),
    "a short run": ("freezes the encoder before it trains", True),
    "a long run inside own words": (
        "We think that it helps when one trains the ranking head on logged impressions.",
        True,
    ),
    "a short passage, whole": ("Clip the importance weights.", True),
    "own words": ("We keep the encoder as it is and train the head.", False),
    "no passage": ("In the middle of the day we count saves.", False),
    "two words": ("ranking head", False),
    "in other letters": ("The tеam freezes the encoder before it trаins the ranking head.", True),
}


@pytest.mark.parametrize(("unit", "fires"), UNITS.values(), ids=UNITS)
def test_pasted(unit, fires):
    fired = pasted(unit, Protected.of(PASSAGES))
    assert (fired and fired.name) == ("pasted" if fires else None)


def test_without_passages_nothing_is_pasted():
    assert pasted(PASSAGES[0], Protected.of(())) is None


@pytest.mark.parametrize(("earned_by", "fires"), [("saying", True), ("asking", False)])
def test_a_protected_question_may_be_asked_where_asking_earns(earned_by, fires):
    asked = "How long does a label take to arrive?"
    fired = guard(asked, Point("Asks how late labels are.", protected=Protected.of([asked]), earned_by=earned_by))
    assert ("pasted" in [g.name for g in fired]) is fires
