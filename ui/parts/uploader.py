"""Streamlit's file uploader, made accessible to screen readers."""

from typing import Any

import streamlit as st

# Streamlit gives it the role `presentation` although it has a name and takes focus; axe reports that.
_uploader_role = st.components.v2.component(
    "viva_uploader_role",
    js="""
export default function () {
  const fix = () => document.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")
    .forEach((zone) => zone.removeAttribute("role"));
  const watch = new MutationObserver(fix);
  watch.observe(document.body, { childList: true, subtree: true });
  fix();
  return () => watch.disconnect();
}
""",
)


def uploader(label: str, *, key: str, **options: Any) -> Any:
    """Draw `st.file_uploader` and return its file, or None."""
    file = st.file_uploader(label, key=key, **options)
    _uploader_role(key=f"{key}_role", height=1)
    return file
