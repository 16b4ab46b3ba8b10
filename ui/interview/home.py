"""Home: what Viva is for, unfinished interviews, and the start of a new one."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import MEANINGS, badge_text, rubric_name
from ui.parts.state import keep, show_session, start, take, warm_up
from ui.parts.text import door, escaped, html
from ui.parts.waiting import not_ready, watch_start

if TYPE_CHECKING:
    from interviewer.session import Session
    from interviewer.wiring import App

EXAMPLE = "example"
"""Where a tab keeps the id of the problem whose graded example it shows."""
_NOTICE = "home_notice"
_NEWEST = 20
_SHOWN = 3
_LEVELS = ("junior", "mid", "senior", "staff")
_MINUTES = (15, 30, 45, 60)
_PERSONAS = {"neutral": "Neutral", "warm": "Warm", "brisk": "Brisk"}


def show() -> None:
    """Draw the page."""
    progress = start()
    st.title("Viva", anchor=False)
    st.write(
        "Practice machine-learning system design interviews. Answer in your own words; afterwards see which points "
        "you made, with your own sentences as the evidence."
    )
    if notice := take(_NOTICE):
        st.error(escaped(notice))
    if progress.app is not None:
        _unfinished(progress.app)
    form, doors = st.columns([3, 2], gap="medium")
    with form, st.container(border=True, key="door_interview"):
        door("🎙️ Mock interview")
        _form(progress.app)
    with doors:
        _doors()
    watch_start()


def _form(app: "App | None") -> None:
    rubrics = app.content.rubrics() if app is not None else {}
    names = {i: f"{rubric_name(r)} · {len(r.checkpoints)} checkpoints" for i, r in sorted(rubrics.items())}
    chosen = st.selectbox(
        "Problem", list(names), format_func=names.__getitem__,
        key="problem" if names else "no_problem", disabled=not names,
        placeholder="Reading the problems …" if app is None else "No problem can be used: see the Workbench",
    )  # fmt: skip
    problem = chosen if names else None  # without options Streamlit chooses None, whatever its types say
    if app is not None and problem is not None and (badge := badge_text(app, problem)) != "–":
        st.caption(badge, help=f"{MEANINGS[badge[2:]].capitalize()}. The Workbench says how well it grades.")
    level, length = st.columns(2)
    level.selectbox(
        "Level", _LEVELS, index=2, format_func=str.capitalize, key="level",
        help="Decides which checkpoints are expected of you. The others are listed afterwards, not scored.",
    )  # fmt: skip
    length.selectbox("Length", _MINUTES, index=2, format_func=lambda m: f"{m} minutes", key="minutes")
    st.selectbox(
        "Persona", list(_PERSONAS), format_func=_PERSONAS.__getitem__, key="persona",
        help="How the interviewer words things. It changes nothing else.",
    )  # fmt: skip
    st.toggle(
        "Practice mode", key="practice",
        help="Shows dots for the points made in each phase. A mock interview tells you nothing until its end.",
    )  # fmt: skip
    why = not_ready() or ("" if names else "There is no problem to start with.")
    with st.container(horizontal=True):
        st.button("Start interview", type="primary", on_click=_begin, disabled=bool(why), help=why or None)
        example = problem is not None and app is not None and app.content.example(problem) is not None
        st.button(
            "See a graded example", on_click=keep, args=(EXAMPLE, problem), disabled=bool(why) or not example,
            help=why or "Grades a model answer to this problem, so that you know what you will get.",
        )  # fmt: skip
    if why:
        st.caption(why)


def _begin() -> None:
    from grader.errors import VivaError
    from interviewer.session import Session

    app = start().app
    chosen = st.session_state
    if app is None or chosen.get("problem") is None:
        return
    try:
        session = Session.open(
            app.services,
            chosen["problem"],
            level=chosen["level"],
            minutes=chosen["minutes"],
            persona=chosen["persona"],
            practice=chosen["practice"],
        )
    except VivaError as error:
        keep(_NOTICE, str(error))
    else:
        show_session(session.id)
        warm_up(chosen["problem"])


def _doors() -> None:
    with st.container(border=True, key="door_review"):
        door("📄 Review a transcript")
        st.write("Bring an interview that you already had. It is judged by the same scorecard, sentence by sentence.")
        st.page_link("ui/review/page.py", label="Review a transcript →")
    with st.container(border=True, key="door_authors"):
        door("🛠️ Rubrics and guide")
        st.write("See what interviews are judged by and asked from, and what is wrong with a file of your own.")
        st.page_link("ui/workbench/page.py", label="Open the Workbench →")


def _unfinished(app: "App") -> None:
    found = _open_sessions(app)
    if not found:
        return
    with st.container(border=True, key="unfinished"):
        door("Unfinished interviews")
        for session in found[:_SHOWN]:
            rubric = app.content.rubrics().get(session.interview.problem)
            text, buttons = st.columns([3, 2], vertical_alignment="center")
            answers = sum(turn.speaker == "candidate" for turn in session.interview.turns)
            since = _ago(app.services.clock.now() - session.interview.at)
            with text:
                html(
                    '<div class="viva"><strong>$title</strong><br><span class="quiet">$said</span></div>',
                    title=rubric.title if rubric else session.interview.problem,
                    said=f"{answers} answer{'s' * (answers != 1)} · {since}",
                )
            with buttons, st.container(horizontal=True, horizontal_alignment="right"):
                st.button("Resume", key=f"resume_{session.id}", on_click=show_session, args=(session.id,))
                if st.button("Delete", key=f"delete_{session.id}"):
                    _confirm(session.id)
        if len(found) > _SHOWN:
            st.caption(f"And {len(found) - _SHOWN} more: they are under Progress.")


def _open_sessions(app: "App") -> "list[Session]":
    from grader.errors import VivaError
    from interviewer.session import Session

    found = []
    try:
        for session_id in app.services.events.sessions()[:_NEWEST]:
            session = Session(session_id, app.services).refresh()
            if session.interview.state != "closed":
                found.append(session)
    except VivaError as error:
        st.warning(escaped(str(error)))
    return found


@st.dialog("Delete this interview?")
def _confirm(session_id: str) -> None:
    st.write("Its answers are deleted for good.")
    if st.button("Delete it", type="primary", key="delete_now", on_click=_delete, args=(session_id,)):
        st.rerun()


def _delete(session_id: str) -> None:
    from grader.errors import VivaError

    app = start().app
    try:
        if app is not None:
            app.services.events.delete(session_id)
    except VivaError as error:
        keep(_NOTICE, str(error))


def _ago(seconds: float) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' * (count != 1)} ago"
    return "just now"
