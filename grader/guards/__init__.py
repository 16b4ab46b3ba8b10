"""Guards: named, visible reasons why a similarity earns no credit.

A similarity says that two texts are about the same thing. It does not say who said it first, whether it is a sentence,
or whether the speaker is for it or against it. Each guard looks at one unit of an answer (a sentence, bullet or line)
beside one point (the question, what else the interviewer said, passages that may not be pasted, the claim with its
anchors) and either stays silent or returns a `Guard` that says what it saw in words a candidate understands.

Guards read words only: no encoder, no training data. Everything here is deterministic.
"""

from grader.guards.filler import filler
from grader.guards.heard import echo, is_question, question
from grader.guards.point import Guard, Point
from grader.guards.polarity import reversed_
from grader.guards.protected import Protected, pasted
from grader.guards.terms import keyword_list, word_salad
from grader.guards.thresholds import LONGEST
from grader.guards.warning import warns
from grader.language.plain import quote, words

__all__ = ["Guard", "Point", "Protected", "denies", "guard", "quote", "warns"]


def guard(unit: str, point: Point, before: str = "", after: str = "") -> tuple[Guard, ...]:
    """Return every guard that fires for one unit beside one point; `before` and `after` are the neighboring units."""
    unit, before, after = unit[:LONGEST], before[-LONGEST:], after[:LONGEST]
    if not words(unit):
        return (Guard("filler", "Holds no words."),)
    # Two people ask for the same fact in the same words; where asking earns, that is no paste.
    asks = point.earned_by == "asking" and is_question(unit)
    found = (
        question(unit, point),
        echo(unit, point),
        None if asks else pasted(unit, point.protected),
        keyword_list(unit, point),
        word_salad(unit, point, before, after),
        filler(unit, point),
        reversed_(unit, point, before, after),
    )
    return tuple(g for g in found if g)


def denies(unit: str, statement: str, before: str = "", after: str = "") -> bool:
    """Say whether a unit, or what stands around it, speaks against a statement: a wrong one that is taken back is not held."""
    return reversed_(unit[:LONGEST], Point(statement), before[-LONGEST:], after[:LONGEST]) is not None
