"""What was said so far, turn by turn: each turn is judged once, however long the interview gets.

No evidence spans two turns, so the best of each turn is the best of all. Only an answer that is taken back in a later
turn looks better here than on the scorecard, which judges the interview as a whole; the interviewer need not know.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from hashlib import blake2b

from grader.answer import Answer, Turn
from grader.scorecard import CheckpointScore, Scorecard

Judge = Callable[[Answer], Scorecard]
"""Judges an answer by the rubric, level and protected texts of an interview."""
_REMEMBERED = 2_000
"""Most turns that are remembered."""
_SILENT = Turn("candidate", "")
_ORDER = ("not_assessed", "missed", "contradicted", "partial", "met")


class Listener:
    """Remembers the judgment of turns, for all sessions of a process: pages make a new session for every click."""

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self._heard: dict[Hashable, Scorecard] = {}

    def hear(self, answer: Answer, by: Hashable, judge: Judge) -> Scorecard:
        """Return what was said so far, judging only the turns that are new. `by` is all that `judge` depends on."""
        cards = []
        before = blake2b()
        for i, turn in enumerate(answer.turns):
            if turn.speaker == "candidate":
                cards.append(self._turn(answer, i, (by, i, turn, before.digest()), judge))
            else:
                before.update(repr((i, turn)).encode())
        if not cards:
            return judge(answer)
        best = {score.id: score for score in cards[0].checkpoints}
        for card in cards[1:]:
            best |= {score.id: _better(best[score.id], score) for score in card.checkpoints}
        phases = tuple(
            replace(phase, checkpoints=tuple(best[score.id] for score in phase.checkpoints))
            for phase in cards[-1].phases
        )
        return replace(cards[-1], phases=phases, answer=answer)

    def _turn(self, answer: Answer, i: int, key: Hashable, judge: Judge) -> Scorecard:
        """Return the judgment of a turn; `key` is all that it depends on: what the interviewer said before, too."""
        found = self._heard.get(key) or judge(_alone(answer, i))
        self._heard[key] = found
        while len(self._heard) > _REMEMBERED:
            self._heard.pop(next(iter(self._heard)), None)
        return found


def _alone(answer: Answer, i: int) -> Answer:
    """Return what the interviewer said up to a turn of the candidate's, and that turn, at their places."""
    turns = answer.turns[: i + 1]
    return Answer(tuple(turn if turn.speaker == "interviewer" or n == i else _SILENT for n, turn in enumerate(turns)))


def _better(earlier: CheckpointScore, later: CheckpointScore) -> CheckpointScore:
    """Return the better of two judgments; the later of equals, because it is what is talked about now."""

    def rank(score: CheckpointScore) -> tuple[int, float]:
        return _ORDER.index(score.verdict), score.credit or 0.0

    return later if rank(later) >= rank(earlier) else earlier
