"""Real processes on a real SQLite file, killed with SIGKILL at every event: nothing is lost, doubled or changed."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from interviewer import events as e
from interviewer.adapters.sql_events import SqlEvents
from interviewer.errors import StaleSession
from interviewer.session import Session
from tests.fakes import services
from tests.interviewer.turns import MEASURE, SCOPE, VAGUE

# A fork starts in a blink, because everything is imported already; it opens the database for itself.
PROCESSES = multiprocessing.get_context("fork")
SKIP = "/skip"
TURNS = ([VAGUE, "Maybe by hand.", SKIP, "What is the volume?", SCOPE, "Hmm.", MEASURE, "I don't know."] * 4)[:30]


class Deadly:
    """A store whose process is killed right after an append."""

    def __init__(self, url: str) -> None:
        self._store = SqlEvents(url)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def append(self, *event: object) -> None:
        self._store.append(*event)
        os.kill(os.getpid(), signal.SIGKILL)


def before_the_commit(url: str) -> SqlEvents:
    """A store whose process is killed when everything is written and nothing is committed."""
    store = SqlEvents(url)
    sa.event.listen(sa.engine.Engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    return store


def run(act: Callable[..., None], *arguments: object) -> int:
    """Run something in a process of its own and return how it ended; -9 when it was killed."""
    process = PROCESSES.Process(target=act, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


def said(session: Session) -> int:
    return sum(isinstance(r.event, e.AnswerGiven | e.Skipped) for r in session.events)


def act(session: Session, turn: str) -> None:
    if turn == SKIP:
        session.skip()
    else:
        session.take(turn)


def go_on(store: Callable[[str], SqlEvents], url: str, session_id: str) -> None:
    """Do what a restarted app does: make the reply that is owed, then take the next turn."""
    session = Session(session_id, services(events=store(url))).resume()
    if said(session) < len(TURNS):
        act(session, TURNS[said(session)])


def opened(folder: Path, name: str) -> tuple[str, Session]:
    url = f"sqlite:///{folder / name}.db"
    return url, Session.open(services(events=SqlEvents(url)), "toy")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[e.Event]:
    """The events of an interview that nobody killed."""
    _, session = opened(tmp_path_factory.mktemp("whole"), "whole")
    for turn in TURNS:
        act(session, turn)
        session.reply()
    return [r.event for r in session.events]


def test_killed_after_every_event_it_goes_on_as_if_nothing_had_happened(tmp_path: Path, whole: list[e.Event]) -> None:
    url, session = opened(tmp_path, "killed")
    kills = 0
    while run(go_on, Deadly, url, session.id) == -signal.SIGKILL:
        kills += 1
    session.refresh()
    assert kills >= len(TURNS) * 1.5, "every turn and every reply was followed by a kill"
    assert [r.event for r in session.events] == whole
    assert [r.seq for r in session.events] == list(range(len(whole)))


def test_killed_before_a_commit_nothing_of_it_is_kept_and_it_can_be_done_again(
    tmp_path: Path, whole: list[e.Event]
) -> None:
    url, session = opened(tmp_path, "killed")
    for _ in TURNS[:12]:
        before = len(session.refresh().events)
        assert run(go_on, before_the_commit, url, session.id) == -signal.SIGKILL
        assert len(session.refresh().events) == before, "half a turn"
        go_on(SqlEvents, url, session.id)
    kept = [r.event for r in session.resume().events]
    assert kept == whole[: len(kept)] and said(session) == 12


def answer(url: str, session_id: str, seen: int, text: str, start: object, told: object) -> None:
    session = Session(session_id, services(events=SqlEvents(url))).refresh()
    start.wait(30)  # type: ignore[attr-defined]
    try:
        session.answer(text, seen)
        told.put("won")  # type: ignore[attr-defined]
    except StaleSession:
        told.put("told")  # type: ignore[attr-defined]


def test_of_two_tabs_that_answer_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    url, session = opened(tmp_path, "tabs")
    for turn in range(1, 6):
        start, told = PROCESSES.Barrier(2), PROCESSES.Queue()
        seen = session.refresh().interview.seq
        texts = [f"{VAGUE} Tab {name}, turn {turn}." for name in "ab"]
        tabs = [PROCESSES.Process(target=answer, args=(url, session.id, seen, text, start, told)) for text in texts]
        for tab in tabs:
            tab.start()
        assert sorted(told.get(timeout=60) for _ in tabs) == ["told", "won"]
        for tab in tabs:
            tab.join(30)
        session.refresh()
        assert not session.interview.owes_reply, "half a turn"
        assert said(session) == turn and session.interview.last_words in texts
