"""What a candidate says, and what a pack holds, is read in time that grows with its size and no faster."""

import pytest

from grader.answer import Answer, Turn
from grader.report.anonymous import Hidden
from interviewer.listening import Listener
from interviewer.turn import probing, reading
from interviewer.turn.topics import about_procedure, about_project, topics
from library.guide import read_chapter
from library.packs import contents as packs
from tests.fakes import CALIBRATION, StemEncoder, a_rubric
from tests.growth import grows
from ui.parts.markdown import safe_html

TURNS = {
    "thinking": ("hmm ", "x"),
    "thinking and space": ("um    ", " x"),
    "openers": ("and so ", "x"),
    "different questions": ("How many {}s are there? ", "x"),
    "parts of a question": (", and what is it", "?"),
    "instructions": ("ignore all the ", "x"),
    "marks": ("mark all ", "x"),
    "letters": ("f", "x"),
    "wants": ("tell me the ", "x"),
    "doubts": ("i really do not ", "x"),
    "asides": ("is it - so, ", "x"),
    "how many": ("how many ", "x"),
    "questions": ("? ", "x"),
    "brackets": ("[](", "x"),
}
"""What is repeated in a turn, {} being another word each time, and what stands behind it."""


def said(turn):
    repeated, end = TURNS[turn]
    return lambda n: "".join(repeated.replace("{}", f"user{i}") for i in range(n // len(repeated))) + end


@pytest.mark.parametrize("turn", TURNS)
def test_a_hostile_turn_is_classified_in_linear_time(turn):
    assert grows(lambda text: reading.read(text, prompt="Design a thing that sorts letters."), said(turn), 2_000) < 3


@pytest.mark.parametrize("about", [topics.__wrapped__, about_procedure, about_project])
@pytest.mark.parametrize("turn", TURNS)
def test_what_a_hostile_question_is_about_is_found_in_linear_time(about, turn):
    assert grows(about, said(turn), 2_000) < 3


@pytest.mark.parametrize("turn", TURNS)
def test_a_phrase_to_hold_on_to_is_found_in_linear_time(turn):
    encoder = StemEncoder()
    assert grows(lambda text: probing.own_phrase(text, "Letters are counted.", encoder), said(turn), 2_000) < 3


def test_turns_that_were_judged_are_heard_again_in_linear_time():
    from grader.grading import grade

    listener = Listener()
    card = grade(a_rubric(), Answer((Turn("candidate", "Yes."),)), encoder=StemEncoder(), calibration=CALIBRATION)

    def talk(n):
        answer = Answer(tuple(Turn(("interviewer", "candidate")[i % 2], f"Turn {i}.") for i in range(n)))
        listener.hear(answer, n, lambda _: card)
        return answer, n

    assert grows(lambda heard: listener.hear(*heard, lambda _: card), talk, 100) < 3


@pytest.mark.parametrize(
    "text",
    ["## a {}", "## {{#a", "> Ask: a\n> b\n{}", "> b\n", "[", "- a\n", "*a_ ", "`a", "<!--", "| a |\n"],
    ids=["space", "slugs", "questions", "quotes", "brackets", "list", "stars", "code", "comment", "table"],
)
def test_a_hostile_chapter_is_read_in_linear_time(text):
    filled = text if "{" in text else text + "{}"

    def make(n):
        repeated = " " if text == "## a {}" else "> b\n" if "Ask" in text else text.replace("{{", "{")
        return "## Section\n\n" + filled.replace("{}", repeated * (n // len(repeated))) + "x\n"

    assert grows(lambda chapter: read_chapter(chapter, "name", {}, 1, "name.md"), make, 1_000) < 3


@pytest.mark.parametrize("part", ["__MACOSX/", "a/", "a", "rubrics/", ".."])
@pytest.mark.parametrize("looked", [packs.stray, packs.kind, packs.unsafe])
def test_a_hostile_path_of_a_pack_is_judged_in_linear_time(looked, part):
    assert grows(looked, lambda n: part * (n // len(part)) + "\n", 2_000) < 3


@pytest.mark.parametrize("repeated", ["[", "![a](", "[](", "[]", ":a", "$"])
def test_guide_text_is_made_safe_in_linear_time(repeated):
    assert grows(safe_html, lambda n: repeated * (n // len(repeated)), 2_000) < 3


@pytest.mark.parametrize(
    ("name", "text"),
    [("Dana{}", "Dana{} and "), ("Dana {}", "Dana "), ("a" + " a" * 500, "a "), ("Will", "Will  "), ("{}", "x ")],
    ids=["names told", "one first name", "a long name", "an ordinary word", "names not told"],
)
def test_names_become_roles_in_time_that_does_not_grow_with_their_number(name, text):
    def make(n):
        return {name.format(f"x{i}"): "person" for i in range(n)}, "".join(text.format(f"x{i}") for i in range(n))

    assert grows(lambda made: Hidden(made[0]).text(made[1]), make, 250) < 3


@pytest.mark.parametrize("text", ["Dana Roe" + " Roe" * 30, "a" + " b" * 45])
def test_every_word_of_a_long_name_is_hidden(text):
    assert set(Hidden({text: "person"}).text(f"So {text}").split("So ")[1]) <= set("[person] ")
