"""An interview that ended keeps its judgment; people may overrule it, and it can be judged again."""

from dataclasses import replace

import pytest

from grader.errors import InputError
from grader.report.formats import to_json
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.errors import NotExpected, StaleSession
from interviewer.events import TranscriptImported
from interviewer.session import Session
from tests.fakes import a_rubric, services

TURNS = (
    ("interviewer", "How do you measure it?"),
    ("candidate", "We count the letters that land in the right drawer."),
)


@pytest.fixture
def world():
    return services()


@pytest.fixture
def session(world):
    made = Session.import_transcript(
        world, TranscriptImported("toy", "senior", "call.txt", TURNS, warnings=("Mind this.",))
    )
    made.close()
    return made


def kinds(session):
    return [recorded.event.kind for recorded in session.events]


def test_an_import_is_graded_once_with_its_warnings(session, world):
    again = Session(session.id, world).refresh()
    assert to_json(again.close()) == to_json(session.scorecard())
    assert kinds(again) == ["TranscriptImported", "Graded"]
    assert again.scorecard().warnings == ("Mind this.",)
    assert again.interview.imported.digest == a_rubric().digest


def test_what_an_import_knows_of_the_interview_is_judged_as_it_was(world):
    imported = TranscriptImported(
        "toy", "senior", "x.json", TURNS, seconds=(0.0, 4.5), reached=("metrics",), skipped=("repair",)
    )
    session = Session.import_transcript(world, imported)
    card = session.close()
    found = {c.id: (c.verdict, c.reason) for c in card.checkpoints}
    assert found["scope"] == ("not_assessed", "not_reached")
    assert found["repair"] == ("not_assessed", "skipped")
    assert [t.seconds for t in Session(session.id, world).refresh().interview.turns] == [0.0, 4.5]


def test_overrule_and_undo_give_back_the_same_bytes(session):
    before = to_json(session.scorecard())
    session.overrule("repair", "met", " It was drawn. ", "Ada")
    changed = next(c for c in session.scorecard().checkpoints if c.id == "repair")
    assert (changed.verdict, changed.overruled.reason, changed.overruled.who) == ("met", "It was drawn.", "Ada")
    session.undo_override("repair")
    assert to_json(session.scorecard()) == before
    assert kinds(session)[2:] == ["VerdictOverridden", "OverrideUndone"]


def test_an_override_needs_a_checkpoint_and_a_reason(session):
    with pytest.raises(InputError, match="no checkpoint"):
        session.overrule("gone", "met", "because")
    with pytest.raises(InputError, match="reason"):
        session.overrule("repair", "met", "  ")
    with pytest.raises(NotExpected):
        session.overrule("repair", "splendid", "because")
    with pytest.raises(NotExpected):
        session.undo_override("repair")
    assert kinds(session) == ["TranscriptImported", "Graded"]


def test_a_stale_tab_overrules_nothing(session):
    with pytest.raises(StaleSession):
        session.overrule("repair", "met", "because", seen=1)


def test_an_open_interview_cannot_be_challenged():
    session = Session.open(services(), "toy")
    with pytest.raises(NotExpected):
        session.overrule("repair", "met", "because")


def test_the_judgment_outlives_its_rubric_and_is_made_again_on_demand():
    store = MemoryEvents()
    session = Session.import_transcript(services(events=store), TranscriptImported("toy", "senior", "call.txt", TURNS))
    before = to_json(session.close())
    assert not session.outdated
    later = services(replace(a_rubric(), version=2), events=store)
    again = Session(session.id, later).refresh()
    assert to_json(again.scorecard()) == before
    assert again.outdated
    assert again.regrade().version == 2
    assert not again.outdated
    assert kinds(again) == ["TranscriptImported", "Graded", "Graded"], "both judgments are kept"
    again.regrade()
    assert len(again.events) == 3, "the same judgment is not stored twice"
    gone = Session(session.id, services(replace(a_rubric(), id="other"), events=store)).refresh()
    assert gone.scorecard().version == 2
    assert not gone.outdated


def test_a_preview_asks_about_one_gap_and_stores_nothing():
    world = services()
    probe = Session.preview(world, "toy", "measure", "I would sort by hand.")
    assert probe is not None
    assert probe.checkpoint == "measure"
    assert world.events.sessions() == []
    with pytest.raises(InputError):
        Session.preview(world, "nothing", "measure")


def test_a_drill_begins_with_a_question_about_its_checkpoint():
    session = Session.open(services(), "toy", minutes=15, focus=("measure",))
    assert session.interview.probes[0].checkpoint == "measure"
    assert session.interview.state == "asked"
