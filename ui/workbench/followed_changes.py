"""What the watcher of the content files is doing, and the page drawn anew when it has followed a change."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import keep, kept, start
from ui.parts.text import escaped, moment

if TYPE_CHECKING:
    from interviewer.wiring import App

_SEEN = "watched_rounds"
_EVERY = 2.0


def watch_files(app: "App") -> None:
    watcher = app.watcher
    if watcher is None or not watcher.every:
        return
    keep(_SEEN, watcher.now.rounds)

    @st.fragment(run_every=_EVERY)
    def look() -> None:
        now = watcher.now
        if now.rounds != kept(_SEEN):
            keep(_SEEN, now.rounds)
            st.rerun()
        if now.fault:
            st.error(escaped(f"✗ The files changed, but the index did not follow: {now.fault}"))
        elif now.step:
            st.caption(escaped(f"⏳ {now.step} …"))
        elif now.at and start().finished.is_set():
            last = f" Last change followed {moment(now.at)}, in {now.seconds:.1f} s." if now.said else ""
            st.caption(f"✓ Files are watched: what you save or drop in is in use within seconds.{last}")

    look()
