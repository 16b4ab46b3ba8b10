"""Keep what was tried: shown as a difference before it is written, and taken back with one click."""

import difflib
from typing import TYPE_CHECKING, get_args

import streamlit as st

from ui.state import keep, take
from ui.text import escaped, moment

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from interviewer.adapters.undo_files import Edits
    from interviewer.wiring import App

_KINDS = {"anchors": "anchor", "contrasts": "contrast", "example": "labeled example"}
_NOTICE, _FAILED = "keeping_notice", "keeping_failed"


def keeping_view(app: "App", rubric: "Rubric", checkpoint: str, text: str) -> None:
    """Offer to keep a text for one checkpoint of a rubric."""
    from grader.adapters.pack_names import pack_of
    from grader.errors import VivaError
    from grader.scorecard import Verdict

    if notice := take(_NOTICE):
        st.success(escaped(notice))
    if failed := take(_FAILED):
        st.error(escaped(failed))
    path = app.content.shelf().paths.get(rubric.id)
    if path is None or pack_of(path.parent):
        st.caption("An installed pack is not changed here.")
        return
    left, right = st.columns(2)
    kind = left.selectbox("Keep it as", list(_KINDS), format_func=_KINDS.__getitem__, key="keeping_kind")
    verdicts = [v for v in get_args(Verdict) if v != "not_assessed"]
    verdict = right.selectbox("Your verdict", verdicts, key="keeping_verdict") if kind == "example" else "met"
    try:
        edits = _edits(app, rubric, checkpoint, kind, verdict, text)
    except VivaError as error:
        st.caption(escaped(str(error)))
        edits = {}
    if edits:
        with st.expander("What changes"):
            st.code(_difference(edits), language="diff")
    closed = app.settings.read_only
    last = app.undo.last()
    with st.container(horizontal=True):
        saved = st.button(f"Save as {_KINDS[kind]}", key="keeping_save", disabled=closed or not edits)
        undone = st.button(
            "Undo", key="keeping_undo", disabled=closed or last is None,
            help=f"Take back: {last.title}, {moment(last.at)}" if last else "Nothing was changed yet.",
        )  # fmt: skip
    try:
        if saved:
            app.undo.do(f"kept as {_KINDS[kind]} of {rubric.id}/{checkpoint}", edits)
            keep(_NOTICE, f"Saved as {_KINDS[kind]} of {checkpoint}. It is in use now.")
        elif undone:
            keep(_NOTICE, f"Taken back: {app.undo.undo()}.")
    except VivaError as error:
        keep(_FAILED, str(error))
    if saved or undone:
        st.rerun()


def _edits(app: "App", rubric: "Rubric", checkpoint: str, kind: str, verdict: str, text: str) -> "Edits":
    from interviewer.adapters.keeping import example, phrasing

    path = app.content.shelf().paths[rubric.id]
    if kind == "example":
        return example(path, rubric, checkpoint, verdict, text)  # type: ignore[arg-type]
    return phrasing(path, checkpoint, kind, text)


def _difference(edits: "Edits") -> str:
    found: list[str] = []
    for path, data in edits.items():
        before = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
        after = (data or b"").decode("utf-8-sig").splitlines()
        place = "/".join(path.parts[-2:]) if before else "/".join(path.parts[-4:])
        found += difflib.unified_diff(before, after, "before", place, lineterm="", n=2)
    return "\n".join(found)
