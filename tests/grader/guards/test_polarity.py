"""Whether a sentence says the opposite of a claim, or only names a denial."""

import pytest

from grader.guards import Point, denies, guard
from grader.guards.polarity import reversed_

WATCHED = "The team watches the share of mentions that are linked to nothing, by source, with an alert."
SPLIT = "Splits the data by day so that no future click leaks into training."
LABELS = {
    "the label none": (
        'Mentions per article and the share of "none", each by source on a chart, with an alert.',
        False,
    ),
    "a label of two words": (
        "Mentions per article and the share of “not linked”, each by source on a chart, with an alert.",
        False,
    ),
    "denied": ("We do not watch the share of mentions that are linked to nothing by source with an alert.", True),
    "denied with stress": (
        'We do "not" watch the share of mentions that are linked to nothing by source with an alert.',
        True,
    ),
    "nobody should": ("Nobody should watch the share of mentions linked to nothing by source with an alert.", True),
}
AGAINST_SPLIT = {
    # corner case: (unit, before, after, fires)
    "said plainly": ("Split the data by day.", "", "", False),
    "denied": ("Do not split the data by day.", "", "", True),
    "taken back in the next sentence": ("Split the data by day.", "", "That is wrong.", True),
    "confirmed in the next sentence": ("Split the data by day.", "", "That is right.", False),
    "an open frame before": ("Split the data by day.", "It is a mistake to believe that", "", True),
    "a closed frame before": ("Split the data by day.", "I doubt that clicks help.", "", False),
    "judged useless": ("Splitting the data by day is useless.", "", "", True),
    "doubted": ("I doubt that splitting the data by day helps.", "", "", True),
    "chosen over something else": ("We split the data by day instead of at random.", "", "", False),
    "the denial of the claim": ("No future click may leak into training.", "", "", False),
    "a trouble without its denial": ("Split by day so that future clicks leak into training.", "", "", False),
    "a denial of something else": ("We do not store raw images.", "", "", False),
    "a frame around something else": ("I doubt that caches matter.", "", "", True),
}
STATEMENTS = {
    # corner case: (unit, statement, denies)
    "the opposite word": ("The loss is higher.", "The loss is lower.", False),
    "the word denied": ("The loss is not lower.", "The loss is lower.", True),
    "the opposite denied": ("The loss is not higher.", "The loss is lower.", False),
    "a denial less": (
        "Labels arrive before the model is trained.",
        "Labels never arrive before the model is trained.",
        True,
    ),
    "a denial more": (
        "Labels never arrive before the model is trained.",
        "Labels arrive before the model is trained.",
        True,
    ),
    "as many denials": ("Labels do not arrive before training.", "Labels never arrive before training.", False),
    "a reason set apart": (
        "We watch it because labels never arrive before the model is trained.",
        "Labels never arrive before the model is trained.",
        False,
    ),
    "set aside": ("We rank by saves instead of clicks on ads.", "Ranks by clicks on ads.", True),
}


def _names(unit, point, before="", after=""):
    return [fired.name for fired in guard(unit, point, before, after)]


@pytest.mark.parametrize(("unit", "denied"), LABELS.values(), ids=LABELS)
def test_a_label_in_quotation_marks_denies_nothing(unit, denied):
    assert ("reversed" in _names(unit, Point(WATCHED))) is denied


@pytest.mark.parametrize(("unit", "before", "after", "fires"), AGAINST_SPLIT.values(), ids=AGAINST_SPLIT)
def test_against_a_claim_with_a_denial_of_its_own(unit, before, after, fires):
    fired = reversed_(unit, Point(SPLIT), before, after)
    assert (fired and fired.name) == ("reversed" if fires else None)


@pytest.mark.parametrize(("unit", "statement", "against"), STATEMENTS.values(), ids=STATEMENTS)
def test_against_a_statement(unit, statement, against):
    assert denies(unit, statement) is against


@pytest.mark.parametrize(
    ("unit", "after", "reason"),
    [
        ("Split the data by day.", "That is wrong.", "Taken back in the next sentence: 'That is wrong.'."),
        ("Do not split the data by day.", "", "Says the opposite: 'Do not split the data by day.'."),
        ("I doubt that caches matter.", "", "Denied by its own words: 'I doubt that caches matter.'."),
    ],
    ids=["taken back", "opposite", "frame"],
)
def test_the_reason_says_what_was_seen(unit, after, reason):
    fired = reversed_(unit, Point(SPLIT), after=after)
    assert fired and fired.reason == reason
