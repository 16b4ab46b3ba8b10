"""The story of a scorecard: quotes for praise, sections for gaps, a sentence for next time."""

from interviewer.records.narrative import ledger, narrate, to_markdown
from interviewer.session import Session
from tests.fakes import StaticClock, a_rubric, a_section, services
from tests.interviewer.turns import MET, VAGUE

SECTIONS = {"metrics/ranking": a_section()}


def story(*answers, level="senior", acts=()):
    clock = StaticClock()
    session = Session.open(services(clock=clock), "toy", level=level)
    for answer in answers:
        clock.at += 120
        session.answer(answer)
    for act in acts:
        getattr(session, act)()
    return narrate(session.close(), session.interview, a_rubric(), SECTIONS), session


def test_what_went_well_has_the_candidates_words():
    (_, metrics), _ = story(MET)
    (line,) = metrics.went_well
    assert line.checkpoint == "measure" and line.quote in MET and line.quote


def test_what_was_missing_has_section_probe_and_reason():
    (setup, metrics), session = story(VAGUE, VAGUE, VAGUE)
    missing = {line.checkpoint: line for story in (setup, metrics) for line in story.missing}
    assert missing["measure"].section == "metrics/ranking"
    asked = {p.checkpoint: p for p in session.interview.probes}
    assert missing["measure"].probe == asked["measure"].text
    assert missing["measure"].reason == asked["measure"].reason


def test_a_link_that_leads_nowhere_is_left_out():
    (setup, _), _ = story(VAGUE)
    assert setup.missing[0].section in ("", "metrics/ranking")


def test_next_time_says_the_last_hint():
    (_, metrics), _ = story(VAGUE, VAGUE, VAGUE)
    assert {line.checkpoint: line.text for line in metrics.next_time}["measure"] == "Count the correctly placed ones."


def test_the_largest_loss_comes_first():
    (_, metrics), _ = story(VAGUE, VAGUE, VAGUE, VAGUE)
    assert [line.checkpoint for line in metrics.missing] == ["measure", "repair"]


def test_what_is_beyond_the_level_is_not_told():
    (_, metrics), _ = story(VAGUE, level="junior")
    assert "repair" not in [line.checkpoint for line in metrics.missing]


def test_time_is_told_against_the_plan():
    (setup, metrics), _ = story(VAGUE)
    assert setup.time == "2 of 45 minutes, 22 planned"
    assert metrics.time == ""


def test_a_skipped_question_and_a_hint_stand_in_the_ledger():
    _, session = story(VAGUE, "What is the volume?", acts=("hint", "skip"))
    lines = ledger(session.interview)
    assert any(line.startswith("Hint 1") for line in lines)
    assert any("Skipped" in line for line in lines)
    assert any("1 fact" in line for line in lines)


def test_without_the_rubric_it_still_tells():
    stories, session = story(VAGUE)
    bare = narrate(session.scorecard(), session.interview)
    assert [s.phase for s in bare] == [s.phase for s in stories]
    assert all(not s.next_time for s in bare)


def test_markdown_has_every_line():
    stories, session = story(MET, VAGUE, acts=("hint",))
    text = to_markdown(stories, ledger(session.interview))
    for line in (line for s in stories for line in (*s.went_well, *s.missing, *s.next_time)):
        assert line.text in text
    assert "## Help taken" in text
