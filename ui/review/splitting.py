"""Corrects a transcript by hand: who says which paragraph, and where another problem begins."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import drop, keep, kept
from ui.parts.text import counted, escaped, html, seconds_clock

if TYPE_CHECKING:
    from grader.transcripts import Transcript, Utterance

_SPEAKERS, _STARTS, _SHOWN = "review_speakers", "review_starts", "review_page"
_ROWS = 20
_SHORT = 70


def forget_corrections() -> None:
    """Drop all corrections: another transcript was read."""
    keep(_SPEAKERS, {})
    keep(_SHOWN, 0)
    keep(_STARTS, [])
    drop("review_piece_")


def corrected_by_hand(transcript: "Transcript") -> "tuple[Transcript, ...]":
    """Let the user correct who speaks and where another problem begins; return the parts of the transcript."""
    from grader.transcripts.by_hand import corrected, pieces, unsure

    paragraphs = pieces(transcript)
    unnamed = unsure(paragraphs, transcript)
    if unnamed and (len(paragraphs) > 1 or len(unnamed) < len(paragraphs)):
        with st.expander(f"Who speaks? ({counted(len(unnamed), 'paragraph')})", expanded=not kept(_SPEAKERS)):
            _speakers(transcript, paragraphs, unnamed)
    if len(paragraphs) > 2:
        with st.expander("Several problems in one transcript"):
            st.multiselect(
                "Another problem begins at", range(1, len(paragraphs)), key=_STARTS, placeholder="Choose turns",
                format_func=lambda i: _named(i, paragraphs[i]), help="Each part is graded as a separate attempt.",
            )  # fmt: skip
    return corrected(transcript, kept(_SPEAKERS, {}), kept(_STARTS, []))


def _named(i: int, piece: "Utterance") -> str:
    text = " ".join(piece.text.split())
    at = "" if piece.seconds is None else f" at {seconds_clock(piece.seconds)}"
    who = f" {piece.label}:" if piece.label else ""
    return f"{i + 1}{at}.{who} {text if len(text) <= _SHORT else text[:_SHORT].rstrip() + ' …'}"


def _speakers(transcript: "Transcript", paragraphs: "tuple[Utterance, ...]", unsure: list[int]) -> None:
    """Draw a page of paragraphs, each with its speaker; choices count once a button is pressed."""
    from grader.transcripts.by_hand import CANDIDATE, INTERVIEWER, NOBODY, guess

    named = [label for label in transcript.labels if len(transcript.labels) > 1 and label.strip()]
    options = [*dict.fromkeys((*named, INTERVIEWER, CANDIDATE)), NOBODY]
    chosen: dict[int, str] = kept(_SPEAKERS, {})
    first = min(kept(_SHOWN, 0), (len(unsure) - 1) // _ROWS * _ROWS)
    shown = unsure[first : first + _ROWS]
    st.caption("Suggested by who asks questions. Nothing changes until you press the button.")
    with st.form("review_speakers_form", border=False):
        for i in shown:
            html('<div class="viva"><p class="said">$said</p></div>', said=paragraphs[i].text)
            st.radio(
                f"Paragraph {i + 1}", options, key=f"review_piece_{i}", horizontal=True,
                index=options.index(chosen.get(i, guess(paragraphs[i]))),
                format_func=lambda label: escaped(label) or "Leave out",
            )  # fmt: skip
        more = first + _ROWS < len(unsure)
        with st.container(horizontal=True):
            pressed = st.form_submit_button("Use these speakers", type="secondary")
            back = first > 0 and st.form_submit_button("← Earlier paragraphs")
            on = more and st.form_submit_button("Later paragraphs →")
    if len(unsure) > _ROWS:
        st.caption(f"Paragraphs {first + 1} to {first + len(shown)} of {len(unsure)}.")
    if pressed or back or on:
        seen = {i: kept(f"review_piece_{i}") for i in shown}
        others = {i: chosen.get(i, guess(paragraphs[i])) for i in unsure if i not in seen}
        keep(_SPEAKERS, chosen | others | seen)
        keep(_SHOWN, first + (_ROWS if on else -_ROWS if back else 0))
        st.rerun()
