"""WebVTT and SRT captions, with speakers (voice tags or "Name: text", as Teams and Zoom write them) or without."""

import html
import io
import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from grader.errors import TranscriptError
from grader.transcripts import quality, speakers
from grader.transcripts.formats.labeled import Line, label_of, split
from grader.transcripts.names import NAME, could_name, known_seconds
from grader.transcripts.utterance import Transcript, Utterance, joined

_TIMING = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d+\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d+")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]*+)>")
_ROLLING = re.compile(r"<\d+:\d")
_TAG = re.compile(
    r"</?(?:[cibu]|ruby|rt)(?:\.[\w.-]+)?>|</?(?:v|lang|font)\b[^<>]{0,200}>|<\d[\d:.]{3,15}>|\{\\[^{}]{0,60}\}", re.I
)
_NO_CHARACTER = re.compile(r"&#[0-9]{20,}+;?")
"""A number of no character, which may have more digits than Python reads."""
_BRACKETED = re.compile(r"^[\s>–-]{0,6}[\[(](" + NAME + r"?)[\])]:?\s*(.*)$")
_PAUSE = 1.5
"""Seconds of silence that end a thought where captions have no punctuation."""


def fits(lines: list[str]) -> float:
    """Recognize the WebVTT header, or timing lines with an arrow."""
    first = next(line for line in lines if line.strip())
    if first.lstrip().startswith("WEBVTT"):
        return 1.0
    return 0.97 if any(_TIMING.match(line) for line in lines[:200]) else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read the cues; TranscriptError when none can be read."""
    vtt = next(line for line in lines if line.strip()).lstrip().startswith("WEBVTT")
    cues = _cues("\n".join(lines).lstrip(), vtt)
    if not cues:
        raise TranscriptError(f"{name}: no caption with a time stamp and words.", "Download the captions again.")
    kind = "WebVTT" if vtt else "SRT"
    if any(_VOICE.search(cue.raw_text) for cue in cues):
        teams = any("/" in (cue.identifier or "") for cue in cues)
        return Transcript(joined(_voices(cues), " "), f"Teams {kind}" if teams else kind, 0.99)
    turns = joined(_named(cues), " ")
    if {turn.label for turn in turns} == {""}:
        return Transcript(turns, f"{kind} without speakers", 0.97)
    zoom = vtt and all((cue.identifier or "").isdigit() for cue in cues)
    return Transcript(turns, f"Zoom {kind}" if zoom else kind, 0.95)


def _cues(text: str, vtt: bool) -> list[webvtt.Caption]:
    """Parse captions; SRT without numbers is read as WebVTT without its header."""
    try:
        if vtt:
            return list(webvtt.from_string(text).captions)
        return list(webvtt.from_buffer(io.StringIO(text), format="srt").captions) or _unnumbered(text)
    except (MalformedFileError, MalformedCaptionError):
        return [] if vtt else _unnumbered(text)


def _unnumbered(text: str) -> list[webvtt.Caption]:
    dotted = re.sub(r"(?m)^([^\S\n]*[\d:]+),(\d+[^\S\n]*-->[^\S\n]*[\d:]+),(\d+)", r"\1.\2.\3", text)
    try:
        return list(webvtt.from_string(f"WEBVTT\n\n{dotted}").captions)
    except (MalformedFileError, MalformedCaptionError):
        return []


def _clean(text: str) -> str:
    """Return the words of a line of a cue, without tags and with characters for entities."""
    return " ".join(html.unescape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", _TAG.sub("", text))).split())


def _voices(cues: list[webvtt.Caption]) -> list[Utterance]:
    """Cut cues at their voice tags; a cue without one goes on with the last voice."""
    found, label = [], ""
    for cue in cues:
        before, *rest = _VOICE.split(cue.raw_text)
        found.append(Utterance(label, _clean(before), _start(cue)))
        for name, said in zip(rest[::2], rest[1::2], strict=True):
            label = _clean(name)
            found.append(Utterance(label, _clean(said), _start(cue)))
    return found


def _start(cue: webvtt.Caption) -> float | None:
    return known_seconds(cue.start_time.in_milliseconds() / 1000)


def _named(cues: list[webvtt.Caption]) -> list[Utterance]:
    """Cut cues at names at the start of their lines; a line without one goes on with the last speaker."""
    lines = _lines(cues)
    texts = [line.text for line in lines]
    found = [label_of(_unbracketed(text)) for text in texts]
    labels = [
        speakers.Label(f.label, asks=text.endswith("?"), opens=i == 0)
        for i, (f, text) in enumerate(zip(found, texts, strict=True))
        if f
    ]
    accepted = speakers.choose(labels, dense=len(labels) > 0.8 * len(cues))
    if accepted:
        return split(lines, found, accepted, glue=" ")
    words = " ".join(texts)
    return [Utterance("", words.replace(" \n", "\n"), lines[0].seconds if lines else None)]


def _lines(cues: list[webvtt.Caption]) -> list[Line]:
    """Return the lines of the cues, those after a pause beginning with a line end where there is no punctuation.

    Rolling captions, which repeat the line before, are unrolled.
    """
    rolling = any(_ROLLING.search(cue.raw_text) for cue in cues)
    bare = quality.unpunctuated(_clean(cue.raw_text) for cue in cues)
    lines: list[Line] = []
    end, last = 0.0, ""
    for cue in cues:
        pause = bare and lines and (_start(cue) or 0.0) - end >= _PAUSE
        for raw in cue.raw_text.split("\n"):
            text = _clean(raw)
            if text and not (rolling and text == last):
                lines.append(Line("\n" + text if pause else text, _start(cue)))
                pause, last = False, text
        end = cue.end_time.in_milliseconds() / 1000
    return lines


def _unbracketed(line: str) -> str:
    """Rewrite "[Dana] text" and "(Dana) text" as "Dana: text", and drop the marks of a change of speaker."""
    match = _BRACKETED.match(line)
    return f"{match[1]}: {match[2]}" if match and could_name(match[1]) else line.strip().removeprefix(">>").lstrip()
