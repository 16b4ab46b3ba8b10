"""Our own JSON: a scorecard or a transcript with `transcript: [{speaker, text}]`."""

import json
from typing import Any

from grader.errors import TranscriptError
from grader.rubric import EXPECTED
from grader.transcripts import quality
from grader.transcripts.encoding import storable
from grader.transcripts.names import known_seconds
from grader.transcripts.utterance import Transcript, Utterance

_HINT = 'Expected {"transcript": [{"speaker": ..., "text": ...}, ...]}.'


def fits(lines: list[str]) -> float:
    """Recognize the beginning of a JSON object or list."""
    start = "".join("\n".join(lines[:50]).split())[:2]
    return 0.99 if start in ("{", "[", "{}", "[]") or start[:2] in ('{"', "[{", "[[", '["') else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read the JSON; TranscriptError names the line when it is damaged, and the turn when its shape is wrong."""
    try:
        value = json.loads("\n".join(lines))
    except json.JSONDecodeError as error:
        message = f"{name}:{error.lineno}: not valid JSON ({error.msg})."
        raise TranscriptError(message, "Export the transcript again.") from None
    except (ValueError, RecursionError):
        raise TranscriptError(f"{name}: not JSON that can be read.", "Export the transcript again.") from None
    fields: dict[str, Any] = value if isinstance(value, dict) else {"transcript": value}
    turns = fields.get("transcript", fields.get("turns"))
    if not isinstance(turns, list) or not turns:
        raise TranscriptError(f"{name}: no `transcript` list in the JSON.", _HINT)
    return Transcript(
        tuple(_utterance(turn, i, name) for i, turn in enumerate(turns)),
        "Viva JSON",
        warnings=tuple(x for x in names(fields.get("warnings")) if x in quality.KNOWN),
        problem=_word(fields.get("rubric") or fields.get("problem")),
        level=level if isinstance(level := fields.get("level"), str) and level in EXPECTED else "",
        reached=names(fields["reached"]) if isinstance(fields.get("reached"), list) else None,
        skipped=names(fields.get("skipped")),
    )


def names(value: object) -> tuple[str, ...]:
    """Return the strings of a list of ids, and nothing for anything else."""
    return tuple(_word(entry) for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def _utterance(turn: object, i: int, name: str) -> Utterance:
    text = turn.get("text", turn.get("content")) if isinstance(turn, dict) else None
    if not isinstance(turn, dict) or not isinstance(text, str):
        raise TranscriptError(f"{name}: transcript[{i}] has no `text`.", _HINT)
    return Utterance(_word(turn.get("speaker", turn.get("role"))), storable(text), known_seconds(turn.get("seconds")))


def _word(value: object) -> str:
    return storable(value) if isinstance(value, str) else ""
