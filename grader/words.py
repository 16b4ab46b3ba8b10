"""Words of a text: tokens with offsets, stems, and how much each tells."""

import re
from functools import lru_cache

import snowballstemmer
import wordfreq

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STEMMER = snowballstemmer.stemmer("english")


def spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the words of a text."""
    return [m.span() for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the lower-cased words of a text, with straight apostrophes."""
    return [normal(m.group()) for m in _WORD.finditer(text)]


def normal(word: str) -> str:
    """Lower-case a word and straighten its apostrophe."""
    return word.lower().replace("’", "'")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the English Snowball stem (Porter 2001) of a lower-cased word."""
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=100_000)
def information(word: str) -> float:
    """Return how much a word tells, .5 (common) to 5.5 (rare): 7 minus its Zipf frequency (Speer 2022, wordfreq)."""
    return min(5.5, max(0.5, 7.0 - wordfreq.zipf_frequency(word, "en")))


def is_content(word: str) -> bool:
    """Say whether a lower-cased word carries content: not among the commonest words of English."""
    return information(word) > 1.0 or word.isdigit()


def stems(text: str) -> frozenset[str]:
    """Return the set of stems of a text."""
    return frozenset(stem(w) for w in words(text))


_OTHERS = ("es", "fr", "de", "it", "pt", "nl", "pl", "sv", "tr", "ru", "ar")


def is_english(text: str) -> bool:
    """Say whether a text is English enough to be judged.

    Compares how common its words are in English and in eleven other languages (Speer 2022, wordfreq); texts under
    twenty words, and those full of common English words, are taken as English without a look at the others.
    """
    said = words(text)[:400]
    if len(said) < 20 or sum(information(x) <= 1.0 for x in said) / len(said) > 0.15:
        return True

    def common(language: str) -> float:
        return sum(min(wordfreq.zipf_frequency(x, language), 6.5) for x in said) / len(said)

    return common("en") >= max(1.5, max(common(language) for language in _OTHERS))
