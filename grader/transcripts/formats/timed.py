"""Lines of text with a time before each and no speakers: transcripts copied from a video page, recognizers' output."""

import re

from grader.transcripts.formats.labeled import label_of
from grader.transcripts.names import TIME, seconds
from grader.transcripts.utterance import Transcript, Utterance

_TIMED = re.compile(rf"^\s*[\[(]?(?P<time>{TIME})(?:\s*(?:-->|[-–])\s*{TIME})?[\])]?(?:\s+(?P<rest>.*)|)$")


def fits(lines: list[str]) -> float:
    """Recognize that every other line or more begins with a time, and that names do not follow."""
    written = [line for line in lines[:600] if line.strip()]
    matches = [match for line in written if (match := _TIMED.match(line))]
    if len(matches) < 3 or len(matches) < 0.45 * len(written) or sum(bool(label_of(line)) for line in written) > 1:
        return 0.0
    return 0.85


def read(lines: list[str], name: str) -> Transcript:
    """Read the words as one utterance of nobody."""
    said: list[str] = []
    start: float | None = None
    for line in lines:
        match = _TIMED.match(line)
        if match and start is None:
            start = seconds(match["time"])
        said.append(" ".join(((match["rest"] or "") if match else line).split()))
    return Transcript((Utterance("", " ".join(filter(None, said)), start),), "captions without speakers", 0.85)
