"""Everything that happened goes into one file and comes back the same, what people overruled included."""

import pytest

from grader.errors import InputError
from interviewer import archive, history
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.events import TranscriptImported
from interviewer.session import Session
from tests.fakes import StaticClock, services


@pytest.fixture
def store():
    kept, clock = MemoryEvents(), StaticClock()
    world = services(events=kept, clock=clock)
    first = Session.open(world, "toy")
    clock.at += 60
    first.answer("We count how many letters land in the correct drawer.")
    first.close()
    first.overrule("repair", "met", "Drawn: “ü”\u2028 and so on.", "Ada")
    clock.at += 60
    Session.import_transcript(world, TranscriptImported("toy", "mid", "x", (("candidate", "Who writes?"),))).close()
    Session.open(world, "toy")
    return kept


def test_out_and_in_again_nothing_changes(store):
    text = "".join(archive.write(store))
    fresh = MemoryEvents()
    assert archive.read(text, fresh) == (3, 0)
    assert history.attempts(fresh) == history.attempts(store)
    assert "".join(archive.write(fresh)) == text


def test_what_is_there_already_is_not_doubled(store):
    text = "".join(archive.write(store))
    assert archive.read(text, store) == (0, 3)
    assert "".join(archive.write(store)) == text


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: ["{", *lines],
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace("Opened", "Exploded"), *lines[1:]],
        lambda lines: [*lines, '{"session": "x", "seq": 0, "at": 1, "kind": "Closed", "event": {"reason": "x"}}\n'],
        lambda lines: ["[1, 2]\n"],
        lambda lines: [],
    ],
    ids=["no JSON", "a missing event", "an unknown kind", "an impossible event", "no object", "empty"],
)
def test_a_damaged_archive_is_refused_whole(store, damage):
    fresh = MemoryEvents()
    with pytest.raises(InputError):
        archive.read("".join(damage(list(archive.write(store)))), fresh)
    assert fresh.sessions() == []
