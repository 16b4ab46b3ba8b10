"""Streamlit pages: each a short script that shows."""
