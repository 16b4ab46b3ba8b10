"""Try it: what a text earns from a rubric's checkpoints, and what the guide finds and the interviewer asks."""

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import rubric_name
from ui.parts.text import escaped, filled, guide_text, html
from ui.workbench.keep_tried import keeping_view

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from grader.scorecard import CheckpointScore, Scorecard
    from interviewer.wiring import App

_ALL = "*"
_LONGEST = 20_000


def try_view(app: "App") -> None:
    """Let a text be judged by one checkpoint or by all of a rubric, and show why."""
    rubric, checkpoint = _choose(app, "try")
    if rubric is None:
        return
    text = st.text_area("Text to judge", key="try_text", height=120, placeholder="What a candidate might say.")
    if not text.strip():
        st.caption("Write or paste a few sentences to see verdicts. Nothing is kept unless you say so.")
        return
    if len(text) > _LONGEST:
        st.error(f"That is {len(text):,} characters; the limit here is {_LONGEST:,}.")
        return
    if checkpoint != _ALL:
        keeping_view(app, rubric, checkpoint, text)
    else:
        st.caption("Choose one checkpoint to keep the text as an anchor, a contrast or a labeled example.")
    card = _judged(app, rubric, checkpoint, text)
    if card is not None:
        for score in sorted(card.checkpoints, key=_nearness, reverse=True):
            with st.container(border=True):
                st.html(_explained(score, card))


def _nearness(score: "CheckpointScore") -> tuple[float, float]:
    near = score.evidence or score.closest
    return score.credit or 0.0, near.similarity if near else 0.0


def _choose(app: "App", key: str) -> "tuple[Rubric | None, str]":
    rubrics = app.content.rubrics()
    left, right = st.columns(2)
    problem = left.selectbox(
        "Problem",
        sorted(rubrics, key=lambda i: rubrics[i].title),
        format_func=lambda i: rubric_name(rubrics[i]),
        key=f"{key}_problem",
    )
    if not rubrics:
        st.info("There is no sound rubric to try.")
        return None, _ALL
    claims = {c.id: c.claim for c in rubrics[problem].checkpoints}
    chosen = right.selectbox(
        "Checkpoint",
        [_ALL, *claims],
        format_func=lambda i: claims.get(i, "All checkpoints"),
        key=f"{key}_{problem}_checkpoint",
    )
    return rubrics[problem], chosen


def _judged(app: "App", rubric: "Rubric", checkpoint: str, text: str) -> "Scorecard | None":
    from grader.answer import Answer, Turn
    from grader.errors import VivaError
    from grader.grading import grade

    wanted = rubric
    if checkpoint != _ALL:
        phases = tuple(
            replace(p, checkpoints=tuple(c for c in p.checkpoints if c.id == checkpoint)) for p in rubric.phases
        )
        wanted = replace(rubric, phases=tuple(p for p in phases if p.checkpoints))
    try:
        with st.spinner("Judging …"):
            return grade(
                wanted,
                Answer((Turn("interviewer", rubric.prompt), Turn("candidate", text))),
                encoder=app.encoder,
                calibration=app.calibration(),
                protected=(*rubric.texts, *app.content.guide_texts()),
            )
    except VivaError as error:
        st.error(escaped(str(error)))
        return None


def _explained(score: "CheckpointScore", card: "Scorecard") -> str:
    from grader.report.formats import VERDICTS, percent, sentence

    sign, word = VERDICTS[score.verdict]
    lines = [
        filled(
            '<div class="row"><strong>$claim</strong><span class="verdict $kind">'
            '<span aria-hidden="true">$sign</span> $word</span></div>',
            claim=score.claim, kind=score.verdict, sign=sign, word=word,
        ),
        filled("<p>$why</p>", why=sentence(score)),
    ]  # fmt: skip
    near = score.evidence or score.closest
    if near is not None:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in vars(near.parts).items())
        facts = [f"credit {percent(score.credit)}", f"similarity {near.similarity:.2f} ({parts})"]
        if score.margin is not None:
            facts.append(f"{abs(score.margin):.2f} {'above' if score.margin >= 0 else 'below'} the bound of met")
        facts += ["borderline"] * score.borderline
        lines += [
            filled('<p class="quiet">$facts</p>', facts=" · ".join(facts)),
            filled('<p class="quiet">$label</p><div class="said">$quote</div>',
                   label="These words" if score.evidence else "Closest words", quote=card.answer.quote(near.span)),
            filled('<p class="quiet">compared with: “$phrasing”</p>', phrasing=near.phrasing),
        ]  # fmt: skip
    lines += [filled('<p class="quiet">guard $name: $reason</p>', name=g.name, reason=g.reason) for g in score.guards]
    return f'<div class="viva">{"".join(lines)}</div>'


def search_view(app: "App") -> None:
    """Show what the guide finds for words or for a checkpoint, and which question the interviewer would choose."""
    from grader.errors import VivaError

    query = st.text_input(
        "Search the guide", key="search_text", placeholder="What a candidate said, or any topic", max_chars=1000
    )
    rubric, checkpoint = _choose(app, "search")
    wanted = rubric.checkpoint(checkpoint) if rubric is not None and checkpoint != _ALL else None
    words = f"{wanted.claim if wanted else ''} {query}".strip()
    if not words:
        st.caption("Type what a candidate might say, or choose a checkpoint that is still missing.")
        return
    try:
        with st.spinner("Searching …"):
            phase = rubric.phase_of[checkpoint] if rubric is not None and wanted else ""
            found = app.services.guide.search(words, problem=rubric.id if rubric else "", phase=phase, limit=5)
        if rubric is not None and wanted is not None:
            _question(app, rubric.id, checkpoint, query)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    if not found:
        st.info("Nothing in the guide is near this.")
    for hit in found:
        with st.container(border=True):
            html(
                '<div class="viva"><p><strong>$chapter: $heading</strong></p>'
                '<p class="quiet">$id · rank $rank</p></div>',
                chapter=hit.section.chapter, heading=hit.section.heading, id=hit.section.id, rank=f"{hit.rank:.3f}",
            )  # fmt: skip
            guide_text(hit.paragraph)
            asks = "".join(filled("<li>Ask: $ask</li>", ask=ask) for ask in hit.section.asks)
            st.html(f'<div class="viva"><ul class="plain">{asks}</ul></div>')


def aims_view(app: "App") -> None:
    """Show what the interviewer would ask from a section, and for which gaps of a problem."""
    from grader.errors import VivaError
    from interviewer.turn.discretion import Discretion
    from interviewer.workshop.aiming import aims

    sections, rubrics = app.content.sections(), app.content.rubrics()
    left, right = st.columns(2)
    chosen = left.selectbox("Section", [None, *sorted(sections)], key="aims_section",
                            format_func=lambda i: i or "(choose a section)")  # fmt: skip
    wanted = sections[chosen].problems if chosen else ()
    known = [i for i in sorted(rubrics, key=lambda i: rubrics[i].title) if not wanted or i in wanted]
    problem = right.selectbox("For the problem", known, key=f"aims_problem_{chosen}",
                              format_func=lambda i: rubric_name(rubrics[i]))  # fmt: skip
    if chosen is None or problem is None:
        st.caption("Choose a section to see the gaps it serves and the questions the interviewer may put from it.")
        return
    rubric = rubrics[problem]
    try:
        with st.spinner("Looking …"):
            discretion = Discretion(rubric, app.encoder, app.calibration())
            found = aims(sections[chosen], rubric, app.services.guide, app.encoder, discretion)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    if not found:
        st.info("No gap of this problem leads here: no checkpoint links to it, and no claim finds it.")
    for aim in found:
        how = [*["linked"] * aim.linked, *([f"found for its claim at place {aim.rank}"] if aim.rank else [])]
        rows = "".join(
            filled("<li>$sign $ask <span class='quiet'>· nearness $near$no</span></li>",
                   sign="✓" if not no else "✗", ask=ask, near=f"{near:.2f}", no=f" · not asked: {no}" if no else "")
            for ask, near, no in aim.asks
        )  # fmt: skip
        with st.container(border=True):
            st.html(
                '<div class="viva">'
                + filled("<p><strong>$claim</strong></p><p class='quiet'>$id · $how</p>",
                         claim=aim.checkpoint.claim, id=aim.checkpoint.id, how=", ".join(how))
                + f'<ul class="plain">{rows}</ul></div>'
            )  # fmt: skip
            _question(app, rubric.id, aim.checkpoint.id, "")


def _question(app: "App", problem: str, checkpoint: str, said: str) -> None:
    """Show the follow-up that an interview would pose now, as if this gap were the only one."""
    from interviewer.session import Session

    probe = Session.preview(app.services, problem, checkpoint, said)
    if probe is None:
        st.warning("No question about this gap can be asked without giving it away. Add a probe to the checkpoint.")
        return
    st.markdown("**The interviewer would ask**")
    html(
        '<div class="viva"><div class="said">$text</div>'
        '<p class="quiet">section: $section · wording: $wording · why: $why</p></div>',
        text=probe.text,
        section=probe.section or "none",
        wording=probe.wording,
        why=probe.reason,
    )
