"""Shows: Streamlit pages, one folder each, and what they share."""
