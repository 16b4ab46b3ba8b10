"""A judged interview, wherever it is shown: scorecard, downloads, replay, challenge."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import start
from ui.parts.text import moment
from ui.scorecard.challenge import challenge_view
from ui.scorecard.downloads import downloads
from ui.scorecard.evidence_view import scorecard_view
from ui.scorecard.in_words import story_view
from ui.scorecard.replay import replay_view

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from grader.rubric import Rubric
    from grader.scorecard import Scorecard
    from interviewer.session import Session
    from library.guide import Section


def judged_view(session: "Session", *, key: str, drill: "Callable[[Sequence[str]], None] | None" = None) -> None:
    """Show everything about an interview that ended."""
    rubric = _rubric(session)
    sections = _sections()
    scorecard = _judgment(session, key)
    imported = session.interview.imported
    shared = downloads(scorecard, key=key, names=dict(imported.names) if imported else None)
    with judged_tabs(session, scorecard, shared, key=key, drill=drill):
        scorecard_view(
            scorecard,
            session.interview,
            key=key,
            rubric=rubric,
            sections=sections,
            drill=drill,
        )


def judged_tabs(
    session: "Session",
    scorecard: "Scorecard",
    shared: "Scorecard",
    *,
    key: str,
    drill: "Callable[[Sequence[str]], None] | None" = None,
) -> "DeltaGenerator":
    """Draw tabs with story, replay and challenges of an interview that ended; return the first, for its scorecard.

    `shared` is the scorecard as files show it.
    """
    first, story, replay, challenge = st.tabs(["Scorecard", "Phase by phase", "Replay", "Challenge"])
    with story:
        story_view(
            scorecard,
            session.interview,
            key=key,
            rubric=_rubric(session, silent=True),
            sections=_sections(),
            drill=drill,
            shared=shared,
        )
    with replay:
        replay_view(scorecard, key=f"{key}_replay")
    with challenge:
        challenge_view(session, session.scorecard(), key=f"{key}_challenge")
        _regrade(session, key)
    return first


def _judgment(session: "Session", key: str) -> "Scorecard":
    """Return the judgment to show: the newest with what people said over it, or an earlier one as it was made."""
    from grader.report.formats import percent
    from grader.report.stored import from_dict
    from interviewer.events import Graded

    newest = session.scorecard()
    graded = [(r.at, r.event.scorecard) for r in session.events if isinstance(r.event, Graded)]
    if len(graded) < 2:
        return newest

    def name(i: int) -> str:
        at, card = graded[i]
        last = " (newest)" if i == len(graded) - 1 else ""
        return f"{moment(at)} · {percent(card['score'])} · rubric version {card['version']}{last}"

    order = range(len(graded) - 1, -1, -1)
    chosen = st.selectbox("Judgment", order, format_func=name, key=f"{key}_judgment_{len(graded)}")
    if chosen == len(graded) - 1:
        return newest
    st.info("An earlier judgment, as it was made. Challenges belong to the newest one.")
    return from_dict(graded[chosen][1])


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
