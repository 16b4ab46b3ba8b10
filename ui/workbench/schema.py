"""What may stand in a rubric or a chapter, key by key, read from the types themselves."""

from functools import cache

import streamlit as st

from ui.parts.listing import sentences

_CHAPTER = (
    ("title", "front matter", "Name shown to people; the file's name when left out."),
    ("problems", "front matter", "Ids of the problems it is for, as a list; all when left out."),
    ("phases", "front matter", "Phases it belongs to, as a list; all when left out."),
    ("## Heading {#slug}", "text", "Starts a section, which is what gets cited, as chapter/slug."),
    ("> Ask: ...", "text", "A question that an interviewer may ask from the section."),
)
_PARTS = {"": "rubric", "Phase": "phase", "Checkpoint": "checkpoint", "Reveal": "reveal"}


def keys_view(kind: str) -> None:
    with st.expander("Keys and what they mean"):
        rows = _CHAPTER if kind == "chapter" else _keys()
        st.html(sentences(("Key", "Of a", "Meaning"), rows, "Keys"))


@cache
def _keys() -> tuple[tuple[str, str, str], ...]:
    from grader.adapters.rubric_files import json_schema

    schema = json_schema()
    found = []
    for part, name in _PARTS.items():
        held = schema["$defs"].get(part, {}) if part else schema
        if "$ref" in held:
            held = schema["$defs"][held["$ref"].rpartition("/")[2]]
        required = set(held.get("required", ()))
        for key, value in held.get("properties", {}).items():
            needed = " Needed." if key in required else ""
            choices = f" One of: {', '.join(map(str, value['enum']))}." if "enum" in value else ""
            found.append((key, name, f"{value.get('description', '')}{choices}{needed}"))
    return tuple(found)
