"""The status line: what is ready, what failed, and how to fix it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import counted, escaped

if TYPE_CHECKING:
    from interviewer.wiring import App
    from ui.parts.state import Start

_PARTS = {
    "database": "the database",
    "encoder": "the encoder",
    "calibration": "the calibration",
    "index": "the index of the guide",
    "start": "startup",
}


def status_line(start: "Start") -> None:
    """Show what is ready and what failed, each failure with its fix."""
    if not start.finished.is_set():
        waits = "you can start an interview once the encoder is ready."
        meanwhile = "you can start; until this is done, questions come only from the rubric."
        st.caption(f"⏳ {escaped(start.step)} … {meanwhile if start.judging.is_set() else waits}")
        return
    for part, error in start.errors.items():
        st.error(f"✗ Not ready: {_PARTS.get(part, part)}. {escaped(error)}")
    if start.app is not None:
        fallen_back = getattr(start.app.services.phraser, "why", "")
        st.caption(escaped(" · ".join(f"✓ {part}" for part in _ready(start.app, start.errors, bool(fallen_back)))))
        _warnings(start.app, fallen_back)


def _ready(app: "App", errors: Mapping[str, str], fallen_back: bool) -> list[str]:
    ready = []
    if "encoder" not in errors:
        ready.append(f"encoder {app.encoder.id}")
        if "calibration" not in errors:
            ready.append(f"calibration {app.calibration().name}")
    if "index" not in errors:
        ready.append(f"guide of {counted(len(app.content.sections()), 'section')}")
    ready.append(f"wording {app.settings.model}" if app.settings.model and not fallen_back else "wording built-in")
    return ready


def _warnings(app: "App", fallen_back: str) -> None:
    if fallen_back:
        st.warning(
            escaped(f"Questions use the built-in wording: {fallen_back}. Check VIVA_MODEL, its package and key.")
        )
    damaged = {mistake.file for mistake in (*app.content.shelf().mistakes, *app.content.library().mistakes)}
    if damaged:
        files = counted(len(damaged), "content file")
        st.warning(f"{files} {'has' if len(damaged) == 1 else 'have'} mistakes. The Workbench shows each line.")
