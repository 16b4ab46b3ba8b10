"""Bubbles: what was said in an interview, turn by turn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import plain_text

if TYPE_CHECKING:
    from interviewer.events import Recorded
    from interviewer.interview import Interview

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
