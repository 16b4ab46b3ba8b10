"""Judges an answer against a rubric. Knows no chat, no guide, no Streamlit and no Chroma."""

__version__ = "0.1.0"
