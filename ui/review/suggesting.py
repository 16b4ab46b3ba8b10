"""Which problem a transcript is about: suggested once per part, confirmed by the user; a draft where nothing fits."""

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.state import RUBRIC_DRAFT, keep, kept, start
from ui.parts.text import escaped

if TYPE_CHECKING:
    from grader.transcripts import Transcript

_SAID, _SUGGESTED = "review_suggestions", "review_suggested"


def problem_key(part: int) -> str:
    """Return where a tab keeps the problem that is chosen for a part."""
    return f"review_problem_{part}" if part else "review_problem"


def suggest(transcript: "Transcript", part: int) -> str:
    """Choose the problem of a part when it is new, and return what to say about it; nothing before the app is there."""
    progress = start()
    if progress.app is None:
        return ""
    stamp = hashlib.sha256(repr((transcript.problem, transcript.utterances)).encode("utf-8", "replace")).hexdigest()
    known: dict[str, tuple[str, str]] = kept(_SAID, {})
    rubrics = progress.app.content.rubrics()
    if stamp not in known:
        if transcript.problem in rubrics:
            said = f"The file names the problem: {rubrics[transcript.problem].title}."
            known[stamp] = (said, transcript.problem)
        elif not progress.judging.is_set():
            return "The problem is suggested as soon as the encoder is ready. You can choose it now."
        else:
            with st.spinner("Comparing with the problems …"):
                known[stamp] = _nearest(transcript)
        keep(_SAID, dict(list(known.items())[-50:]))
    said, problem = known[stamp]
    shown: dict[int, str] = kept(_SUGGESTED, {})
    if shown.get(part) != stamp:  # a choice of the user's stays until the words change
        keep(_SUGGESTED, {**shown, part: stamp})
        keep(problem_key(part), problem or None)
    return said


def _nearest(transcript: "Transcript") -> tuple[str, str]:
    """Return what to say about the nearest problem, and its id; an empty id where nothing fits."""
    from grader.transcripts import to_answer
    from grader.transcripts.matching import suggestion

    app = start().app
    assert app is not None
    rubrics = app.content.rubrics()
    found = suggestion(to_answer(transcript)[0], rubrics.values(), app.encoder)
    if found is None or not found.fits:
        return "No problem fits this transcript well. Choose the nearest, or start a rubric from it below.", ""
    title = rubrics[found.first].title
    if not found.clear:
        other = rubrics[found.second].title
        near = f"similarity {found.similarity:.2f}, only {found.margin:.2f} apart"
        return f"This may be “{title}” or “{other}” ({near}). Please choose.", found.first
    near = f"similarity {found.similarity:.2f}, {found.margin:.2f} ahead of the next"
    return f"This looks like “{title}” ({near}). Please confirm.", found.first


def draft_door(transcript: "Transcript", candidate: str | None, part: int) -> None:
    """Offer to begin a rubric from the transcript, and open it in the Workbench's editor."""
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
    """Show what is said about a part's problem."""
    if text:
        st.info(escaped(text))
