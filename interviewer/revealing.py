"""Answers clarifying questions with the rubric's facts, or honestly with none."""

from collections.abc import Iterable, Sequence

from grader.ports import Encoder
from grader.rubric import Rubric
from interviewer.events import FactRevealed

KNOWN = 0.55
"""Similarity from which a question is taken to ask for a fact."""
NOTHING = "I have no figure for that: assume what you need, and say so."


def reveal(
    questions: Sequence[str], rubric: Rubric, encoder: Encoder, told: frozenset[int], *, only_known: bool
) -> Iterable[FactRevealed]:
    """Answer each question once.

    `only_known` leaves out questions that no reveal answers: inside a statement they are usually rhetorical.
    """
    given: set[int] = set()
    unknown = False
    for question in questions:
        found = nearest_reveal(question, rubric, encoder)
        if found is None:
            unknown = True
        elif found not in given:
            given.add(found)
            again = "As I said: " if found in told else ""
            yield FactRevealed(again + rubric.reveals[found].answer, found)
    if unknown and not only_known:
        yield FactRevealed(NOTHING if not given else "On the rest I have nothing: assume it, and say so.", None)


def nearest_reveal(question: str, rubric: Rubric, encoder: Encoder) -> int | None:
    """Return the index of the reveal that a question asks for, or None."""
    asks = [(i, ask) for i, r in enumerate(rubric.reveals) for ask in r.ask]
    if not asks:
        return None
    close = encoder.encode([question]) @ encoder.encode([ask for _, ask in asks]).T
    best = int(close[0].argmax())
    return asks[best][0] if float(close[0][best]) >= KNOWN else None
