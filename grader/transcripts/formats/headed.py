"""Speaker and time on a line of their own above the words: Otter, Rev, Teams (newer), Zoom's saved captions, chats."""

import re

from grader.transcripts.formats.labeled import is_front_matter
from grader.transcripts.names import NAME, TIME, could_name, seconds
from grader.transcripts.roles import role
from grader.transcripts.utterance import Transcript, Utterance, joined

_NAME = rf"(?P<label>{NAME}?)"
_LAYOUTS = {
    "Rev text": re.compile(rf"^\s*(?:\*\*)?{_NAME}:?\s{{0,4}}[(\[](?P<time>{TIME})[)\]]:?(?:\*\*)?\s*$"),
    "Zoom captions": re.compile(rf"^\s*\[{_NAME}\]\s+(?P<time>{TIME})\s*$"),
    "Otter text": re.compile(rf"^\s*(?:\*\*)?{_NAME}(?:\*\*)?\s*(?:\s|[|,–-]\s)(?P<time>{TIME})\s*$"),
    "chat": re.compile(rf"^\s*[\[(](?P<time>{TIME})[)\]]\s+{_NAME}:?\s*$"),
}
_SERVICE = re.compile(
    r"^\s*+(?:transcribed by https?://otter\.ai|transcript by rev\.com|page \d+ of \d+"
    r"|.{1,60} (?:started|stopped) transcription|this transcript was exported on .*)\s*$",
    re.I,
)
_GLUE = {"Otter text": "\n\n", "Rev text": "\n\n", "chat": "\n"}
"""What stands between pieces of one speaker; elsewhere they are cut in the middle of sentences."""
_TEAMS = re.compile(r"^\s*+.{1,60} (?:started|stopped) transcription\s*$", re.I)


def fits(lines: list[str]) -> float:
    """Recognize headings of a name and a time, the first of them near the top."""
    _, headings = _headings(lines[:2000])
    if not headings:
        return 0.0
    above = sum(1 for line in lines[: min(headings)] if line.strip())
    if above > 20 or (len(headings) == 1 and above > 6):
        return 0.0
    return 0.9 if len(headings) > 1 else 0.6


def read(lines: list[str], name: str) -> Transcript:
    """Read the words below each heading; what services write above, below and between is dropped."""
    layout, headings = _headings(lines)
    first = min(headings)
    kind = "Teams text" if any(_TEAMS.match(line) for line in lines) else layout
    glue = _GLUE.get(kind, " ")
    above = [line for line in lines[:first] if not _SERVICE.match(line)]
    found = [] if _is_header(above) else [Utterance("", "\n".join(above))]
    base = _base([time for _, time in headings.values()])
    places = sorted(headings)
    for place, after in zip(places, [*places, len(lines)][1:], strict=True):
        label, time = headings[place]
        body = (line.strip() for line in lines[place + 1 : after] if not _SERVICE.match(line))
        said = " ".join(filter(None, body)) if glue == " " else "\n".join(body).strip()
        found.append(Utterance(label, said, round(max(0.0, (seconds(time) or 0.0) - base), 3)))
    return Transcript(joined(found, glue), kind, 0.9 if len(headings) > 1 else 0.6)


def _headings(lines: list[str]) -> tuple[str, dict[int, tuple[str, str]]]:
    """Return the layout with most headings, and each heading's line with its name and time."""
    best: tuple[str, dict[int, tuple[str, str]]] = ("", {})
    for layout, pattern in _LAYOUTS.items():
        found = _found(lines, pattern)
        if len(found) > len(best[1]):
            best = (layout, found)
    return best


def _found(lines: list[str], pattern: re.Pattern[str]) -> dict[int, tuple[str, str]]:
    """Find headings of one layout; a new name must not go back in time, or it is a line of an answer."""
    found: dict[int, tuple[str, str]] = {}
    known: set[str] = set()
    last = 0.0
    for i, line in enumerate(lines):
        match = pattern.match(line) if len(line) < 100 else None
        label = match["label"].strip(" *") if match else ""
        if not match or not (role(label) or could_name(label)):
            continue
        time = seconds(match["time"]) or 0.0
        if label in known or time >= last:
            known.add(label)
            found[i] = (label, match["time"])
            last = time
    return found


def _is_header(above: list[str]) -> bool:
    """Say whether what stands above the first heading is a title, a date, keywords or a list of speakers."""
    return is_front_matter(above) or sum(len(line.split()) for line in above) < 80


def _base(times: list[str]) -> float:
    """Return the clock time to count from: the first, where times are of the day and not of the recording."""
    first = seconds(times[0]) or 0.0
    return first if re.search(r"[AaPp]\.?[Mm]", times[0]) or first >= 6 * 3600 else 0.0
