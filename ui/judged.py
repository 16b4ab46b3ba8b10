"""A judged interview, wherever it is shown: scorecard, downloads, replay, challenge."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.challenge import challenge_view
from ui.render import downloads, scorecard_view
from ui.replay import replay_view
from ui.state import start
from ui.story import story_view

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from grader.rubric import Rubric
    from interviewer.guide import Section
    from interviewer.session import Session


def judged_view(session: "Session", *, key: str, drill: "Callable[[Sequence[str]], None] | None" = None) -> None:
    """Show everything about an interview that ended."""
    scorecard = session.scorecard()
    rubric = _rubric(session)
    sections = _sections()
    downloads(scorecard, key=key)
    with judged_tabs(session, key=key, drill=drill):
        scorecard_view(
            scorecard,
            session.interview,
            key=key,
            rubric=rubric,
            sections=sections,
            drill=drill,
        )


def judged_tabs(
    session: "Session", *, key: str, drill: "Callable[[Sequence[str]], None] | None" = None
) -> "DeltaGenerator":
    """Draw tabs with story, replay and challenges of an interview that ended; return the first, for its scorecard."""
    first, story, replay, challenge = st.tabs(["Scorecard", "Phase by phase", "Replay", "Challenge"])
    scorecard = session.scorecard()
    with story:
        story_view(
            scorecard,
            session.interview,
            key=key,
            rubric=_rubric(session, silent=True),
            sections=_sections(),
            drill=drill,
        )
    with replay:
        replay_view(scorecard, key=f"{key}_replay")
    with challenge:
        challenge_view(session, scorecard, key=f"{key}_challenge")
        _regrade(session, key)
    return first


def _sections() -> "Mapping[str, Section] | None":
    app = start().app
    return app.content.sections() if app else None


def _rubric(session: "Session", *, silent: bool = False) -> "Rubric | None":
    from grader.errors import InputError

    try:
        return session.rubric
    except InputError:
        if not silent:
            st.info("The rubric of this interview is gone. Its scorecard is shown as it was.")
        return None


def _regrade(session: "Session", key: str) -> None:
    """Offer to judge again when rubric, encoder or calibration changed since."""
    if not session.outdated:
        return
    st.divider()
    st.caption(
        "The rubric, the guide, the encoder or the calibration changed since this was graded. Both judgments are kept."
    )
    if st.button("Grade again", key=f"{key}_regrade"):
        with st.spinner("Grading …"):
            session.regrade()
        st.rerun()
