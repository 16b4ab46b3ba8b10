"""What was said so far is judged by the guide as it is now."""

from dataclasses import replace

from interviewer.session import Session
from interviewer.turn.judging import scorecard_so_far
from tests.fakes import services
from tests.interviewer.turns import MET


def verdict(world, session):
    return next(c.verdict for c in scorecard_so_far(world, session.interview).checkpoints if c.id == "measure")


def test_an_edit_that_keeps_the_length_of_the_guide_is_a_new_judgment():
    guide = ["x" * len(MET)]
    world = replace(services(), guide_texts=lambda: tuple(guide))
    session = Session.open(world, "toy")
    session.take(MET)
    assert verdict(world, session) == "met"
    guide[0] = MET  # now the answer is pasted from the guide
    assert verdict(world, session) != "met"
    guide[0] = "x" * len(MET)
    assert verdict(world, session) == "met"
