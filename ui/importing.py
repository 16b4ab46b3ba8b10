"""Bringing a transcript: read it, say who is the candidate and which problem it is, grade it."""

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from ui.badges import rubric_name
from ui.state import keep, kept, show_review, start, wait_to_judge
from ui.text import html
from ui.uploader import uploader

if TYPE_CHECKING:
    from grader.adapters.transcripts import Transcript

LEVELS = ("junior", "mid", "senior", "staff")
_PASTED, _CANDIDATE, _PROBLEM = "review_text", "review_candidate", "review_problem"
_DRAFT, _READ, _ASKED, _ERROR = "review_draft", "review_read", "review_suggested", "review_error"
_CLEAR = 0.05
"""Margin under which a suggestion is no more than a guess."""
_FITS = 0.4
"""Similarity under which no rubric fits. Model answers reach .46 to .71 with their own, at most .41 with another."""
_SHOWN_TURNS, _SHOWN_CHARACTERS = 4, 280
_PATIENCE = 90


def import_form() -> None:
    """Draw everything up to the button Grade."""
    st.write("Bring an interview you already had. It is graded by the same rubrics, and nothing leaves this machine.")
    upload, paste = st.columns(2)
    with upload:
        file = uploader(
            "Transcript", key="review_file",
            help="Text, Markdown, captions, Zoom, Meet, Teams, Otter, CSV, DOCX, or a scorecard exported as JSON.",
        )  # fmt: skip
    with paste:
        text = st.text_area(
            "Paste a transcript", value=kept(_DRAFT, ""), key=_PASTED, height=160,
            placeholder="Interviewer: Design …\nCandidate: First I would …",
        )  # fmt: skip
        keep(_DRAFT, text)
    if file is not None and text.strip():
        st.caption("The uploaded file is used. Remove it to use the pasted text.")
    transcript = _read(file.getvalue(), file.name) if file is not None else _read(text, "pasted text")
    if transcript is not None:
        _overview(transcript)
    _suggest(transcript)
    candidate, problem, level = _choices(transcript)
    if st.button("Grade", type="primary", key="review_grade"):
        _grade(transcript, candidate, problem, level, file.name if file is not None else "pasted")
    if (error := kept(_ERROR)) is not None:
        st.error(error)
        keep(_ERROR, None)


def _read(data: bytes | str, name: str) -> "Transcript | None":
    """Read a transcript once per content; show what is wrong with it."""
    if not data.strip():
        if isinstance(data, bytes):
            st.error(f"{name} is empty. Upload or paste what was said.")
        return None
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    stamp = hashlib.sha256(name.encode() + raw).hexdigest()
    if kept(_READ, ("", None, ""))[0] != stamp:
        keep(_READ, (stamp, *_tried(data, name)))
        transcript = kept(_READ)[1]
        if transcript is not None:
            from grader.adapters.transcripts import suggest_candidate

            keep(_CANDIDATE, suggest_candidate(transcript))
            keep(_ASKED, None)
    _, transcript, error = kept(_READ)
    if error:
        st.error(error)
    return transcript


def _tried(data: bytes | str, name: str) -> "tuple[Transcript | None, str]":
    from grader.adapters.transcripts import read_transcript
    from grader.errors import VivaError

    try:
        return read_transcript(data, name), ""
    except VivaError as error:
        return None, str(error)


def _overview(transcript: "Transcript") -> None:
    """Show what was detected, and the first turns."""
    sure = "" if transcript.sure >= 0.9 else f", {100 * transcript.sure:.0f} % sure"
    words = sum(len(u.text.split()) for u in transcript.utterances)
    st.success(
        f"Read as {transcript.format}{sure}: {len(transcript.utterances)} turns, "
        f"{len(transcript.labels)} speakers, {words:,} words."
    )
    for warning in transcript.warnings:
        st.warning(warning)
    with st.expander("First turns", expanded=True):
        for utterance in transcript.utterances[:_SHOWN_TURNS]:
            said = utterance.text
            html(
                '<div class="viva"><p class="quiet">$who</p><p class="said">$said</p></div>',
                who=_speaker(utterance.label),
                said=said if len(said) <= _SHOWN_CHARACTERS else said[:_SHOWN_CHARACTERS].rstrip() + " …",
            )


def _speaker(label: str) -> str:
    return label or "Unlabeled"


def _suggest(transcript: "Transcript | None") -> None:
    """Suggest a problem once per transcript: the one the file names, else the nearest by similarity."""
    progress = start()
    if transcript is None or progress.app is None:
        return
    if kept(_ASKED) is None:
        rubrics = progress.app.content.rubrics()
        if transcript.problem in rubrics:
            keep(_ASKED, f"The file names the problem: {rubrics[transcript.problem].title}.")
            keep(_PROBLEM, transcript.problem)
        elif not progress.judging.is_set():
            st.caption("The problem is suggested as soon as the encoder is ready. You can choose it now.")
            return
        else:
            with st.spinner("Comparing with the problems …"):
                keep(_ASKED, _nearest(transcript))
    st.info(kept(_ASKED))


def _nearest(transcript: "Transcript") -> str:
    from grader.adapters.transcripts import to_answer
    from grader.matching import margin, matches

    app = start().app
    assert app is not None
    rubrics = app.content.rubrics()
    found = matches(to_answer(transcript)[0], rubrics.values(), app.encoder)
    if not found or found[0].similarity < _FITS:
        return "No problem fits this transcript well. Choose the nearest, or add a rubric for it on the Workbench."
    first, ahead = found[0], margin(found)
    keep(_PROBLEM, first.rubric)
    title = rubrics[first.rubric].title
    if ahead < _CLEAR:
        other = rubrics[found[1].rubric].title
        near = f"similarity {first.similarity:.2f}, only {ahead:.2f} apart"
        return f"This may be “{title}” or “{other}” ({near}). Please choose."
    return (
        f"This looks like “{title}” (similarity {first.similarity:.2f}, {ahead:.2f} ahead of the next). Please confirm."
    )


def _choices(transcript: "Transcript | None") -> tuple[str | None, str | None, str]:
    app = start().app
    rubrics = app.content.rubrics() if app else {}
    labels = list(transcript.labels) if transcript else []
    if kept(_CANDIDATE) not in labels:
        keep(_CANDIDATE, labels[0] if labels else None)
    if kept(_PROBLEM) not in rubrics:
        keep(_PROBLEM, None)
    who, what, how = st.columns([2, 3, 1])
    with who:
        candidate = st.selectbox(
            "Candidate", labels, key=_CANDIDATE, format_func=_speaker, placeholder="Who was interviewed",
            help="Only the candidate's words can earn credit. Choose another speaker to swap.",
        )  # fmt: skip
    with what:
        problem = st.selectbox(
            "Problem", sorted(rubrics, key=lambda i: rubrics[i].title), key=_PROBLEM, index=None,
            format_func=lambda i: rubric_name(rubrics[i]), placeholder="What was designed",
        )  # fmt: skip
    with how:
        level = st.selectbox(
            "Level", LEVELS, index=LEVELS.index("senior"), key="review_level", help="Decides what is expected."
        )
    return candidate, problem, level


def _grade(transcript: "Transcript | None", candidate: str | None, problem: str | None, level: str, name: str) -> None:
    """Keep the transcript as a session and judge it; on failure say why and keep everything as it was."""
    from grader.errors import VivaError

    if transcript is None:
        keep(_ERROR, "There is nothing to grade yet. Upload or paste a transcript.")
    elif problem is None:
        keep(_ERROR, "Choose the problem that this interview was about.")
    elif not _ready():
        keep(_ERROR, "The encoder is not ready. The transcript is kept: press Grade again in a moment.")
    else:
        try:
            with st.spinner("Grading …"):
                show_review(_imported(transcript, candidate or "", problem, level, name))
        except VivaError as error:
            keep(_ERROR, str(error))
        else:
            keep(_DRAFT, "")
            st.rerun()


def _ready() -> bool:
    with st.spinner("Waiting for the encoder …"):
        return wait_to_judge(_PATIENCE)


def _imported(transcript: "Transcript", candidate: str, problem: str, level: str, name: str) -> str:
    from grader.adapters.transcripts import to_answer
    from interviewer.events import TranscriptImported
    from interviewer.session import Session

    app = start().app
    assert app is not None
    answer, warnings = to_answer(transcript, candidate)
    imported = TranscriptImported(
        problem=problem,
        level=level,
        name=name,
        turns=tuple((turn.speaker, turn.text) for turn in answer.turns),
        seconds=tuple(turn.seconds for turn in answer.turns)
        if any(t.seconds is not None for t in answer.turns)
        else (),
        reached=None if answer.reached is None else tuple(sorted(answer.reached)),
        skipped=tuple(sorted(answer.skipped)),
        format=transcript.format,
        warnings=warnings,
    )
    session = Session.import_transcript(app.services, imported)
    session.close()
    return session.id
