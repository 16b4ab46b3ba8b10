"""A scorecard with roles in place of people's names; the spans of quotes are moved along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.answer import Span
from grader.evidence import Evidence
from grader.language import words as w
from grader.language.lexicon import FUNCTION_WORDS
from grader.scorecard import CheckpointScore, Scorecard

REVIEWER = "reviewer"
"""Role of the person who made an override."""
_ORDINARY = frozenset(
    """angel april art august autumn bank banks bell berry best bill bird black blue bond books booth bow brand
    brook brooks brown burns bush butcher candy case cash chance charity chase church clay cliff colt cook crane
    crew cross crystal daisy dale dawn day dean destiny dial dove drew duke earl east faith farmer field fields
    fisher flora flower forest fox frank frost gates gene glass gold good grace grant graves gray green guy hall
    hand harmony hazel head heath heaven hill holly hood hope house hunt hunter iris ivy jack jade jewel joy judge
    june justice key king knight lake lane law lily link little long love major man march mark marks marsh mason
    max may melody mercy merry miles mills mint moon moss noble north nova olive page park parks pat peace pearl
    penny pool pope porter post powers price prince queen rain ray reed reef rice rich ridge river rivers rob rock
    rod rose ruby rush rusty sage sandy savage school scout sharp shepherd short singer skip sky small snow solo
    song south stack star steel stern stone storm story street strong sue summer summers sun swan swift temple tree
    trip van victor viola violet wade wall ward waters weeks wells west white wild will winter wise wolf wood woods
    yard young""".split()
)
"""Names that are ordinary words too."""
_COMMON = 1.5
"""Information below which any word is an ordinary one."""
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W_]+|\s+|.", re.S)  # a name in "dana_roe" is one too
_INSIDE = re.compile(r"(?<![.!?:\n]\s)(?<=[^\S\n])")
_SPOKEN_TO = re.compile(r"[,.!?;]|['’]s\b|\s*+$")
_LONGEST = 20
"""Most tokens of a name that are looked for as one: words, and what stands between them."""

_Edit = tuple[int, int, str]


def without_names(scorecard: Scorecard, names: Mapping[str, str]) -> Scorecard:
    """Return the scorecard with each name, as a whole word, replaced by its role: "[candidate]", "[interviewer]" ...

    The name of the person who made an override becomes "reviewer", in the reasons too.
    """
    who = (c.overruled.who for c in scorecard.checkpoints if c.overruled)
    hidden = Hidden({name: REVIEWER for one in who for name in names_in(one)} | dict(names))
    edits = [hidden.edits(turn.text) for turn in scorecard.answer.turns]
    phases = tuple(
        replace(p, checkpoints=tuple(_checkpoint(c, hidden, edits) for c in p.checkpoints)) for p in scorecard.phases
    )
    turns = (replace(t, text=_applied(t.text, e)) for t, e in zip(scorecard.answer.turns, edits, strict=True))
    return replace(
        scorecard,
        title=hidden.text(scorecard.title),
        phases=phases,
        answer=replace(scorecard.answer, turns=tuple(turns)),
        warnings=tuple(map(hidden.text, scorecard.warnings)),
    )


def names_in(who: str) -> list[str]:
    """Return the names in how a reviewer signed: the whole of it and its words; none in "me" and "reviewer"."""
    words = [word for word in _WORD.findall(who) if w.lower(word) not in {REVIEWER, *FUNCTION_WORDS}]
    whole = [" ".join(who.split())] if words and " " in who.strip() else []
    return whole + [word for word in words if len(words) == 1 or word[0].isupper()]


class Hidden:
    """Finds names in texts and puts their roles there, in time that does not grow with the number of names.

    Names are found however they are written. Those that are ordinary words too, such as "Will", only with a capital,
    and at the start of a sentence only where somebody is spoken to ("Will, ...").
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._first = _Node()
        for name, role in names.items():
            pieces = _TOKEN.findall(" ".join(name.split()))
            for i in range(0, len(pieces), _LONGEST):
                self._add("".join(pieces[i : i + _LONGEST]).strip(), role)

    def _add(self, name: str, role: str) -> None:
        node = self._first
        for token in _TOKEN.findall(name):
            node = node.next.setdefault(_key(token), _Node())
        node.role = role
        if _is_ordinary(name):
            node.capitals.add(name[:1].upper() + name[1:])
        else:
            node.anywhere = True

    def edits(self, text: str) -> list[_Edit]:
        """Return (start, end, role) of every name in a text, in order."""
        edits: list[_Edit] = []
        done = 0
        for token in _TOKEN.finditer(text):
            if token.start() >= done and (edit := self._longest(text, token.start())):
                edits.append(edit)
                done = edit[1]
        return edits

    def _longest(self, text: str, start: int) -> _Edit | None:
        """Return the longest name that begins at a place."""
        longest: _Edit | None = None
        node, end = self._first, start
        while (token := _TOKEN.match(text, end)) and (following := node.next.get(_key(token[0]))):
            node, end = following, token.end()
            if node.is_name(text, start, end):
                longest = (start, end, f"[{node.role}]")
        return longest

    def text(self, text: str) -> str:
        """Return a text without names."""
        return _applied(text, self.edits(text))


@dataclass
class _Node:
    """A node of the tree of names, one token a level; a name may end here."""

    next: "dict[str, _Node]" = field(default_factory=dict)
    role: str = ""
    anywhere: bool = False
    """A name ends here that is not an ordinary word."""
    capitals: set[str] = field(default_factory=set)
    """The spellings in which a name that is an ordinary word too counts as a name."""

    def is_name(self, text: str, start: int, end: int) -> bool:
        """Say whether `text[start:end]` is the name that ends here, and not an ordinary word or part of one."""
        if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
            return False
        if self.anywhere:
            return True
        if text[start:end] not in self.capitals:
            return False
        return bool(_INSIDE.match(text, start) or _SPOKEN_TO.match(text, end))


def _key(token: str) -> str:
    return " " if token.isspace() else w.lower(token)


def _is_ordinary(name: str) -> bool:
    key = w.lower(name)
    return " " not in name and (key in _ORDINARY or key in FUNCTION_WORDS or w.information(key) < _COMMON)


def _applied(text: str, edits: list[_Edit]) -> str:
    ends = [0, *(end for _, end, _ in edits)]
    kept = [text[a:b] for a, b in zip(ends, [*(start for start, _, _ in edits), len(text)], strict=True)]
    return "".join([kept[0], *(role + after for (_, _, role), after in zip(edits, kept[1:], strict=True))])


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


def _evidence(evidence: Evidence | None, edits: list[list[_Edit]]) -> Evidence | None:
    return None if evidence is None else replace(evidence, span=_moved(evidence.span, edits))


def _checkpoint(score: CheckpointScore, hidden: Hidden, edits: list[list[_Edit]]) -> CheckpointScore:
    by = score.overruled
    return replace(
        score,
        claim=hidden.text(score.claim),
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
