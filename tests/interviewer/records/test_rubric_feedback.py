"""What past interviews say about a rubric, from the events of a real database."""

from dataclasses import replace

import pytest

from interviewer.adapters.sql_events import SqlEvents
from interviewer.records.rubric_feedback import attempts_of, experience, unexplained
from interviewer.session import Session
from tests.fakes import StemEncoder, a_rubric, services

GOOD = "Who are the writers? I would count how many of the letters land in the correct drawer every day."
STRANGE = "Penguins march over frozen glaciers toward breeding grounds every single winter."


@pytest.fixture
def store(tmp_path):
    return SqlEvents(f"sqlite:///{tmp_path / 'viva.db'}")


@pytest.fixture
def play(store):
    """Hold an interview and close it."""

    def hold(answer=GOOD, rubric=None, close=True):
        session = Session.open(services(rubric, events=store), "toy")
        session.answer(answer)
        if close:
            session.close("candidate")
        return session

    return hold


def test_no_interviews_is_none_of_anything(store):
    seen = experience(store, a_rubric())
    assert (seen.n, seen.others, seen.overruled, seen.always, seen.never, seen.versions) == (0, 0, (), (), (), ())
    assert unexplained(store, a_rubric(), StemEncoder()) == []


def test_what_everybody_or_nobody_met(store, play):
    for _ in range(3):
        play().overrule("measure", "met", "They said it.")
    seen = experience(store, a_rubric())
    assert (seen.n, {c.id for c in seen.always}) == (3, {"measure"})
    assert {(c.id, c.n, c.met) for c in seen.never} == {("scope", 3, 0)}, "what was not reached is not missed"


def test_two_interviews_prove_nothing(store, play):
    play(), play()
    seen = experience(store, a_rubric())
    assert (seen.n, seen.always, seen.never) == (2, (), ())


def test_an_unfinished_interview_counts_as_an_attempt_only(store, play):
    play(close=False)
    seen = experience(store, a_rubric())
    assert seen.n == 0 and [v.n for v in seen.versions] == [1] and attempts_of(store, "toy") == 1


def test_another_version_measured_other_things(store, play):
    play(rubric=a_rubric(version=7))
    play()
    seen = experience(store, a_rubric())
    assert (seen.n, seen.others) == (1, 1)
    assert {(v.version, v.n, v.current) for v in seen.versions} == {(7, 1, False), (1, 1, True)}


def test_what_people_overruled_and_confirmed(store, play):
    session = play()
    before = {c.id: c.verdict for c in session.scorecard().checkpoints}
    session.overrule("repair", "met", "They meant it.", "bo")
    session.overrule("measure", before["measure"], "Right.", "bo")
    seen = experience(store, a_rubric())
    (one,) = seen.overruled
    assert (one.checkpoint, one.graded, one.said, one.reason, one.who) == (
        "repair",
        before["repair"],
        "met",
        "They meant it.",
        "bo",
    )
    assert seen.confirmed == 1
    assert {c.id: c.met for c in seen.checkpoints}["repair"] == 1, "a person's verdict counts"
    assert all(words in GOOD for _, words, _ in seen.marked_met)
    session.undo_override("repair")
    assert experience(store, a_rubric()).overruled == ()


def test_sentences_that_no_checkpoint_explains_the_common_ones_first(store, play):
    play(f"{GOOD} {STRANGE}")
    play(f"{GOOD} {STRANGE} Violins echo softly through marble halls before midnight concerts begin.")
    found = unexplained(store, a_rubric(), StemEncoder())
    assert (found[0].text, found[0].interviews) == (STRANGE, 2)
    assert found[1].interviews == 1 and "Violins" in found[1].text
    assert all("drawer" not in one.text for one in found)


def test_other_problems_are_left_alone(store, play):
    play(rubric=replace(a_rubric(), id="toy"))
    assert attempts_of(store, "other") == 0
