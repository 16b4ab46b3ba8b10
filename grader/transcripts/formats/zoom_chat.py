"""The chat that Zoom saves: "10:02:11 From Dana to Everyone:" above or before each message."""

import re

from grader.transcripts.names import TIME, seconds, tidy
from grader.transcripts.utterance import Transcript, Utterance, joined

_MESSAGE = re.compile(
    rf"^\s*+(?:\d{{4}}-\d\d-\d\d\s++)?(?P<time>{TIME})\s++From\s++(?P<label>[^:]{{1,60}}?)(?<!\s)"
    r"(?:\s++to\s++[^:]{1,80}?(?<!\s))?\s*+:(?:\s+|$)(?P<rest>.*)$",
    re.I,
)


def fits(lines: list[str]) -> float:
    """Recognize one line as Zoom begins a message."""
    return 0.97 if any(_MESSAGE.match(line) for line in lines[:50]) else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read the messages; times of the day are counted from the first message."""
    found: list[Utterance] = []
    base: float | None = None
    label, start, body = "", None, list[str]()
    for line in [*lines, None]:
        match = _MESSAGE.match(line) if line is not None else None
        if line is None or match:
            found.append(Utterance(label, "\n".join(body).strip(), start))
        if match:
            now = seconds(match["time"]) or 0.0
            base = now if base is None else base
            label, start, body = tidy(match["label"]), round(max(0.0, now - base), 3), [match["rest"]]
        elif line is not None and not _is_reaction(line):
            body.append(line.strip())
    return Transcript(joined(found, "\n"), "Zoom chat", 0.97)


def _is_reaction(line: str) -> bool:
    """Say whether Zoom tells of a reaction: `Reacted to "words" with sign`, `Removed a sign reaction from "words"`."""
    line = line.lstrip()
    if line.startswith('Reacted to "'):
        return '" with ' in line[12:]
    return line.startswith("Removed a ") and line.endswith('"') and ' reaction from "' in line[10:-1]
