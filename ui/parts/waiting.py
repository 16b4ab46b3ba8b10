"""What a page shows while the server is still starting: how far it is, checked twice a second."""

import streamlit as st

from ui.parts.state import start
from ui.parts.status import status_line
from ui.parts.text import escaped

_EVERY = 0.5


def watch_start() -> None:
    """Show how far the start is, and draw the page anew when more is ready."""
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
    """Return why no interview can be held yet, or nothing when one can; the index need not be ready."""
    progress = start()
    if progress.judging.is_set():  # the index may be on its way: until then the rubric's own questions do
        return ""
    if progress.finished.is_set():
        return "Something that an interview needs is missing. The start page names it and says what to do."
    return f"Getting ready: {progress.step}."


def say_index() -> None:
    """Say, as long as it is so, that questions do without the guide.

    Drawn anew with each turn, never by a clock: a page that reruns while an answer is sent leaves its box shut.
    """
    now = start()
    if not now.finished.is_set():
        st.caption(f"⏳ {escaped(now.step)} … until it is done, the interviewer asks the rubric's own questions.")
