"""Terms without a statement: keyword lists and words in no order."""

import re
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
from grader.language.plain import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    FUNCTION,
    PREPOSITIONS,
    PRONOUNS,
    TALK,
    WORD,
    content,
    kept_order,
    plain,
    quote,
    spelled_out,
    words,
)
from grader.language.word_order import order

_IMPOSSIBLE_AFTER = {
    "determiner": DETERMINERS
    | (PREPOSITIONS - {"for", "between", "about"})
    | {"and", "or", "but", "because", "if", "than"}
    | (AUXILIARIES - {"can", "will", "may", "might", "must", "do"})
    | {"i", "we", "they", "he", "it", "there"},
    "of": AUXILIARIES
    | {"of", "by", "for", "with", "from", "and", "or", "but", "because", "than", "to", "i", "we", "they", "he", "into"},
    "preposition": (AUXILIARIES - {"do", "can", "will"}) | {"of", "and", "or", "but", "because", "we", "they", "he"},
    "and": {"of", "and", "or", "but", "than"},
}


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
    faults = 0
    own: list[str] = []
    for part in re.split(r"[^\w\s'\-]+", plain(text)):
        own = part.split() or own
        for a, b in pairwise(own):
            faults += a != b and (
                (a in DETERMINERS and a != "her" and b in _IMPOSSIBLE_AFTER["determiner"])
                or (a == "of" and b in _IMPOSSIBLE_AFTER["of"])
                or (
                    a in PREPOSITIONS
                    and a not in ("of", "in", "on", "through", "under", "between", "about")
                    and b in _IMPOSSIBLE_AFTER["preposition"]
                )
                or (a in CONJUNCTIONS and b in _IMPOSSIBLE_AFTER["and"])
                or (a in FINITE and b in FINITE)
            )
    return faults + (
        len(own) > 1
        and own[-1] in {"a", "an", "the", "and", "or", "of", "than", "because"}
        and not text.rstrip().endswith(":")
    )


@lru_cache(maxsize=5_000)
def _shuffled(text: str) -> bool:
    """Whether a longer stretch is in no order: what a short piece may do by chance, a long one does not."""
    natural, pairs = order(_named(text))
    if pairs < LONG_STRETCH or _FORMULA.search(text):
        return False
    own = words(text)
    faulty = _disorder(_named(text)) >= STRETCH_RATE * len(own)
    return sum(w in FUNCTION for w in own) >= 0.2 * len(own) and natural <= (0.05 if faulty else STRETCH_UNNATURAL)


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


def word_salad(unit: str, point: Point, before: str = "", after: str = "") -> Guard | None:
    """Words without order: neighbors that sentences do not have, all the more where the words are the claim's."""
    own = words(unit)
    if len(own) < 4 or _FORMULA.search(unit):
        return None
    if _shuffled(f"{before} {unit} {after}") or _among_shuffled(unit, before, after):
        return Guard("word_salad", f"Words in no order, here and around: {quote(unit)!r}.")
    text = _named(unit)
    natural, pairs = order(text)
    faults = _disorder(text)
    telling = sum(w in FUNCTION for w in own) >= 0.2 * len(own)  # the order of a bare list says little
    scrambled = copied = 1.0
    backward = 0.0
    for theirs in map(words, point.phrasings):
        shared, kept = kept_order(own, theirs)
        backward = max(backward, kept_order(own[::-1], theirs)[1] - kept)
        if shared >= 4 and shared >= 0.7 * len(own):
            scrambled = kept if scrambled == 1.0 else max(scrambled, kept)
        if shared >= 4 and shared >= 0.85 * len(own) and len(set(theirs) & set(own)) >= 0.6 * len(set(theirs)):
            copied = kept if copied == 1.0 else max(copied, kept)
    if (
        (telling and natural <= UNNATURAL and pairs >= 8)
        or (telling and natural <= 0.0 and pairs >= 6 and (faults >= 1 or (scrambled <= 0.3 and pairs >= 9)))
        or (faults >= 2 and faults >= SALAD_RATE * len(own) and natural <= 0.15)
        or (backward >= BACKWARD and natural <= 0.15 and pairs >= 7)
        or (copied <= (0.5 if faults else 0.25) and natural <= 0.25 and (faults or pairs >= 7))
    ):
        return Guard("word_salad", f"Words in no order: {quote(unit)!r}.")
    return None


def keyword_list(unit: str, point: Point) -> Guard | None:
    """Terms in a row that claim nothing, where the claim is a statement; a claim that is itself a list may be answered by one."""
    own = words(unit)
    if (
        len(own) < 3
        or _FORMULA.search(unit)
        or sum(w in AUXILIARIES or w == "dont" for w in words(spelled_out(unit))) > len(own) / 12
    ):
        return None
    function = sum(w in FUNCTION for w in own) / len(own)
    # Terms with single function words strewn between them: sentences put two side by side sooner or later ("of the", "in a").
    small = [w in FUNCTION for w in own]
    strewn = (
        len(own) >= 8
        and "," not in unit
        and sum(small) >= max(4, 0.3 * len(own))
        and not any(a and b for a, b in pairwise(small))
    )
    verbs = (AUXILIARIES | PRONOUNS | {"to", "not", "instead", "rather"}) & set(own) or any(
        w.endswith("ed") for w in own
    )
    if strewn and not verbs and order(unit)[0] <= 0.2:
        return Guard("keyword_list", f"Terms with small words between them: {quote(unit)!r}.")
    # A heading says what a short list is for ("Offline: NDCG, MRR"), which makes it a terse statement.
    headed = _HEADING.match(unit)
    parts = [WORD.findall(p) for p in re.split(r"[,;/|\u2022\n]|\b(?:and|or)\b", plain(unit))]
    parts = [p for p in parts if p]
    claim = [w for w in words(point.claim) if w not in {"and", "or"}]
    states = sum(w in FUNCTION for w in claim) >= 0.2 * max(1, len(claim))
    single = len(parts) >= 3 and sum(len(p) == 1 for p in parts) >= 0.75 * len(parts)
    short = len(parts) >= 5 and sum(len(p) <= 2 for p in parts) >= 0.75 * len(parts)
    shared, kept = kept_order(own, words(point.claim))
    if headed and len(parts) <= 10 and not content(headed.group()).keys() <= TALK:
        return None
    if (single or short) and function <= 0.2 and (states or kept <= 0.35) and (len(parts) >= 4 or shared == len(own)):
        return Guard("keyword_list", f"A list of terms without a statement: {quote(unit)!r}.")
    distinct = len(set(own)) / len(own)
    if len(own) >= 6 and (distinct <= 0.4 or (function == 0 and states and len(own) >= 10 and len(parts) < 3)):
        return Guard("keyword_list", f"Terms without a statement: {quote(unit)!r}.")
    return None
