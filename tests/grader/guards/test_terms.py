"""Terms without a statement: lists of keywords, and words in no order."""

import pytest

from grader.guards import Point
from grader.guards.terms import keyword_list, word_salad

STATEMENT = "Splits the data by day so that no future click leaks into training."
LIST = "NDCG, MRR, precision, recall, dwell"
LISTS = {
    # corner case: (unit, claim, fires)
    "terms with commas": ("precision, recall, NDCG, MRR", STATEMENT, True),
    "terms without commas": (
        "precision recall ndcg mrr dwell saves clicks shares likes impressions views",
        STATEMENT,
        True,
    ),
    "a claim that is a list": ("precision, recall, NDCG, MRR", LIST, False),
    "other terms than the list's": ("dwell, saves, clicks, shares and likes", LIST, True),
    "one term again and again": ("saves saves saves saves saves saves", LIST, True),
    "small words strewn in": ("precision of recall by ndcg for mrr with dwell in clicks", STATEMENT, True),
    "a heading that says what for": ("Offline: NDCG, MRR, recall, precision", STATEMENT, False),
    "a heading that says nothing": ("Think: NDCG, MRR, recall, precision", STATEMENT, True),
    "a verb": ("The metrics are precision, recall, NDCG, MRR", STATEMENT, False),
    "a denied verb": ("we don't use precision, recall, NDCG, MRR", STATEMENT, False),
    "a formula": ("loss = a, b, c, d", STATEMENT, False),
    "two terms": ("precision recall", STATEMENT, False),
}
ORDERS = {
    # corner case: (unit, before, after, fires)
    "a sentence": (STATEMENT, "", "", False),
    "the claim shuffled": ("day by data the splits that so no click future into leaks training", "", "", True),
    "the claim backward": ("training into leaks click future no that so day by data the splits", "", "", True),
    "impossible neighbors": ("We are the and of has is a the by of data", "", "", True),
    "only small words": ("the of data and is by the a day", "", "", True),
    "shuffled together with its neighbors": (
        "saves the of count user each we by",
        "is the of by clicks and a the labels",
        "the a of is model by in and the to",
        True,
    ),
    "letters that are names": ("Nodes A and B send the batch to C and D.", "", "", False),
    "capitals that are names": ("The IS of each IS is the sum of the AND.", "", "", False),
    "a formula": ("y = a * x + b of the is the", "", "", False),
    "three words": ("day data split", "", "", False),
}


@pytest.mark.parametrize(("unit", "claim", "fires"), LISTS.values(), ids=LISTS)
def test_keyword_lists(unit, claim, fires):
    fired = keyword_list(unit, Point(claim))
    assert (fired and fired.name) == ("keyword_list" if fires else None)


@pytest.mark.parametrize(("unit", "before", "after", "fires"), ORDERS.values(), ids=ORDERS)
def test_words_in_no_order(unit, before, after, fires):
    fired = word_salad(unit, Point(STATEMENT), before, after)
    assert (fired and fired.name) == ("word_salad" if fires else None)
