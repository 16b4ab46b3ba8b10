"""The Workbench page: what is on the shelves, what is wrong with it, and what it does to an answer."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import start
from ui.parts.text import style, wide_tables
from ui.parts.waiting import watch_start
from ui.workbench.agreement import grading_view
from ui.workbench.editing import begin_draft, editor_view
from ui.workbench.followed_changes import watch_files
from ui.workbench.packing import packs_view
from ui.workbench.shelves import guide_view, index_view, rubrics_view
from ui.workbench.trying import aims_view, search_view, try_view

if TYPE_CHECKING:
    from interviewer.wiring import App


def _page() -> None:
    st.title("Workbench", anchor=False)
    app = start().app
    if app is None:
        watch_start()
        return
    if app.settings.read_only:
        st.info("VIVA_READ_ONLY=1: everything can be looked at and tried; nothing can be saved or rebuilt.")
    watch_files(app)
    names = ["Rubrics", "Guide", "Try it", "Search", "Does it grade well", "Edit", "Packs"]
    rubrics, guide, attempt, search, grading, edit, packs = st.tabs(names, default="Edit" if begin_draft() else None)
    with rubrics:
        rubrics_view(app)
    with guide:
        guide_view(app)
        index_view(app)
    ready = start().judging.is_set()
    for tab, view in ((attempt, try_view), (search, _search), (grading, grading_view)):
        with tab:
            if ready:
                st.fragment(view)(app)  # what is tried in one tab does not draw the others anew
            else:
                st.caption("This works as soon as the encoder is ready.")
    with edit:
        st.fragment(editor_view)(app)
    with packs:
        packs_view(app)
    if not start().finished.is_set():
        watch_start()


def _search(app: "App") -> None:
    search_view(app)
    st.header("From a section", anchor=False)
    aims_view(app)


style()
wide_tables()
st.html(
    "<style>[data-testid='stMainBlockContainer'] { max-width: 72rem; }\n"
    "[class*='st-key-editor_'] textarea { font-family: monospace; font-size: .875rem; }\n"
    "[data-testid='stCode'] .token.unchanged { color: inherit !important; }\n"
    "[data-testid='stCode'] .token.inserted { color: light-dark(#176639, #7ddba3) !important; }\n"
    "[data-testid='stCode'] .token.deleted { color: light-dark(#a3242c, #ff9c9c) !important; }</style>"
)
_page()
