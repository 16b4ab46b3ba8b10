"""The checkpoints of a scorecard: verdict, credit, the words that earned it, the guide section that teaches it."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import counted, escaped, filled, guide_text

if TYPE_CHECKING:
    from grader.evidence import Evidence
    from grader.rubric import Rubric
    from grader.scorecard import CheckpointScore, Scorecard
    from library.guide import Section


def red_flags(scorecard: "Scorecard", rubric: "Rubric | None", sections: "Mapping[str, Section]") -> None:
    """Show contradicted checkpoints, apart from what is merely missing."""
    flags = [c for c in scorecard.checkpoints if c.verdict == "contradicted"]
    if flags:
        st.subheader("Red flags", anchor=False)
    for flag in flags:
        _boxed(flag, scorecard, rubric, sections)


def checkpoints(scorecard: "Scorecard", key: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> None:
    from grader.report.formats import VERDICTS

    listed = [c for c in scorecard.checkpoints if c.verdict != "contradicted"]
    ordered = sorted((c for c in listed if c.expected), key=lambda c: (c.verdict == "not_assessed", -_lost(c)))
    count = Counter(c.verdict for c in ordered)
    chosen = st.pills(
        "Show", [verdict for verdict in VERDICTS if verdict in count], selection_mode="multi", key=f"{key}_verdicts",
        format_func=lambda v: f"{VERDICTS[v][0]} {VERDICTS[v][1]} ({count[v]})",
    )  # fmt: skip
    st.caption("Most lost weight first, not assessed last. Choose verdicts to show only those.")
    for checkpoint in ordered:
        if not chosen or checkpoint.verdict in chosen:
            _boxed(checkpoint, scorecard, rubric, sections)
    beyond = [c for c in listed if not c.expected]
    if beyond:
        with st.expander(f"Beyond the level: {counted(len(beyond), 'checkpoint')}, listed but not scored"):
            st.html("<hr>".join(_checkpoint_html(c, scorecard) for c in beyond))


def _boxed(
    checkpoint: "CheckpointScore", scorecard: "Scorecard", rubric: "Rubric | None", sections: "Mapping[str, Section]"
) -> None:
    with st.container(border=True):
        st.html(_checkpoint_html(checkpoint, scorecard))
        _guide(checkpoint.id, rubric, sections)


def _lost(score: "CheckpointScore") -> float:
    return score.weight * (1.0 - (score.credit or 0.0))


def verdict_html(score: "CheckpointScore") -> str:
    from grader.report.formats import VERDICTS

    sign, word = VERDICTS[score.verdict]
    return filled(
        '<span class="verdict $kind"><span aria-hidden="true">$sign</span> $word</span>',
        kind=score.verdict, sign=sign, word=word,
    )  # fmt: skip


def _checkpoint_html(score: "CheckpointScore", scorecard: "Scorecard") -> str:
    from grader.report.formats import percent, sentence

    phase = next(p.name for p in scorecard.phases if p.id == score.phase)
    facts = [f"credit {percent(score.credit)}", f"weight {score.weight:g}", phase, score.tier]
    facts += ["must have"] * score.must_have + ["borderline"] * score.borderline
    lines = [
        '<div class="row">' + filled("<strong>$claim</strong>", claim=score.claim) + verdict_html(score) + "</div>",
        filled('<p class="quiet">$facts</p>', facts=" · ".join(facts)),
        filled("<p>$why</p>", why=sentence(score)),
    ]
    shown = score.evidence or score.closest
    if shown:
        label = "You said" if score.evidence else "Closest words"
        lines.append(
            filled(
                '<p class="quiet">$label, turn $turn (similarity $similarity):</p><div class="said">$quote</div>',
                label=label,
                turn=shown.span.turn + 1,
                similarity=f"{shown.similarity:.2f}",
                quote=scorecard.answer.quote(shown.span),
            )
        )
        lines.append(_working_html(score, shown, scorecard))
    return filled('<div class="viva" data-checkpoint="$id">', id=score.id) + "".join(lines) + "</div>"


def _working_html(score: "CheckpointScore", shown: "Evidence", scorecard: "Scorecard") -> str:
    """Return how the credit came about: what was compared, the parts of the similarity, guards, calibration."""
    from grader.report.formats import percent

    margin = [] if score.margin is None else [("Margin", margin_in_words(score.margin))]
    facts = [
        ("Compared with", shown.phrasing),
        (
            "Similarity",
            f"{shown.similarity:.4f}: alignment {shown.parts.alignment:.2f}, meaning {shown.parts.meaning:.2f}",
        ),
        ("Guards", "; ".join(f"{g.name}: {g.reason}" for g in score.guards) or "none"),
        ("Calibration", _calibration(scorecard)),
        *margin,
        ("Credit", percent(score.credit)),
    ]
    rows = "".join(filled("<dt>$name</dt><dd>$value</dd>", name=name, value=value) for name, value in facts)
    return f'<details class="working"><summary>How this credit came about</summary><dl>{rows}</dl></details>'


def margin_in_words(margin: float) -> str:
    """Return how far a similarity is from the verdict `met`."""
    return f"{abs(margin):.2f} {'above' if margin >= 0 else 'below'} what counts as met"


def _calibration(scorecard: "Scorecard") -> str:
    name = next((p[4:] for p in scorecard.signature.split("|") if p.startswith("cal:")), "unknown")
    return name if scorecard.calibrated else f"{name}, not fitted on this rubric's own labels"


def cited(checkpoint: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> "list[Section]":
    if rubric is None or checkpoint not in rubric.phase_of:
        return []
    return [sections[i] for i in rubric.checkpoint(checkpoint).guide if i in sections]


def _guide(checkpoint: str, rubric: "Rubric | None", sections: "Mapping[str, Section]") -> None:
    for section in cited(checkpoint, rubric, sections)[:1]:
        with st.expander(escaped(f"Guide: {section.chapter}, {section.heading}")):
            guide_text(section.text)
