"""Of a session nothing is ever lost or doubled: resuming, two tabs, and whatever people do."""

import contextlib
import math
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer import events as e
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.errors import AnswerRefused, NotExpected, SessionNotFound, StaleSession
from interviewer.interview import replay
from interviewer.session import Session
from tests.fakes import ListGuide, a_section, services
from tests.interviewer.turns import MEASURE, SCOPE, VAGUE


class TestResuming:
    def test_an_unknown_session_says_so(self):
        with pytest.raises(SessionNotFound):
            Session("nobody", services()).resume()

    def test_brings_everything_back(self, session, toy):
        session.answer(VAGUE)
        session.note("my notes")
        session.sketch("graph TD; a-->b")
        again = Session(session.id, toy).resume()
        assert again.interview == session.interview
        assert (again.interview.notes, again.interview.sketch) == ("my notes", "graph TD; a-->b")

    @pytest.mark.parametrize("text", [VAGUE, "How many letters arrive per day?", "I don't know.", "Hmm."])
    def test_a_process_killed_before_its_reply_makes_it_once(self, text):
        whole = Session.open(services(), "toy")
        whole.answer(text)
        store = MemoryEvents()
        killed = Session.open(services(events=store), "toy")
        killed.take(text)
        for _ in range(3):
            killed = Session(killed.id, services(events=store)).resume()
        assert [r.event for r in killed.events] == [r.event for r in whole.events]

    def test_killed_after_every_event_nothing_is_lost_or_doubled(self):
        """Thirty turns, each in a process of its own, give the events of one process."""
        acts = ([VAGUE, "Maybe by hand.", "/skip", "/hint", "What is the volume?", SCOPE, MEASURE] * 5)[:30]
        store, whole = KilledEvents(), Session.open(services(), "toy")
        session = Session.open(services(events=store), "toy")
        for act in acts:
            _act(whole, act)
            store.appends_left = math.inf
            session = Session(session.id, services(events=store)).resume()
            store.appends_left = 1
            with contextlib.suppress(Killed):
                _act(session, act)
        store.appends_left = math.inf
        session = Session(session.id, services(events=store)).resume()
        assert [r.event for r in session.events] == [r.event for r in whole.events]

    def test_a_reply_made_elsewhere_meanwhile_is_taken_over(self):
        store = MemoryEvents()
        first = Session.open(services(events=store), "toy")
        first.take(VAGUE)
        second = Session(first.id, services(events=store)).resume()
        first.reply()
        assert first.events == second.events


class Killed(BaseException):
    """The process is gone."""


class KilledEvents(MemoryEvents):
    """A store that outlives its process, which is killed before it appends too often."""

    appends_left = math.inf

    def append(self, session, seq, events, at):
        if not self.appends_left:
            raise Killed
        self.appends_left -= 1
        super().append(session, seq, events, at)


def _act(session, act):
    with contextlib.suppress(NotExpected):
        if act == "/hint":
            session.hint()
        elif act == "/skip":
            session.skip()
        else:
            session.answer(act)


class TestTwoTabs:
    def test_a_stale_tab_is_told_and_may_continue(self, session, toy):
        seen = session.interview.seq
        other = Session(session.id, toy).resume()
        other.answer(VAGUE, seen=seen)
        for act in (session.take, session.amend):
            with pytest.raises((StaleSession, NotExpected)):
                act("the other tab's words", seen=seen)
        with pytest.raises(StaleSession):
            Session(session.id, toy).resume().take("words", seen=seen)
        session.refresh().answer(MEASURE, seen=session.interview.seq)
        assert session.interview.last_words == MEASURE

    def test_of_two_answers_at_once_one_wins_and_the_other_is_told(self):
        store, barrier, told = MemoryEvents(), threading.Barrier(2), []
        first = Session.open(services(events=store), "toy")
        tabs = [first, Session(first.id, services(events=store)).refresh()]

        def answer(tab, text):
            barrier.wait()
            try:
                tab.take(text)
            except StaleSession as error:
                told.append(error)

        threads = [threading.Thread(target=answer, args=(tab, f"answer {i} in words")) for i, tab in enumerate(tabs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stored = [r.event.kind for r in store.read(first.id)]
        assert stored.count("AnswerGiven") == 1 and len(told) == 1

    def test_a_refused_append_changes_nothing_in_memory(self):
        store = MemoryEvents()
        session = Session.open(services(events=store), "toy")
        Session(session.id, services(events=store)).refresh().take(VAGUE)
        before = session.interview
        with pytest.raises(StaleSession):
            session.take(MEASURE)
        assert session.interview == before


ACTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "hint",
                "skip",
                "pause",
                "go_on",
                "close",
                "resume",
                "note",
                "amend",
                "stale",
                "kill",
                SCOPE,
                MEASURE,
                VAGUE,
            ]
        ),
        st.text(min_size=0, max_size=60),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_whatever_people_do_the_events_stay_whole(acts):
    """Random acts, valid or not: the store replays to the live state, seq has no hole, and no word is lost."""
    store, taken = MemoryEvents(), []
    session = Session.open(services(events=store, guide=ListGuide([a_section(asks=("What breaks first?",))])), "toy")
    for act in acts:
        before = store.read(session.id)
        try:
            session = _random_act(session, act, store, taken)
        except (NotExpected, StaleSession, AnswerRefused):
            assert store.read(session.id) == before
    stored = store.read(session.id)
    assert [r.seq for r in stored] == list(range(len(stored)))
    assert replay(stored) == session.refresh().interview
    assert [r.event.text for r in stored if isinstance(r.event, e.AnswerGiven)] == taken
    session.resume()
    assert not session.interview.owes_reply


def _random_act(session, act, store, taken):
    if act in ("hint", "skip", "pause", "go_on", "close", "resume"):
        getattr(session, act)()
    elif act == "note":
        session.note("n")
    elif act == "amend":
        session.amend("amended words")
    elif act == "stale":
        session.take("words of a stale tab", seen=0)
    elif act == "kill":
        session.take(VAGUE)
        taken.append(VAGUE)
        return Session(session.id, services(events=store)).resume()
    else:
        session.take(act)
        taken.append(act)
        session.reply()
    return session


def test_the_same_acts_give_the_same_events():
    def play():
        session = Session.open(services(), "toy", persona="warm")
        for text in (VAGUE, "Maybe by hand.", MEASURE, "How many letters arrive?", SCOPE):
            session.answer(text)
        session.close()
        return [r.event for r in session.events]

    assert play() == play()
