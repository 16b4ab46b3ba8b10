"""A scorecard without people's names: roles stand in their place, and every quote still stands where it says."""

import re
from collections.abc import Mapping
from dataclasses import replace

from grader import words as w
from grader.answer import Span, Speaker
from grader.evidence import Evidence
from grader.scorecard import CheckpointScore, Scorecard

REVIEWER = "reviewer"
"""Stands for whoever overruled a verdict."""
_RARE = 2.5
"""Information above which a word is hardly anything but a name; "will" and "mark" lie below."""

_Edit = tuple[int, int, str]


def without_names(scorecard: Scorecard, names: Mapping[str, Speaker]) -> Scorecard:
    """Return the scorecard with each name, as a whole word, replaced by "[candidate]" or "[interviewer]".

    Rare words are names however they are written. Common ones, such as "Will", only with a capital, and at the start
    of a sentence only where somebody is spoken to ("Will, ..."). Who overruled a verdict becomes "reviewer".
    """
    hidden = _Hidden(names)
    edits = [hidden.edits(turn.text) for turn in scorecard.answer.turns]
    phases = tuple(
        replace(p, checkpoints=tuple(_checkpoint(c, hidden, edits) for c in p.checkpoints)) for p in scorecard.phases
    )
    turns = (replace(t, text=_applied(t.text, e)) for t, e in zip(scorecard.answer.turns, edits, strict=True))
    return replace(scorecard, phases=phases, answer=replace(scorecard.answer, turns=tuple(turns)))


class _Hidden:
    """Finds names in texts."""

    def __init__(self, names: Mapping[str, Speaker]) -> None:
        self._roles = {w.lower(name): role for name, role in names.items()}
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(filter(None, map(_pattern, longest_first))) or r"(?!)")

    def edits(self, text: str) -> list[_Edit]:
        """Return (start, end, role) of every name in a text, in order."""
        found = self._pattern.finditer(text)
        return [(m.start(), m.end(), f"[{self._roles[w.lower(' '.join(m.group().split()))]}]") for m in found]

    def text(self, text: str) -> str:
        """Return a text without names."""
        return _applied(text, self.edits(text))


def _pattern(name: str) -> str:
    """Return what finds a name as whole words."""
    words = r"\s+".join(map(re.escape, name.split()))
    if " " in name or w.information(w.lower(name)) >= _RARE:
        return rf"(?i:\b{words}\b)"
    capital = re.escape(name[:1].upper() + name[1:])
    return rf"(?:(?<![.!?:]\s)(?<=\s)\b{capital}\b|\b{capital}(?=[,.!?;]|['’]s\b|\s*$))"


def _applied(text: str, edits: list[_Edit]) -> str:
    for start, end, role in reversed(edits):
        text = text[:start] + role + text[end:]
    return text


def _moved(span: Span, edits: list[list[_Edit]]) -> Span:
    """Return where a span stands after the edits; a name that it cuts stays whole."""
    start, end = span.start, span.end
    for a, b, role in edits[span.turn]:
        grown = len(role) - (b - a)
        if a < span.start:
            start += grown if b <= span.start else a - span.start
        if a < span.end:
            end += grown if b <= span.end else a + len(role) - span.end
    return Span(span.turn, start, end)


def _evidence(found: Evidence | None, edits: list[list[_Edit]]) -> Evidence | None:
    return None if found is None else replace(found, span=_moved(found.span, edits))


def _checkpoint(score: CheckpointScore, hidden: _Hidden, edits: list[list[_Edit]]) -> CheckpointScore:
    by = score.overruled
    return replace(
        score,
        reason=hidden.text(score.reason),
        evidence=_evidence(score.evidence, edits),
        closest=_evidence(score.closest, edits),
        guards=tuple(replace(g, reason=hidden.text(g.reason)) for g in score.guards),
        overruled=by
        and replace(
            by,
            graded=_checkpoint(by.graded, hidden, edits),
            reason=hidden.text(by.reason),
            who=REVIEWER if by.who else "",
        ),
    )
