"""After the end: the scorecard, its files, a drill on the weakest points, and a graded example."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui.interview.home import EXAMPLE
from ui.parts.bubbles import event_bubbles, transcript_bubbles
from ui.parts.state import bound_session, keep, kept, show_session, start, take
from ui.parts.text import escaped, plain_text
from ui.parts.waiting import not_ready, watch_start
from ui.scorecard.evidence_view import scorecard_view
from ui.scorecard.judged import judged_view

if TYPE_CHECKING:
    from grader.rubric import Level
    from grader.scorecard import Scorecard
    from interviewer.session import Session

_DRILL_MINUTES = 15
_NOTICE = "ended_notice"


def show(session: "Session") -> None:
    """Draw the scorecard of an interview that ended."""
    from grader.errors import VivaError

    if notice := take(_NOTICE):
        st.warning(escaped(notice))
    stored = session.interview.scorecard is not None
    if not stored and not_ready():
        st.title("The interview has ended", anchor=False)
        watch_start()
        return
    try:
        with st.spinner("Judging what you said …"):
            if not stored:
                session.close()
    except VivaError as error:
        st.title("The interview has ended", anchor=False)
        st.error(escaped(f"It cannot be judged. Your answers are kept. {error}"))
        event_bubbles(session.events)
        _papers(session)
        _again()
        return
    st.title("How it went", anchor=False)
    judged_view(session, key="ended", drill=_drill if session.interview.opened is not None else None)
    _papers(session)
    _again()


def show_example(problem: str) -> None:
    """Grade a shipped model answer and show its scorecard."""
    from grader.errors import VivaError

    st.title("A graded example", anchor=False)
    st.button("Back", on_click=take, args=(EXAMPLE,))
    app = start().app
    if app is None or not_ready():
        watch_start()
        return
    try:
        with st.spinner("Grading the model answer …"):
            scorecard = _example(problem)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    st.write("A model answer to this problem, judged as yours will be, at the level senior.")
    scorecard_view(scorecard, key="example", rubric=app.content.rubrics().get(problem), sections=app.content.sections())
    with st.expander("Transcript"):
        from interviewer.interview import Interview

        transcript_bubbles(Interview(turns=scorecard.answer.turns))


def _example(problem: str) -> "Scorecard":
    app = start().app
    assert app is not None
    stamp = (problem, app.content.rubrics()[problem].digest)
    if kept("graded_example", (None,))[0] != stamp:
        keep("graded_example", (stamp, app.graded_example(problem)))
    graded: Scorecard = kept("graded_example")[1]
    return graded


def _papers(session: "Session") -> None:
    if session.interview.notes:
        with st.expander("Your notes"):
            plain_text(session.interview.notes)
    if session.interview.sketch:
        with st.expander("Your sketch"):
            st.mermaid_chart(session.interview.sketch, alt="Your sketch")


def _again() -> None:
    st.button("New interview", type="primary", on_click=show_session, args=("",))


def _drill(checkpoints: Sequence[str]) -> None:
    from grader.errors import VivaError
    from interviewer.session import Session

    app, ended = start().app, bound_session()
    opened = ended.interview.opened if ended else None
    if app is None or opened is None:
        return
    try:
        session = Session.open(
            app.services,
            opened.problem,
            level=cast("Level", opened.level),
            minutes=_DRILL_MINUTES,
            persona=opened.persona,
            practice=opened.practice,
            focus=list(checkpoints),
        )
    except VivaError as error:
        keep(_NOTICE, str(error))
    else:
        show_session(session.id)
