"""What denies a claim and what only names a denial."""

import pytest

from grader.guards import Point, guard

CLAIM = "The team watches the share of mentions that are linked to nothing, by source, with an alert."


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ('Mentions per article and the share of "none", each by source on a chart, with an alert.', False),
        ("Mentions per article and the share of “not linked”, each by source on a chart, with an alert.", False),
        ("We do not watch the share of mentions that are linked to nothing by source with an alert.", True),
        ('We do "not" watch the share of mentions that are linked to nothing by source with an alert.', True),
        ("Nobody should watch the share of mentions linked to nothing by source with an alert.", True),
    ],
    ids=["the label none", "a label of two words", "denied", "denied with stress", "nobody should"],
)
def test_a_label_in_quotation_marks_denies_nothing(said, denied):
    assert ("reversed" in [found.name for found in guard(said, Point(CLAIM))]) is denied
