"""Plain text and Markdown with a speaker label at the start of a turn, or with no labels at all."""

import re
from collections import Counter
from dataclasses import dataclass

from grader.adapters.transcripts.roles import role
from grader.adapters.transcripts.utterance import Transcript, Utterance

_TIME = r"(?:[\[(]?(?P<{0}>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)(?:[.,]\d+)?[\])]?\s*[-–]?\s*)?"
_LABEL = re.compile(
    r"^[ \t]*[>#*_\-–• \t]{0,6}"
    + _TIME.format("before")
    + r"[*_]{0,3}(?P<label>[^\W\d_][\w.'’ -]{0,38}?)[*_]{0,3}[ \t]*"
    + _TIME.format("after")
    + r"[*_]{0,3}[ \t]*[:：][*_]{0,3}(?:[ \t]+|$)(?P<rest>.*)$"
)
_HEADING = re.compile(r"^#{1,6}\s+(?P<label>[^\W\d_][\w.'’ -]{0,38})\s*$")
ESCAPE = "\\"


@dataclass(frozen=True)
class _Line:
    label: str
    rest: str
    time: str | None


def read(text: str) -> Transcript:
    """Read labeled text; text without labels becomes one utterance of an unnamed speaker, with a warning."""
    lines = text.split("\n")
    found = [_labeled(line) for line in lines]
    accepted = _speakers([f.label for f in found if f], next((f for f, raw in zip(found, lines, strict=True) if raw.strip()), None))
    utterances: list[Utterance] = []
    body: list[str] = []
    label, seconds, started = "", None, False
    for line, match in zip(lines, found, strict=True):
        if match and match.label.lower() in accepted:
            _close(utterances, label, body, seconds, started)
            label, seconds, body, started = match.label, _seconds(match.time), [match.rest], True
        else:
            body.append(line[1:] if line.startswith(ESCAPE) and _labeled(line[1:]) else line)
    _close(utterances, label, body, seconds, started)
    if not accepted:
        return Transcript(tuple(utterances), "text without speaker labels", (NO_LABELS,))
    markdown = any(f and raw.lstrip()[:1] in "*#_>" for f, raw in zip(found, lines, strict=True) if raw.strip())
    return Transcript(tuple(utterances), "Markdown" if markdown else "labeled text")


NO_LABELS = "No speaker labels were found: everything is taken as the candidate's."


def _labeled(line: str) -> _Line | None:
    if match := _LABEL.match(line):
        return _Line(match["label"].strip(), match["rest"], match["before"] or match["after"])
    if (match := _HEADING.match(line)) and role(match["label"]):
        return _Line(match["label"].strip(), "", None)
    return None


def _speakers(labels: list[str], first: _Line | None) -> frozenset[str]:
    """Choose which labels are speakers: roles by name, else what recurs or opens the text.

    "Funnel: 100k -> 500" inside an answer looks like a label too; where roles are named, only they count.
    """
    counts = Counter(label.lower() for label in labels)
    roles = {label for label in counts if role(label)}
    if {role(label) for label in roles} == {"interviewer", "candidate"}:
        return frozenset(roles)
    opening = {first.label.lower()} if first else set()
    if not (roles or opening):
        return frozenset()
    return frozenset(roles | opening | {label for label, n in counts.items() if n >= 2 and len(label.split()) <= 3})


def _close(
    utterances: list[Utterance], label: str, body: list[str], seconds: float | None, started: bool
) -> None:
    text = "\n".join(body).strip()
    if not text or (not started and _is_front_matter(text)):
        return
    if utterances and utterances[-1].label.lower() == label.lower():
        last = utterances.pop()
        label, text, seconds = last.label, f"{last.text}\n\n{text}", last.seconds
    utterances.append(Utterance(label, text, seconds))


def _is_front_matter(text: str) -> bool:
    """Titles and metadata above the first label of a labeled text are nobody's words."""
    return all(line.startswith(("#", "---", "<!--")) or ":" in line or not line.strip() for line in text.split("\n"))


def _seconds(time: str | None) -> float | None:
    if not time:
        return None
    total = 0.0
    for part in time.split(":"):
        total = total * 60 + int(part)
    return total
