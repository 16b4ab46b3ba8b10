"""The Try it and Search tabs: what a text earns, what the guide finds, and what the interviewer would ask."""

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import rubric_name
from ui.parts.text import escaped, filled, guide_text, html
from ui.scorecard.checkpoints import margin_in_words, verdict_html
from ui.workbench.keep_tried import keeping_view

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from grader.scorecard import CheckpointScore, Scorecard
    from interviewer.wiring import App
    from interviewer.workshop.aiming import Aim
    from library.guide import Section

_ALL = "*"
_LONGEST = 20_000


def try_view(app: "App") -> None:
    """Judge a text by one checkpoint or all of a rubric, and show why."""
    rubric, checkpoint = _choose(app, "try")
    if rubric is None:
        return
    text = st.text_area("Text to judge", key="try_text", height=120, placeholder="What a candidate might say.")
    if not text.strip():
        st.caption("Write or paste a few sentences to see verdicts. Nothing is saved unless you choose to.")
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
        st.info("There is no valid rubric to try.")
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

    try:
        with st.spinner("Judging …"):
            return grade(
                rubric if checkpoint == _ALL else _only(rubric, checkpoint),
                Answer((Turn("interviewer", rubric.prompt), Turn("candidate", text))),
                encoder=app.encoder,
                calibration=app.calibration(),
                protected=(*rubric.texts, *app.content.guide_texts()),
            )
    except VivaError as error:
        st.error(escaped(str(error)))
        return None


def _only(rubric: "Rubric", checkpoint: str) -> "Rubric":
    """Return a rubric with one checkpoint."""
    phases = (replace(p, checkpoints=tuple(c for c in p.checkpoints if c.id == checkpoint)) for p in rubric.phases)
    return replace(rubric, phases=tuple(p for p in phases if p.checkpoints))


def _explained(score: "CheckpointScore", card: "Scorecard") -> str:
    from grader.report.formats import percent, sentence

    lines = [
        filled('<div class="row"><strong>$claim</strong>', claim=score.claim) + verdict_html(score) + "</div>",
        filled("<p>$why</p>", why=sentence(score)),
    ]
    near = score.evidence or score.closest
    if near is not None:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in vars(near.parts).items())
        facts = [f"credit {percent(score.credit)}", f"similarity {near.similarity:.2f} ({parts})"]
        if score.margin is not None:
            facts.append(margin_in_words(score.margin))
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
    """Show what the guide finds for a text or a checkpoint, and which question the interviewer would ask."""
    from grader.errors import VivaError

    query = st.text_input(
        "Search the guide", key="search_text", placeholder="What a candidate said, or any topic", max_chars=1000
    )
    rubric, checkpoint = _choose(app, "search")
    gap = rubric.checkpoint(checkpoint) if rubric is not None and checkpoint != _ALL else None
    words = f"{gap.claim if gap else ''} {query}".strip()
    if not words:
        st.caption("Type what a candidate might say, or choose a checkpoint that is still missing.")
        return
    try:
        with st.spinner("Searching …"):
            phase = rubric.phase_of[checkpoint] if rubric is not None and gap else ""
            hits = app.services.guide.search(words, problem=rubric.id if rubric else "", phase=phase, limit=5)
        if rubric is not None and gap is not None:
            _question(app, rubric.id, checkpoint, query)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    if not hits:
        st.info("Nothing in the guide is close to this.")
    for hit in hits:
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
    """Show for which checkpoints of a problem the interviewer would use a section, and what it would ask."""
    section, rubric = _section_and_problem(app)
    if section is None or rubric is None:
        st.caption("Choose a section to see which checkpoints it serves and what the interviewer may ask from it.")
        return
    found = _aims(app, section, rubric)
    if found == []:
        st.info("Nothing in this problem uses this section: no checkpoint links to it, and no claim finds it.")
    for aim in found or ():
        with st.container(border=True):
            st.html(_aim_html(aim))
            _question(app, rubric.id, aim.checkpoint.id, "")


def _section_and_problem(app: "App") -> "tuple[Section | None, Rubric | None]":
    sections, rubrics = app.content.sections(), app.content.rubrics()
    left, right = st.columns(2)
    chosen = left.selectbox("Section", [None, *sorted(sections)], key="aims_section",
                            format_func=lambda i: i or "(choose a section)")  # fmt: skip
    section = sections[chosen] if chosen else None
    problems = (section and section.problems) or tuple(rubrics)
    listed = [i for i in sorted(rubrics, key=lambda i: rubrics[i].title) if i in problems]
    problem = right.selectbox("For the problem", listed, key=f"aims_problem_{chosen}",
                              format_func=lambda i: rubric_name(rubrics[i]))  # fmt: skip
    return section, rubrics[problem] if problem is not None else None


def _aims(app: "App", section: "Section", rubric: "Rubric") -> "list[Aim] | None":
    from grader.errors import VivaError
    from interviewer.turn.discretion import Discretion
    from interviewer.workshop.aiming import aims

    try:
        with st.spinner("Searching …"):
            discretion = Discretion(rubric, app.encoder, app.calibration())
            return aims(section, rubric, app.services.guide, app.encoder, discretion)
    except VivaError as error:
        st.error(escaped(str(error)))
        return None


def _aim_html(aim: "Aim") -> str:
    how = [*["linked"] * aim.linked, *([f"found by its claim, rank {aim.rank}"] if aim.rank else [])]
    rows = "".join(
        filled("<li>$sign $ask <span class='quiet'>· nearness $near$no</span></li>",
               sign="✓" if not no else "✗", ask=ask, near=f"{near:.2f}", no=f" · not asked: {no}" if no else "")
        for ask, near, no in aim.asks
    )  # fmt: skip
    about = filled(
        "<p><strong>$claim</strong></p><p class='quiet'>$id · $how</p>",
        claim=aim.checkpoint.claim, id=aim.checkpoint.id, how=", ".join(how),
    )  # fmt: skip
    return f'<div class="viva">{about}<ul class="plain">{rows}</ul></div>'


def _question(app: "App", problem: str, checkpoint: str, said: str) -> None:
    """Show the follow-up question that an interview would ask if this were the only gap."""
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
