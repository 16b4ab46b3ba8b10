"""Sentences that people marked as met, each with the button that makes it an anchor of its checkpoint."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import keep, kept
from ui.parts.text import escaped, filled
from ui.workbench.keep_tried import changeable, say_kept, undo_button, write

if TYPE_CHECKING:
    from grader.agreement.labels import Suggestion
    from grader.rubric import Rubric
    from interviewer.wiring import App
    from library.editing.undo_files import Edits

_SUGGESTED = "labels_suggested"
_PLACE = "anchoring"


def anchors_view(app: "App", rubric: "Rubric", sentences: Sequence[tuple[str, str, str]]) -> None:
    """Suggest anchors when asked; `sentences` are (checkpoint id, words marked as met, where they were said)."""
    say_kept(_PLACE)
    digest, found, compared = kept(f"{_SUGGESTED}_{rubric.id}", ("", [], []))
    # An anchor makes a new version, about which there are no interviews yet: what was compared before stays in view.
    pool = compared if digest == rubric.digest else sentences
    if not pool:
        return
    if st.button("Suggest anchors", key="grading_suggest", help="From sentences that people marked as met."):
        with st.spinner("Comparing …"):
            digest, found = rubric.digest, _suggested(app, rubric, pool)
    if digest != rubric.digest:
        return
    if not found:
        st.caption("Every sentence that people marked as met is near to an anchor already.")
    else:
        st.caption(
            "The farthest from the present anchors first. A sentence of a model answer that becomes an anchor no "
            "longer tests the rubric: say it in other words, or label a fresh answer."
        )
    open_here = changeable(app, rubric)
    chosen = None
    for i, one in enumerate(found):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.html(_row(one, rubric))
            if open_here and st.button(
                "Add as anchor", key=f"{_PLACE}_{i}", disabled=app.settings.read_only,
                help=escaped(f"Puts this sentence among the anchors of {one.checkpoint}; Undo takes it out again."),
            ):  # fmt: skip
                chosen = one
    undone = open_here and undo_button(app, _PLACE)
    if chosen is not None:
        _add(app, rubric, chosen)
    if chosen is not None or undone:
        _suggested(app, app.content.rubrics().get(rubric.id, rubric), pool)
        st.rerun()


def _suggested(app: "App", rubric: "Rubric", sentences: Sequence[tuple[str, str, str]]) -> "list[Suggestion]":
    from grader.agreement.labels import suggestions

    found = suggestions(rubric, sentences, app.encoder)
    keep(f"{_SUGGESTED}_{rubric.id}", (rubric.digest, found, sentences))
    return found


def _add(app: "App", rubric: "Rubric", one: "Suggestion") -> None:
    from grader.errors import VivaError
    from library.editing.keep_answers import phrasing

    try:
        edits: Edits = phrasing(app.content.shelf().paths[rubric.id], one.checkpoint, "anchors", one.sentence)
    except VivaError as error:
        keep(f"{_PLACE}_failed", str(error))
        return
    title = f"suggested anchor of {rubric.id}/{one.checkpoint}"
    write(app, title, edits, _PLACE, f"Added to the anchors of {one.checkpoint}. It is in use now.")


def _row(one: "Suggestion", rubric: "Rubric") -> str:
    facts = [one.checkpoint, f"similarity {one.similarity:.2f}", one.source]
    facts += [f"mind: nearer to {one.rival}"] * bool(one.rival)
    return filled(
        '<div class="viva"><p><strong>$claim</strong></p><div class="said">$sentence</div>'
        '<p class="quiet">$facts</p></div>',
        claim=rubric.checkpoint(one.checkpoint).claim, sentence=one.sentence, facts=" · ".join(facts),
    )  # fmt: skip
