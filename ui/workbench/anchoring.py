"""Sentences that people marked as met, each with a button that makes it an anchor of its checkpoint."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import keep, kept
from ui.parts.text import escaped, filled
from ui.workbench.keep_tried import changeable, say_kept, undo_button, write

if TYPE_CHECKING:
    from grader.agreement.labels import SuggestedAnchor
    from grader.rubric import Rubric
    from interviewer.wiring import App
    from library.editing.undo_files import Edits

_SUGGESTED = "labels_suggested"
_PLACE = "anchoring"


def anchors_view(app: "App", rubric: "Rubric", sentences: Sequence[tuple[str, str, str]]) -> None:
    """Suggest anchors when asked; `sentences` are (checkpoint id, words marked as met, where they were said)."""
    say_kept(_PLACE)
    digest, suggested, compared = kept(f"{_SUGGESTED}_{rubric.id}", ("", [], []))
    # An added anchor makes a new version without interviews yet: keep suggesting from what was compared before.
    pool = compared if digest == rubric.digest else sentences
    if not pool:
        return
    if st.button("Suggest anchors", key="grading_suggest", help="From sentences that people marked as met."):
        with st.spinner("Comparing …"):
            digest, suggested = rubric.digest, _suggested(app, rubric, pool)
    if digest != rubric.digest:
        return
    if not suggested:
        st.caption("Every sentence that people marked as met is already close to an anchor.")
    else:
        st.caption(
            "Farthest from the current anchors first. A sentence of a model answer that becomes an anchor no longer "
            "tests the rubric: reword it, or label a new answer."
        )
    editable = changeable(app, rubric)
    chosen = _choice(app, rubric, suggested, editable)
    undone = editable and undo_button(app, _PLACE)
    if chosen is not None:
        _add(app, rubric, chosen)
    if chosen is not None or undone:
        _suggested(app, app.content.rubrics().get(rubric.id, rubric), pool)
        st.rerun()


def _choice(
    app: "App", rubric: "Rubric", suggested: "Sequence[SuggestedAnchor]", editable: bool
) -> "SuggestedAnchor | None":
    """List the suggestions; return the one whose button was pressed."""
    chosen = None
    for i, one in enumerate(suggested):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.html(_row(one, rubric))
            if editable and st.button(
                "Add as anchor", key=f"{_PLACE}_{i}", disabled=app.settings.read_only,
                help=escaped(f"Adds this sentence to the anchors of {one.checkpoint}; Undo removes it."),
            ):  # fmt: skip
                chosen = one
    return chosen


def _suggested(app: "App", rubric: "Rubric", sentences: Sequence[tuple[str, str, str]]) -> "list[SuggestedAnchor]":
    from grader.agreement.labels import suggested_anchors

    suggested = suggested_anchors(rubric, sentences, app.encoder)
    keep(f"{_SUGGESTED}_{rubric.id}", (rubric.digest, suggested, sentences))
    return suggested


def _add(app: "App", rubric: "Rubric", one: "SuggestedAnchor") -> None:
    from grader.errors import VivaError
    from library.editing.keep_answers import phrasing

    try:
        edits: Edits = phrasing(app.content.shelf().paths[rubric.id], one.checkpoint, "anchors", one.sentence)
    except VivaError as error:
        keep(f"{_PLACE}_failed", str(error))
        return
    title = f"suggested anchor of {rubric.id}/{one.checkpoint}"
    write(app, title, edits, _PLACE, f"Added to the anchors of {one.checkpoint}. It is in use now.")


def _row(one: "SuggestedAnchor", rubric: "Rubric") -> str:
    facts = [one.checkpoint, f"similarity {one.similarity:.2f}", one.source]
    facts += [f"closer to {one.rival}"] * bool(one.rival)
    return filled(
        '<div class="viva"><p><strong>$claim</strong></p><div class="said">$sentence</div>'
        '<p class="quiet">$facts</p></div>',
        claim=rubric.checkpoint(one.checkpoint).claim, sentence=one.sentence, facts=" · ".join(facts),
    )  # fmt: skip
