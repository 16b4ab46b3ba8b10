"""Words of a text: where they stand, what they weigh, and which way they point.

Everything here works on plain text, knows no encoder, and is the same on every machine. Offsets are code points.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer
import wordfreq

from grader.ports import Vectors

# Invisible characters (zero-width space, soft hyphen ...) part no words: a pasted text must not hide behind them.
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_WORD = re.compile(rf"\w[\w{_UNSEEN}]*(?:[.,'’]\w[\w{_UNSEEN}]*)*")
_STEMMER = snowballstemmer.stemmer("english")

FUNCTION_WORDS = frozenset(
    """a an the this that these those it its it's they them their theirs he she his her him hers we us our ours you
    your yours i me my mine myself itself themselves one ones and or but nor so if then than as at by for from in into
    of off on onto out over to up with within about above below between through during under again upon via per is are
    was were be been being am do does did doing done has have had having can could will would shall should may might
    must what which who whom whose when where why how there here just only also too very more most some any each every
    all both such other another same own not no n't don't doesn't isn't aren't can't cannot won't because since while
    until although though however therefore thus hence etc s t d ll re ve m let lets get gets got getting make makes
    made use uses used using like""".split()
)
"""Words that carry grammar rather than content."""

NEGATORS = frozenset(
    """not no never none nothing neither nor cannot without dont doesnt isnt arent wont cant didnt wouldnt""".split()
)
"""Words that reverse what follows; every word that ends in "n't" reverses too."""

REACH = 4
"""How many words after a negator are reversed by it, at most."""

_OPPOSITES = """
increase decrease, increases decreases, rise fall, rises falls, raise lower, grow shrink, more less, more fewer,
most least, many few, high low, higher lower, highest lowest, large small, larger smaller, largest smallest, big small,
bigger smaller, greater less, greater smaller, greater lower, long short, longer shorter, fast slow, faster slower,
quickly slowly, quick slow, hard easy, harder easier, hard soft, harder softer, heavy light, heavier lighter, hot cold,
hotter colder, warm cool, warmer cooler, heats cools, wet dry, strong weak, stronger weaker, thick thin,
thicker thinner, deep shallow, wide narrow, near far, close far, closer farther, same different, similar different,
equal different, equal unequal, open closed, opened closed, open close, complete incomplete, connected disconnected,
connected separated, connected unconnected, connect separate, attached detached, joined separated, on off, in out,
inside outside, with without, before after, first last, above below, over under, up down, upward downward,
uphill downhill, upstream downstream, left right, top bottom, front back, forward backward, always never, all none,
all some, every no, true false, yes no, right wrong, correct incorrect, positive negative, positively negatively,
present absent, add remove, add subtract, insert delete, push pop, push pull, start stop, start end, begin end,
beginning end, gain lose, gains loses, absorb release, absorbs releases, absorb reflect, attract repel,
attracts repels, float sink, floats sinks, expand contract, live die, static dynamic, local global, public private,
linear nonlinear, stable unstable, directed undirected, ordered unordered, sorted unsorted, online offline,
early late, earlier later, old new, older newer, better worse, best worst, good bad, cheap expensive,
maximum minimum, maximize minimize, maximise minimise, input output, send receive, sender receiver,
source destination, parent child, root leaf, ancestor descendant, predecessor successor, possible impossible,
able unable, success failure, succeed fail, works fails, dependent independent, known unknown,
supervised unsupervised, synchronous asynchronous, constant variable, fixed variable, full empty, rough smooth,
lit unlit, damaged intact, safe unsafe, finite infinite, even odd, internal external, implicit explicit,
encrypt decrypt, compile interpret, real virtual, single multiple, one many
"""


def spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the words: letters and digits, with inner dots, commas and apostrophes."""
    return [m.span() for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of a text in the form in which they are compared."""
    return [lower(m.group()) for m in _WORD.finditer(text)]


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
    said = [lower(text[start:end]) for start, end in spans]
    signs = np.ones(len(spans), np.float32)
    left, previous_end = 0, 0
    for i, (word, (start, end)) in enumerate(zip(said, spans, strict=True)):
        if word == "but" or re.search(r"[,;:.!?]", text[previous_end:start]):
            left = 0
        previous_end = end
        if is_negator(word) and said[i + 1 : i + 2] not in (["only"], ["just"]):
            left = REACH
        elif left:
            signs[i] = -1.0
            left -= 1
    return signs


def _read_opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES.replace("\n", " ").split(","):
        one, other = (stem(word) for word in pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITE_STEMS = _read_opposites()


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
