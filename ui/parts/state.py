"""The only file that touches st.session_state, st.cache_resource and the query parameters.

It imports Streamlit and the standard library only, so that the first text is on screen at once. Everything heavy is
imported and loaded by a background thread, whose progress the pages can show.
"""

import contextlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from interviewer.session import Session
    from interviewer.wiring import App

_SESSION = "session"
_PARAMETER = "s"
_REVIEWED = "reviewed"
_REVIEW_PARAMETER = "r"
RUBRIC_DRAFT = "rubric_draft"
"""Where a tab keeps (id, text) of a rubric that the Workbench is to open in its editor."""
BUILT_IN = "built_in"
"""Where a tab keeps the id of the session that goes on with built-in questions."""


@dataclass
class Start:
    """How far the start of the server is."""

    app: "App | None" = None
    """The wired app, as soon as content and database are there."""
    step: str = "Starting"
    """What is going on now."""
    ready: bool = False
    """Whether the encoder and the index are ready, so that an interview can be held."""
    errors: dict[str, str] = field(default_factory=dict)
    """What failed, by part (database, encoder, calibration, index), each with its next step."""
    seconds: float = 0.0
    """Seconds until ready."""
    judging: threading.Event = field(default_factory=threading.Event)
    """Set as soon as an answer can be judged: encoder and calibration are there, the index need not be."""
    finished: threading.Event = field(default_factory=threading.Event)
    """Set when there is nothing more to wait for."""


@st.cache_resource(show_spinner=False)
def start() -> Start:
    """Begin the start once per server and return how far it is."""
    progress = Start()
    threading.Thread(target=_start, args=(progress,), name="viva-start", daemon=True).start()
    return progress


def _start(progress: Start) -> None:
    began = time.monotonic()
    try:
        progress.step = "Reading rubrics and guide"
        from interviewer.settings import Settings
        from interviewer.wiring import wire

        app = _tried(progress, "database", lambda: wire(Settings.from_env()))
        if app is None:
            return
        progress.app = app
        progress.step = "Loading the encoder"
        if _tried(progress, "encoder", lambda: app.encoder.id) is None:
            return
        if _tried(progress, "calibration", app.calibration) is not None:
            progress.judging.set()
        progress.step = "Preparing the index of the guide"
        _tried(progress, "index", lambda: _prepare_index(app, progress))
        progress.ready = not {"database", "encoder", "calibration"} & progress.errors.keys()
    except Exception as error:  # whatever it is, the page must say it and not wait for ever
        progress.errors["start"] = f"{type(error).__name__}: {error}"
    finally:
        progress.step = "Ready" if progress.ready else "Not ready"
        progress.seconds = time.monotonic() - began
        if progress.app is not None and progress.app.watcher is not None:
            progress.app.watcher.start()
        progress.finished.set()
    if progress.ready and progress.app is not None:
        _warm(progress.app)


def _tried(progress: Start, part: str, act: Any) -> Any:
    from grader.errors import VivaError

    try:
        return act()
    except VivaError as error:
        progress.errors[part] = str(error)
        return None


def _prepare_index(app: "App", progress: Start) -> None:
    def say(line: str) -> None:
        progress.step = line

    app.prepare_index(say)


def _warm(app: "App") -> None:
    """Encode what the rubrics say ahead of the first answers; an interview need not wait for it."""
    for problem in app.content.rubrics():
        app.content.labels(problem)
    for problem in app.content.rubrics():
        app.encoder.in_background().words(_phrasings(app, problem))


def _phrasings(app: "App", problem: str) -> list[str]:
    rubric = app.content.rubrics().get(problem)
    return [t for c in rubric.checkpoints for t in (*c.phrasings, *c.contrasts)] if rubric else []


def warm_up(problem: str) -> None:
    """Do what the first answers would wait for while the candidate still thinks about them."""
    if (app := start().app) is not None:
        threading.Thread(target=_rehearse, args=(app, problem), name="viva-warm-up", daemon=True).start()


def _rehearse(app: "App", problem: str) -> None:
    from interviewer.workshop.rehearsal import rehearse

    with contextlib.suppress(Exception):  # whatever is missing or broken is told when an answer needs it
        app.encoder.words(_phrasings(app, problem))
        rehearse(app.services, problem)


def wait(seconds: float) -> Start:
    """Wait until the start is finished, at most so long; return how far it is."""
    progress = start()
    progress.finished.wait(seconds)
    return progress


def wait_to_judge(seconds: float) -> bool:
    """Wait until an answer can be judged, at most so long; return whether it can."""
    progress, until = start(), time.monotonic() + seconds
    while not progress.judging.wait(0.1) and not progress.finished.is_set() and time.monotonic() < until:
        pass
    return progress.judging.is_set()


def session_id() -> str:
    """Return the id of the session this tab shows, or nothing."""
    held = str(st.query_params.get(_PARAMETER, "") or st.session_state.get(_SESSION, ""))
    return held if len(held) <= 128 else ""


def show_session(session_id: str) -> None:
    """Let this tab show a session; an empty id shows the start page."""
    if session_id:
        st.session_state[_SESSION] = session_id
        st.query_params[_PARAMETER] = session_id
    else:
        st.session_state.pop(_SESSION, None)
        st.query_params.pop(_PARAMETER, None)
    st.session_state.pop("seen", None)


def reviewed_id() -> str:
    """Return the id of the session that this tab's Review page shows, or nothing."""
    held = str(st.query_params.get(_REVIEW_PARAMETER, "") or st.session_state.get(_REVIEWED, ""))
    return held if len(held) <= 128 else ""


def show_review(session_id: str) -> None:
    """Let this tab's Review page show a session; an empty id shows the form for a new transcript."""
    st.session_state[_REVIEWED] = session_id
    if session_id:
        st.query_params[_REVIEW_PARAMETER] = session_id
    else:
        st.query_params.pop(_REVIEW_PARAMETER, None)


def reviewed_session() -> "Session | None":
    """Return the session this tab's Review page shows, and keep it in the address; None when there is none.

    SessionNotFound when its id is unknown.
    """
    app = start().app
    if app is None or not reviewed_id():
        return None
    from interviewer.session import Session

    show_review(reviewed_id())
    return Session(reviewed_id(), app.services).refresh()


def forget(session: str) -> None:
    """Let this tab show a deleted session no longer."""
    if reviewed_id() == session:
        show_review("")
    if session_id() == session:
        show_session("")


def keep_session_in_address() -> None:
    """Put the session back into the address: links between pages drop it."""
    held = st.session_state.get(_SESSION)
    if held and _PARAMETER not in st.query_params:
        st.query_params[_PARAMETER] = held
    elif not held and session_id():
        st.session_state[_SESSION] = session_id()


def current_session() -> "Session | None":
    """Return the session this tab shows, with a missing reply made; None when there is none.

    SessionNotFound when its id is unknown.
    """
    app = start().app
    if app is None or not session_id():
        return None
    from interviewer.session import Session

    return Session(session_id(), app.services).resume()


def bound_session() -> "Session | None":
    """Return the session this tab shows as it is, a missing reply left for the page to make; None when there is none.

    SessionNotFound when its id is unknown.
    """
    app = start().app
    if app is None or not session_id():
        return None
    from interviewer.session import Session

    services = app.built_in_services if kept(BUILT_IN) == session_id() else app.services
    return Session(session_id(), services).refresh()


def seen(session: "Session") -> int:
    """Return the number of events this tab has shown of a session: what a stale tab is told by."""
    shown = st.session_state.get("seen")
    return shown if isinstance(shown, int) else session.interview.seq


def saw(session: "Session") -> None:
    """Remember that this tab has shown the session as it is."""
    st.session_state["seen"] = session.interview.seq


def keep(key: str, value: object) -> None:
    """Keep a value for this tab, such as a refused text that goes back into its box."""
    st.session_state[key] = value


def kept(key: str, default: Any = None) -> Any:
    """Return a value kept for this tab."""
    return st.session_state.get(key, default)


def take(key: str, default: Any = None) -> Any:
    """Return a value kept for this tab and forget it."""
    return st.session_state.pop(key, default)
