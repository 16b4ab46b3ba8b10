"""Microsoft Teams transcripts as text or DOCX, older layout: times with an arrow, the name, then the words."""

import re
from collections import Counter

from grader.transcripts.names import could_name, seconds
from grader.transcripts.utterance import Transcript, Utterance, joined

_TIMES = re.compile(r"^\s*(?P<start>\d+:\d{1,2}:\d{1,2}\.\d+)\s*-->\s*\d+:\d{1,2}:\d{1,2}\.\d+\s*$")


def fits(lines: list[str]) -> float:
    """Recognize timing lines without cue numbers whose next line is one of a few names."""
    head = lines[:600]
    names = Counter(_name_after(head, i) for i, line in enumerate(head) if _TIMES.match(line))
    if len(names) > 12 or not all(name and could_name(name) for name in names):
        return 0.0
    return 0.98 if names.total() > len(names) or 1 < names.total() < 4 else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read blocks of times, name and words; lines above the first are the meeting's title."""
    found: list[Utterance] = []
    label, start, body = "", None, list[str]()
    waiting = False
    for line in lines:
        if match := _TIMES.match(line):
            found.append(Utterance(label, " ".join(body), start))
            clock = ":".join(part.zfill(2) for part in match["start"].split(".")[0].split(":"))
            start = seconds(f"{clock}.{match['start'].split('.')[1]}")
            body, waiting = [], True
        elif waiting and line.strip():
            label, waiting = line.strip(), False
        elif line.strip():
            body.append(line.strip())
    return Transcript(joined([*found[1:], Utterance(label, " ".join(body), start)], " "), "Teams text", 0.98)


def _name_after(lines: list[str], i: int) -> str:
    """Return the first written line after line `i`, if the line before it is no cue number."""
    if i and lines[i - 1].strip().isdigit():
        return ""
    return next((line.strip() for line in lines[i + 1 : i + 4] if line.strip()), "")
