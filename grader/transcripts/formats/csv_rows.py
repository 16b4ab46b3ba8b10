"""CSV or TSV with a speaker, the words and perhaps a start time in each row."""

import csv
import io
import re
from itertools import islice

from grader.errors import TranscriptError
from grader.transcripts.names import TIME, could_name, seconds
from grader.transcripts.roles import role
from grader.transcripts.utterance import Transcript, Utterance, joined

_SPEAKER = {"speaker", "name", "who", "role", "label", "participant", "speaker name", "speaker_name", "author", "from"}
_TEXT = {"text", "utterance", "content", "message", "transcript", "words", "sentence", "caption", "said", "speech"}
_START = {"start", "time", "timestamp", "start_time", "start time", "seconds", "begin", "from_time", "start_seconds"}
_MILLISECONDS = {"start_ms", "ms", "start (ms)", "milliseconds"}


def fits(lines: list[str]) -> float:
    """Recognize a header with a speaker and a text column, or rows of one shape with few different names."""
    return 0.98 if _columns(lines) else 0.6 if _bare(lines) else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read the rows; TranscriptError names the line of one that is damaged."""
    header = _columns(lines)
    delimiter, columns = header or (_bare(lines) or ",", (0, 1, 2, 1.0))
    who, what, when, unit = columns
    heading = _first(lines) if header else -1
    rows = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=delimiter)
    found: list[Utterance] = []
    try:
        for number, row in enumerate(rows):
            if number != heading and len(row) > max(who, what):
                time = row[when] if when is not None and when < len(row) else ""
                found.append(Utterance(row[who].strip(), row[what].strip(), _seconds(time, unit)))
    except csv.Error as error:
        raise TranscriptError(f"{name}:{rows.line_num}: not valid CSV ({error}).", "Export it again.") from None
    return Transcript(joined(found, "\n"), "CSV" if delimiter != "\t" else "TSV", 0.98 if header else 0.6)


def _first(lines: list[str]) -> int:
    return next(i for i, line in enumerate(lines) if line.strip())


def _columns(lines: list[str]) -> tuple[str, tuple[int, int, int | None, float]] | None:
    """Return the delimiter and the places of speaker, text and start, with the seconds in a unit of start."""
    header = lines[_first(lines)]
    for delimiter in ",;\t|":
        names = [name.strip(' "').lower() for name in header.split(delimiter)]
        who = next((i for i, name in enumerate(names) if name in _SPEAKER), None)
        what = next((i for i, name in enumerate(names) if name in _TEXT), None)
        if who is not None and what is not None:
            when = next((i for i, name in enumerate(names) if name in _START | _MILLISECONDS), None)
            return delimiter, (who, what, when, 0.001 if when is not None and names[when] in _MILLISECONDS else 1.0)
    return None


def _bare(lines: list[str]) -> str | None:
    """Return the delimiter of rows without a header: two or three columns each, a name first."""
    for delimiter in ",\t;":
        try:
            rows = [row for row in islice(csv.reader(lines[:200], delimiter=delimiter), 200) if row]
        except csv.Error:
            continue
        names = {row[0].strip() for row in rows}
        speakers = len(names) <= 6 and all(role(name) or could_name(name) for name in names)
        if speakers and len(rows) > len(names) > 1 and {len(row) for row in rows} in ({2}, {3}):
            return delimiter
    return None


def _seconds(value: str, unit: float) -> float | None:
    value = value.strip()
    if re.fullmatch(TIME, value):
        return seconds(value)
    return round(float(value) * unit, 3) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value) else None
