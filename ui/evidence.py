"""The evidence view: a scorecard that shows why."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.text import filled, guide_markdown, html, minutes

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from grader.scorecard import CheckpointScore, PhaseScore, Scorecard
    from interviewer.guide import Section
    from interviewer.interview import Interview

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
    _red_flags(scorecard)
    st.subheader("Checkpoints", anchor=False)
    _checkpoints(scorecard, key, rubric, sections or {})
    if interview is not None and interview.opened is not None:
        _asked(scorecard, interview, sections or {})
    st.caption(f"Signature: `{scorecard.signature}`")


def totals(scorecard: "Scorecard") -> None:
    """Show score, range and coverage, what judged them, and what a reader should know."""
    from grader.report import percent

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
        st.warning(_escaped(f"The score is capped at 60 %: a must-have is missing ({names})"))
    for warning in scorecard.warnings:
        st.info(_escaped(warning))


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
        filled("<p>$verdict $claim</p>", verdict="\0", claim=c.claim).replace("\0", _verdict(c)) for c in found
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
        read = next((f"{s.chapter}: {s.heading}" for s in _cited(gap.id, rubric, sections)), "–")
        html(
            '<div class="viva"><div class="row"><span>$claim</span><strong>up to +$points</strong></div>'
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
    from grader.report import percent

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
    met = sum(c.verdict == "met" for c in expected)
    partly = sum(c.verdict == "partial" for c in expected)
    return f"{met} of {len(expected)} met" + (f", {partly} partly" if partly else "")


def _red_flags(scorecard: "Scorecard") -> None:
    flags = [c for c in scorecard.checkpoints if c.verdict == "contradicted"]
    if not flags:
        return
    st.subheader("Red flags", anchor=False)
    for flag in flags:
        with st.container(border=True):
            st.html(_checkpoint_html(flag, scorecard))


def _checkpoints(scorecard: "Scorecard", key: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> None:
    from grader.report import VERDICTS

    judged = [c for c in scorecard.checkpoints if c.expected]
    ordered = sorted(judged, key=lambda c: (c.verdict == "not_assessed", -_lost(c)))
    held = [verdict for verdict in VERDICTS if any(c.verdict == verdict for c in ordered)]
    count = {v: sum(c.verdict == v for c in ordered) for v in held}
    shown = st.pills(
        "Show", held, selection_mode="multi", key=f"{key}_verdicts",
        format_func=lambda v: f"{VERDICTS[v][0]} {VERDICTS[v][1]} ({count[v]})",
    )  # fmt: skip
    st.caption("The largest lost weight first, what was not assessed last. All are shown while no verdict is chosen.")
    for checkpoint in ordered:
        if not shown or checkpoint.verdict in shown:
            with st.container(border=True):
                st.html(_checkpoint_html(checkpoint, scorecard))
                _guide(checkpoint.id, rubric, sections)
    beyond = [c for c in scorecard.checkpoints if not c.expected]
    if beyond:
        with st.expander(f"Beyond the level: {len(beyond)} checkpoints, listed but not scored"):
            st.html("<hr>".join(_checkpoint_html(c, scorecard) for c in beyond))


def _lost(score: "CheckpointScore") -> float:
    return score.weight * (1.0 - (score.credit or 0.0))


def _verdict(score: "CheckpointScore") -> str:
    from grader.report import VERDICTS

    sign, word = VERDICTS[score.verdict]
    return filled(
        '<span class="verdict $kind"><span aria-hidden="true">$sign</span> $word</span>',
        kind=score.verdict, sign=sign, word=word,
    )  # fmt: skip


def _checkpoint_html(score: "CheckpointScore", scorecard: "Scorecard") -> str:
    from grader.report import percent, sentence

    phase = next(p.name for p in scorecard.phases if p.id == score.phase)
    facts = [f"credit {percent(score.credit)}", f"weight {score.weight:g}", phase, score.tier]
    facts += ["must have"] * score.must_have + ["borderline"] * score.borderline
    lines = [
        '<div class="row">' + filled("<strong>$claim</strong>", claim=score.claim) + _verdict(score) + "</div>",
        filled('<p class="quiet">$facts</p>', facts=" · ".join(facts)),
        filled("<p>$why</p>", why=sentence(score)),
    ]
    shown = score.evidence or score.closest
    if shown:
        label = "You said" if score.evidence else "Closest words"
        near = f"similarity {shown.similarity:.2f}"
        if score.margin is not None:
            near += f", {abs(score.margin):.2f} {'above' if score.margin >= 0 else 'below'} the bound of met"
        lines.append(
            filled(
                '<p class="quiet">$label, turn $turn ($near):</p><div class="said">$quote</div>',
                label=label,
                turn=shown.span.turn + 1,
                near=near,
                quote=scorecard.answer.quote(shown.span),
            )
        )
    return f'<div class="viva" data-checkpoint="{score.id}">{"".join(lines)}</div>'


def _cited(checkpoint: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> "list[Section]":
    if rubric is None or checkpoint not in rubric.phase_of:
        return []
    return [sections[i] for i in rubric.checkpoint(checkpoint).guide if i in sections]


def _guide(checkpoint: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> None:
    for section in _cited(checkpoint, rubric, sections)[:1]:
        with st.expander(_escaped(f"Guide: {section.chapter}, {section.heading}")):
            st.markdown(guide_markdown(section.text))


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


def _escaped(text: str) -> str:
    from grader.report import plain

    return plain(text)
