"""Rules about what the interviewer says: probes, hints, and facts told on request."""

import re
from collections.abc import Iterator, Set
from itertools import combinations

from grader.language import leaks
from grader.language import words as w
from grader.lint.finding import Finding, found
from grader.lint.walk import Stand, stands
from grader.rubric import Rubric

SHARED = 2
"""Fewest content words that two statements about one thing have in common."""
SAME = 0.5
"""Share of their content words that two statements about one thing have in common."""
MOST = 300
"""Most sentences of facts that are compared, each with each; no interview has so many."""
BACKWARD = 2.0
"""How much more of the claim's words, by their information, the first hint may hold than the last."""
_SENTENCE = re.compile(r"[;:.!?](?:\s+|$)")
_CLAUSE = re.compile(r",\s+|\b(?:which|while|so|or)\b")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s*(?:thousand|million|billion|trillion))?(?:\s*(?:percent|%))?")
_HEDGE = frozenset("about around roughly some nearly almost typically average averages usual usually total".split())
_NOW = frozenset(w.stem(x) for x in ("today", "now", "yet", "still", "currently"))


def asking(rubric: Rubric) -> Iterator[Finding]:
    """Find probes that quote their claim, hints out of order, and facts that contradict one another."""
    for stand in stands(rubric):
        for i, probe in enumerate(stand.checkpoint.probes):
            if run := leaks.shared_run(probe, stand.checkpoint.phrasings):
                yield stand.finding("probe-leaks", f"probe {i + 1} says “{run}”", "probes", i)
        yield from _hints(stand)
    yield from _reveals(rubric)


def _hints(stand: Stand) -> Iterator[Finding]:
    hints = stand.checkpoint.hints
    if len(hints) < 2:
        return
    sought = w.stems(" ".join(stand.checkpoint.phrasings))
    first, last = (_told(hint, sought) for hint in (hints[0], hints[-1]))
    if first > last + BACKWARD:
        yield stand.finding("hints-out-of-order", "the first says more of the claim than the last", "hints")


def _told(hint: str, sought: Set[str]) -> float:
    """Return how much of what is sought a hint says: the information of the content words they share."""
    return sum(w.information(x) for x in set(w.words(hint)) if w.is_content(x) and w.stem(x) in sought)


def _reveals(rubric: Rubric) -> Iterator[Finding]:
    told = [(r, sentence) for r, reveal in enumerate(rubric.reveals) for sentence in _sentences(reveal.answer)]
    told = told[:MOST]
    for (r, one), (s, other) in combinations(told, 2):
        if r != s and (_other_numbers(one, other) or _denies(one, other) or _denies(other, one)):
            message = f"“{other}” against “{one}” in fact {r + 1}"
            yield found("reveal-contradicts", rubric.id, message, ("reveals", s, "answer"))


def _sentences(text: str) -> list[str]:
    return [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()]


def _other_numbers(one: str, other: str) -> bool:
    """Say whether two sentences give different numbers for one thing.

    Only their main clauses are compared: what stands behind a comma ("..., 216,000 a day") is a figure of what stands
    before it. They are about one thing when the one number of each counts the same, and half of
    their content words agree.
    """
    # A comma inside a number ends nothing: the cut asks for a space after it.
    mine, theirs = (_CLAUSE.split(text)[0] for text in (one, other))
    a, b = _content(mine), _content(theirs)
    if len(a & b) < SHARED or len(a & b) / len(a | b) < SAME:
        return False
    (number, unit), (other_number, other_unit) = _counted(mine), _counted(theirs)
    return bool(number and other_number) and unit == other_unit and number != other_number


def _counted(clause: str) -> tuple[str, str]:
    """Return the one number of a clause and what it counts, the first content word after it; nothing for several."""
    found = list(_NUMBER.finditer(clause))
    if len(found) != 1:
        return "", ""
    (match,) = found
    unit = next((w.stem(x) for x in w.words(clause[match.end() :]) if w.is_content(x)), "")
    return " ".join(match[0].split()), unit


def _content(clause: str) -> set[str]:
    plain = _NUMBER.sub(" ", clause)
    return {w.stem(x) for x in w.words(plain) if w.is_content(x) and x not in _HEDGE}


def _denies(one: str, other: str) -> bool:
    """Say whether one sentence denies what another states: the words after its "no" stand in the other plainly."""
    _, stated = _by_polarity(other)
    denials = (_by_polarity(clause)[0] for clause in one.split(", "))
    return any(len(no & stated) >= SHARED and len(no & stated) > SAME * len(no) for no in denials)


def _by_polarity(text: str) -> tuple[set[str], set[str]]:
    """Return the stems of the content words in reach of a "no" or "not", and of the others."""
    spans = w.spans(text)
    said = [(w.lower(text[a:b]), sign) for (a, b), sign in zip(spans, w.polarity(text, spans), strict=True)]
    held = [(w.stem(x), sign) for x, sign in said if w.is_content(x)]
    return {x for x, sign in held if sign < 0} - _NOW, {x for x, sign in held if sign > 0}
