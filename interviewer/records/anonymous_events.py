"""Whole interviews without people's names: in the words, the reasons, the file names and every scorecard kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from grader.errors import InputError
from grader.report.anonymous import REVIEWER, Hidden, names_in, without_names
from grader.report.formats import as_dict
from grader.report.stored import from_dict
from interviewer import events as e

PERSON = "person"
"""Stands for whoever another interview names: who asks there may be talked about here."""
FILE = "transcript"
"""Stands for the name of an imported file, which often is somebody's."""

_PART = re.compile(r", part \d+ of \d+$")


def people(sessions: Iterable[Sequence[e.Recorded]]) -> dict[str, str]:
    """Return every name that speaker labels and signed verdicts of some sessions give, with what stands for it."""
    named: dict[str, str] = {}
    signed: dict[str, str] = {}
    for recorded in sessions:
        for r in recorded:
            match r.event:
                case e.TranscriptImported(names=names):
                    named.update((name, PERSON) for name, _ in names)
                case e.VerdictOverridden(who=who):
                    signed.update((name, REVIEWER) for name in names_in(who))
                case e.Graded(scorecard=card):
                    overruled = (c.get("override") or {} for c in card.get("checkpoints", ()))
                    signed.update((name, REVIEWER) for by in overruled for name in names_in(str(by.get("who", ""))))
    return named | signed


def with_roles(recorded: Sequence[e.Recorded], names: dict[str, str]) -> list[e.Recorded]:
    """Return the events of a session with a role in the place of each name; its own labels say it best."""
    own = {name: role for r in recorded if isinstance(r.event, e.TranscriptImported) for name, role in r.event.names}
    hidden = Hidden(names | own)
    return [replace(r, event=_event(r.event, hidden, names | own)) for r in recorded]


def _event(event: e.Event, hidden: Hidden, names: dict[str, str]) -> e.Event:
    match event:
        case e.TranscriptImported(name=name):
            part = _PART.search(name)
            return replace(
                event,
                name=name if name == "pasted" else FILE + (part.group() if part else ""),
                turns=tuple((who, hidden.text(text)) for who, text in event.turns),
                warnings=tuple(map(hidden.text, event.warnings)),
                names=(),
            )
        case e.VerdictOverridden(reason=reason, who=who):
            return replace(event, reason=hidden.text(reason), who=REVIEWER if who else "")
        case e.Graded(scorecard=card):
            return replace(event, scorecard=_scorecard(card, hidden, names))
        case e.ProbePosed(text=text, reason=reason):
            return replace(event, text=hidden.text(text), reason=hidden.text(reason))
        case (
            e.QuestionPosed(text=text)
            | e.AnswerGiven(text=text)
            | e.AnswerAmended(text=text)
            | e.FactRevealed(text=text)
            | e.Remarked(text=text)
            | e.HintGiven(text=text)
            | e.Nudged(text=text)
            | e.NoteWritten(text=text)
            | e.SketchDrawn(text=text)
        ):
            return replace(event, text=hidden.text(text))
        case _:
            return event


def _scorecard(card: dict[str, Any], hidden: Hidden, names: dict[str, str]) -> dict[str, Any]:
    try:
        return as_dict(without_names(from_dict(card), names))
    except InputError:  # of another version: its quotes cannot follow, but nobody is named
        return {key: _everywhere(value, hidden) for key, value in card.items()}


def _everywhere(value: Any, hidden: Hidden) -> Any:
    match value:
        case str():
            return hidden.text(value)
        case list() | tuple():
            return [_everywhere(one, hidden) for one in value]
        case dict():
            return {key: _everywhere(one, hidden) for key, one in value.items()}
        case _:
            return value
