"""Line ends where a sentence probably ends, for captions without punctuation: only white space is changed.

The words that open a sentence, and those that cannot end one, tell most of it. The best set of cuts is found over the
whole turn, so that a piece of usual length with a good opening is worth more than a long one.
"""

import math
import re

_WORD = re.compile(r"\S+")
_OPENINGS = {
    4.5: "if_we if_i if_the if_you i'd_also i'd_then we'd okay alright anyway additionally furthermore moreover "
    "finally secondly thirdly however let's suppose in_terms on_top to_start to_begin one_thing what_about",
    4.0: "if i'd i'll we'll there'd let_me i_would we_would i_will we_will so_i so_we so_the so_if then_i then_we "
    "then_the and_then and_i and_we for_the for_this for_training that's_a that's_the that_way online offline "
    "otherwise but_i but_the because_of after_that before_that",
    3.0: "then so i'm i've that's there's there_is there_are first second third now also next but another you've "
    "what's_the",
    2.0: "and i it's we they you those these either beside once since when while instead maybe yes no well my our how "
    "what do does after first_i each_of in_the at_the on_the with_the for",
    1.0: "this it that the a an all some people users every with is are can should why where who in on at as by",
}
"""Words, or two words joined by _, that may open a sentence, by how readily they do."""
_NO_END = frozenset(
    """a an the of to and or but with for from in on at by as is are was were be been being am it's i'd we'd i'll we'll
    my our their its his her your this these those that which who whose what when where why how if because so than
    then i we they he she you can could will would shall should may might must do does did has have had not no very
    more most less each every both some any about into onto over under between during without within per via like
    also just only even still such other another own same different let's let make makes want wants need needs use
    uses using get gets go goes going don't doesn't isn't aren't can't won't there's there that's
    one two three""".split()
)
"""Words that seldom end a sentence."""
_SHORTEST, _USUAL, _LONGEST = 4, 14, 40
_COST = 3.6
"""What a cut must be worth."""


def _worth() -> dict[str, float]:
    return {word.replace("_", " "): value for value, words in _OPENINGS.items() for word in words.split()}


_WORTH = _worth()


def cut_at_stops(text: str) -> str:
    """Return a text without punctuation with line ends where sentences probably end; the words stay as they are."""
    return "\n".join(_cut(line) for line in text.split("\n"))


def _cut(line: str) -> str:
    words = _WORD.findall(line)
    if len(words) <= _USUAL:
        return line
    starts = _starts([word.lower().replace("’", "'") for word in words])
    return "\n".join(" ".join(words[a:b]) for a, b in zip(starts, [*starts[1:], len(words)], strict=True))


def _starts(words: list[str]) -> list[int]:
    """Return where the sentences begin: the cuts whose worth, with the lengths between them, is greatest."""
    n = len(words)
    best = [0.0] + [-math.inf] * n
    before = [0] * (n + 1)
    for end in range(1, n + 1):
        worth = 0.0 if end == n else _at(words, end) - _COST
        for start in range(max(0, end - _LONGEST), max(1, end - _SHORTEST + 1)):
            total = best[start] + worth + _length(end - start)
            if total > best[end]:
                best[end], before[end] = total, start
    found, end = [], n
    while end:
        end = before[end]
        found.append(end)
    return found[::-1]


def _at(words: list[str], place: int) -> float:
    """Return how readily a sentence ends before a word."""
    opens = max(_WORTH.get(words[place], 0.0), _WORTH.get(" ".join(words[place : place + 2]), 0.0))
    return opens - 4.0 * (words[place - 1] in _NO_END)


def _length(count: int) -> float:
    """Return how usual a length is, in words: 0 for the usual one, less for others."""
    return -0.9 * math.log(count / _USUAL) ** 2
