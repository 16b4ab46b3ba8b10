"""A draft of a rubric from a transcript: always valid, never about nothing, to be rewritten."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.adapters.rubric_files import parse_rubric
from grader.answer import Answer, Turn
from library.editing.rubric_drafts import draft_rubric

PROMPT = "Design a parking garage that tells drivers where the free places are."
SAID = (
    "Okay, so sensors in the floor of every place report whether a car stands there. What would it cost? "
    "Signs at the corners show how many places are free on each level. Right. "
    "I would keep the counts in one small database, because a garage has few places. "
    "Sensors in the floor report whether a car stands on each place."
)


def answer(*turns: tuple[str, str]) -> Answer:
    return Answer(tuple(Turn(speaker, text) for speaker, text in turns))


def test_the_first_question_becomes_the_prompt_and_main_sentences_become_claims():
    name, text = draft_rubric(answer(("interviewer", "Hi there!"), ("interviewer", PROMPT), ("candidate", SAID)))
    rubric = parse_rubric(text, f"{name}.yaml")
    assert rubric.prompt == PROMPT
    assert rubric.format == "custom"
    assert "parking" in name
    claims = [c.claim for c in rubric.checkpoints]
    assert "Signs at the corners show how many places are free on each level." in claims
    assert not any(c.endswith("?") or c.startswith("Okay") for c in claims)
    assert sum("Sensors in the floor" in c or "sensors in the floor" in c for c in claims) == 1, "no two alike"
    assert text.startswith("# A draft")


def test_a_name_that_is_taken_is_not_used():
    talk = answer(("interviewer", PROMPT), ("candidate", SAID))
    name, _ = draft_rubric(talk)
    again, text = draft_rubric(talk, {name, f"{name}_2"})
    assert again == f"{name}_3"
    assert parse_rubric(text, f"{again}.yaml").id == again


@pytest.mark.parametrize(
    "talk",
    [
        answer(("candidate", SAID)),
        answer(("interviewer", "Go."), ("candidate", "Yes.")),
        answer(("interviewer", "设计一个系统，请说明。"), ("candidate", "好的，我会从目标开始。")),
        answer(("interviewer", "# - : {x} 'y' \"z\" & *a"), ("candidate", "key: value, " * 5 + ": - [x] {y} # no")),
        answer(("candidate", "")),
        answer(("interviewer", "Design \ufffe a \ud800 queue."), ("candidate", SAID.replace(" ", " \ufffe\x85", 1))),
    ],
    ids=["no interviewer", "hardly a word", "another script", "YAML signs", "nothing", "no text"],
)
def test_any_transcript_gives_a_valid_draft(talk):
    name, text = draft_rubric(talk)
    assert parse_rubric(text, f"{name}.yaml").checkpoints


@given(st.lists(st.tuples(st.sampled_from(("interviewer", "candidate")), st.text(max_size=200)), max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_words_break_a_draft(turns):
    name, text = draft_rubric(answer(*turns))
    assert parse_rubric(text, f"{name}.yaml").id == name
