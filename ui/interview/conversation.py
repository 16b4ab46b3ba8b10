"""A running interview: the conversation, one box to answer in, and the few buttons beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui.interview.draft import keep_draft
from ui.interview.side_panel import desk, headline
from ui.parts.bubbles import event_bubbles
from ui.parts.state import BUILT_IN, bound_session, keep, kept, saw, seen, session_id, take
from ui.parts.text import escaped, scroll_stop
from ui.parts.waiting import not_ready, say_index, watch_start

if TYPE_CHECKING:
    from interviewer.session import Session

_LOG = 400
"""Pixels of the log where the style does not fit it to the window."""
_BOX = "answer"
_NOTICE = "notice"
_FAILURE = "failure"
_HOW_TO_ASK = (
    "Type a question in your own words, several at once if you like: “How many searches a day? How fast must it be?” "
    "Facts are told only when asked for, and asking costs nothing. "
    "Where there is no fact, assume what you need and say so."
)


def show(session: "Session") -> None:
    """Draw the page; make the reply that is owed, if one is."""
    title, prompt = _problem(session)
    headline(session, title, prompt)
    if not not_ready():
        say_index()
    desk(session)
    with st.container(height=_LOG, autoscroll=True, border=False, key="log"):
        event_bubbles(session.events)
        if session.interview.owes_reply and not not_ready() and not kept(_FAILURE):
            _reply(session)
        failed = session.interview.owes_reply and kept(_FAILURE)
        if failed:
            _failure(str(failed))
        scroll_stop()
    if not_ready():
        watch_start()
    _controls(session, blocked=bool(failed) or bool(not_ready()))
    saw(session)


def _problem(session: "Session") -> tuple[str, str]:
    from grader.errors import VivaError

    try:
        title = session.rubric.title
    except VivaError as error:
        keep(_NOTICE, str(error))
        title = session.interview.problem
    opening = [t.text for t in session.interview.turns[:1]]
    drill = session.interview.opened is not None and bool(session.interview.opened.focus)
    prompt = opening[0].split("\n\n")[0] if opening else ""
    return (f"Drill: {title}" if drill else title), prompt


def _reply(session: "Session") -> None:
    """Make the reply and draw it. The answer is stored already: whatever fails, it stays."""
    from interviewer.errors import StaleSession

    shown = len(session.events)
    try:
        with st.spinner("The interviewer is thinking about your answer …"):
            session.reply()
    except StaleSession:  # another tab made it first
        session.refresh()
    except Exception as error:  # anything a model, an index or a database may raise
        keep(_FAILURE, str(error) or type(error).__name__)
        return
    event_bubbles(session.events[shown:])


def _failure(error: str) -> None:
    st.error(f"The reply failed. Your answer is kept. {escaped(error)}")
    with st.container(horizontal=True):
        st.button("Retry", type="primary", on_click=take, args=(_FAILURE,))
        st.button(
            "Continue with built-in questions", on_click=_built_in,
            help="Goes on with the rubric's own questions, without a model and without the guide.",
        )  # fmt: skip


def _built_in() -> None:
    take(_FAILURE)
    keep(BUILT_IN, session_id())


def _controls(session: "Session", *, blocked: bool) -> None:
    state = session.interview.state
    paused = state == "paused"
    idle = blocked or paused
    with st.bottom:
        if notice := take(_NOTICE):
            st.warning(escaped(notice))
        with st.container(horizontal=True, key="controls", gap="small"):
            st.button("Hint", on_click=_act, args=(_hint,), disabled=idle, help="Three levels; each is noted.")
            st.button(
                "Skip", on_click=_act, args=(_skip,), disabled=idle,
                help="Leave this question. Not answered is not counted as wrong.",
            )  # fmt: skip
            with st.popover("Clarify", disabled=idle):
                st.write(_HOW_TO_ASK)
            amend = session.can_amend and not idle and st.button("Amend last answer")
            if paused:
                st.button("Go on", type="primary", on_click=_act, args=(_go_on,))
            else:
                st.button("Pause", on_click=_act, args=(_pause,), disabled=blocked, help="Stops the clock.")
            end = st.button("End interview")
        st.chat_input(
            _placeholder(paused, blocked), key=_BOX, disabled=idle, submit_mode="disable", on_submit=_submit, height=68,
        )  # fmt: skip
        keep_draft(session.id)
    if amend:
        _amend(session.interview.last_words)
    if end:
        _end()


def _placeholder(paused: bool, blocked: bool) -> str:
    if paused:
        return "Paused. Press Go on to answer."
    return "Not ready yet" if blocked else "Your answer, or a question of your own. Shift+Enter for a new line."


def _submit() -> None:
    text = st.session_state[_BOX]
    if text:
        _act(lambda session: session.take(text, seen(session)), text)


def _hint(session: "Session") -> None:
    session.hint(seen(session))


def _skip(session: "Session") -> None:
    session.skip(seen(session))


def _pause(session: "Session") -> None:
    session.pause(seen(session))


def _go_on(session: "Session") -> None:
    session.go_on(seen(session))


def _act(act: "Callable[[Session], object]", text: str = "") -> None:
    """Do something with the newest state; what is refused is said, and the text is put back into its box."""
    from grader.errors import VivaError
    from interviewer.errors import StaleSession

    try:
        session = bound_session()
        if session is not None:
            act(session)
            saw(session)
        return
    except StaleSession:
        notice = "This interview went on in another tab. Below is its newest state; nothing was changed from here."
        if text:
            notice += " Your text is back in the box: send it again if it still fits."
    except VivaError as error:
        notice = str(error)
    keep(_NOTICE, notice)
    if text:
        keep(_BOX, text)


@st.dialog("Amend your last answer", width="large")
def _amend(last: str) -> None:
    st.caption("It replaces what you said. The interviewer's words since then stay.")
    st.text_area("Your answer", last, height=260, key="amended")
    if st.button("Save", type="primary", on_click=_save_amended):
        st.rerun()


def _save_amended() -> None:
    text = st.session_state["amended"]
    _act(lambda session: session.amend(text, seen(session)))


@st.dialog("End the interview?")
def _end() -> None:
    st.write(
        "Everything you said so far is judged, and you get the scorecard. The interview cannot be continued after it."
    )
    with st.container(horizontal=True):
        ended = st.button("End now", type="primary", on_click=_act, args=(_close,))
        if ended or st.button("Keep going"):
            st.rerun()


def _close(session: "Session") -> None:
    session.close(seen=seen(session))
