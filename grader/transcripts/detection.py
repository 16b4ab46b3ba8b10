"""Detects the format of a transcript and reads it."""

from dataclasses import replace
from typing import Protocol

from grader.errors import TranscriptError
from grader.transcripts import quality
from grader.transcripts.encoding import check_size, decoded, plain
from grader.transcripts.formats import (
    captions,
    csv_rows,
    google_meet,
    headed,
    labeled,
    teams,
    timed,
    viva_json,
    viva_markdown,
    word,
    zoom_chat,
)
from grader.transcripts.utterance import Transcript

UNREADABLE = "cannot be read"
"""What the error says of an input that no reader expected."""

MAX_SPEAKERS = 500
"""Most speakers of one transcript; a panel has ten, and a lecture with questions a hundred."""


class _Reader(Protocol):
    """What the module of a text format offers."""

    def fits(self, lines: list[str]) -> float:
        """Say how well a text fits the format, 0..1."""

    def read(self, lines: list[str], name: str) -> Transcript:
        """Read the text; TranscriptError when it is damaged."""


_READERS: tuple[_Reader, ...] = (
    viva_markdown, viva_json, captions, teams, csv_rows, zoom_chat, google_meet, headed, timed, labeled,
)  # fmt: skip


def read_transcript(data: bytes | str, name: str = "transcript") -> Transcript:
    """Read a transcript from the bytes of a file or from pasted text.

    `name` is for messages only; no path is opened. Raises TranscriptError when it is too large, not text, empty,
    damaged, more than a reader can take, or names more than MAX_SPEAKERS speakers.
    """
    check_size(data, name)
    try:
        return _read(data, name)
    except TranscriptError:
        raise
    except Exception as error:
        raise TranscriptError(f"{name} {UNREADABLE} ({type(error).__name__}).", "Upload its words as text.") from error


def _read(data: bytes | str, name: str) -> Transcript:
    if isinstance(data, bytes) and word.looks_like(data):
        text = word.text(data, name)
    else:
        text = decoded(data, name) if isinstance(data, bytes) else data
    text = plain(text)
    if not text.strip():
        raise TranscriptError(f"{name} is empty.", "Upload or paste what was said.")
    lines = text.split("\n")
    transcript = max(_READERS, key=lambda reader: reader.fits(lines)).read(lines, name)
    if not any(u.text.strip() for u in transcript.utterances):
        raise TranscriptError(f"{name} has no spoken words.", "Upload or paste what was said.")
    if (named := len(transcript.labels)) > MAX_SPEAKERS:
        message = f"{name} names {named:,} speakers, as no interview has."
        raise TranscriptError(message, "Give it two columns or labels: who speaks, and what is said.")
    warnings = dict.fromkeys((*transcript.warnings, *quality.warnings(transcript)))
    return replace(transcript, warnings=tuple(warnings))
