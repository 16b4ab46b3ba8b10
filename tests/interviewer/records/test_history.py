"""Attempts, trends and comparisons are folds over stored events."""

from dataclasses import replace

import pytest

from grader.errors import InputError
from interviewer import events as e
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.records import history
from interviewer.session import Session
from library.errors import StoreError
from tests.fakes import StaticClock, a_rubric, services

GOOD = "Who writes the letters? We count how many letters land in the correct drawer."
POOR = "I would train a big model on something and see what happens to the whole of it."


def interview(store, clock, text, *, close=True, hints=0, level="senior"):
    session = Session.open(services(events=store, clock=clock), "toy", level=level)
    clock.at += 120
    for _ in range(hints):
        session.hint()
    session.answer(text)
    clock.at += 60
    if close:
        session.close()
    return session


@pytest.fixture
def store():
    return MemoryEvents()


@pytest.fixture
def clock():
    return StaticClock()


def test_attempts_are_listed_newest_first_open_ones_too(store, clock):
    interview(store, clock, POOR, hints=2)
    clock.at += 1000
    interview(store, clock, GOOD, close=False)
    later, first = history.attempts(store)
    assert (first.status, first.source, first.problem, first.title) == ("finished", "live", "toy", "Toy problem")
    assert (first.at, first.minutes, first.hints, first.answers) == (1000.0, 3.0, 2, 1)
    assert first.digest == a_rubric().digest
    assert first.level == "senior"
    assert {c.id for c in first.checkpoints} == {"scope", "measure", "repair"}
    assert (later.status, later.score, later.coverage, later.checkpoints) == ("open", None, None, ())


def test_an_import_is_an_attempt(store, clock):
    turns = (("interviewer", "Go on."), ("candidate", GOOD), ("candidate", POOR))
    imported = e.TranscriptImported("toy", "mid", "call.vtt", turns, seconds=(0.0, 30.0, 90.0))
    Session.import_transcript(services(events=store, clock=clock), imported).close()
    (one,) = history.attempts(store)
    assert (one.source, one.name, one.level, one.minutes, one.status) == (
        "imported",
        "call.vtt",
        "mid",
        1.5,
        "finished",
    )
    assert one.score is not None
    assert one.digest == a_rubric().digest


def test_a_persons_word_counts(store, clock):
    session = interview(store, clock, POOR)
    session.overrule("measure", "met", "It was on the whiteboard.", "Ada")
    (one,) = history.attempts(store)
    assert one.overrides == 1
    assert {c.id: c.verdict for c in one.checkpoints}["measure"] == "met"
    session.undo_override("measure")
    (again,) = history.attempts(store)
    assert again.overrides == 0
    assert {c.id: c.verdict for c in again.checkpoints}["measure"] != "met"


def test_one_damaged_session_hides_no_other(store, clock):
    interview(store, clock, GOOD)

    class Damaged(MemoryEvents):
        def sessions(self):
            return ["broken", *store.sessions()]

        def read(self, session):
            if session == "broken":
                raise StoreError("Event 3 cannot be read.", "Restore a backup.")
            return store.read(session)

    damaged, sound = history.attempts(Damaged())
    assert (damaged.status, damaged.fault) == ("damaged", "Event 3 cannot be read.")
    assert sound.status == "finished"


def test_no_attempts_is_an_empty_list(store):
    assert history.attempts(store) == []
    assert history.weakest([]) == []
    assert history.heatmap([]).empty
    assert history.trend([]).empty


def outcome(checkpoint, verdict, weight=1.0):
    credit = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0, "not_assessed": None}[verdict]
    return history.Outcome(checkpoint, f"Says {checkpoint}.", "setup", weight, True, verdict, credit)


def an_attempt(session, verdicts, **changes):
    made = history.Attempt(
        session, "finished", "toy", at=float(len(session)), digest="d1",
        phases=(history.PhaseOutcome("setup", "Set up", 0.5, 1.0),),
        checkpoints=tuple(outcome(c, v) for c, v in verdicts.items()),
    )  # fmt: skip
    return replace(made, **changes)


def test_two_attempts_compared_checkpoint_by_checkpoint():
    before = an_attempt(
        "a", {"up": "missed", "down": "met", "same": "partial", "kept": "met", "skip": "met", "old": "met"}
    )
    after = an_attempt(
        "b", {"up": "met", "down": "contradicted", "same": "missed", "kept": "met", "skip": "not_assessed"}
    )
    found = history.compare(before, after)
    assert [c.id for c in found.newly_met] == ["up"]
    assert [(c.id, c.before, c.after) for c in found.lost] == [("down", "met", "contradicted")]
    assert [c.id for c in found.still_missing] == ["same"]
    assert [c.id for c in found.kept] == ["kept"]
    assert [c.id for c in found.not_judged] == ["skip"], "no verdict is no loss"
    assert found.same_rubric
    assert not history.compare(before, replace(after, digest="d2")).same_rubric


def test_only_graded_attempts_of_one_problem_compare():
    with pytest.raises(InputError, match="different problems"):
        history.compare(an_attempt("a", {"x": "met"}), an_attempt("b", {"x": "met"}, problem="other"))
    with pytest.raises(InputError, match="no scorecard"):
        history.compare(an_attempt("a", {"x": "met"}), an_attempt("b", {}))


def test_trend_and_heatmap_stay_inside_one_rubric_version():
    first = an_attempt("a", {"x": "missed", "y": "not_assessed"})
    other_version = an_attempt("aa", {"x": "met"}, digest="d2")
    last = an_attempt("aaa", {"x": "met", "y": "partial"}, phases=(history.PhaseOutcome("setup", "Set up", None, 0.0),))
    same = history.same_rubric([last, other_version, first], last)
    assert [a.session for a in same] == ["a", "aaa"]
    table = history.trend(same)
    assert table["score"].tolist()[0] == 50.0
    assert table["score"].isna().tolist() == [False, True], "not assessed is no zero"
    held = history.heatmap(same)
    assert held.index.tolist() == ["x", "y"]
    assert held[1].tolist() == ["missed", "not_assessed"]
    assert held[2].tolist() == ["met", "partial"]


def test_weakest_first_and_never_what_was_not_judged():
    found = [
        an_attempt("a", {"x": "missed", "y": "partial", "z": "met", "n": "not_assessed"}),
        an_attempt("b", {"x": "missed", "y": "met", "z": "met", "n": "not_assessed"}),
    ]
    assert [(w.id, w.met, w.judged, w.lost) for w in history.weakest(found)] == [("x", 0, 2, 1.0), ("y", 1, 2, 0.25)]
