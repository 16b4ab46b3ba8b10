"""Bringing a transcript: read it, say who is the candidate and which problem it is, grade it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import rubric_name
from ui.parts.state import keep, kept, show_review, start, wait_to_judge
from ui.parts.text import counted, escaped, html
from ui.parts.uploader import uploader
from ui.review.splitting import corrected_by_hand, forget_corrections
from ui.review.suggesting import draft_door, problem_key, suggest, suggestion_view

if TYPE_CHECKING:
    from grader.answer import Answer
    from grader.transcripts import Transcript
    from interviewer.events import TranscriptImported
    from interviewer.wiring import App

LEVELS = ("junior", "mid", "senior", "staff")
PARTS = "review_parts"
"""Where a tab keeps the sessions that one transcript became, as (id, name)."""
_PASTED, _CANDIDATE, _LEVEL = "review_text", "review_candidate", "review_level"
_DRAFT, _READ, _ERROR = "review_draft", "review_read", "review_error"
_SHOWN_TURNS, _SHOWN_CHARACTERS = 4, 280
_PATIENCE = 90
_PORTION = 48
"""Texts that are encoded between two steps of the progress bar."""


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
    overview = st.container()
    parts = () if transcript is None else corrected_by_hand(transcript)
    if transcript is not None:
        with overview:
            _overview(transcript, parts)
    candidate, problems, level = _choices(parts)
    label = "Grade" if len(parts) < 2 else f"Grade {counted(sum(map(bool, problems)), 'part')}"
    if st.button(label, type="primary", key="review_grade"):
        _grade(parts, candidate, problems, level, file.name if file is not None else "pasted")
    if (error := kept(_ERROR)) is not None:
        st.error(escaped(error))
        keep(_ERROR, None)


def _read(data: bytes | str, name: str) -> "Transcript | None":
    """Read a transcript once per content; show what is wrong with it."""
    if not data.strip():
        if isinstance(data, bytes):
            st.error(escaped(f"{name} is empty. Upload or paste what was said."))
        return None
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    stamp = hashlib.sha256(name.encode() + raw).hexdigest()
    if kept(_READ, ("", None, ""))[0] != stamp:
        keep(_READ, (stamp, *_tried(data, name)))
        transcript = kept(_READ)[1]
        if transcript is not None:
            from grader.transcripts import suggest_candidate

            keep(_CANDIDATE, suggest_candidate(transcript))
            if transcript.level in LEVELS:
                keep(_LEVEL, transcript.level)
            forget_corrections()
    read: tuple[str, Transcript | None, str] = kept(_READ)
    _, transcript, error = read
    if error:
        st.error(escaped(error))
    return transcript


def _tried(data: bytes | str, name: str) -> "tuple[Transcript | None, str]":
    from grader.errors import VivaError
    from grader.transcripts import read_transcript

    try:
        return read_transcript(data, name), ""
    except VivaError as error:
        return None, str(error)


def _overview(transcript: "Transcript", parts: "Sequence[Transcript]") -> None:
    """Show what was detected, what is doubtful about it as corrected, and the first turns."""
    sure = "" if transcript.sure >= 0.9 else f", {100 * transcript.sure:.0f} % sure"
    said = [u for part in parts for u in part.utterances]
    words = sum(len(u.text.split()) for u in said)
    labels = len({u.label for u in said})
    st.success(
        f"Read as {transcript.format}{sure}: {counted(len(said), 'turn')}, {counted(labels, 'speaker')}, "
        f"{counted(words, 'word')}."
    )
    for i, part in enumerate(parts, 1):
        for warning in part.warnings:
            st.warning(escaped(warning if len(parts) == 1 else f"Part {i}: {warning}"))
    with st.expander("First turns", expanded=True):
        for utterance in said[:_SHOWN_TURNS]:
            text = utterance.text
            html(
                '<div class="viva"><p class="quiet">$who</p><p class="said">$said</p></div>',
                who=_speaker(utterance.label),
                said=text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS].rstrip() + " …",
            )


def _speaker(label: str) -> str:
    return label or "Unlabeled"


def _choices(parts: "Sequence[Transcript]") -> tuple[str | None, list[str | None], str]:
    """Ask who is the candidate, which problem each part is about, and the level."""
    said = [suggest(part, i) for i, part in enumerate(parts)]
    if len(parts) == 1:
        suggestion_view(said[0])
    labels = list(dict.fromkeys(label for part in parts for label in part.labels))
    if kept(_CANDIDATE) not in labels:
        keep(_CANDIDATE, _suggested_candidate(parts))
    who, what, how = st.columns([2, 3, 1])
    with who:
        candidate = st.selectbox(
            "Candidate", labels, key=_CANDIDATE, format_func=_speaker, placeholder="Who was interviewed",
            help="Only the candidate's words can earn credit. Choose another speaker to swap.",
        )  # fmt: skip
    with how:
        if kept(_LEVEL) not in LEVELS:
            keep(_LEVEL, "senior")
        level = st.selectbox("Level", LEVELS, key=_LEVEL, help="Decides what is expected.")
    if len(parts) < 2:
        with what:
            problems = [_problem("Problem", 0)]
    else:
        what.caption(f"{len(parts)} parts, each graded as an attempt of its own. One without a problem is left out.")
        problems = [_part(part, i, said[i]) for i, part in enumerate(parts)]
    unfit = [i for i, part in enumerate(parts) if not problems[i] and start().judging.is_set()]
    for i in unfit[:1]:
        draft_door(parts[i], candidate, i)
    return candidate, problems, level


def _suggested_candidate(parts: "Sequence[Transcript]") -> str | None:
    from grader.transcripts import suggest_candidate

    return suggest_candidate(max(parts, key=lambda part: len(part.utterances))) if parts else None


def _part(part: "Transcript", i: int, said: str) -> str | None:
    with st.container(border=True):
        first = " ".join(part.utterances[0].text.split())
        html(
            '<div class="viva"><p><strong>Part $i</strong> <span class="quiet">$turns, $words</span></p>'
            '<p class="quiet">$first</p></div>',
            i=i + 1, turns=counted(len(part.utterances), "turn"),
            words=counted(sum(len(u.text.split()) for u in part.utterances), "word"),
            first=first if len(first) <= _SHOWN_CHARACTERS else first[:_SHOWN_CHARACTERS].rstrip() + " …",
        )  # fmt: skip
        suggestion_view(said)
        return _problem(f"Problem of part {i + 1}", i)


def _problem(label: str, part: int) -> str | None:
    app = start().app
    rubrics = app.content.rubrics() if app else {}
    if kept(problem_key(part)) not in rubrics:
        keep(problem_key(part), None)
    found: str | None = st.selectbox(
        label, sorted(rubrics, key=lambda i: rubrics[i].title), key=problem_key(part), index=None,
        format_func=lambda i: rubric_name(rubrics[i]), placeholder="What was designed",
    )  # fmt: skip
    return found


def _grade(
    parts: "Sequence[Transcript]", candidate: str | None, problems: Sequence[str | None], level: str, name: str
) -> None:
    """Keep each part as a session and judge it; on failure say why and keep everything as it was."""
    from grader.errors import VivaError

    wanted = [(part, problem) for part, problem in zip(parts, problems, strict=False) if problem]
    if not parts:
        keep(_ERROR, "There is nothing to grade yet. Upload or paste a transcript.")
    elif not wanted:
        keep(_ERROR, "Choose the problem that this interview was about.")
    elif not _ready():
        keep(_ERROR, "The encoder is not ready. The transcript is kept: press Grade again in a moment.")
    else:
        try:
            made = _judged(wanted, candidate or "", level, name)
        except VivaError as error:
            keep(_ERROR, str(error))
        else:
            keep(_DRAFT, "")
            keep(PARTS, made if len(made) > 1 else ())
            show_review(made[0][0])
            st.rerun()


def _ready() -> bool:
    with st.spinner("Waiting for the encoder …"):
        return wait_to_judge(_PATIENCE)


def _judged(
    wanted: "Sequence[tuple[Transcript, str]]", candidate: str, level: str, name: str
) -> tuple[tuple[str, str], ...]:
    """Import and judge the parts with a progress bar; return (id, name) of each."""
    from interviewer.session import Session

    app = start().app
    assert app is not None
    made = []
    bar = st.progress(0.0, "Grading …")
    for n, (part, problem) in enumerate(wanted):
        of = f"part {n + 1} of {len(wanted)}" if len(wanted) > 1 else "the transcript"
        answer, imported = _imported(part, candidate, problem, level, name if len(wanted) == 1 else f"{name}, {of}")

        def show(done: float, step: str, n: int = n, of: str = of) -> None:
            bar.progress((n + done) / len(wanted), f"{step} {of} …")

        def reading(done: float, show: Callable[[float, str], None] = show) -> None:
            show(0.8 * done, "Reading")

        _encode_ahead(app, answer, problem, reading)
        show(0.8, "Judging")
        session = Session.import_transcript(app.services, imported)
        session.close()
        made.append((session.id, f"{n + 1}: {app.content.rubrics()[problem].title}"))
    return tuple(made)


def _encode_ahead(app: "App", answer: "Answer", problem: str, show: Callable[[float], None]) -> None:
    """Encode in portions what judging will ask for, which is most of its work; `show` gets the share that is done."""
    from grader.language.sentences import cut

    rubric = app.content.rubrics()[problem]
    said = [unit for turn in answer.turns if turn.speaker == "candidate" for unit in cut(turn.text)]
    claims = [unit for text in (rubric.prompt, *rubric.texts) for unit in cut(text)]
    texts = sorted({*said, *claims}, key=lambda text: (len(text), text))
    for i in range(0, len(texts), _PORTION):
        show(i / len(texts))
        app.encoder.words(texts[i : i + _PORTION])


def _imported(
    transcript: "Transcript", candidate: str, problem: str, level: str, name: str
) -> "tuple[Answer, TranscriptImported]":
    from grader.transcripts import to_answer
    from grader.transcripts.people import names_of
    from interviewer.events import TranscriptImported

    if candidate == "":  # nobody's words, chosen by hand, need a name to be asked for
        candidate = _speaker(candidate)
        transcript = replace(
            transcript, utterances=tuple(replace(u, label=_speaker(u.label)) for u in transcript.utterances)
        )
    known = candidate in transcript.labels  # a part may lack who speaks in the others
    answer, warnings = to_answer(transcript, candidate if known else "")
    sides = {u.label: turn.speaker for u, turn in zip(transcript.utterances, answer.turns, strict=True)}
    return answer, TranscriptImported(
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
        names=tuple(names_of(sides).items()),
    )
