"""What all pages draw: bubbles for what was said, the evidence view of a scorecard, downloads, the status line."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.evidence import scorecard_view
from ui.text import escaped, guide_text, html, minutes, plain_text, style

if TYPE_CHECKING:
    from grader.answer import Speaker
    from grader.scorecard import Scorecard
    from interviewer.events import Recorded
    from interviewer.interview import Interview
    from ui.state import Start

__all__ = [
    "downloads",
    "event_bubbles",
    "guide_text",
    "html",
    "minutes",
    "plain_text",
    "scorecard_view",
    "status_line",
    "style",
    "transcript_bubbles",
]

_AVATARS = {"interviewer": "🎙️", "candidate": "🧑"}


def bubble(speaker: str, text: str, note: str = "") -> None:
    """Show what one speaker said, with a small note above it."""
    with st.chat_message("ai" if speaker == "interviewer" else "human", avatar=_AVATARS[speaker]):
        if note:
            st.caption(note)
        plain_text(text)


def transcript_bubbles(interview: "Interview") -> None:
    """Show everything said, turn by turn."""
    for turn in interview.turns:
        bubble(turn.speaker, turn.text)


def event_bubbles(events: "Sequence[Recorded]") -> None:
    """Show an interview as it happened: questions, facts, hints, answers as amended, what was skipped."""
    from interviewer import events as e

    amended = _amendments(events)
    for recorded in events:
        match recorded.event:
            case e.AnswerGiven(text=text):
                final = amended.get(recorded.seq)
                bubble("candidate", text if final is None else final, "amended" if final is not None else "")
            case e.HintGiven(text=text, level=level):
                bubble("interviewer", text, f"hint, level {level}")
            case e.Nudged(text=text):
                bubble("interviewer", text, "time")
            case (
                e.QuestionPosed(text=text) | e.ProbePosed(text=text) | e.FactRevealed(text=text) | e.Remarked(text=text)
            ):
                bubble("interviewer", text)
            case e.Skipped():
                st.caption("You skipped that question. It is not counted as wrong.")
            case _:
                pass


def _amendments(events: "Sequence[Recorded]") -> dict[int, str]:
    from interviewer import events as e

    last, found = 0, {}
    for recorded in events:
        if isinstance(recorded.event, e.AnswerGiven):
            last = recorded.seq
        elif isinstance(recorded.event, e.AnswerAmended):
            found[last] = recorded.event.text
    return found


def downloads(scorecard: "Scorecard", *, key: str = "scorecard", names: "Mapping[str, Speaker] | None" = None) -> None:
    """Offer the scorecard in every format, and the transcript, as files; roles for people's names, if wanted."""
    from grader.anonymous import without_names
    from grader.report import to_csv, to_html, to_json, to_markdown, transcript_markdown

    if (names or any(c.overruled and c.overruled.who for c in scorecard.checkpoints)) and st.checkbox(
        "Names as roles", key=f"{key}_roles",
        help="In the files, what the speakers are called becomes [candidate] and [interviewer], in their words too.",
    ):  # fmt: skip
        scorecard = without_names(scorecard, names or {})
    name = f"viva-{scorecard.rubric}"
    offered = [
        ("Markdown", to_markdown(scorecard), f"{name}.md", "text/markdown"),
        ("JSON", to_json(scorecard), f"{name}.json", "application/json"),
        ("CSV", to_csv(scorecard), f"{name}.csv", "text/csv"),
        ("HTML", to_html(scorecard), f"{name}.html", "text/html"),
        (
            "Transcript",
            transcript_markdown(scorecard.answer, scorecard.title),
            f"{name}-transcript.md",
            "text/markdown",
        ),
    ]
    with st.container(horizontal=True, key=f"{key}_downloads"):
        for label, data, file, mime in offered:
            st.download_button(label, data, file, mime, key=f"{key}_{label.lower()}", on_click="ignore")
    return scorecard


_PARTS = {
    "database": "the database",
    "encoder": "the encoder",
    "calibration": "the calibration",
    "index": "the index of the guide",
    "start": "the start",
}


def status_line(start: "Start") -> None:
    """Say what is ready, what is not, and for each fault what to do about it."""
    if not start.finished.is_set():
        waits = "an interview can start as soon as the encoder is ready."
        meanwhile = "you can start; until it is done, questions come from the rubric alone."
        st.caption(f"⏳ {escaped(start.step)} … {meanwhile if start.judging.is_set() else waits}")
        return
    for part, error in start.errors.items():
        st.error(f"✗ Not ready: {_PARTS.get(part, part)}. {escaped(error)}")
    if start.app is None:
        return
    app, ready = start.app, []
    if "encoder" not in start.errors:
        ready.append(f"encoder {app.encoder.id}")
        if "calibration" not in start.errors:
            ready.append(f"calibration {app.calibration().name}")
    if "index" not in start.errors:
        ready.append(f"guide of {len(app.content.sections())} sections")
    fallen_back = getattr(app.services.phraser, "why", "")
    ready.append(f"wording {app.settings.model}" if app.settings.model and not fallen_back else "wording built-in")
    st.caption(escaped(" · ".join(f"✓ {part}" for part in ready)))
    if fallen_back:
        st.warning(
            escaped(f"Questions use the built-in wording: {fallen_back}. Check VIVA_MODEL, its package and key.")
        )
    damaged = {mistake.file for mistake in (*app.content.shelf().mistakes, *app.content.library().mistakes)}
    if damaged:
        st.warning(
            escaped(f"{len(damaged)} content files have mistakes and are left out. The Workbench names each line.")
        )
