"""No guard objects to a rubric's own words: what deserves credit in an anchor deserves it in an answer."""

from pathlib import Path

from grader.adapters.rubric_files import read_shelf
from grader.guards import Point, guard
from grader.language.sentences import cut

RUBRICS = read_shelf([Path(__file__).parent.parent.parent / "rubrics"]).rubrics
KNOWN = {
    ("feed_ranking", "online_metric"),  # "about is are they back" is no order of written English
    ("feed_ranking", "affinity"),  # asks, where saying earns
    ("search_ranking", "gap"),  # asks, where saying earns
    ("visual_understanding", "online_metric"),  # asks, where saying earns
    ("visual_understanding", "taxonomy"),  # one sentence of the anchor asks
    ("search_ranking", "task"),  # notes without a verb
}


def test_claims_and_anchors_pass_every_guard() -> None:
    wrong = []
    for rubric in RUBRICS.values():
        for checkpoint in rubric.checkpoints:
            point = Point(checkpoint.claim, checkpoint.anchors, rubric.prompt, earned_by=checkpoint.earned_by)
            for phrasing in checkpoint.phrasings:
                units = cut(phrasing)
                for i, unit in enumerate(units):
                    before, after = (units[i - 1] if i else ""), (units[i + 1] if i + 1 < len(units) else "")
                    found = guard(unit, point, before, after)
                    if found and (rubric.id, checkpoint.id) not in KNOWN:
                        wrong.append((rubric.id, checkpoint.id, found[0].name, unit))
    assert wrong == [], wrong
