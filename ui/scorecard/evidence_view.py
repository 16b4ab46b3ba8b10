"""The evidence view: a scorecard that shows why."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import escaped, filled, html, minutes
from ui.scorecard.checkpoints import checkpoints, cited, red_flags, verdict_html

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from grader.scorecard import CheckpointScore, PhaseScore, Scorecard
    from interviewer.interview import Interview
    from library.guide import Section

_MOST = 3


def scorecard_view(
    scorecard: "Scorecard",
    interview: "Interview | None" = None,
    *,
    key: str = "scorecard",
    rubric: "Rubric | None" = None,
    sections: "Mapping[str, Section] | None" = None,
    drill: "Callable[[Sequence[str]], None] | None" = None,
) -> None:
    """Show a scorecard. With rubric and sections it cites the guide; `drill` is called with chosen checkpoints."""
    st.header("Scorecard", anchor=False)
    totals(scorecard)
    _highlights(scorecard)
    _next_steps(scorecard, key, rubric, sections or {}, drill)
    st.subheader("Phases", anchor=False)
    _phases(scorecard, interview)
    red_flags(scorecard, rubric, sections or {})
    st.subheader("Checkpoints", anchor=False)
    checkpoints(scorecard, key, rubric, sections or {})
    if interview is not None and interview.opened is not None:
        _asked(scorecard, interview, sections or {})
    st.caption("Signature: `" + scorecard.signature.replace("`", "'") + "`")


def totals(scorecard: "Scorecard") -> None:
    """Show score, range and coverage, what judged them, and what a reader should know."""
    from grader.report.formats import percent

    html('<p class="viva">$title · level $level</p>', title=scorecard.title, level=scorecard.level)
    score, coverage, judged = st.columns([1, 1, 2], vertical_alignment="top")
    with score:
        st.metric("Score", percent(scorecard.score))
        if scorecard.range and scorecard.range[0] != scorecard.range[1]:
            low, high = map(percent, scorecard.range)
            st.caption(f"Between {low} and {high}, counting borderline checkpoints either way.")
        elif scorecard.score is None:
            st.caption("Not enough answered to score.")
    with coverage:
        st.metric("Coverage", percent(scorecard.coverage))
        st.caption("How much of what is expected could be judged. It is not the score.")
    with judged:
        parts = dict(part.split(":", 1) for part in scorecard.signature.split("|") if ":" in part)
        html(
            '<div class="viva"><p><span class="quiet">Judged by</span><br>$encoder</p>'
            '<p><span class="quiet">Calibration</span><br>$calibration · $state</p></div>',
            encoder=parts.get("encoder", "unknown encoder"),
            calibration=parts.get("cal", "unknown"),
            state="fitted with labels of this rubric" if scorecard.calibrated else "uncalibrated for this rubric",
        )
    if scorecard.capped:
        names = "; ".join(c.claim for c in scorecard.missing_must_haves)
        st.warning(escaped(f"The score is capped at 60 %: a must-have is missing ({names})"))
    for warning in scorecard.warnings:
        st.info(escaped(warning))


def _highlights(scorecard: "Scorecard") -> None:
    met = [c for c in scorecard.checkpoints if c.verdict in ("met", "partial") and c.counted]
    strongest = sorted(met, key=lambda c: -c.weight * (c.credit or 0.0))[:_MOST]
    weakest = [c for c in scorecard.gaps if c.verdict != "not_assessed"][:_MOST]
    left, right = st.columns(2)
    with left:
        _short_list("Strongest", strongest, "Nothing was met yet.")
    with right:
        _short_list("Weakest", weakest, "No gap in what was judged.")


def _short_list(title: str, found: "Sequence[CheckpointScore]", nothing: str) -> None:
    st.subheader(title, anchor=False)
    rows = "".join(
        filled("<p>$verdict $claim</p>", verdict="\0", claim=c.claim).replace("\0", verdict_html(c)) for c in found
    )
    st.html(f'<div class="viva">{rows or filled("<p>$nothing</p>", nothing=nothing)}</div>')


def _next_steps(
    scorecard: "Scorecard",
    key: str,
    rubric: "Rubric | None",
    sections: "Mapping[str, Section]",
    drill: "Callable[[Sequence[str]], None] | None",
) -> None:
    gaps = scorecard.gaps[:_MOST]
    if not gaps:
        return
    st.subheader("Do next", anchor=False)
    st.caption("What would raise the score most, with the points that are lost there.")
    total = sum(c.weight for c in scorecard.checkpoints if c.expected) or 1.0
    for gap in gaps:
        points = 100 * gap.weight * (1 - (gap.credit or 0.0)) / total
        read = next((f"{s.chapter}: {s.heading}" for s in cited(gap.id, rubric, sections)), "–")
        html(
            '<div class="viva"><div class="row"><span>$claim</span><strong>up to +$points points</strong></div>'
            '<p class="quiet">Read: $read</p></div>',
            claim=gap.claim,
            points=f"{points:.0f}",
            read=read,
        )
    if drill is not None:
        claims = {c.id: c.claim for c in scorecard.gaps}
        chosen = st.multiselect(
            "Checkpoints to drill",
            list(claims),
            [c.id for c in gaps],
            format_func=claims.__getitem__,
            key=f"{key}_drill",
        )
        st.button(
            "Drill this", key=f"{key}_drill_button", on_click=drill, args=(chosen,), disabled=not chosen,
            help="A short interview of 15 minutes on these checkpoints only.",
        )  # fmt: skip


def _phases(scorecard: "Scorecard", interview: "Interview | None") -> None:
    from grader.report.formats import percent

    rows = []
    seconds = interview.seconds if interview else {}
    for phase in scorecard.phases:
        width = 0 if phase.score is None else round(100 * phase.score)
        spent = f" · {minutes(seconds[phase.id])}" if seconds.get(phase.id) else ""
        rows.append(
            filled(
                '<li><div class="row"><span>$name</span><span>$score</span></div>'
                '<div class="bar" aria-hidden="true"><i style="width:$width%"></i></div>'
                '<p class="quiet">$words</p></li>',
                name=phase.name,
                score=percent(phase.score) if phase.score is not None else "not assessed",
                width=width,
                words=_in_words(phase) + spent,
            )
        )
    st.html(f'<div class="viva"><ul class="phases">{"".join(rows)}</ul></div>')


def _in_words(phase: "PhaseScore") -> str:
    expected = [c for c in phase.checkpoints if c.expected]
    if not expected:
        return "nothing expected at this level"
    count = {verdict: sum(c.verdict == verdict for c in expected) for verdict in ("met", "partial", "not_assessed")}
    words = [f"{count['met']} of {len(expected)} met"] if count["not_assessed"] < len(expected) else []
    words += [f"{count['partial']} partly"] * bool(count["partial"])
    words += [f"{count['not_assessed']} not assessed"] * bool(count["not_assessed"])
    return ", ".join(words)


def _asked(scorecard: "Scorecard", interview: "Interview", sections: "Mapping[str, Section]") -> None:
    claims = {c.id: c.claim for c in scorecard.checkpoints}
    planned = interview.opened.minutes if interview.opened else 0
    st.subheader("What was asked, and why", anchor=False)
    hints = len(interview.hints)
    html(
        '<p class="viva">$spent of $planned minutes used · $hints · $skipped</p>',
        spent=minutes(interview.elapsed).removesuffix(" min"),
        planned=planned,
        hints=f"{hints} hint{'s' * (hints != 1)} used",
        skipped=f"{len(interview.skipped)} skipped",
    )
    with st.expander(f"{len(interview.probes)} follow-up questions, with their reason and section"):
        for probe in interview.probes:
            section = sections.get(probe.section)
            html(
                '<div class="viva"><p><strong>$text</strong></p><p class="quiet">Aimed at: $claim<br>Why: $why<br>'
                "Section: $section · Wording: $wording</p></div>",
                text=probe.text,
                claim=claims.get(probe.checkpoint, probe.checkpoint),
                why=probe.reason,
                section=f"{section.chapter}: {section.heading}" if section else probe.section or "none",
                wording=probe.wording,
            )
    if interview.hints:
        with st.expander("Hints used"):
            for hint in interview.hints:
                html(
                    '<p class="viva">Level $level: $text <span class="quiet">($claim)</span></p>',
                    level=hint.level, text=hint.text, claim=claims.get(hint.checkpoint, hint.checkpoint),
                )  # fmt: skip
