"""Echoes of what the interviewer said, and questions: neither says anything."""

import re
from functools import lru_cache

from grader.guards.point import Guard, Point
from grader.language.plain import TALK, WORD, content, kept_order, mass, plain, quote, sentences, words

_ASKED = re.compile(
    r"^\W*(?:and |so |then |also )?(?:you (?:just |also )?(?:asked|said|told|mentioned|wanted|want to know)|your (?:question|task|prompt|problem|goal|assignment) (?:is|was|asks|here)"
    r"|the (?:question|prompt|assignment) (?:is|was|asks|here)|(?:the|my) (?:task|problem|goal) (?:was|asks|here))\b"
)
_TAG = re.compile(
    r"[,\s](?:right|ok|okay|correct|yeah|no|yes|isn't it|doesn't it|don't we|wouldn't it|aren't they|is that fair|does that make sense|make sense|you know)\s*\?[\s\"')\]]*$"
)
_CLEFT = re.compile(r"^\W*(?:so |and |but )*what (?:counts|matters|i (?:want|care|mean|look)|we (?:want|care|need))")
_ASKS = re.compile(
    r"^\W*(?:and |but |so |or |well |um |uh |then |okay |first |also )*(?:what|which|how|why|when|where|who|whose|is|are|was|do|does|did|can|could|should|would|will|shall|may|must|have|has)\b"
)
_INVERTED = re.compile(
    r"^\W*(?:and |but |so |or |well |um |uh |then |okay |first |also )*(?:(?:what|which|how|why|when|where|who) (?:\w+ ){0,3}?)?(?:is|are|was|do|does|did|can|could|should|would|will|have|has) (?:i|we|you|it|they|he|she|this|that|these|those|there|the|a|an|our|your|my)\b"
)


@lru_cache(maxsize=200)
def known_stems(question: str, heard: tuple[str, ...]) -> frozenset[str]:
    """Stems of everything the interviewer said."""
    return frozenset(stem for said in (question, *heard) for stem in content(said))


def new_words(text: str, point: Point) -> dict[str, float]:
    """Stem -> weight of the content words that are neither in the question nor in anything else the interviewer said."""
    known = known_stems(point.question, point.heard)
    return {s: w for s, w in content(text).items() if s not in known}


def echo(unit: str, point: Point) -> Guard | None:
    """Fire for a unit that repeats what the interviewer said.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.

    Not an echo: a unit with a new word of the claim, or with enough other new words. Words about answering do not count.
    """
    if not point.question and not point.heard:
        return None
    own = content(unit)
    new = new_words(unit, point)
    claimed = set().union(*(new_words(p, point).keys() for p in point.phrasings))
    if not own or len(new) == len(own) or new.keys() & claimed:
        return None
    echoed = own.keys() - new.keys()
    fresh = {s: w for s, w in new.items() if s not in TALK}
    share = mass(echoed, own) / (mass(echoed, own) + sum(fresh.values()))
    if share < 0.6 or (share < 0.75 and len(fresh) > 2):
        return None
    novel = max(sum(new_words(p, point).values()) / (sum(content(p).values()) or 1.0) for p in point.phrasings)
    for said in (point.question, *point.heard):
        in_order = kept_order(words(unit), words(said))[1] >= 0.5
        for sentence in sentences(said):
            theirs = content(sentence)
            if (
                theirs
                and (in_order or novel >= 0.5)
                and mass(echoed & theirs.keys(), theirs) >= 0.5 * sum(theirs.values())
            ):
                return Guard("echo", f"Repeats the interviewer's words: {quote(unit)!r}.")
    return None


@lru_cache(maxsize=20_000)
def is_question(unit: str) -> bool:
    """Whether a unit asks. A tag (", right?") does not make a statement a question; inverted order does without a mark."""
    text = plain(unit).strip()
    if text.rstrip("\"')]* ").endswith("?"):
        if _INVERTED.match(text) and not _CLEFT.match(text):
            return True
        # "I check each sentence, is that really in the text?" says something before it asks.
        said = re.split(r"[,:;\u2014\u2013-]\s|\bis (?=does|did|do|are|is|can)", text)[0]
        states = len(WORD.findall(said)) >= 4 and said != text and not _ASKS.match(said)
        return not (_TAG.search(text) or states or _CLEFT.match(text))
    return bool(_INVERTED.match(text)) and "," not in text[:25] and not text.endswith((".", "!", ":"))


def question(unit: str, point: Point) -> Guard | None:
    """See a question: it tells nothing, except where asking is what earns the credit and its content is the candidate's own."""
    if _ASKED.match(plain(unit)):
        return Guard("echo", f"Reports what the interviewer said: {quote(unit)!r}.")
    if not is_question(unit):
        return None
    if point.earned_by == "asking":
        return None
    return Guard("question", f"Asks instead of saying: {quote(unit)!r}.")
