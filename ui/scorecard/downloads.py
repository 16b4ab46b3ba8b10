"""The scorecard and the transcript as files to download."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from grader.scorecard import Scorecard


def downloads(
    scorecard: "Scorecard", *, key: str = "scorecard", names: "Mapping[str, str] | None" = None
) -> "Scorecard":
    """Offer the scorecard in every format, and the transcript, as files; return the scorecard as the files show it.

    Roles stand in place of people's names where that was chosen.
    """
    from grader.report.anonymous import without_names
    from grader.report.formats import to_csv, to_html, to_json, to_markdown, transcript_markdown

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
