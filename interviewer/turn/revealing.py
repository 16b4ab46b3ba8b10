"""Answers clarifying questions with the rubric's facts, or honestly with none."""

import math
from collections.abc import Iterator, Mapping, Sequence

from grader.language import leaks
from grader.language import words as w
from grader.ports import Encoder
from grader.rubric import Reveal, Rubric
from interviewer.events import FactRevealed
from interviewer.turn.topics import about_procedure, about_project, topics

# How much each sign counts that a question asks for a fact, and from which sum on it does. Chosen on the problems of
# tests/content/clarifying.yaml; docs/interviewer.md has the figures of problems that were not looked at.
_ANSWER, _WHOLE, _OVERLAP, _TOPIC = 0.3, 0.6, 0.2, 0.6
_USUAL, _CROWD = 0.35, 0.5
"""What a fact that was not asked for shows on average, and the share of it that speaks for nothing."""
KNOWN = 0.835
NOTHING = "I have no figure for that: assume what you need, and say so."
YOURS = "That is up to you."


def reveal(
    questions: Sequence[str], rubric: Rubric, encoder: Encoder, told: frozenset[int], *, only_known: bool
) -> Iterator[FactRevealed]:
    """Answer each question once.

    `only_known` leaves out questions that no reveal answers: inside a statement they are usually rhetorical.
    """
    given: set[int] = set()
    open_questions: list[str] = []
    for question in questions:
        found = nearest_reveal(question, rubric, encoder)
        if found is None:
            open_questions.append(question)
        elif found not in given:
            given.add(found)
            again = "As I said: " if found in told else ""
            yield FactRevealed(again + rubric.reveals[found].answer, found)
    if open_questions and not only_known:
        yield FactRevealed(_no_fact(open_questions, bool(given)), None)


def _no_fact(questions: Sequence[str], some_given: bool) -> str:
    if all(map(about_procedure, questions)):
        return YOURS
    return "On the rest I have nothing: assume it, and say so." if some_given else NOTHING


def nearest_reveal(question: str, rubric: Rubric, encoder: Encoder) -> int | None:
    """Return the index of the reveal that a question asks for, or None."""
    if not rubric.reveals or about_procedure(question) or about_project(question):
        return None
    known = w.stems(f"{rubric.prompt} {rubric.title}")
    about = [_about(question, fact) for fact in rubric.reveals]
    signs = [
        _nearness(question, fact, known, encoder) + _TOPIC * min(1.0, sum(_share(t, mine, about) for t in mine))
        for fact, mine in zip(rubric.reveals, about, strict=True)
    ]
    best = max(range(len(signs)), key=lambda i: (signs[i], -i))
    # A question near to all facts is near to none: what the others show, and a usual one, counts against the best.
    others = [sign for i, sign in enumerate(signs) if i != best] + [_USUAL]
    return best if signs[best] - _CROWD * sum(others) / len(others) >= KNOWN else None


def whole(fact: Reveal) -> str:
    """Return all ways of asking for a fact, and the fact: one text."""
    return " ".join([*fact.ask, fact.answer])


def _about(question: str, fact: Reveal) -> dict[str, float]:
    """Return the topics of a question that a fact is about, each with the share of its `ask` lines that name it."""
    return {topic: sum(topic in topics(ask) for ask in fact.ask) / len(fact.ask) for topic in topics(question)}


def _share(topic: str, mine: Mapping[str, float], all_facts: Sequence[Mapping[str, float]]) -> float:
    """Return how much a topic speaks for one fact: less when others are more about it, or when many are."""
    strongest = max(fact[topic] for fact in all_facts)
    return mine[topic] / strongest / math.sqrt(sum(fact[topic] > 0 for fact in all_facts)) if strongest else 0.0


def _nearness(question: str, fact: Reveal, known: frozenset[str], encoder: Encoder) -> float:
    """Likeness to the nearest way of asking, the nearest sentence and the whole, and shared words new to the prompt."""
    sentences = leaks.sentences(fact.answer)
    asked = encoder.encode([question])[0]
    near_ask = float((encoder.encode(list(fact.ask)) @ asked).max())
    near_answer = float((encoder.encode(sentences) @ asked).max())
    near_whole = float(encoder.encode([whole(fact)])[0] @ asked)
    said = {w.stem(x): w.information(x) for x in w.words(question) if w.is_content(x)}
    said = {stem: weight for stem, weight in said.items() if stem not in known}
    held = w.stems(whole(fact))
    overlap = sum(v for stem, v in said.items() if stem in held) / (sum(said.values()) or 1.0)
    return near_ask + _ANSWER * near_answer + _WHOLE * near_whole + _OVERLAP * overlap
