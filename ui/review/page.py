"""The Review page: any transcript in, the same scorecard out, every verdict explained and open to challenge."""

import streamlit as st

from ui.parts.state import kept, reviewed_id, reviewed_session, show_review, start
from ui.parts.text import escaped, style
from ui.parts.waiting import watch_start
from ui.review.importing import PARTS, import_form
from ui.scorecard.judged import judged_view


def _page() -> None:
    st.title("Review", anchor=False)
    if not reviewed_id():
        import_form()
        if not start().ready:
            watch_start()
        return
    if start().app is None:
        watch_start()
        return
    st.button("Grade another transcript", on_click=show_review, args=("",))
    _parts()
    _reviewed()


def _parts() -> None:
    """Lead from one part of a transcript to the others."""
    parts = dict(kept(PARTS, ()))
    if reviewed_id() not in parts:
        return
    with st.container(horizontal=True):
        for session, name in parts.items():
            st.button(
                escaped(f"Part {name}"), key=f"review_part_{session}", on_click=show_review, args=(session,),
                type="primary" if session == reviewed_id() else "secondary",
            )  # fmt: skip


def _reviewed() -> None:
    from grader.errors import VivaError

    try:
        session = reviewed_session()
        assert session is not None
        if session.interview.state != "closed":
            st.info("This interview is not over. Open it on the Interview page.")
            return
        if session.interview.scorecard is None:  # grading was interrupted
            if not start().judging.is_set():
                watch_start()
                return
            with st.spinner("Grading …"):
                session.close()
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    imported = session.interview.imported
    if imported is not None:
        st.caption(escaped(f"{imported.name} · {imported.format or 'transcript'}"))
    judged_view(session, key="review")


style()
st.html("<style>[data-testid='stMainBlockContainer'] { max-width: 72rem; }</style>")
_page()
