"""The scorecard and the transcript as files to download."""

import mimetypes
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from grader.scorecard import Scorecard

_LABELS = {"md": "Markdown"}
"""What a button says where it is not the file's ending in capitals."""


def downloads(
    scorecard: "Scorecard", *, key: str = "scorecard", names: "Mapping[str, str] | None" = None
) -> "Scorecard":
    """Offer the scorecard in every format, and the transcript, as files.

    Returns the scorecard as the files show it: without people's names if the user chose to hide them. `names` maps
    the names in the transcript to their roles.
    """
    from grader.report.anonymous import without_names

    if (names or any(c.overruled and c.overruled.who for c in scorecard.checkpoints)) and st.checkbox(
        "Hide names", key=f"{key}_roles",
        help="In the files, speakers become [candidate] and [interviewer], also where somebody says their names.",
    ):  # fmt: skip
        scorecard = without_names(scorecard, names or {})
    with st.container(horizontal=True, key=f"{key}_downloads"):
        for label, text, file in _files(scorecard):
            mime = mimetypes.guess_type(file)[0] or "text/plain"
            st.download_button(label, text, file, mime, key=f"{key}_{label.lower()}", on_click="ignore")
    return scorecard


def _files(scorecard: "Scorecard") -> Iterator[tuple[str, str, str]]:
    """Yield label, content and name of each file."""
    from grader.report.formats import FORMATS, transcript_markdown

    name = f"viva-{scorecard.rubric}"
    for ending, write in FORMATS.items():
        yield _LABELS.get(ending, ending.upper()), write(scorecard), f"{name}.{ending}"
    yield "Transcript", transcript_markdown(scorecard.answer, scorecard.title), f"{name}-transcript.md"
