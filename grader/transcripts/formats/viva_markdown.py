"""The Markdown that Viva exports; it imports again word for word."""

import json
import re
from typing import Any

from grader.report.formats import FACTS, TURN
from grader.transcripts.formats.viva_json import names
from grader.transcripts.names import known_seconds
from grader.transcripts.utterance import Transcript, Utterance

_FACTS = re.compile(FACTS)
_TURN = re.compile(TURN)
_ESCAPED = re.compile(rf"\\+{TURN[1:]}")


def fits(lines: list[str]) -> float:
    """Recognize the comment that stands near the top of the export."""
    return 1.0 if any(map(_FACTS.match, lines[:5])) and any(map(_TURN.match, lines)) else 0.0


def read(lines: list[str], name: str) -> Transcript:
    """Read the turns exactly as they were exported, and the facts of the comment where they are still whole."""
    turns: list[tuple[str, list[str]]] = []
    for line in lines:
        if match := _TURN.match(line):
            turns.append((match["speaker"].lower(), [line[match.end() :]]))
        elif turns:
            turns[-1][1].append(line[1:] if _ESCAPED.match(line) else line)
    facts = _facts(next(line for line in lines if _FACTS.match(line)))
    times = facts.get("seconds")
    seconds = times if isinstance(times, list) and len(times) == len(turns) else [None] * len(turns)
    return Transcript(
        tuple(Utterance(who, _text(body), known_seconds(t)) for (who, body), t in zip(turns, seconds, strict=True)),
        "Viva Markdown",
        reached=names(facts["reached"]) if isinstance(facts.get("reached"), list) else None,
        skipped=names(facts.get("skipped")),
    )


def _text(body: list[str]) -> str:
    """Join the lines of a turn without the empty line that separates it from the next."""
    return "\n".join(body[:-1] if len(body) > 1 and not body[-1] else body)


def _facts(line: str) -> dict[str, Any]:
    match = _FACTS.match(line)
    try:
        facts = json.loads(match["facts"]) if match else {}
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}
