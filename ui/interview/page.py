"""The Interview page: home before a start, the conversation, and the scorecard after it."""

import streamlit as st

from ui.interview import conversation, ended, home
from ui.parts.state import bound_session, kept, show_session, start, wait
from ui.parts.text import escaped, style
from ui.parts.waiting import watch_start


def _unknown(error: Exception) -> None:
    st.title("Interview", anchor=False)
    st.error(escaped(str(error)))
    st.button("Back to the start page", type="primary", on_click=show_session, args=("",))


def _page() -> None:
    from grader.errors import VivaError
    from interviewer.errors import SessionNotFound
    from ui.parts.state import session_id

    if kept(home.EXAMPLE):
        ended.show_example(kept(home.EXAMPLE))
        return
    if not session_id():
        home.show()
        return
    progress = start()
    if progress.app is None:
        st.title("Interview", anchor=False)
        st.write("Your interview is kept. It is shown as soon as the database is open.")
        watch_start()
        return
    try:
        session = bound_session()
    except SessionNotFound as error:
        _unknown(error)
        return
    except VivaError as error:
        _unknown(error)
        return
    assert session is not None
    if session.interview.state == "closed":
        ended.show(session)
    else:
        conversation.show(session)


style()
st.html("<style>[data-testid='stMainBlockContainer'] { max-width: 64rem; padding-top: 4rem; }</style>")
wait(0)
_page()
