"""The status line: what is ready, what is not, and what to do about it."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import escaped

if TYPE_CHECKING:
    from ui.parts.state import Start

_PARTS = {
    "database": "the database",
    "encoder": "the encoder",
    "calibration": "the calibration",
    "index": "the index of the guide",
    "start": "the start",
}


def status_line(start: "Start") -> None:
    """Say what is ready, what is not, and for each fault what to do about it."""
    if not start.finished.is_set():
        waits = "an interview can start as soon as the encoder is ready."
        meanwhile = "you can start; until it is done, questions come from the rubric alone."
        st.caption(f"⏳ {escaped(start.step)} … {meanwhile if start.judging.is_set() else waits}")
        return
    for part, error in start.errors.items():
        st.error(f"✗ Not ready: {_PARTS.get(part, part)}. {escaped(error)}")
    if start.app is None:
        return
    app, ready = start.app, []
    if "encoder" not in start.errors:
        ready.append(f"encoder {app.encoder.id}")
        if "calibration" not in start.errors:
            ready.append(f"calibration {app.calibration().name}")
    if "index" not in start.errors:
        ready.append(f"guide of {len(app.content.sections())} sections")
    fallen_back = getattr(app.services.phraser, "why", "")
    ready.append(f"wording {app.settings.model}" if app.settings.model and not fallen_back else "wording built-in")
    st.caption(escaped(" · ".join(f"✓ {part}" for part in ready)))
    if fallen_back:
        st.warning(
            escaped(f"Questions use the built-in wording: {fallen_back}. Check VIVA_MODEL, its package and key.")
        )
    damaged = {mistake.file for mistake in (*app.content.shelf().mistakes, *app.content.library().mistakes)}
    if damaged:
        st.warning(
            escaped(f"{len(damaged)} content files have mistakes and are left out. The Workbench names each line.")
        )
