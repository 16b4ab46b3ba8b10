"""Beside the conversation: where it stands, the soft clock, notes and a sketch."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import bound_session, keep, kept, saw, seen, show_session, start
from ui.parts.text import filled, html
from ui.parts.waiting import not_ready

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from interviewer.session import Session

_EVERY = 20
_SAMPLE = "flowchart LR\n  query --> retrieval --> ranking --> page"


@st.fragment(run_every=_EVERY)
def headline(session: "Session", title: str, prompt: str) -> None:
    """Show the problem, the soft clock and the phase."""
    interview = session.interview
    planned = interview.opened.minutes if interview.opened else 45
    spent = sum(_seconds(session).values())
    rubric = _rubric(session)
    order = [p.id for p in rubric.phases] if rubric else []
    name = next((p.name for p in rubric.phases if p.id == interview.phase), "") if rubric else ""
    place = f" · {name}, phase {order.index(interview.phase) + 1} of {len(order)}" if name else ""
    over = ", over the plan: take what you need" if spent > 60 * planned else ""
    html(
        '<div class="viva headline"><h1>$title</h1><p>$prompt</p>'
        '<p class="quiet"><span aria-hidden="true">$sign</span> $clock $spent of $planned min$over$place</p></div>',
        title=title,
        prompt=prompt,
        sign="⏸" if interview.state == "paused" else "⏱",
        clock="Paused at" if interview.state == "paused" else "Time",
        spent=f"{spent // 60:.0f}",
        planned=planned,
        over=over,
        place=place,
    )


def desk(session: "Session") -> None:
    """Draw the side bar of a running interview."""
    with st.sidebar:
        _phases(session)
        _papers(session.id, session.interview.notes, session.interview.sketch)
        st.button(
            "Leave for now",
            on_click=show_session,
            args=("",),
            help="The interview is kept; resume it from the start page.",
        )


@st.fragment(run_every=_EVERY)
def _phases(session: "Session") -> None:
    rubric = _rubric(session)
    if rubric is None:
        return
    interview = session.interview
    seconds = _seconds(session)
    budget = _budgets(rubric, interview.opened.minutes if interview.opened else 45)
    dots = _dots(session) if interview.opened and interview.opened.practice and not not_ready() else {}
    rows = []
    for phase in rubric.phases:
        now = phase.id == interview.phase
        sign, word = ("▸", "now") if now else ("✓", "visited") if phase.id in interview.reached else ("○", "ahead")
        spent = f"{seconds[phase.id] / 60:.0f} of " if seconds.get(phase.id) else ""
        row = filled(
            '<span class="sign" aria-hidden="true">$sign</span><span class="name">$name'
            '<span class="unseen">, $word</span><span class="quiet">$dots</span></span>'
            '<span class="quiet">$spent$budget min</span>',
            sign=sign,
            name=phase.name,
            word=word,
            spent=spent,
            budget=f"{budget[phase.id]:.0f}",
            dots=dots.get(phase.id, ""),
        )
        rows.append(f"<li{' aria-current=step' if now else ''}>{row}</li>")
    st.html(f'<div class="viva"><h2>Phases</h2><ol class="stepper">{"".join(rows)}</ol></div>')


def _dots(session: "Session") -> dict[str, str]:
    """Return, for practice, dots for the points made in each phase; judged once per turn."""
    turns = (session.id, len(session.interview.turns), session.interview.last_words)
    if kept("dots", (None,))[0] != turns:
        found = {}
        for phase in session.scorecard().phases:
            expected = [c for c in phase.checkpoints if c.expected]
            met = sum(c.verdict == "met" for c in expected)
            found[phase.id] = f"{'●' * met}{'○' * (len(expected) - met)} {met} of {len(expected)}"
        keep("dots", (turns, found))
    return dict(kept("dots")[1])


def _budgets(rubric: "Rubric", planned: int) -> dict[str, float]:
    total = sum(p.share or 1.0 for p in rubric.phases)
    return {p.id: max(1.0, planned * (p.share or 1.0) / total) for p in rubric.phases}


def _seconds(session: "Session") -> dict[str, float]:
    """Return the seconds spent in each phase up to now."""
    interview = session.interview
    app = start().app
    return interview.seconds if app is None else interview.seconds_at(app.services.clock.now())


def _rubric(session: "Session") -> "Rubric | None":
    from grader.errors import VivaError

    try:
        return session.rubric
    except VivaError:
        return None


@st.fragment
def _papers(session_id: str, notes: str, sketch: str) -> None:
    key_notes, key_sketch = f"notes_{session_id}", f"sketch_{session_id}"
    for key, text in ((key_notes, notes), (key_sketch, sketch)):
        if kept(key) is None:
            keep(key, text)
    with st.expander("Notes"):
        st.text_area(
            "Notes", key=key_notes, height=160, label_visibility="collapsed", on_change=_save, args=("note", key_notes),
            placeholder="For you alone; not judged.",
        )  # fmt: skip
    with st.expander("Sketch"):
        st.text_area(
            "Sketch in Mermaid", key=key_sketch, height=160, placeholder=_SAMPLE, on_change=_save,
            args=("sketch", key_sketch), help="Drawn when you leave the box or press Ctrl+Enter. Not judged.",
        )  # fmt: skip
        if source := str(kept(key_sketch) or "").strip():
            st.mermaid_chart(source, alt="Your sketch")


def _save(kind: str, key: str) -> None:
    from grader.errors import VivaError

    try:
        session = bound_session()
        if session is None:
            return
        current = seen(session) == session.interview.seq
        (session.note if kind == "note" else session.sketch)(str(kept(key) or ""))
        if current:  # a tab that was stale before stays stale
            saw(session)
    except VivaError as error:
        keep("notice", str(error))
