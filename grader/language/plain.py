"""Words of a text without disguises, and what the guards share about them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from grader.language import words as w

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[^\w\s]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:[a-z] ){3,}[a-z](?!\w)")
# Cyrillic and Greek letters that look like Latin ones: a pasted text must not hide behind them.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏкмтнвАЕОРСУХІЈЅКМТНВαορυικνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhlkmthbaeopcyxijskmthbaopuikvabezhikmnoptyx"
)

DETERMINERS = set("a an the my our your their its his her every".split())
PREPOSITIONS = set("of in on at by for with from into onto about between through during under among against".split())
CONJUNCTIONS = set("and or but because although if than whether nor".split())
AUXILIARIES = set(
    "is are was were be been am has have had do does did can could will would should shall may might must".split()
)
PRONOUNS = set("i we you he she they it this that these those there who which what whose whom".split())
_OTHER = set(
    "to as so then when where while how why not no too very just also only such both each any some all more most other own same here up out "
    "over s t d ll re ve m don being having doing its me us them him her my our your his one".split()
)
FINITE = set("is are was were am has had does did can could will would should may might must".split())
FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | _OTHER


def plain(text: str) -> str:
    """Lower-case text without disguises: compatibility forms, invisible characters, look-alike letters, spaced letters."""
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).translate(_LOOKALIKES).lower().replace("\u2019", "'")
    return _SPACED_LETTERS.sub(lambda run: run.group().replace(" ", ""), text)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words, disguises removed."""
    return tuple(WORD.findall(plain(text)))


@lru_cache(maxsize=20_000)
def content(text: str) -> dict[str, float]:
    """Stem -> weight of the content words of a text. Do not change the returned dict."""
    return {w.stem(word): w.information(word) for word in words(text) if word not in FUNCTION}


def mass(stems: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the summed weight of stems."""
    return sum(weights[s] for s in stems)


def quote(text: str, limit: int = 60) -> str:
    """Return the start of a text, for a reason."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 3].rstrip() + "..."


# Words people use to talk about answering; they add nothing to an echo.
TALK = {
    w.stem(word)
    for word in "answer question ask explain explanation describe discuss important well think concern concerning following follow task problem "
    "consider carefully good great interesting say said tell mean understand regarding topic first let's let okay ok yes design build want "
    "need would like know sure basically define definition given talk repeat restate restated heard interviewer main way thing asking "
    "wondering told mentioned topic point matter really actually simply give gives see look kind about today going start come comes".split()
}


def sentences(text: str) -> list[str]:
    """Return a text in sentences, bullets and lines."""
    parts = re.split(r"(?<=[.!?;])(?<!e\.g\.)(?<!i\.e\.)\s+|\n+|(?:(?<=\s)|^)(?:[-*\u2022]|\d{1,2}[.)])\s+", text)
    return [p for p in parts if p and WORD.search(p)] or [text]


def spelled_out(text: str) -> str:
    """Plain text with contractions of "not" written out, also where an apostrophe was lost or mistyped."""
    text = re.sub(r"(?<=n)[\"^`\u00b4](?=t\b)", "'", plain(text))
    text = re.sub(r"\b(?:can't|cannot|cant)\b", "can not", text)
    text = re.sub(r"\bwon'?t\b", "will not", text)
    text = re.sub(r"\b(is|are|was|were|do|does|did|has|have|had|could|would|should|must|need)n'?t\b", r"\1 not", text)
    text = re.sub(r"\b(i|we|you|they|he|she)'d\b", r"\1 would", text)
    return re.sub(r"\bnon-", "non ", text)


def kept_order(unit: Sequence[str], phrasing: Sequence[str]) -> tuple[int, float]:
    """Return how many words of the unit the phrasing holds too, and the share of the unit's neighbors that are neighbors there."""
    known, theirs = set(phrasing), set(pairwise(phrasing))
    pairs = list(pairwise(unit))
    return sum(w in known for w in unit), sum(p in theirs for p in pairs) / max(1, len(pairs))
