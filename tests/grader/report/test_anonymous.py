"""Names become roles on export: whole words only, quotes still where they say, nothing else changed."""

import json
from dataclasses import replace

import pytest

from grader.answer import Answer, Turn
from grader.grading import grade
from grader.overrides import Override, override
from grader.report.anonymous import names_in, without_names
from grader.report.formats import FORMATS, as_dict, to_json
from grader.report.stored import from_dict
from grader.scorecard import Scorecard
from grader.transcripts import read_transcript, to_answer
from grader.transcripts.people import names_of
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

SAID = (
    "Thanks, Robin Roe. I count the letters that land, Robin, in the correct drawer. "
    "And robin's other letters? Will it scale? Robinson and Danae stay."
)
NAMES = {"Robin Roe": "interviewer", "Robin": "interviewer", "Roe": "interviewer", "Dana": "candidate"}


def card(*turns: tuple[str, str]) -> Scorecard:
    answer = Answer(tuple(Turn(speaker, text) for speaker, text in turns))
    return grade(a_rubric(), answer, encoder=StemEncoder(), calibration=CALIBRATION)


TALK = (("interviewer", "Go on, Dana: what do you count?"), ("candidate", SAID))


def test_names_become_roles_by_whole_words():
    found = without_names(card(*TALK), NAMES).answer.turns
    assert found[0].text == "Go on, [candidate]: what do you count?"
    assert found[1].text == (
        "Thanks, [interviewer]. I count the letters that land, [interviewer], in the correct drawer. "
        "And [interviewer]'s other letters? Will it scale? Robinson and Danae stay."
    )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Will, what next?", "[candidate], what next?"),
        ("Will you go on?", "Will you go on?"),
        ("I will mark it.", "I will mark it."),
        ("So Will said that.", "So [candidate] said that."),
        ("Fine. Will it hold?", "Fine. Will it hold?"),
        ("Thank you Will", "Thank you [candidate]"),
        ("Fine\n\nWill it hold?", "Fine\n\nWill it hold?"),
    ],
)
def test_a_name_that_is_a_word_is_told_by_its_capital(text, hidden):
    found = without_names(card(("interviewer", text), *TALK), {"Will": "candidate"})
    assert found.answer.turns[0].text == hidden


@pytest.mark.parametrize("text", ["John is right.", "Fine. John, go on", "and john knows", "JOHN!", "see john_2.txt"])
def test_a_name_that_is_no_word_is_told_anywhere(text):
    found = without_names(card(("interviewer", text), *TALK), {"John": "candidate"})
    assert "john" not in found.answer.turns[0].text.lower()


def test_every_quote_still_stands_where_it_says():
    before = card(*TALK)
    after = without_names(before, NAMES)
    assert from_dict(json.loads(to_json(after))) == after
    quotes = [(c.evidence or c.closest) for c in after.checkpoints]
    assert any(q and "[interviewer]" in after.answer.quote(q.span) for q in quotes)
    for one, other in zip(before.checkpoints, after.checkpoints, strict=True):
        old, new = one.evidence or one.closest, other.evidence or other.closest
        assert (old is None) == (new is None)
        if old and new:
            said = before.answer.quote(old.span)
            for name, role in NAMES.items():
                said = said.replace(name, f"[{role}]")
            assert after.answer.quote(new.span) == said.replace("robin", "[interviewer]").replace(
                "[interviewer]son", "Robinson"
            )
        assert (one.verdict, one.credit) == (other.verdict, other.credit)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_format_keeps_a_name(kind):
    overruled = override(card(*TALK), [Override("measure", "missed", "Robin told me so.", "Dana Lee", 1.0)])
    assert "Robin" in FORMATS["json"](overruled)
    text = FORMATS[kind](without_names(overruled, NAMES | {"Dana Lee": "candidate"}))
    for name in ("Robin ", "Robin.", "Robin,", "Roe", "Dana ", "Dana L", "Dana:"):
        assert name not in text


def test_without_names_nothing_changes():
    before = card(*TALK)
    assert as_dict(without_names(before, {})) == as_dict(before)


def test_who_overruled_is_a_reviewer_and_the_graders_finding_stays():
    overruled = override(card(*TALK), [Override("measure", "missed", "No.", "Kim", 5.0)])
    found = next(c for c in without_names(overruled, {}).checkpoints if c.id == "measure")
    assert found.overruled is not None
    assert (found.overruled.who, found.overruled.when) == ("reviewer", 5.0)
    assert replace(found.overruled.graded) == card(*TALK).checkpoints[1]


def test_a_reviewer_is_not_named_by_another_either():
    rows = [Override("measure", "missed", "No.", "Kim Loe", 5.0), Override("repair", "met", "Kim is right.", "me", 6.0)]
    found = {c.id: c for c in without_names(override(card(*TALK), rows), {}).checkpoints}
    assert found["repair"].overruled.reason == "[reviewer] is right."


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace", "Ada", "Lovelace"]),
        ("ada", ["ada"]),
        ("ada lovelace", ["ada lovelace"]),
        ("kim.loe@example.org", []),
        ("The second reader", ["The second reader"]),
        ("me", []),
        ("", []),
    ],
)
def test_names_in_signatures(who, names):
    assert names_in(who) == names


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Dana Roe", ["Dana Roe", "Dana", "Roe"]),
        ("Dana Roe (she/her)", ["Dana Roe", "Dana", "Roe"]),
        ("Dana - Interviewer", ["Dana"]),
        ("Dana (Candidate)", ["Dana"]),
        ("dana.roe@example.org", ["Dana Roe", "Dana", "Roe"]),
        ("Jean-Luc O’Hara", ["Jean-Luc O’Hara", "Jean-Luc", "O’Hara"]),
        ("Ludwig van der Berg", ["Ludwig van der Berg", "Ludwig", "Berg"]),
        ("Interviewer", []),
        ("Interviewer 2", []),
        ("Speaker 1", []),
        ("SPEAKER_00", []),
        ("Me", []),
        ("Q", []),
        ("", []),
        ("Unknown speaker", []),
    ],
)
def test_names_in_labels(label, names):
    assert list(names_of({label: "candidate"})) == names


def test_a_transcript_gives_its_names():
    transcript = read_transcript(
        "Robin Roe: What do you count?\nDana: The letters.\nRobin Roe: Why, Dana?\nDana: So.\n"
    )
    answer, _ = to_answer(transcript, "Dana")
    sides = {u.label: t.speaker for u, t in zip(transcript.utterances, answer.turns, strict=True)}
    assert names_of(sides) == {
        "Robin Roe": "interviewer",
        "Robin": "interviewer",
        "Roe": "interviewer",
        "Dana": "candidate",
    }
