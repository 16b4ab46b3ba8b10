"""Keeps the unsent answer in the browser's storage: a reload or a lost connection loses no words."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "viva_draft", js=(Path(__file__).parent / "draft.js").read_text(encoding="utf-8")
)


def keep_draft(session_id: str) -> None:
    """Keep what stands in the chat input for this session, and put it back when the page is opened again."""
    _component(key="draft", data=session_id, height=0)
