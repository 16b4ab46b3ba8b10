"""Events in a database: SQLite in the data folder by default, PostgreSQL by URL.

Why it is as it is:

- SQLAlchemy Core, because two databases are served and rows are all there is to map.
- A body is JSON in a TEXT column with every character beyond ASCII escaped. PostgreSQL's own JSON cannot hold NUL, and
  neither database can hold half a surrogate pair; candidates paste both, and no word of theirs may be lost.
- UNIQUE(session, seq) decides between two tabs: the second insert fails, whole, and becomes StaleSession.
- A row in `sessions` owns its events. Deleting it deletes them, and a tab that is still open cannot bring it back.
- SQLite in WAL mode with synchronous=FULL: readers never wait for the writer, and a turn that was acknowledged survives
  a power cut, not only a killed process. It costs one fsync per turn, and people take longer than that to type.
- Alembic brings the schema up to date when the store is opened, one process at a time: under a file lock next to an
  SQLite database, under an advisory lock in PostgreSQL. A schema from a newer version of Viva is left alone.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from interviewer.adapters import migrations
from interviewer.errors import SessionNotFound, StaleSession
from interviewer.events import Event, Recorded, from_dict, to_dict
from library.errors import StoreError

_WAIT = 15
"""Seconds to wait for another process that writes or migrates."""
_ADVISORY_LOCK = 8_107_349_213
"""Any number, as long as every version of Viva uses the same."""

SCHEMA = sa.MetaData()
SESSIONS = sa.Table(
    "sessions",
    SCHEMA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("opened", sa.Double, nullable=False, index=True),
)
EVENTS = sa.Table(
    "events",
    SCHEMA,
    sa.Column("session", sa.Text, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("session", "seq", name="one_event_per_place"),
)


class SqlEvents:
    """Keeps the events of all sessions in one database; safe to share between threads and processes."""

    def __init__(self, url: str | sa.URL) -> None:
        """Open the database, making or updating it if need be; StoreError says what stands in the way."""
        with _explained("The database cannot be used"):
            self._url = _with_driver(sa.make_url(url))
            self._engine = _sqlite(self._url) if self._on_sqlite else sa.create_engine(self._url, pool_pre_ping=True)
            self._migrate()

    def append(self, session: str, seq: int, events: Sequence[Event], at: float) -> None:
        """Store events from place `seq` on, all or none.

        Raises StaleSession when that place is taken, and SessionNotFound when the session was deleted meanwhile.
        """
        if not events:
            return
        rows = [
            {"session": session, "seq": seq + i, "at": at, "kind": event.kind, "body": json.dumps(to_dict(event))}
            for i, event in enumerate(events)
        ]
        stale = StaleSession("This interview went on in another tab.", "Reload the page to continue from there.")
        with _explained("The interview could not be saved"):
            try:
                with self._engine.begin() as db:
                    if seq == 0:
                        db.execute(sa.insert(SESSIONS), {"id": session, "opened": at})
                    db.execute(sa.insert(EVENTS), rows)
                    before = sa.select(sa.func.count()).where(EVENTS.c.session == session, EVENTS.c.seq < seq)
                    if db.scalar(before) != seq:  # a gap: the database is older than the tab, e.g. from a backup
                        raise stale
            except IntegrityError:
                if seq and not self._knows(session):
                    raise _not_found() from None
                raise stale from None

    def read(self, session: str) -> list[Recorded]:
        """Return a session's events in order; SessionNotFound when there are none, StoreError for a damaged one."""
        query = sa.select(EVENTS).where(EVENTS.c.session == session).order_by(EVENTS.c.seq)
        rows: Sequence[sa.Row[Any]] = []
        if _storable(session):
            with _explained("The interview could not be read"), self._engine.connect() as db:
                rows = db.execute(query).all()
        if not rows:
            raise _not_found()
        return [_recorded(row, place) for place, row in enumerate(rows)]

    def sessions(self) -> list[str]:
        """Return the ids of all sessions, the one opened last first."""
        query = sa.select(SESSIONS.c.id).order_by(SESSIONS.c.opened.desc(), SESSIONS.c.id)
        with _explained("The interviews could not be listed"), self._engine.connect() as db:
            return list(db.scalars(query))

    def delete(self, session: str) -> None:
        """Forget a session and its events; nothing happens when there is none."""
        if not _storable(session):
            return
        with _explained("The interview could not be deleted"):
            with self._engine.begin() as db:
                db.execute(sa.delete(SESSIONS).where(SESSIONS.c.id == session))
            if self._on_sqlite:  # the write-ahead log still holds the words
                with self._engine.connect() as db:
                    db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the database's connections."""
        self._engine.dispose()

    @property
    def _on_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def _knows(self, session: str) -> bool:
        with self._engine.connect() as db:
            return db.scalar(sa.select(SESSIONS.c.id).where(SESSIONS.c.id == session)) is not None

    def _migrate(self) -> None:
        if self._on_sqlite:
            # The file lock also covers the switch to WAL, which fails at once while another process looks on.
            with FileLock(f"{self._url.database}.lock", timeout=_WAIT, mode=0o600), self._engine.begin() as db:
                db.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver begins no transaction for DDL
                migrations.apply(db)
        else:
            with self._engine.begin() as db:
                db.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
                migrations.apply(db)


def _with_driver(url: sa.URL) -> sa.URL:
    """Take psycopg for PostgreSQL unless another driver is named, and the short scheme that hosting services print."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database in (None, "", ":memory:"):
        raise StoreError("The database's URL names no file.", "Write it as sqlite:////folder/viva.db.")
    path = Path(str(url.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # interviews are private; SQLite's side files copy the mode
    engine = sa.create_engine(url, connect_args={"timeout": _WAIT})  # SQLite's busy_timeout

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Turn what the database and the file system say into a StoreError that names the next step."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        hint = "Check the free disk space, VIVA_DATA and VIVA_DATABASE_URL, then try again."
        raise StoreError(f"{what}: {cause}.", hint) from error
    except OSError as error:  # a lock that is not given in time is an OSError too
        cause = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        hint = "Make the folder writable, or name another one with VIVA_DATA."
        raise StoreError(f"{what}: {cause}.", hint) from error
    except ImportError as error:
        hint = 'For PostgreSQL: pip install "psycopg[binary]".'
        raise StoreError(f"{what}: its driver {error.name} is not installed.", hint) from error


def _storable(session: str) -> bool:
    """Tell whether an id, perhaps typed into the address bar, can be in a database at all."""
    return session.isascii() and session.isprintable()


def _not_found() -> SessionNotFound:
    return SessionNotFound("There is no such interview; it may have been deleted.", "Start a new one.")


def _recorded(row: sa.Row[Any], place: int) -> Recorded:
    try:
        if row.seq != place:
            raise ValueError(f"event {place} is missing")
        return Recorded(row.seq, row.at, from_dict(row.kind, json.loads(row.body)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"Event {row.seq} ({row.kind}) of the interview {row.session} cannot be read: {error}.",
            "If a newer version of Viva wrote it, update Viva; if not, restore the database from a backup.",
        ) from error
