"""A scorecard in words, phase by phase: what went well, what was missing, what to say next time."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.choices import drill_help
from ui.parts.text import door, escaped, filled, guide_text

if TYPE_CHECKING:
    from grader.rubric import Rubric
    from grader.scorecard import Scorecard
    from interviewer.interview import Interview
    from interviewer.records.narrative import PhaseStory, StoryLine
    from library.guide import Section

_MOST = 3
"""Points shown under each heading before `more` is opened."""


def story_view(
    scorecard: "Scorecard",
    interview: "Interview",
    *,
    key: str,
    rubric: "Rubric | None" = None,
    sections: "Mapping[str, Section] | None" = None,
    drill: "Callable[[Sequence[str]], None] | None" = None,
    shared: "Scorecard | None" = None,
) -> None:
    """Show the interview phase by phase.

    `drill` gets the ids of the checkpoints that are missing in a phase; `shared` is the scorecard as files show it.
    """
    from interviewer.records.narrative import ledger, narrate, to_markdown

    door("Phase by phase")
    stories = narrate(scorecard, interview, rubric, sections)
    help_taken = ledger(interview)
    for story in stories:
        if story.went_well or story.missing:
            with st.container(border=True):
                _phase(story, key, sections or {}, drill)
    if help_taken:
        st.subheader("Help taken", anchor=False)
        rows = "".join(filled("<li>$line</li>", line=line) for line in help_taken)
        st.html(f'<div class="viva"><ul>{rows}</ul></div>')
    told = stories if shared is None else narrate(shared, interview, rubric, sections)
    st.download_button(
        "This page as Markdown", to_markdown(told, help_taken), f"viva-{scorecard.rubric}-story.md",
        "text/markdown", key=f"{key}_story", on_click="ignore",
    )  # fmt: skip


def _phase(
    story: "PhaseStory",
    key: str,
    sections: "Mapping[str, Section]",
    drill: "Callable[[Sequence[str]], None] | None",
) -> None:
    st.subheader(escaped(story.name), anchor=False)
    if story.time:
        st.caption(story.time)
    if story.went_well:
        _listed("What went well", [_well(line) for line in story.went_well])
    advice = {line.checkpoint: line.text for line in story.next_time}
    if story.missing:
        _listed("What was missing, and what to say next time", [_missing(x, advice, sections) for x in story.missing])
    cited = dict.fromkeys(line.section for line in story.missing[:_MOST] if line.section in sections)
    with st.container(horizontal=True):
        for section_id in cited:
            section = sections[section_id]
            with st.popover(escaped(f"Read: {section.chapter}, {section.heading}")):
                guide_text(section.text)
        if drill is not None and story.missing:
            st.button(
                "Drill this phase", key=f"{key}_drill_{story.phase}", on_click=drill,
                args=([line.checkpoint for line in story.missing],),
                help=drill_help("what was missing here"),
            )  # fmt: skip


def _listed(title: str, entries: list[str]) -> None:
    shown = "".join(entries[:_MOST])
    head = filled('<h4 style="margin: 0; padding: .2rem 0 .4rem">$title</h4>', title=title)
    st.html(f'<div class="viva">{head}{shown}</div>')
    if entries[_MOST:]:
        with st.expander(f"{len(entries) - _MOST} more"):
            st.html(f'<div class="viva">{"".join(entries[_MOST:])}</div>')


def _well(line: "StoryLine") -> str:
    return filled('<p>$text</p><div class="said">$quote</div>', text=line.text, quote=line.quote)


def _missing(line: "StoryLine", advice: Mapping[str, str], sections: "Mapping[str, Section]") -> str:
    parts = [filled("<p>$text</p>", text=line.text)]
    if line.quote:
        parts.append(filled('<p class="quiet">You said:</p><div class="said">$quote</div>', quote=line.quote))
    if line.checkpoint in advice:
        parts.append(filled("<p><strong>Next time:</strong> $advice</p>", advice=advice[line.checkpoint]))
    notes = [f"Asked: {line.probe}"] if line.probe else []
    if line.section in sections:
        notes.append(f"Guide: {sections[line.section].chapter}, {sections[line.section].heading}")
    parts += [filled('<p class="quiet">$note</p>', note=note) for note in notes]
    return "".join(parts)
