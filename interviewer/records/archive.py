"""All interviews as one file of JSON lines, one event a line, and back: to move house, and to keep a copy."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from grader.errors import InputError, Mistake, VivaError
from interviewer.events import Recorded, from_dict, to_dict
from interviewer.interview import replay
from interviewer.ports import Events
from interviewer.records.anonymous_events import people, with_roles

LONGEST = 200_000_000
"""Most characters of an archive."""


def write(store: Events, *, roles: bool = False) -> Iterator[str]:
    """Yield one line for each event of each session, the oldest session first; damaged sessions are left out.

    With `roles`, what stands for people's names is written instead of them; the archive is read as any other.
    """
    names = people(recorded for _, recorded in _readable(store)) if roles else {}
    for session, recorded in _readable(store):
        for r in with_roles(recorded, names) if roles else recorded:
            line = {"session": session, "seq": r.seq, "at": r.at, "kind": r.event.kind, "event": to_dict(r.event)}
            yield json.dumps(line, ensure_ascii=False) + "\n"


def _readable(store: Events) -> Iterator[tuple[str, list[Recorded]]]:
    for session in reversed(store.sessions()):
        try:
            yield session, store.read(session)
        except VivaError:
            continue


def read(text: str, store: Events) -> tuple[int, int]:
    """Add the sessions of an archive to a store; return how many were added and how many it had already.

    InputError names the lines that are no events, and then nothing is added.
    """
    if len(text) > LONGEST:
        raise InputError("The archive is too large.", f"At most {LONGEST:,} characters.")
    lines: list[tuple[str, Recorded]] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                lines.append(_event(json.loads(line)))
            except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
                mistakes.append(Mistake("archive", number, "not an event of this version", "export it again"))
    sessions = {name: [r for _, r in group] for name, group in groupby(lines, key=lambda pair: pair[0])}
    for name, recorded in sessions.items():
        try:
            if [r.seq for r in recorded] != list(range(len(recorded))):
                raise InputError("an event is missing")
            replay(recorded)
        except VivaError as error:
            mistakes.append(Mistake("archive", 0, f"the interview {name[:40]} does not fit together: {error.message}"))
    if mistakes or not sessions:
        raise InputError("This is not an archive of interviews.", "Use the file from Export all.", tuple(mistakes[:20]))
    known = set(store.sessions())
    fresh = {name: recorded for name, recorded in sessions.items() if name not in known}
    for name, recorded in fresh.items():
        for at, group in groupby(recorded, key=lambda r: r.at):
            same = list(group)
            store.append(name, same[0].seq, [r.event for r in same], at)
    return len(fresh), len(sessions) - len(fresh)


def _event(data: dict[str, Any]) -> tuple[str, Recorded]:
    session, seq, at = data["session"], data["seq"], data["at"]
    if not (isinstance(session, str) and 0 < len(session) <= 128 and isinstance(seq, int)):
        raise ValueError("no session or place")
    return session, Recorded(seq, float(at), from_dict(str(data["kind"]), data["event"]))
