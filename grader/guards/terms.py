"""Terms without a statement: keyword lists and words in no order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from grader.guards.point import Guard, Point
from grader.guards.thresholds import (
    BACKWARD,
    LONG_STRETCH,
    POOR,
    SALAD_RATE,
    STRETCH_RATE,
    STRETCH_UNNATURAL,
    TOGETHER,
    UNNATURAL,
)
from grader.language.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    GUARD_FUNCTION,
    PREPOSITIONS,
    PRONOUNS,
)
from grader.language.plain import TALK, WORD, content, kept_order, plain, quote, spelled_out, words
from grader.language.word_order import order

# Pairs of (words, words that cannot follow them).
_IMPOSSIBLE = (
    (
        DETERMINERS - {"her"},
        DETERMINERS
        | (PREPOSITIONS - {"for", "between", "about"})
        | {"and", "or", "but", "because", "if", "than"}
        | (AUXILIARIES - {"can", "will", "may", "might", "must", "do"})
        | {"i", "we", "they", "he", "it", "there"},
    ),
    (
        {"of"},
        AUXILIARIES | set("of by for with from and or but because than to i we they he into".split()),
    ),
    (
        PREPOSITIONS - set("of in on through under between about".split()),
        (AUXILIARIES - {"do", "can", "will"}) | {"of", "and", "or", "but", "because", "we", "they", "he"},
    ),
    (CONJUNCTIONS, {"of", "and", "or", "but", "than"}),
)
_STATING = AUXILIARIES | PRONOUNS | {"to", "not", "instead", "rather"}
_NEVER_LAST = {"a", "an", "the", "and", "or", "of", "than", "because"}


_ENDED = re.compile(r"[^\w.,:;!?]*+[.,:;!?]")  # of a text that is read backward
_HEADING = re.compile(
    r"\W*+\w++(?:[ &/-]++\w++){0,4}(?:[ &/-]*?-\s|[ &/-]*+[*_)]*+\s*+[:\u2013\u2014=-]++\s)",
)
_FORMULA = re.compile(r"[=<>$^{}\\\\\u2192]|\d\s*[*/+]\s*\w|\w\(\w+\)|->")


def _named(text: str) -> str:
    """Return the text with letters and abbreviations that are names ("nodes A and B", "each IS") replaced, so that they are no articles or verbs."""
    if text.isupper():
        text = text.lower()
    # "bulb a is": no article stands before a verb.
    text = re.sub(r"(?<=[A-Za-z]{3} )a(?=(?:[\"']s)? (?:is|are|was|were|and|or|has|can)\b)", "X", text)
    if re.search(r"\b[b-hB-Hx-zX-Z]\b", text):
        text = re.sub(
            r"\b[aA](?=[\"']s\b|\W*(?:$|[.,;:]|(?:and|or|is|are|was|were|can|has|had|does|will|would|but|to)\b))",
            "X",
            text,
        )
    return re.sub(r"\b[A-Z]{2,}\b|(?<=\w )A\b|\bA(?= (?:and|or|to|is|are|can|has)\b)", "X", text)


@lru_cache(maxsize=20_000)
def _disorder(text: str) -> int:
    """How many neighboring words cannot stand in this order in English: "the is", "of and", "a of", "has is"."""
    row: list[str] = []
    faults = 0
    for part in re.split(r"[^\w\s'\-]+", plain(text)):
        row = part.split() or row
        faults += sum(_is_impossible(a, b) for a, b in pairwise(row))
    return faults + (len(row) > 1 and row[-1] in _NEVER_LAST and not text.rstrip().endswith(":"))


def _is_impossible(a: str, b: str) -> bool:
    """Whether one word cannot follow another."""
    if a == b:
        return False
    if a in FINITE and b in FINITE:
        return True
    return any(a in first and b in then for first, then in _IMPOSSIBLE)


@lru_cache(maxsize=5_000)
def _shuffled(text: str) -> bool:
    """Whether a longer stretch is in no order: what a short piece may do by chance, a long one does not."""
    natural, pairs = order(_named(text))
    if pairs < LONG_STRETCH or _FORMULA.search(text):
        return False
    own = words(text)
    faulty = _disorder(_named(text)) >= STRETCH_RATE * len(own)
    return _function_share(own) >= 0.2 and natural <= (0.05 if faulty else STRETCH_UNNATURAL)


def _among_shuffled(unit: str, before: str, after: str) -> bool:
    """Whether a piece in poor order belongs, with no mark of punctuation between, to words in none."""
    natural, pairs = order(_named(unit))
    if natural > POOR or pairs < 8:
        return False
    for first, second, other in ((before, unit, before), (unit, after, after)):
        if other and not _ENDED.match(first[::-1]):
            both = _named(f"{first} {second}")
            beside, many = order(_named(other))
            worse = beside <= UNNATURAL or _disorder(both) >= STRETCH_RATE * len(words(both))
            if many >= 8 and worse and order(both)[0] <= TOGETHER:
                return True
    return False


def _function_share(row: Sequence[str]) -> float:
    return sum(word in GUARD_FUNCTION for word in row) / max(1, len(row))


@dataclass(frozen=True)
class _Order:
    """How far the words of a unit stand in the order of English, and of a claim."""

    natural: float
    """Mean order of neighbors, below 0 for shuffled words."""
    pairs: int
    """Neighbors that were compared."""
    faults: int
    """Impossible neighbors."""
    scrambled: float
    """Share of neighbors kept of the phrasing whose words the unit uses; 1 if it uses none's."""
    copied: float
    """The same, where the unit also uses most words of the phrasing."""
    backward: float
    """Share of neighbors that stand the other way round in a phrasing, above those that stand as they should."""


def _best(shares: Iterable[float]) -> float:
    """Return the largest share, 1 without any; a share of 1 is passed over when another follows."""
    best = 1.0
    for share in shares:
        best = share if best == 1.0 else max(best, share)
    return best


def _order_of(unit: str, phrasings: Iterable[str]) -> _Order:
    text, own = _named(unit), words(unit)
    scrambled, copied, backward = [], [], [0.0]
    for theirs in map(words, phrasings):
        shared, kept = kept_order(own, theirs)
        backward.append(kept_order(own[::-1], theirs)[1] - kept)
        if shared >= 4 and shared >= 0.7 * len(own):
            scrambled.append(kept)
        if shared >= 4 and shared >= 0.85 * len(own) and len(set(theirs) & set(own)) >= 0.6 * len(set(theirs)):
            copied.append(kept)
    natural, pairs = order(text)
    return _Order(natural, pairs, _disorder(text), _best(scrambled), _best(copied), max(backward))


def _is_disordered(seen: _Order, own: Sequence[str]) -> bool:
    """Whether words are in no order: by their kinds, by impossible neighbors, or beside the claim they are taken from.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.
    """
    if _function_share(own) >= 0.2:  # the order of a bare list says little
        worse = seen.faults >= 1 or (seen.scrambled <= 0.3 and seen.pairs >= 9)
        if (seen.natural <= UNNATURAL and seen.pairs >= 8) or (seen.natural <= 0.0 and seen.pairs >= 6 and worse):
            return True
    if seen.faults >= max(2, SALAD_RATE * len(own)) and seen.natural <= 0.15:
        return True
    if seen.backward >= BACKWARD and seen.natural <= 0.15 and seen.pairs >= 7:
        return True
    shuffled_copy = seen.copied <= (0.5 if seen.faults else 0.25)
    return shuffled_copy and seen.natural <= 0.25 and (seen.faults > 0 or seen.pairs >= 7)


def word_salad(unit: str, point: Point, before: str = "", after: str = "") -> Guard | None:
    """Fire for words without order: neighbors that sentences do not have, all the more where the words are the claim's."""
    own = words(unit)
    if len(own) < 4 or _FORMULA.search(unit):
        return None
    if _shuffled(f"{before} {unit} {after}") or _among_shuffled(unit, before, after):
        return Guard("word_salad", f"Words in no order, here and around: {quote(unit)!r}.")
    if _is_disordered(_order_of(unit, point.phrasings), own):
        return Guard("word_salad", f"Words in no order: {quote(unit)!r}.")
    return None


def keyword_list(unit: str, point: Point) -> Guard | None:
    """Fire for terms in a row that claim nothing, where the claim is a statement; a claim that is a list may be answered by one.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.
    """
    own = words(unit)
    if len(own) < 3 or _FORMULA.search(unit) or _has_verbs(unit, own):
        return None
    if _is_strewn(unit, own):
        return Guard("keyword_list", f"Terms with small words between them: {quote(unit)!r}.")
    parts = [p for p in map(WORD.findall, re.split(r"[,;/|\u2022\n]|\b(?:and|or)\b", plain(unit))) if p]
    # A heading says what a short list is for ("Offline: NDCG, MRR"), which makes it a terse statement.
    heading = _HEADING.match(unit)
    if heading and len(parts) <= 10 and not content(heading.group()).keys() <= TALK:
        return None
    claim = [w for w in words(point.claim) if w not in {"and", "or"}]
    states = _function_share(claim) >= 0.2
    shared, kept = kept_order(own, words(point.claim))
    listed = _is_listed(parts) and _function_share(own) <= 0.2
    if listed and (states or kept <= 0.35) and (len(parts) >= 4 or shared == len(own)):
        return Guard("keyword_list", f"A list of terms without a statement: {quote(unit)!r}.")
    bare = states and len(own) >= 10 and len(parts) < 3 and _function_share(own) == 0
    if len(own) >= 6 and (bare or len(set(own)) / len(own) <= 0.4):
        return Guard("keyword_list", f"Terms without a statement: {quote(unit)!r}.")
    return None


def _has_verbs(unit: str, own: Sequence[str]) -> bool:
    """Whether more than one word in twelve is an auxiliary."""
    return sum(w in AUXILIARIES or w == "dont" for w in words(spelled_out(unit))) > len(own) / 12


def _is_strewn(unit: str, own: Sequence[str]) -> bool:
    """Whether terms have single function words strewn between them: sentences put two side by side sooner or later ("of the")."""
    small = [w in GUARD_FUNCTION for w in own]
    if len(own) < 8 or "," in unit or sum(small) < max(4, 0.3 * len(own)) or any(a and b for a, b in pairwise(small)):
        return False
    if not _STATING.isdisjoint(own) or any(w.endswith("ed") for w in own):
        return False
    return order(unit)[0] <= 0.2


def _is_listed(parts: Sequence[Sequence[str]]) -> bool:
    """Whether three in four parts are one word, or of five parts and more at most two."""
    single = sum(len(p) == 1 for p in parts)
    short = sum(len(p) <= 2 for p in parts)
    return (len(parts) >= 3 and single >= 0.75 * len(parts)) or (len(parts) >= 5 and short >= 0.75 * len(parts))
