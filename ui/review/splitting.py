"""Correcting a transcript by hand: who says which paragraph, and where another problem begins."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import keep, kept
from ui.parts.text import escaped, html, seconds_clock

if TYPE_CHECKING:
    from grader.transcripts import Transcript, Utterance

_SPEAKERS, _STARTS, _SHOWN = "review_speakers", "review_starts", "review_page"
_ROWS = 20
_SHORT = 70


def forget_corrections() -> None:
    """Begin anew, for another transcript."""
    keep(_SPEAKERS, {})
    keep(_SHOWN, 0)
    keep(_STARTS, [])
    for key in [k for k in st.session_state if str(k).startswith("review_piece_")]:
        del st.session_state[key]


def corrected_by_hand(transcript: "Transcript") -> "tuple[Transcript, ...]":
    """Offer to say who speaks and where another problem begins; return the transcript's parts."""
    from grader.transcripts.by_hand import corrected, pieces, unsure

    found = pieces(transcript)
    unnamed = unsure(found, transcript)
    if unnamed and (len(found) > 1 or len(unnamed) < len(found)):
        with st.expander(f"Say who speaks ({len(unnamed)} paragraphs)", expanded=not kept(_SPEAKERS)):
            _speakers(transcript, found, unnamed)
    if len(found) > 2:
        with st.expander("Several problems in one transcript"):
            st.multiselect(
                "Another problem begins at", range(1, len(found)), key=_STARTS, placeholder="Choose turns",
                format_func=lambda i: _named(i, found[i]), help="Each part is graded as an attempt of its own.",
            )  # fmt: skip
    return corrected(transcript, kept(_SPEAKERS, {}), kept(_STARTS, []))


def _named(i: int, piece: "Utterance") -> str:
    text = " ".join(piece.text.split())
    at = "" if piece.seconds is None else f" at {seconds_clock(piece.seconds)}"
    who = f" {piece.label}:" if piece.label else ""
    return f"{i + 1}{at}.{who} {text if len(text) <= _SHORT else text[:_SHORT].rstrip() + ' …'}"


def _speakers(transcript: "Transcript", found: "tuple[Utterance, ...]", unsure: list[int]) -> None:
    """Draw a page of paragraphs, each with who says it; nothing counts before the button is pressed."""
    from grader.transcripts.by_hand import CANDIDATE, INTERVIEWER, NOBODY, guess

    named = [label for label in transcript.labels if len(transcript.labels) > 1 and label.strip()]
    options = [*dict.fromkeys((*named, INTERVIEWER, CANDIDATE)), NOBODY]
    held: dict[int, str] = kept(_SPEAKERS, {})
    first = min(kept(_SHOWN, 0), (len(unsure) - 1) // _ROWS * _ROWS)
    shown = unsure[first : first + _ROWS]
    st.caption("Suggested from who asks. Nothing changes before you press the button.")
    with st.form("review_speakers_form", border=False):
        for i in shown:
            html('<div class="viva"><p class="said">$said</p></div>', said=found[i].text)
            st.radio(
                f"Paragraph {i + 1}", options, key=f"review_piece_{i}", horizontal=True,
                index=options.index(held.get(i, guess(found[i]))),
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
        others = {i: held.get(i, guess(found[i])) for i in unsure if i not in seen}
        keep(_SPEAKERS, held | others | seen)
        keep(_SHOWN, first + (_ROWS if on else -_ROWS if back else 0))
        st.rerun()
