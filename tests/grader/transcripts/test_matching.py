"""Which rubric a transcript is about: suggested with a margin, never decided."""

from dataclasses import replace

from grader.answer import Answer, Turn
from grader.rubric import Checkpoint, Phase
from grader.transcripts.matching import margin, matches
from tests.fakes import StemEncoder, a_rubric

LETTERS = a_rubric()
SHIPS = replace(
    LETTERS,
    id="ships",
    title="Harbor pilot",
    prompt="Design a thing that steers ships through a harbor.",
    phases=(Phase("setup", (Checkpoint("The depth of the water is measured before a ship enters.", "depth"),)),),
)


def about(*texts: str) -> Answer:
    return Answer(tuple(Turn("candidate", text) for text in texts))


def test_the_nearest_comes_first_and_is_ahead():
    found = matches(
        about("We steer ships through the harbor once the depth of water is known."), [LETTERS, SHIPS], StemEncoder()
    )
    assert [m.rubric for m in found] == ["ships", "toy"]
    assert margin(found) == round(found[0].similarity - found[1].similarity, 4) > 0.1


def test_the_order_of_the_rubrics_changes_nothing():
    answer = about("Letters fall into drawers.", "And ships wait.")
    assert matches(answer, [LETTERS, SHIPS], StemEncoder()) == matches(answer, [SHIPS, LETTERS], StemEncoder())


def test_nothing_said_or_nothing_known_matches_nothing():
    assert matches(about("   "), [LETTERS], StemEncoder()) == []
    assert matches(about("Letters fall into drawers."), [], StemEncoder()) == []


def test_a_long_transcript_is_sampled_and_short_pieces_are_enough():
    long = about(*[f"Number {n} says that letters land in the drawer number {n}." for n in range(1000)])
    assert matches(long, [LETTERS, SHIPS], StemEncoder())[0].rubric == "toy"
    assert matches(about("Letters!"), [LETTERS, SHIPS], StemEncoder())[0].rubric == "toy"
    assert margin(matches(long, [LETTERS], StemEncoder())) == 1.0
