"""Keep what was tried: shown as a difference before it is written, and taken back with one click."""

import difflib
from typing import TYPE_CHECKING, get_args

import streamlit as st

from ui.parts.state import keep, take
from ui.parts.text import escaped, moment

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from interviewer.wiring import App
    from library.editing.undo_files import Edits

_KINDS = {"anchors": "anchor", "contrasts": "contrast", "example": "labeled example"}


def keeping_view(app: "App", rubric: "Rubric", checkpoint: str, text: str) -> None:
    """Offer to keep a text for one checkpoint of a rubric."""
    from grader.errors import VivaError
    from grader.scorecard import Verdict

    say_kept("keeping")
    if not changeable(app, rubric):
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
    with st.container(horizontal=True):
        saved = st.button(f"Save as {_KINDS[kind]}", key="keeping_save", disabled=closed or not edits)
        undone = undo_button(app, "keeping")
    if saved:
        write(app, f"kept as {_KINDS[kind]} of {rubric.id}/{checkpoint}", edits, "keeping",
              f"Saved as {_KINDS[kind]} of {checkpoint}. It is in use now.")  # fmt: skip
    if saved or undone:
        st.rerun()


def changeable(app: "App", rubric: "Rubric") -> bool:
    """Say whether the file of a rubric may be changed here, on the page too when it may not."""
    from grader.adapters.pack_names import pack_of

    path = app.content.shelf().paths.get(rubric.id)
    if path is None or pack_of(path.parent):
        st.caption("An installed pack is not changed here.")
        return False
    return True


def say_kept(place: str) -> None:
    """Say how the last change went that was made from this place of the page."""
    if notice := take(f"{place}_notice"):
        st.success(escaped(notice))
    if failed := take(f"{place}_failed"):
        st.error(escaped(failed))


def write(app: "App", title: str, edits: "Edits", place: str, done: str) -> None:
    """Change content files so that it can be taken back, and keep what to say about it for the next run."""
    from grader.errors import VivaError

    try:
        app.undo.do(title, edits)
        keep(f"{place}_notice", done)
    except VivaError as error:
        keep(f"{place}_failed", str(error))


def undo_button(app: "App", place: str) -> bool:
    """Offer to take the last change of content files back; say whether that was asked for, and by then tried."""
    from grader.errors import VivaError

    last = app.undo.last()
    undone = st.button(
        "Undo", key=f"{place}_undo", disabled=app.settings.read_only or last is None,
        help=escaped(f"Take back: {last.title}, {moment(last.at)}") if last else "Nothing was changed yet.",
    )  # fmt: skip
    if undone:
        try:
            keep(f"{place}_notice", f"Taken back: {app.undo.undo()}.")
        except VivaError as error:
            keep(f"{place}_failed", str(error))
    return undone


def _edits(app: "App", rubric: "Rubric", checkpoint: str, kind: str, verdict: str, text: str) -> "Edits":
    from library.editing.keep_answers import example, phrasing

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
