"""Everything that happened goes into one file and comes back the same, what people overruled included."""

import re

import pytest

from grader.errors import InputError
from grader.report.stored import from_dict
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.events import Graded, NoteWritten, TranscriptImported, VerdictOverridden
from interviewer.records import archive, history
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


PEOPLE = {"Robin Roe": "interviewer", "Robin": "interviewer", "Roe": "interviewer", "Dana": "candidate"}
HIDDEN = re.compile(r"robin|\broe|dana|lovelace|\bada\b", re.IGNORECASE)


@pytest.fixture
def named():
    """A store whose every text names somebody: an import, a live interview about the same people, an old scorecard."""
    kept, clock = MemoryEvents(), StaticClock()
    world = services(events=kept, clock=clock)
    said = "Thanks, Robin Roe. Ask dana_roe: we count how many letters land in the correct drawer. Robin, is that so?"
    imported = TranscriptImported(
        "toy", "mid", "Dana_Roe 2026.vtt, part 1 of 2", (("interviewer", "Go on, Dana."), ("candidate", said)),
        warnings=("Dana is taken for the candidate.",), names=tuple(PEOPLE.items()),
    )  # fmt: skip
    first = Session.import_transcript(world, imported)
    first.close()
    first.overrule("measure", "missed", "Robin told me so, says Lovelace.", "Ada Lovelace")
    clock.at += 60
    second = Session.open(world, "toy")
    second.answer("As Dana would say: we count how many letters land in the correct drawer, Ada.")
    second.note("Ask Robin.")
    second.close()
    second.overrule("repair", "met", "Dana, again.", "Dana")
    card = next(r.event.scorecard for r in kept.read(second.id) if isinstance(r.event, Graded))
    old = {k: v for k, v in card.items() if k != "reached"} | {"title": "Sorting with Dana"}
    kept.append(second.id, len(kept.read(second.id)), [Graded(old)], clock.at)
    return kept


def test_names_become_roles_everywhere_and_the_archive_still_loads(named):
    assert HIDDEN.search("".join(archive.write(named)))
    text = "".join(archive.write(named, roles=True))
    assert not HIDDEN.search(text)
    fresh = MemoryEvents()
    assert archive.read(text, fresh) == (2, 0)
    assert "".join(archive.write(fresh)) == text
    assert "".join(archive.write(fresh, roles=True)) == text, "twice is once"
    for before, after in zip(history.attempts(named), history.attempts(fresh), strict=True):
        assert (before.score, before.signature, before.overrides) == (after.score, after.signature, after.overrides)
        assert [c.verdict for c in before.checkpoints] == [c.verdict for c in after.checkpoints]


def test_each_name_gets_the_role_it_has_where_it_stands(named):
    fresh = MemoryEvents()
    archive.read("".join(archive.write(named, roles=True)), fresh)
    live, imported = (fresh.read(session) for session in fresh.sessions())
    brought = imported[0].event
    assert brought.name == "transcript, part 1 of 2"
    assert [text for _, text in brought.turns] == [
        "Go on, [candidate].",
        "Thanks, [interviewer]. Ask [candidate]_[interviewer]: we count how many letters land in the correct drawer. "
        "[interviewer], is that so?",
    ]
    signed = [r.event for r in (*imported, *live) if isinstance(r.event, VerdictOverridden)]
    assert [(one.who, one.reason) for one in signed] == [
        ("reviewer", "[interviewer] told me so, says [reviewer]."),
        ("reviewer", "[reviewer], again."),
    ]
    assert [r.event.text for r in live if isinstance(r.event, NoteWritten)] == ["Ask [person]."]


def test_every_quote_of_the_archive_still_stands_where_it_says(named):
    cards = {}
    for line, store in (("before", named), ("after", MemoryEvents())):
        if line == "after":
            archive.read("".join(archive.write(named, roles=True)), store)
        graded = [r.event for s in store.sessions() for r in store.read(s) if isinstance(r.event, Graded)]
        cards[line] = [from_dict(g.scorecard) for g in graded if "reached" in g.scorecard]
    assert len(cards["before"]) == len(cards["after"]) == 2
    quotes = {
        line: [
            [c.evidence and card.answer.quote(c.evidence.span), c.closest and card.answer.quote(c.closest.span)]
            for card in held
            for c in card.checkpoints
        ]
        for line, held in cards.items()
    }
    assert any(quote for pair in quotes["before"] for quote in pair)
    for pair in zip(quotes["before"], quotes["after"], strict=True):
        for was, now in zip(*pair, strict=True):
            kept = [word for word in (was or "").split() if not HIDDEN.search(word)]
            assert [word for word in (now or "").split() if "[" not in word] == kept
