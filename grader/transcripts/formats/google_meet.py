"""Google Meet's transcript document as text, Markdown or DOCX: attendees, time marks, "Name: words"."""

import re

from grader.transcripts import speakers
from grader.transcripts.formats.labeled import Line, label_of, split
from grader.transcripts.names import TIME, could_name, seconds
from grader.transcripts.roles import role
from grader.transcripts.utterance import Transcript, joined

_MARK = re.compile(rf"^[\s#*_(]*(?P<time>{TIME})[\s*_)]*$")
_START = re.compile(r"^[\s#*_•]*(?:\N{OPEN BOOK}\s*)?Transcript[\s*_]*$", re.I)
_ATTENDEES = re.compile(r"^[\s#*_]*(?:Attendees|Invited)[\s*_:]*(?P<names>.*)$", re.I)
_SERVICE = re.compile(
    r"^[\s#*_>-]*(?:This editable transcript was computer generated|People can also change the text after it was"
    r"|(?:Meeting|Transcription) ended after \d)",
    re.I,
)


def fits(lines: list[str]) -> float:
    """Recognize the sentences that Meet writes, or its heading with a list of attendees."""
    if any(_SERVICE.match(line) for line in lines):
        return 0.96
    head = lines[:60]
    return 0.93 if any(map(_ATTENDEES.match, head)) and any(map(_START.match, head)) else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read what follows the heading "Transcript"; a time mark gives its time to the next words."""
    attendees = _attendees(lines)
    start = next((i + 1 for i, line in enumerate(lines) if _START.match(line)), 0)
    spoken: list[Line] = []
    time: float | None = None
    for line in lines[start:]:
        if match := _MARK.match(line):
            time = seconds(match["time"])
        elif line.strip() and not _SERVICE.match(line):
            spoken.append(Line(line.strip(), time))
            time = None
    found = [label_of(line.text) for line in spoken]
    accepted = frozenset(f.label.casefold() for f in found if f and f.label.casefold() in attendees)
    if not accepted:
        labels = [speakers.Label(f.label) for f in found if f and (role(f.label) or could_name(f.label))]
        accepted = speakers.choose(labels, dense=len(labels) > 0.8 * len(spoken))
    first = next((i for i, f in enumerate(found) if f and f.label.casefold() in accepted), 0)
    return Transcript(joined(split(spoken[first:], found[first:], accepted), " "), "Google Meet", 0.95)


def _attendees(lines: list[str]) -> frozenset[str]:
    """Return the case-folded names listed beside or below the heading "Attendees"."""
    for i, line in enumerate(lines[:60]):
        if match := _ATTENDEES.match(line):
            below = next((text for text in lines[i + 1 : i + 4] if text.strip()), "")
            return frozenset(n.strip(" *_-").casefold() for n in (match["names"] or below).split(",") if n.strip())
    return frozenset()
