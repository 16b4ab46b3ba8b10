"""Streamlit's file uploader, fit for screen readers."""

from typing import Any

import streamlit as st

# It is marked as presentation and yet named and focusable, which screen readers cannot square.
_uploader_role = st.components.v2.component(
    "viva_uploader_role",
    js="""
export default function () {
  const mend = () => document.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")
    .forEach((zone) => zone.removeAttribute("role"));
  const watch = new MutationObserver(mend);
  watch.observe(document.body, { childList: true, subtree: true });
  mend();
  return () => watch.disconnect();
}
""",
)


def uploader(label: str, *, key: str, **options: Any) -> Any:
    """Draw `st.file_uploader` and return its file, or None."""
    file = st.file_uploader(label, key=key, **options)
    _uploader_role(key=f"{key}_role", height=1)
    return file
