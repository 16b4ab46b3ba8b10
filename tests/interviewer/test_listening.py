"""Turns are judged once, and the best of each is the best of all."""

import pytest

from grader.answer import Answer, Turn
from grader.grading import grade
from interviewer.listening import Listener
from tests.fakes import CALIBRATION, StemEncoder, a_rubric
from tests.interviewer.turns import MET, SCOPE, VAGUE

REPAIR = "Postal codes with typing errors are repaired before sorting them."


class Judge:
    def __init__(self):
        self.asked = []

    def __call__(self, answer):
        self.asked.append(answer)
        return grade(a_rubric(), answer, encoder=StemEncoder(), calibration=CALIBRATION)


def talk(*said):
    turns = [Turn("interviewer", a_rubric().prompt)]
    for text in said:
        turns += [Turn("candidate", text), Turn("interviewer", "And then?")]
    return Answer(tuple(turns))


def verdicts(card):
    return {score.id: score.verdict for score in card.checkpoints}


@pytest.mark.parametrize("said", [(MET,), (VAGUE, MET), (MET, VAGUE, REPAIR), (SCOPE, VAGUE, "ok", MET, REPAIR)])
def test_turn_by_turn_is_the_whole(said):
    heard = Listener().hear(talk(*said), "toy", Judge())
    whole = grade(a_rubric(), talk(*said), encoder=StemEncoder(), calibration=CALIBRATION)
    assert verdicts(heard) == verdicts(whole)
    for mine, theirs in zip(heard.checkpoints, whole.checkpoints, strict=True):
        if mine.verdict == "met":
            assert heard.answer.quote(mine.evidence.span) == whole.answer.quote(theirs.evidence.span)


def test_only_new_turns_are_judged():
    listener, judge = Listener(), Judge()
    for said in ((VAGUE,), (VAGUE, MET), (VAGUE, MET, REPAIR)):
        listener.hear(talk(*said), "toy", judge)
    assert [sum(bool(t.text) for t in a.turns if t.speaker == "candidate") for a in judge.asked] == [1, 1, 1]


def test_an_amended_turn_is_judged_again():
    listener, judge = Listener(), Judge()
    listener.hear(talk(VAGUE), "toy", judge)
    assert verdicts(listener.hear(talk(MET), "toy", judge))["measure"] == "met"


def test_another_rubric_or_level_is_another_judgment():
    listener, judge = Listener(), Judge()
    for by in ("toy", "toy", "other"):
        listener.hear(talk(MET), by, judge)
    assert len(judge.asked) == 2


def test_nothing_said_yet():
    assert Listener().hear(talk(), "toy", Judge()).score is None
