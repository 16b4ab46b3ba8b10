"""Answers clarifying questions with the rubric's facts, or honestly with none."""

from collections.abc import Iterator, Sequence

from grader import leaks
from grader import words as w
from grader.ports import Encoder
from grader.rubric import Reveal, Rubric
from interviewer.events import FactRevealed
from interviewer.topics import about_procedure, about_project, topics

# How much each sign counts that a question asks for a fact, and from which sum on it does. Chosen on every other line
# of tests/content/clarifying.yaml; docs/interviewer.md has the figures of the other lines.
_ANSWER, _OVERLAP, _TOPIC = 0.6, 0.2, 0.6
KNOWN = 0.86
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
    # A topic that several facts share tells less about which of them is meant.
    shared = [topics(question) & frozenset().union(*map(topics, r.ask)) for r in rubric.reveals]
    spread = {t: sum(t in s for s in shared) for t in topics(question)}
    signs = [
        _nearness(question, fact, known, encoder) + _TOPIC * min(1.0, sum(1.0 / spread[t] for t in mine))
        for fact, mine in zip(rubric.reveals, shared, strict=True)
    ]
    best = max(range(len(signs)), key=lambda i: (signs[i], -i))
    return best if signs[best] >= KNOWN else None


def _nearness(question: str, fact: Reveal, known: frozenset[str], encoder: Encoder) -> float:
    """Likeness to the nearest way of asking and sentence of the answer, and shared words new to the prompt."""
    sentences = leaks.sentences(fact.answer)
    asked = encoder.encode([question])[0]
    near_ask = float((encoder.encode(list(fact.ask)) @ asked).max())
    near_answer = float((encoder.encode(sentences) @ asked).max())
    said = {w.stem(x): w.information(x) for x in w.words(question) if w.is_content(x)}
    said = {stem: weight for stem, weight in said.items() if stem not in known}
    held = w.stems(" ".join([*fact.ask, fact.answer]))
    overlap = sum(v for stem, v in said.items() if stem in held) / (sum(said.values()) or 1.0)
    return near_ask + _ANSWER * near_answer + _OVERLAP * overlap
