"""The store of events, on SQLite and on PostgreSQL."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from interviewer.adapters import sql_events
from interviewer.adapters.sql_events import SqlEvents
from interviewer.errors import SessionNotFound, StaleSession
from interviewer.events import KINDS, AnswerGiven, Event, Opened, Recorded, Skipped
from library.errors import StoreError

ROOT = Path(__file__).parents[3]
OPENED = Opened("search_ranking", "3f9c")
SAMPLES: dict[Any, Any] = {
    str: "two towers, 5 × 10⁷ documents",
    int: 3,
    float: 0.1,
    bool: True,
    dict[str, Any]: {"score": None, "phases": [{"id": "scope", "score": 0.25}]},
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'data' / 'viva.db'}"


@pytest.fixture
def open_store() -> Iterator[Callable[[str], SqlEvents]]:
    stores: list[SqlEvents] = []

    def opened(url: str) -> SqlEvents:
        stores.append(SqlEvents(url))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(url: str, open_store: Callable[[str], SqlEvents]) -> SqlEvents:
    return open_store(url)


@contextmanager
def database(url: str) -> Iterator[sa.Connection]:
    """The database behind a store's back."""
    engine = sa.create_engine(url)
    with engine.begin() as db:
        yield db
    engine.dispose()


def sample(kind: type[Event]) -> Event:
    hints = get_type_hints(kind)
    return kind(**{field.name: value(hints[field.name]) for field in fields(kind)})


def value(hint: Any) -> Any:
    """A value of the type that a field of an event has."""
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return (value(inner[0]), value(inner[0])) if inner[-1] is ... else tuple(map(value, inner))
    return SAMPLES[hint] if hint in SAMPLES else value(inner[0])


def texts(store: SqlEvents, session: str = "s") -> list[str]:
    return [r.event.text for r in store.read(session) if isinstance(r.event, AnswerGiven)]


def test_every_kind_of_event_comes_back_as_it_was(store: SqlEvents) -> None:
    events = [sample(kind) for kind in KINDS.values()]
    store.append("s", 0, events, at=1_795_459_018.987654)
    assert store.read("s") == [Recorded(i, 1_795_459_018.987654, event) for i, event in enumerate(events)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\r\n", id="blank"),
        pytest.param("naïve café, 東京, עברית", id="scripts"),
        pytest.param("👩🏽‍🔬🇪🇺", id="emoji"),
        pytest.param("a\0b", id="NUL"),
        pytest.param("half a pair \ud83d", id="surrogate"),
        pytest.param("\u2028\x1b\x7f\ufeff\uffff", id="controls"),
        pytest.param("\\u0000 \"'%s;", id="escapes"),
        pytest.param("x" * 20_000, id="long"),
    ],
)
def test_no_character_is_lost(store: SqlEvents, text: str) -> None:
    store.append("s", 0, [AnswerGiven(text)], 1.0)
    assert texts(store) == [text]


def test_events_outlive_the_process_that_wrote_them(url: str, open_store: Callable[[str], SqlEvents]) -> None:
    first = open_store(url)
    first.append("s", 0, [OPENED], 1.0)
    first.append("s", 1, [AnswerGiven("a")], 2.0)
    first.close()
    assert [(r.seq, r.at) for r in open_store(url).read("s")] == [(0, 1.0), (1, 2.0)]


def test_sessions_are_listed_the_one_opened_last_first(store: SqlEvents) -> None:
    assert store.sessions() == []
    for session, at in (("middle", 2.0), ("newest", 3.0), ("oldest", 1.0)):
        store.append(session, 0, [OPENED], at)
    store.append("oldest", 1, [AnswerGiven("late")], 9.0)
    assert store.sessions() == ["newest", "middle", "oldest"]


class TestStale:
    """A place that is taken, and what happens to the rest of the append."""

    def test_a_taken_place_is_refused(self, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED, AnswerGiven("first")], 1.0)
        for seq in (0, 1):
            with pytest.raises(StaleSession, match="another tab"):
                store.append("s", seq, [AnswerGiven("second")], 2.0)
        assert texts(store) == ["first"]

    def test_an_append_is_stored_whole_or_not_at_all(self, url: str, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED], 1.0)
        with database(url) as db:  # place 2 is taken, place 1 is free
            db.execute(sa.insert(sql_events.EVENTS), {"session": "s", "seq": 2, "at": 1.0, "kind": "x", "body": "{}"})
        with pytest.raises(StaleSession):
            store.append("s", 1, [AnswerGiven("a"), AnswerGiven("b")], 2.0)
        with database(url) as db:
            assert db.scalars(sa.text("SELECT seq FROM events ORDER BY seq")).all() == [0, 2]

    def test_a_gap_is_refused(self, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED], 1.0)
        with pytest.raises(StaleSession):
            store.append("s", 5, [AnswerGiven("from a newer backup")], 2.0)
        assert len(store.read("s")) == 1

    def test_nothing_to_append_is_nothing(self, store: SqlEvents) -> None:
        store.append("s", 0, [], 1.0)
        assert store.sessions() == []

    def test_of_many_threads_one_wins(self, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED], 1.0)
        barrier = threading.Barrier(8)
        outcomes: list[str] = []

        def answer(name: str) -> None:
            barrier.wait()
            try:
                store.append("s", 1, [AnswerGiven(name), Skipped(name)], 2.0)
                outcomes.append(name)
            except StaleSession:
                outcomes.append("stale")

        threads = [threading.Thread(target=answer, args=(f"tab {i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [o for o in outcomes if o != "stale"]
        assert len(outcomes) == 8 and len(winners) == 1
        assert texts(store) == winners and len(store.read("s")) == 3

    def test_of_many_processes_that_open_an_empty_database_at_once_one_wins(
        self, url: str, open_store: Callable[[str], SqlEvents]
    ) -> None:
        program = """if True:
            import sys
            from interviewer.adapters.sql_events import SqlEvents
            from interviewer.errors import StaleSession
            from interviewer.events import AnswerGiven
            print("loaded", flush=True)
            sys.stdin.readline()
            try:
                SqlEvents(sys.argv[1]).append("s", 0, [AnswerGiven(sys.argv[2])], 1.0)
                print("won")
            except StaleSession:
                print("stale")
        """
        racers = [python(program, url, str(i)) for i in range(4)]
        for racer in racers:
            assert racer.stdout and racer.stdout.readline() == "loaded\n"
        for racer in racers:
            assert racer.stdin
            racer.stdin.write("go\n")
            racer.stdin.flush()
        said = [racer.communicate(timeout=60) for racer in racers]
        assert sorted(out for out, _ in said) == ["stale\n"] * 3 + ["won\n"], said
        assert texts(open_store(url)) == [str([out for out, _ in said].index("won\n"))]


def python(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process that can import the project."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_a_killed_process_loses_nothing_that_was_acknowledged(
    url: str, open_store: Callable[[str], SqlEvents], acknowledged: int
) -> None:
    writer = python(
        """if True:
        import itertools, sys
        from interviewer.adapters.sql_events import SqlEvents
        from interviewer.events import AnswerGiven, PhaseAdvanced
        store = SqlEvents(sys.argv[1])
        for turn in itertools.count():
            store.append("s", 2 * turn, [AnswerGiven(str(turn)), PhaseAdvanced("next")], float(turn))
            print(turn, flush=True)
        """,
        url,
    )
    assert writer.stdout
    for _ in range(acknowledged):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    last = max([acknowledged - 1, *map(int, writer.communicate()[0].split())])
    store = open_store(url)
    stored = texts(store)
    assert len(store.read("s")) == 2 * len(stored), "half a turn"
    assert stored == [str(turn) for turn in range(len(stored))] and len(stored) in (last + 1, last + 2)
    store.append("s", 2 * len(stored), [AnswerGiven("and on")], 1.0)


class TestDelete:
    """A deleted interview is gone, in every sense."""

    def test_its_events_go_and_the_others_stay(self, url: str, store: SqlEvents) -> None:
        store.append("gone", 0, [OPENED, AnswerGiven("a")], 1.0)
        store.append("kept", 0, [OPENED], 1.0)
        store.delete("gone")
        store.delete("never there")
        with pytest.raises(SessionNotFound):
            store.read("gone")
        assert store.sessions() == ["kept"]
        with database(url) as db:
            assert db.scalar(sa.text("SELECT count(*) FROM events")) == 1

    def test_an_open_tab_cannot_bring_it_back(self, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED], 1.0)
        store.delete("s")
        with pytest.raises(SessionNotFound):
            store.append("s", 1, [AnswerGiven("still here")], 2.0)
        assert store.sessions() == []

    def test_its_words_are_not_left_on_the_disk(self, tmp_path: Path, open_store: Callable[[str], SqlEvents]) -> None:
        store = open_store(f"sqlite:///{tmp_path / 'viva.db'}")
        store.append("s", 0, [AnswerGiven("my salary is a secret " * 400)], 1.0)
        store.append("kept", 0, [OPENED], 1.0)
        assert any(b"salary" in file.read_bytes() for file in tmp_path.iterdir())
        store.delete("s")
        assert not any(b"salary" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize("session", ["", "missing", "\0", "\ud800", "ü", "x" * 10_000, "'; DROP TABLE events; --"])
def test_an_id_from_the_address_bar_is_found_or_not_found(store: SqlEvents, session: str) -> None:
    with pytest.raises(SessionNotFound, match="Start a new one"):
        store.read(session)
    store.delete(session)


class TestDamage:
    """Rows that cannot be read are named, never passed over."""

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE events SET kind = 'FromTheFuture' WHERE seq = 1",
            "UPDATE events SET body = '{\"te' WHERE seq = 1",
            "UPDATE events SET body = '{}' WHERE seq = 1",
            "UPDATE events SET body = '[1]' WHERE seq = 1",
            "DELETE FROM events WHERE seq = 0",
        ],
        ids=["unknown kind", "cut off", "field missing", "no object", "event missing"],
    )
    def test_event_and_session_are_named(self, url: str, store: SqlEvents, damage: str) -> None:
        store.append("abc", 0, [OPENED, AnswerGiven("a")], 1.0)
        with database(url) as db:
            db.exec_driver_sql(damage)
        with pytest.raises(StoreError, match=r"Event 1 .*abc.*backup"):
            store.read("abc")

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "viva.db").write_text("Dear diary, " * 100)
        with pytest.raises(StoreError, match="not a database"):
            SqlEvents(f"sqlite:///{tmp_path / 'viva.db'}")


class TestSchema:
    """Versions of the schema."""

    def test_versions_and_tables_agree(self, url: str, store: SqlEvents) -> None:
        with database(url) as db:
            assert compare_metadata(MigrationContext.configure(db), sql_events.SCHEMA) == []

    def test_a_newer_one_is_refused_and_left_alone(self, url: str, store: SqlEvents) -> None:
        store.append("s", 0, [OPENED], 1.0)
        with database(url) as db:
            db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(StoreError, match=r"newer version of Viva.*9999.*VIVA_DATA"):
            SqlEvents(url)
        with database(url) as db:
            assert db.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"
            assert db.scalar(sa.text("SELECT count(*) FROM events")) == 1

    def test_an_interrupted_update_is_taken_back(self, url: str, open_store: Callable[[str], SqlEvents]) -> None:
        with pytest.MonkeyPatch.context() as patch:

            def fail(*_: object, **__: object) -> None:
                raise OSError("the power went out")

            patch.setattr("alembic.op.create_index", fail)  # the first table exists by then
            with pytest.raises(StoreError, match="power"):
                SqlEvents(url)
        open_store(url).append("s", 0, [OPENED], 1.0)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of somebody else; root, who may write everywhere, becomes nobody for the test."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        if root:
            os.seteuid(65_534)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)
            Path(name).chmod(0o755)


class TestFolder:
    """The data folder."""

    def test_is_made_and_closed_to_others(self, tmp_path: Path, open_store: Callable[[str], SqlEvents]) -> None:
        folder = tmp_path / "new data"
        open_store(f"sqlite:///{folder / 'viva.db'}").append("s", 0, [OPENED], 1.0)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert modes == dict.fromkeys(["viva.db", "viva.db-wal", "viva.db-shm", "viva.db.lock"], 0o600)

    def test_of_somebody_else(self, nobody: Path) -> None:
        for path in (nobody / "viva.db", nobody / "new" / "viva.db"):
            with pytest.raises(StoreError, match=r"Permission denied.*VIVA_DATA"):
                SqlEvents(f"sqlite:///{path}")

    def test_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").touch()
        with pytest.raises(StoreError, match=r"data: .*VIVA_DATA"):
            SqlEvents(f"sqlite:///{tmp_path / 'data' / 'viva.db'}")

    def test_with_a_folder_in_the_database_s_place(self, tmp_path: Path) -> None:
        (tmp_path / "viva.db").mkdir()
        with pytest.raises(StoreError, match=r"Is a directory.*VIVA_DATA"):
            SqlEvents(f"sqlite:///{tmp_path / 'viva.db'}")

    def test_on_a_full_disk(self, tmp_path: Path, open_store: Callable[[str], SqlEvents]) -> None:
        store = open_store(f"sqlite:///{tmp_path / 'viva.db'}")
        store.append("s", 0, [OPENED], 1.0)
        store.close()

        def fill(connection: Any, _: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")  # not below the pages there are

        sa.event.listen(store._engine, "connect", fill)
        with pytest.raises(StoreError, match=r"could not be saved.*full.*VIVA_DATA"):
            store.append("s", 1, [AnswerGiven("word " * 4_000)], 2.0)
        sa.event.remove(store._engine, "connect", fill)
        store.close()
        store.append("s", 1, [AnswerGiven("kept after all")], 3.0)
        assert texts(store) == ["kept after all"]


@pytest.mark.parametrize(
    "url",
    ["nonsense", "", "sqlite://", "sqlite:///:memory:", "nosuch://db", "postgresql://viva:hunter2@127.0.0.1:1/viva"],
)
def test_a_url_that_leads_nowhere(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        SqlEvents(url)
    assert caught.value.hint and "hunter2" not in str(caught.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install .psycopg\[binary\]"):
        SqlEvents("postgresql://127.0.0.1/viva")
