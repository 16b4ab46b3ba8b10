"""Our own JSON: a scorecard or a transcript with `transcript: [{speaker, text}]`."""

import json
from typing import Any

from grader.adapters.transcripts.utterance import Transcript, Utterance
from grader.errors import TranscriptError


def looks_like(text: str) -> bool:
    """Say whether a text starts as JSON does."""
    return text.lstrip()[:1] in ("{", "[")


def read(text: str, name: str) -> Transcript:
    """Read the JSON; TranscriptError names the line when it is damaged."""
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise TranscriptError(f"{name}:{line}: not valid JSON.", "Export the transcript again.") from None
    fields: dict[str, Any] = value if isinstance(value, dict) else {"transcript": value}
    turns = fields.get("transcript", fields.get("turns"))
    if not isinstance(turns, list) or not turns:
        raise TranscriptError(f"{name}: no `transcript` list in the JSON.", "Expected [{speaker, text}, ...].")
    utterances = []
    for i, turn in enumerate(turns):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            raise TranscriptError(f"{name}: transcript[{i}] has no `text`.", "Expected [{speaker, text}, ...].")
        seconds = turn.get("seconds")
        seconds = float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else None
        utterances.append(Utterance(str(turn.get("speaker", "")), turn["text"], seconds))
    reached = fields.get("reached")
    return Transcript(
        tuple(utterances),
        "Viva JSON",
        problem=str(fields.get("rubric", fields.get("problem", "")) or ""),
        reached=tuple(map(str, reached)) if isinstance(reached, list) else None,
        skipped=tuple(map(str, fields.get("skipped") or ())),
    )
