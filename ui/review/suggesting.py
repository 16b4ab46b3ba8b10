"""Suggests which problem a part of a transcript is about; offers to draft a rubric where none fits."""

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import RUBRIC_DRAFT, keep, kept, start
from ui.parts.text import escaped

if TYPE_CHECKING:
    from grader.transcripts import Transcript

_SUGGESTIONS, _SUGGESTED = "review_suggestions", "review_suggested"


def problem_key(part: int) -> str:
    """Return the key under which a tab keeps the problem chosen for a part."""
    return f"review_problem_{part}" if part else "review_problem"


def suggest(transcript: "Transcript", part: int) -> str:
    """Preselect the problem of a new part, and return the reason as a sentence; empty until the app is ready."""
    progress = start()
    if progress.app is None:
        return ""
    stamp = hashlib.sha256(repr((transcript.problem, transcript.utterances)).encode("utf-8", "replace")).hexdigest()
    suggestions: dict[str, tuple[str, str]] = kept(_SUGGESTIONS, {})
    rubrics = progress.app.content.rubrics()
    if stamp not in suggestions:
        if transcript.problem in rubrics:
            sentence = f"The file names the problem: {rubrics[transcript.problem].title}."
            suggestions[stamp] = (sentence, transcript.problem)
        elif not progress.judging.is_set():
            return "A problem is suggested once the encoder is ready. You can choose one now."
        else:
            with st.spinner("Comparing with the problems …"):
                suggestions[stamp] = _nearest(transcript)
        keep(_SUGGESTIONS, dict(list(suggestions.items())[-50:]))
    sentence, problem = suggestions[stamp]
    shown: dict[int, str] = kept(_SUGGESTED, {})
    if shown.get(part) != stamp:  # the user's own choice stays until the text changes
        keep(_SUGGESTED, {**shown, part: stamp})
        keep(problem_key(part), problem or None)
    return sentence


def _nearest(transcript: "Transcript") -> tuple[str, str]:
    """Return a sentence about the nearest problem, and its id; an empty id where none fits."""
    from grader.transcripts import to_answer
    from grader.transcripts.matching import nearest_rubric

    app = start().app
    assert app is not None  # `suggest` returns without one
    rubrics = app.content.rubrics()
    best = nearest_rubric(to_answer(transcript)[0], rubrics.values(), app.encoder)
    if best is None or not best.fits:
        return "No problem fits this transcript well. Choose the closest, or start a rubric from it below.", ""
    title = rubrics[best.first].title
    if not best.clear:
        other = rubrics[best.second].title
        near = f"similarity {best.similarity:.2f}, only {best.margin:.2f} apart"
        return f"This may be “{title}” or “{other}” ({near}). Please choose.", best.first
    near = f"similarity {best.similarity:.2f}, {best.margin:.2f} ahead of the next"
    return f"This looks like “{title}” ({near}). Please confirm.", best.first


def draft_door(transcript: "Transcript", candidate: str | None, part: int) -> None:
    """Offer to draft a rubric from the transcript and open it in the Workbench's editor."""
    app = start().app
    if app is None or app.settings.read_only:
        return
    if st.button(
        "Start a rubric from this transcript", key=f"review_rubric_{part}",
        help="Opens a draft in the Workbench's editor: the first question, and the candidate's main sentences as "
        "claims to rewrite.",
    ):  # fmt: skip
        from grader.transcripts import to_answer
        from library.editing.rubric_drafts import draft_rubric

        known = candidate in transcript.labels
        answer, _ = to_answer(transcript, candidate or "") if known else to_answer(transcript)
        keep(RUBRIC_DRAFT, draft_rubric(answer, app.content.rubrics()))
        st.switch_page("ui/workbench/page.py")


def suggestion_view(text: str) -> None:
    """Show the sentence about the suggested problem, if there is one."""
    if text:
        st.info(escaped(text))
