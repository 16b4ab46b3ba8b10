"""Attempts at one problem compared: trend, heatmap, time, two side by side, the weakest checkpoints."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.choices import DRILL_MINUTES, drill_help
from ui.parts.state import keep, show_session, start
from ui.parts.text import escaped, filled, html, moment

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from interviewer.records.history import Attempt, VerdictChange, Weak
    from interviewer.wiring import App

REFUSED = "progress_refused"
"""Where a tab keeps why a drill could not start."""
_COLUMNS = 8
"""How many of the newest attempts the tables show."""


def trend_view(attempts: "Sequence[Attempt]") -> None:
    """Chart the score, and phases on request, over the attempts graded by one version of the rubric."""
    from interviewer.records.history import same_rubric, trend

    versions = [same_rubric(attempts, like) for like in sorted(attempts, key=lambda a: -a.at)]
    same = next((version for version in versions if len(version) > 1), versions[0])
    st.subheader("Trend", anchor=False)
    others = len(attempts) - len(same)
    note = f" Left out: {others} graded by another version of the rubric." if others else ""
    if len(same) < 2:
        st.caption(f"A trend needs two attempts graded by the same version of the rubric; there is one so far.{note}")
        return
    table = trend(same)
    phases = list(dict.fromkeys(table["phase"]))
    chosen = st.multiselect(
        "Phases in the chart", phases, key="progress_phases", placeholder="The whole interview only"
    )
    import pandas as pd

    whole = pd.DataFrame(
        {"attempt": range(1, len(same) + 1), "phase": "Whole interview", "score": [_hundred(a.score) for a in same]}
    )
    shown = pd.concat([whole, table[table["phase"].isin(chosen)]], ignore_index=True).dropna(subset=["score"])
    st.altair_chart(_chart(shown), width="stretch")
    st.caption(f"{len(same)} attempts, 1 is the earliest.{note} Phases that were not assessed have no point.")


def _hundred(score: float | None) -> float | None:
    return None if score is None else 100 * score


def _chart(table: "pd.DataFrame") -> "alt.LayerChart":
    import altair as alt

    base = alt.Chart(table, height=260).encode(
        x=alt.X("attempt:O", title="Attempt", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("score:Q", title="Score, %", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("phase:N", title=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=300)),
        shape=alt.Shape("phase:N", title=None),
        tooltip=["phase", "attempt", alt.Tooltip("score:Q", format=".0f")],
    )
    chart: alt.LayerChart = base.mark_line() + base.mark_point(filled=True, size=70)
    return chart


def heatmap_view(attempts: "Sequence[Attempt]") -> None:
    """Show each checkpoint's verdict in each attempt: a sign, a color, and a word for screen readers."""
    from grader.report.formats import VERDICTS
    from interviewer.records.history import heatmap

    shown = sorted(attempts, key=lambda a: a.at)[-_COLUMNS:]
    claims = {c.id: c.claim for a in shown for c in a.checkpoints}
    table = heatmap(shown)
    rows = [(claims[checkpoint], "".join(map(_verdict_cell, table.loc[checkpoint]))) for checkpoint in table.index]
    st.subheader("Checkpoints by attempt", anchor=False)
    _by_attempt("Checkpoints by attempt", "Checkpoint", shown, rows)
    legend = " · ".join(f"{sign} {word}" for sign, word in VERDICTS.values())
    st.caption(legend + (f" · the newest {_COLUMNS} attempts" if len(attempts) > _COLUMNS else ""))


def _verdict_cell(verdict: str) -> str:
    from grader.report.formats import VERDICTS

    sign, word = VERDICTS.get(verdict, ("", "not in this version"))
    return filled(
        '<td class="cell $kind" title="$word"><span aria-hidden="true">$sign</span>'
        '<span class="only-read">$word</span></td>',
        kind=verdict or "absent", sign=sign, word=word,
    )  # fmt: skip


def _by_attempt(label: str, corner: str, shown: "Sequence[Attempt]", rows: "Sequence[tuple[str, str]]") -> None:
    """Show a table with a column per attempt; a row is its name and the markup of its cells."""
    heads = "".join(filled('<th scope="col">$when</th>', when=moment(a.at)) for a in shown)
    body = "".join(f"<tr>{filled('<th scope=row>$name</th>', name=name)}{cells}</tr>" for name, cells in rows)
    st.html(
        f'<div class="viva wide" tabindex="0" role="region" aria-label="{label}"><table class="heat">'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def time_view(attempts: "Sequence[Attempt]") -> None:
    """Show the minutes per phase and the hints of each attempt; imported transcripts have no phase times."""
    shown = [a for a in sorted(attempts, key=lambda a: a.at) if any(p.minutes for p in a.phases)][-_COLUMNS:]
    if not shown:
        return
    st.subheader("Time per phase", anchor=False)
    names = {p.id: p.name for a in shown for p in a.phases}
    spent = [{p.id: p.minutes for p in a.phases} for a in shown]
    rows = [(name, _cells(_minutes(minutes.get(phase)) for minutes in spent)) for phase, name in names.items()]
    rows.append(("Hints", _cells(str(a.hints) for a in shown)))
    _by_attempt("Time per phase", "Minutes", shown, rows)


def _cells(texts: Iterable[str]) -> str:
    return "".join(filled('<td class="cell">$text</td>', text=text) for text in texts)


def _minutes(value: float | None) -> str:
    return f"{value:.1f}" if value else "–"


def compare_view(attempts: "Sequence[Attempt]", names: Mapping[str, str]) -> None:
    """Let the user pick two attempts; show what is newly met, lost and still missing."""
    from grader.errors import InputError
    from interviewer.records.history import compare

    st.subheader("Compare two", anchor=False)
    if len(attempts) < 2:
        st.caption("With a second attempt at this problem you can compare the two here.")
        return
    order = sorted(attempts, key=lambda a: a.at)
    by_id = {a.session: a for a in order}
    left, right = st.columns(2)
    named = names.__getitem__
    earlier = left.selectbox("Earlier", list(by_id), index=len(order) - 2, format_func=named, key="progress_earlier")
    later = right.selectbox("Later", list(by_id), index=len(order) - 1, format_func=named, key="progress_later")
    try:
        comparison = compare(by_id[earlier], by_id[later])
    except InputError as error:
        st.error(escaped(str(error)))
        return
    if not comparison.same_rubric:
        st.warning("These were graded by different versions of the rubric. A checkpoint may not mean the same in both.")
    for title, changes in (
        ("Newly met", comparison.newly_met),
        ("Lost", comparison.lost),
        ("Still missing", comparison.still_missing),
    ):
        _changes(title, changes)
    st.caption(f"Met both times: {len(comparison.kept)} · not judged in the later one: {len(comparison.not_judged)}")


def _changes(title: str, changes: "Sequence[VerdictChange]") -> None:
    from grader.report.formats import VERDICTS

    rows = [
        filled(
            '<li>$claim <span class="quiet">$before → $after</span></li>',
            claim=change.claim,
            before=" ".join(VERDICTS[change.before]),
            after=" ".join(VERDICTS[change.after]),
        )
        for change in changes
    ]
    st.html(
        f'<div class="viva"><p><strong>{title}: {len(changes)}</strong></p><ul class="plain">{"".join(rows)}</ul></div>'
    )


def weakest_view(app: "App", attempts: "Sequence[Attempt]") -> None:
    """List the checkpoints that lose the most weight, with guide sections to read and a drill."""
    from interviewer.records.history import weakest

    st.subheader("Work on these", anchor=False)
    weak = weakest(attempts)
    if not weak:
        st.caption("Everything that was judged was met.")
        return
    for one in weak:
        html(
            '<div class="viva"><p><strong>$claim</strong></p>'
            '<p class="quiet">met in $met of $judged · read: $read</p></div>',
            claim=one.claim, met=one.met, judged=one.judged, read=_sections(app, one) or "no section cited",
        )  # fmt: skip
    ready = start().ready
    problem = weak[0].problem
    rubric = app.content.rubrics().get(problem)
    focus = [w.id for w in weak if rubric and w.id in rubric.phase_of]
    why = drill_help("these checkpoints")
    if st.button("Drill this", key="progress_drill", disabled=not (ready and focus), help=why):
        _drill(app, problem, focus, attempts[0].level)
    if not ready:
        st.caption("You can start a drill once the encoder is ready.")


def _sections(app: "App", weak: "Weak") -> str:
    rubric = app.content.rubrics().get(weak.problem)
    if rubric is None or weak.id not in rubric.phase_of:
        return ""
    sections = app.content.sections()
    cited = [sections[i] for i in rubric.checkpoint(weak.id).guide if i in sections]
    return "; ".join(f"{s.chapter}: {s.heading}" for s in cited)


def _drill(app: "App", problem: str, focus: Sequence[str], level: str) -> None:
    from grader.errors import VivaError
    from interviewer.session import Session

    try:
        session = Session.open(app.services, problem, level=level, minutes=DRILL_MINUTES, focus=focus)  # type: ignore[arg-type]
    except VivaError as error:
        keep(REFUSED, str(error))
        st.rerun()
    show_session(session.id)
    st.switch_page("ui/interview/page.py")
