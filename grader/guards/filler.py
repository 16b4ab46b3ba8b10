"""Talk that would fit any question."""

import re

from grader.guards.point import Guard, Point
from grader.language.plain import TALK, content, plain, quote
from grader.language.words import stem

_PROMISE = re.compile(
    r"\b(?:great|good|excellent|interesting) question\b|\bit (?:really |all )?depends\b|\btrade-?offs\b|\bbest practices?\b|\bseveral approaches\b|"
    r"\b(?:is|are|be) (?:very |really |extremely )?(?:important|crucial|essential|key|critical)\b|\bcarefully (?:consider|think)|\b(?:consider|think) (?:\w+ )?carefully\b|"
    r"\bthought about (?:this|it)\b|\bto summarize\b|\bwell[- ]designed\b|\bin a principled way\b|\bindustry standards?\b|\bmany (?:factors|aspects|ways|things)\b"
)
_GENERIC = {
    stem(w)
    for w in "lot year practice context requirement scalability scalable performance robustness robust maintainability maintain overall system several approach "
    "advantage disadvantage best follow well designed design solution need data model evaluation evaluate monitoring monitor continuous improvement "
    "improve summarize important fundamental apply principled way great question good think thought depend trade tradeoff off carefully consider quality "
    "reliable reliability complex complexity factor aspect different many various thing crucial essential key critical process project team business goal "
    "user experience modern technology advanced state art powerful efficient effective efficiency standard industry optimal right appropriate proper "
    "properly careful understand understanding really lot make use using work best option case general production real world challenge algorithm learning machine "
    "method technique feature product end result success successful excellent interesting iterate iteration holistic end-to-end pipeline".split()
}


def filler(unit: str, point: Point) -> Guard | None:
    """Talk that would fit any question: a stock phrase, and hardly a word that belongs to this one."""
    if not _PROMISE.search(plain(unit)):
        return None
    own = content(unit)
    specific = [s for s in own if s not in _GENERIC and s not in TALK]
    if len(specific) <= 1:
        return Guard("filler", f"Would fit any question: {quote(unit)!r}.")
    return None
