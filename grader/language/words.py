"""Words of a text: where they stand, what they weigh, and which way they point.

Nothing here needs an encoder. Offsets are code points.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer
import wordfreq

from grader.language.lexicon import FUNCTION_WORDS, NEGATORS, OPPOSITES
from grader.ports import Vectors

# Invisible characters (zero-width space, soft hyphen ...) part no words: a pasted text must not hide behind them.
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_WORD = re.compile(rf"\w[\w{_UNSEEN}]*(?:[.,'’]\w[\w{_UNSEEN}]*)*")
_STEMMER = snowballstemmer.stemmer("english")

RUN = 4
"""As many words in a row, shared with a protected text, are taken from it."""

REACH = 4
"""How many words after a negator are reversed by it, at most."""


def spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the words: letters and digits, with inner dots, commas and apostrophes."""
    return [m.span() for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of a text in the form in which they are compared."""
    return [lower(m.group()) for m in _WORD.finditer(text)]


def runs(row: Sequence[str], length: int = RUN) -> Iterator[tuple[str, ...]]:
    """Yield every stretch of `length` words in a row, first to last; none if there are fewer words."""
    return (tuple(row[i : i + length]) for i in range(len(row) - length + 1))


def lower(text: str) -> str:
    """Return a text in lower case with straight apostrophes."""
    return re.sub(f"[{_UNSEEN}]", "", text).lower().replace("’", "'")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the English Snowball stem (Porter 2001) of a lower-case word."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> frozenset[str]:
    """Return the set of stems of a text."""
    return frozenset(stem(w) for w in words(text))


@lru_cache(maxsize=100_000)
def information(word: str) -> float:
    """Return how much a word tells, .5 (common) to 5.5 (rare): 7 minus its Zipf frequency (Speer 2022, wordfreq)."""
    return min(5.5, max(0.5, 7.0 - wordfreq.zipf_frequency(word, "en")))


def is_content(word: str) -> bool:
    """Say whether a lower-case word carries content rather than grammar."""
    return word not in FUNCTION_WORDS


def is_negator(word: str) -> bool:
    """Say whether a lower-case word reverses the words after it."""
    return word in NEGATORS or word.endswith("n't")


def opposites(word: str) -> frozenset[str]:
    """Return the stems of the words that say the opposite of a lower-case word; empty when the list knows none."""
    return _OPPOSITE_STEMS.get(stem(word), frozenset())


def polarity(text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
    """Return +1 for a word said plainly, -1 for one in reach of a negator; shape (number of spans,).

    A negator reaches four words, not past a comma, a stop or "but"; "not only" and "not just" reverse nothing.
    """
    lowered = [lower(text[start:end]) for start, end in spans]
    signs = np.ones(len(spans), np.float32)
    left, previous_end = 0, 0
    for i, (word, (start, end)) in enumerate(zip(lowered, spans, strict=True)):
        if word == "but" or re.search(r"[,;:.!?]", text[previous_end:start]):
            left = 0
        previous_end = end
        if is_negator(word) and lowered[i + 1 : i + 2] not in (["only"], ["just"]):
            left = REACH
        elif left:
            signs[i] = -1.0
            left -= 1
    return signs


def opposite_stems(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for each stem of some pairs of opposites the stems on the other side."""
    opposed: dict[str, set[str]] = {}
    for pair in pairs:
        one, other = map(stem, pair)
        opposed.setdefault(one, set()).add(other)
        opposed.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in opposed.items()}


_OPPOSITE_STEMS = opposite_stems(OPPOSITES)

_OTHERS = ("es", "fr", "de", "it", "pt", "nl", "pl", "sv", "tr", "ru", "ar")


def is_english(text: str) -> bool:
    """Say whether a text is English enough to be judged.

    Compares how common its words are in English and in eleven other languages (Speer 2022, wordfreq); texts under
    twenty words, and those full of common English words, are taken as English without a look at the others.
    """
    start = words(text)[:400]
    if len(start) < 20 or sum(information(x) <= 1.0 for x in start) / len(start) > 0.15:
        return True

    def common(language: str) -> float:
        return sum(min(wordfreq.zipf_frequency(x, language), 6.5) for x in start) / len(start)

    return common("en") >= max(1.5, max(common(language) for language in _OTHERS))
