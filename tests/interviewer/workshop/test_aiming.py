"""What a guide section is good for."""

from dataclasses import replace

from interviewer.turn.discretion import Discretion
from interviewer.workshop.aiming import aims
from tests.fakes import CALIBRATION, ListGuide, StemEncoder, a_rubric, a_section


def of(section, others=()):
    rubric, encoder = a_rubric(), StemEncoder()
    guide = ListGuide([section, *others])
    return aims(section, rubric, guide, encoder, Discretion(rubric, encoder, CALIBRATION))


def test_linked_gaps_come_first_with_the_nearest_question_on_top():
    section = a_section("metrics/ranking", ["What is for lunch?", "How many letters reach a drawer, would you say?"])
    first, *others = of(section)
    assert (first.checkpoint.id, first.linked, first.rank) == ("measure", True, 1)
    assert [ask for ask, _, _ in first.asks] == [section.asks[1], section.asks[0]]
    assert all(not aim.linked for aim in others)


def test_a_question_that_gives_the_gap_away_is_not_asked():
    section = a_section("metrics/ranking", ["Is it the share of letters that reach the right drawer?"])
    ((_, _, objection),) = of(section)[0].asks
    assert "shares" in objection


def test_a_section_that_no_gap_leads_to():
    section = replace(a_section("z/far"), paragraphs=("Lunch is at noon.",))
    others = [a_section(f"a/{i}", text="letters drawer writers postal codes sorting") for i in range(5)]
    assert of(section, others) == []
