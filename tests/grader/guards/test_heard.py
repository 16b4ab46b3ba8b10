"""Echoes of the interviewer, and questions."""

import pytest

from grader.guards import Point
from grader.guards.heard import echo, is_question, question

CLAIM = "Splits the log by day."
PROMPT = "Design a system that ranks videos on the home page. How do you pick the training data?"
ASKS = {
    "a question": ("How would you split the data?", True),
    "without a mark": ("Would you split by day", True),
    "after a filler word": ("So, do we have labels?", True),
    "a short lead": ("Each user, does that matter?", True),
    "inverted, closed by a stop": ("Is it split by day.", False),
    "a tag": ("We split by day, right?", False),
    "says before it asks": ("I check each sentence, is that really in the text?", False),
    "a cleft": ("What counts is the last day?", False),
    "a statement": ("We split by day.", False),
}
REPORTS = {
    "you asked": "You asked how to split the data.",
    "my task was": "My task was to rank videos.",
    "your question is": "So your question is how to split the data.",
}
ECHOES = {
    # corner case: (unit, claim, heard, fires)
    "the prompt again": ("I design a system that ranks videos on the home page.", CLAIM, (), True),
    "the second sentence again": ("So you want to know how I pick the training data.", CLAIM, (), True),
    "a later turn again": ("We count saves.", CLAIM, ("We count saves.",), True),
    "never heard": ("We count saves.", CLAIM, (), False),
    "with new words": ("The system ranks videos on the home page by expected watch minutes.", CLAIM, (), False),
    "with a new word of the claim": ("It ranks videos on the home page by dwell.", "Ranks by dwell.", (), False),
    "no content": ("And so on.", CLAIM, (), False),
}


@pytest.mark.parametrize(("unit", "asks"), ASKS.values(), ids=ASKS)
def test_what_asks(unit, asks):
    assert is_question(unit) is asks
    fired = question(unit, Point(CLAIM))
    assert (fired and fired.name) == ("question" if asks else None)


def test_a_question_earns_where_asking_earns():
    assert question("How would you split the data?", Point(CLAIM, earned_by="asking")) is None


@pytest.mark.parametrize("unit", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("earned_by", ["saying", "asking"])
def test_a_report_of_the_question_is_an_echo(unit, earned_by):
    fired = question(unit, Point(CLAIM, earned_by=earned_by))
    assert fired and fired.name == "echo"


@pytest.mark.parametrize(("unit", "claim", "heard", "fires"), ECHOES.values(), ids=ECHOES)
def test_echoes(unit, claim, heard, fires):
    fired = echo(unit, Point(claim, question=PROMPT, heard=heard))
    assert (fired and fired.name) == ("echo" if fires else None)


def test_without_an_interviewer_nothing_echoes():
    assert echo("I design a system that ranks videos on the home page.", Point(CLAIM)) is None
