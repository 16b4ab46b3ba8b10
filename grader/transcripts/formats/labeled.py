"""Plain text and Markdown with a speaker label at the start of a turn, or with no labels at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.transcripts import speakers
from grader.transcripts.names import NAME, TIME, seconds, tidy
from grader.transcripts.roles import family, role
from grader.transcripts.utterance import Transcript, Utterance, joined


def _stamp(group: str) -> str:
    """Return the pattern of an optional time or range of times, in brackets or not."""
    span = rf"(?P<{group}>{TIME})(?:\s*(?:-->|[-–])\s*{TIME})?"
    return rf"(?:[\[(<]?{span}[\])>]?\s{{0,4}}[-–|]?\s{{0,4}})?"


_SIGN = r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s*"
_MARKS = rf"(?P<marks>(?:#{{1,6}}\s+|[*+•–-]\s+|\d{{1,3}}[.)]\s+|>>\s*|[*_]{{1,3}}|{_SIGN}){{0,3}})"
_LABEL = re.compile(
    rf"^\s{{0,8}}(?P<quote>>\s?)?{_MARKS}{_stamp('before')}(?P<bold>[*_]{{0,3}})"
    rf"[\[<]?(?P<label>{NAME}?)[\]>]?[*_]{{0,3}}\s{{0,4}}{_stamp('after')}"
    rf"[*_]{{0,3}}\s?(?P<colon>[:：])(?:[*_]{{1,3}}(?=\s|$))?(?P<gap>\s*)(?P<rest>.*)$"
)
_ALONE = re.compile(
    rf"^\s{{0,3}}(?P<marks>#{{1,6}}\s+|[*_]{{1,3}})?(?P<label>{NAME}?)[*_]{{0,3}}\s*{_stamp('after')}[*_]{{0,3}}$"
)
_DASHED = re.compile(rf"^\s{{0,3}}(?P<label>{NAME}?)(?<!\s)\s++[–—-]\s++(?P<rest>\S.*)$")
_LETTER = re.compile(r"^\s{0,3}(?P<label>[QA])\d{0,3}\.\s+(?P<rest>\S.*)$")
_AFTER = re.compile(rf"^[\[(]?(?P<time>{TIME})[\])]?\s+(?P<rest>.*)$")
_METADATA = re.compile(r"^\s*+(?:#|---|===|\*\*\*|<!--|[*_]{0,2}[\w /-]{1,30}:|(?<= ):|\W*+$)")


@dataclass(frozen=True)
class Line:
    """A line of text and the time it was said, where the format tells."""

    text: str
    seconds: float | None = None


@dataclass(frozen=True)
class _Found:
    label: str
    rest: str
    seconds: float | None
    marked: bool
    quoted: bool


def fits(lines: list[str]) -> float:
    """Say that any text can be read as labeled text, if nothing else fits."""
    return 0.3


def read(lines: list[str], name: str) -> Transcript:
    """Read labeled text; text without labels becomes one utterance of an unnamed speaker."""
    found = _timed_after([label_of(line) for line in lines])
    accepted = accepted_among(lines, found)
    turns = joined(split([Line(line) for line in lines], found, accepted, front_matter=True), "\n\n")
    if not accepted:
        return Transcript(turns, "text without speaker labels", 0.3)
    labels = [f for f in found if f and f.label.casefold() in accepted]
    markdown = sum(f.marked or f.quoted for f in labels) > len(labels) / 2
    named = {role(f.label) for f in labels} >= {"interviewer", "candidate"}
    return Transcript(turns, "Markdown" if markdown else "labeled text", 0.95 if named else 0.8)


def label_of(line: str) -> _Found | None:
    """Return the label that a line may start with."""
    if (match := _LABEL.match(line)) and _is_apart(match):
        time = seconds(match["before"] or match["after"])
        marked = bool(match["bold"] or set("#*_") & set(match["marks"]))
        return _Found(tidy(match["label"]), match["rest"], time, marked, bool(match["quote"]))
    if match := _LETTER.match(line):
        return _Found(match["label"], match["rest"], None, False, False)
    if (match := _DASHED.match(line)) and family(tidy(match["label"])) == 0:
        return _Found(tidy(match["label"]), match["rest"], None, False, False)
    if len(line) < 80 and (match := _ALONE.match(line)) and (match["marks"] or family(tidy(match["label"])) == 0):
        return _Found(tidy(match["label"]), "", seconds(match["after"]), bool(match["marks"]), False)
    return None


def _is_apart(match: re.Match[str]) -> bool:
    """Say whether words stand apart from the colon, as in "name: words" and not in "key:value"."""
    if match["label"].count("(") != match["label"].count(")"):
        return False  # cut inside a time
    return bool(match["gap"] or not match["rest"] or match["colon"] == "：" or family(tidy(match["label"])) in (0, 1))


def _timed_after(found: list[_Found | None]) -> list[_Found | None]:
    """Move the times behind the colon ("Dana: 00:12 words") to the labels, where the first has one, and others."""
    times = [_AFTER.match(f.rest) if f else None for f in found]
    first = next((match for f, match in zip(found, times, strict=True) if f), None)
    if not first or sum(map(bool, times)) < 2:
        return found
    return [
        _Found(f.label, match["rest"], seconds(match["time"]), f.marked, f.quoted) if f and match else f
        for f, match in zip(found, times, strict=True)
    ]


def accepted_among(lines: Sequence[str], found: Sequence[_Found | None]) -> frozenset[str]:
    """Return the case-folded labels that are speakers."""
    places = [i for i, f in enumerate(found) if f]
    labels: list[speakers.Label] = []
    for place, after in zip(places, [*places, len(lines)][1:], strict=True):
        label = found[place]
        assert label is not None
        said = "\n".join((label.rest, *lines[place + 1 : after])).rstrip("\"'”*_ \n")
        opens = not labels and is_front_matter(lines[:place])
        timed = label.seconds is not None
        labels.append(speakers.Label(label.label, timed, label.marked, opens, said.endswith("?")))
    return speakers.choose(labels)


def split(
    lines: Sequence[Line],
    found: Sequence[_Found | None],
    accepted: frozenset[str],
    *,
    glue: str = "\n",
    front_matter: bool = False,
) -> list[Utterance]:
    """Cut lines at the accepted labels and join those between with `glue`.

    With `front_matter`, a title and metadata above the first label are dropped.
    """
    turns: list[Utterance] = []
    label, start, body, quoted = "", lines[0].seconds if lines else None, list[str](), False
    for line, match in zip(lines, found, strict=True):
        if match and match.label.casefold() in accepted:
            if not front_matter or turns or label or not is_front_matter(body):
                turns.append(Utterance(label, glue.join(body).strip(), start))
            label, body, quoted = match.label, [match.rest], match.quoted
            start = match.seconds if match.seconds is not None else line.seconds
        else:
            body.append(re.sub(r"^\s{0,3}>\s?", "", line.text) if quoted else line.text)
    return [*turns, Utterance(label, glue.join(body).strip(), start)]


def is_front_matter(lines: Sequence[str]) -> bool:
    """Say whether lines are a title and metadata: nobody's words."""
    rest = [line for line in lines if not _METADATA.match(line) or len(line.split()) > 40]
    return not rest or (len(rest) == 1 and len(rest[0].split()) <= 12 and rest[0].rstrip()[-1] not in ".?!")
