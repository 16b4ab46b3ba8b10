"""Answers clarifying questions with the rubric's reveals, or says that there is none."""

import math
from collections.abc import Iterator, Mapping, Sequence

from grader.language import leaks
from grader.language import words as w
from grader.ports import Encoder
from grader.rubric import Reveal, Rubric
from interviewer.events import FactRevealed
from interviewer.turn.topics import about_procedure, about_project, topics

# How much each sign counts that a question asks for a reveal. Chosen on the problems of
# tests/content/clarifying.yaml; docs/interviewer.md has the figures of problems that were not looked at.
_ANSWER, _WHOLE, _OVERLAP, _TOPIC = 0.3, 0.6, 0.2, 0.6
_USUAL, _CROWD = 0.35, 0.5
"""Usual signs of a reveal that was not asked for, and the share of them that is taken off."""
KNOWN = 0.835
"""Least sum of signs of a question that asks for a reveal."""
NOTHING = "I have no figure for that: assume what you need, and say so."
YOURS = "That is up to you."


def answer_questions(
    questions: Sequence[str], rubric: Rubric, encoder: Encoder, told: frozenset[int], *, only_known: bool
) -> Iterator[FactRevealed]:
    """Answer each question once. `told` are the reveals told before, by index.

    `only_known` leaves out questions that no reveal answers: inside a statement they are usually rhetorical.
    """
    given: set[int] = set()
    open_questions: list[str] = []
    for question in questions:
        index = nearest_reveal(question, rubric, encoder)
        if index is None:
            open_questions.append(question)
        elif index not in given:
            given.add(index)
            again = "As I said: " if index in told else ""
            yield FactRevealed(again + rubric.reveals[index].answer, index)
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
    given = w.stems(f"{rubric.prompt} {rubric.title}")
    about = [_about(question, reveal) for reveal in rubric.reveals]
    signs = [
        _nearness(question, reveal, given, encoder) + _TOPIC * min(1.0, sum(_share(t, mine, about) for t in mine))
        for reveal, mine in zip(rubric.reveals, about, strict=True)
    ]
    best = max(range(len(signs)), key=lambda i: (signs[i], -i))
    # A question near to all reveals asks for none: the signs of the others, and usual ones, count against the best.
    others = [sign for i, sign in enumerate(signs) if i != best] + [_USUAL]
    return best if signs[best] - _CROWD * sum(others) / len(others) >= KNOWN else None


def whole(reveal: Reveal) -> str:
    """Return all ways of asking for a reveal, and its answer, as one text."""
    return " ".join([*reveal.ask, reveal.answer])


def _about(question: str, reveal: Reveal) -> dict[str, float]:
    """Return the topics of a question, each with the share of a reveal's `ask` lines that name it."""
    return {topic: sum(topic in topics(ask) for ask in reveal.ask) / len(reveal.ask) for topic in topics(question)}


def _share(topic: str, mine: Mapping[str, float], all_reveals: Sequence[Mapping[str, float]]) -> float:
    """Return how much a topic speaks for one reveal: less when others are more about it, or when many are."""
    strongest = max(shares[topic] for shares in all_reveals)
    return mine[topic] / strongest / math.sqrt(sum(shares[topic] > 0 for shares in all_reveals)) if strongest else 0.0


def _nearness(question: str, reveal: Reveal, given: frozenset[str], encoder: Encoder) -> float:
    """Return how close a question is to the ways of asking, to a sentence, to the whole, and in words of its own.

    `given` are the stems of the prompt, which tell nothing.
    """
    sentences = leaks.sentences(reveal.answer)
    asked = encoder.encode([question])[0]
    near_ask = float((encoder.encode(list(reveal.ask)) @ asked).max())
    near_answer = float((encoder.encode(sentences) @ asked).max())
    near_whole = float(encoder.encode([whole(reveal)])[0] @ asked)
    weights = {w.stem(x): w.information(x) for x in w.words(question) if w.is_content(x)}
    weights = {stem: weight for stem, weight in weights.items() if stem not in given}
    own = w.stems(whole(reveal))
    overlap = sum(v for stem, v in weights.items() if stem in own) / (sum(weights.values()) or 1.0)
    return near_ask + _ANSWER * near_answer + _WHOLE * near_whole + _OVERLAP * overlap
