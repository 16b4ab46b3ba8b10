"""Keeps the unsent answer in the browser's storage, across reloads and lost connections."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "viva_draft", js=(Path(__file__).parent / "draft.js").read_text(encoding="utf-8")
)


def keep_draft(session_id: str) -> None:
    """Keep the text of the chat input for this session, and restore it when the page opens again."""
    _component(key="draft", data=session_id, height=0)
