"""What a page shows while the server starts: the progress, checked twice a second."""

import streamlit as st

from ui.parts.state import start
from ui.parts.status import status_line
from ui.parts.text import escaped

_EVERY = 0.5


def watch_start() -> None:
    """Show the progress, and rerun the page when more is ready."""
    progress = start()
    had_app, judging, finished = progress.app is not None, progress.judging.is_set(), progress.finished.is_set()

    @st.fragment(run_every=None if finished else _EVERY)
    def look() -> None:
        now = start()
        if (now.app is not None, now.judging.is_set(), now.finished.is_set()) != (had_app, judging, finished):
            st.rerun()
        status_line(now)

    look()


def not_ready() -> str:
    """Return why no interview can start yet, or an empty string; the index need not be ready."""
    progress = start()
    if progress.judging.is_set():  # without the index, questions come from the rubric
        return ""
    if progress.finished.is_set():
        return "Something an interview needs is missing. The start page says what, and how to fix it."
    return f"Getting ready: {progress.step}."


def say_index() -> None:
    """Say that questions come only from the rubric, until the index is ready.

    Updated with each turn and not by a timer: a rerun while an answer is sent would leave the chat input disabled.
    """
    now = start()
    if not now.finished.is_set():
        st.caption(f"⏳ {escaped(now.step)} … until this is done, the interviewer asks the rubric's own questions.")
