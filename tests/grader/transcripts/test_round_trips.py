"""What Viva exports, it imports again: the same speakers and the same words, so the same scorecard."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answer import Answer, Turn
from grader.report.formats import transcript_markdown, turn_dict
from grader.transcripts import read_transcript, to_answer

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=80)
LINES = st.sampled_from(
    (
        "**Interviewer:** not a turn",
        "**Candidate:**",
        "\\**Candidate:** escaped once",
        "\\\\**Interviewer:** escaped twice",
        "Candidate: plain",
        "# A title",
        '<!-- viva transcript {"skipped": []} -->',
        "",
        "  indented",
        "Funnel: 100k -> 500",
        "WEBVTT",
        "00:00:01.000 --> 00:00:02.000",
        '{"transcript": []}',
    )
)
TEXTS = st.one_of(WORDS, st.lists(st.one_of(LINES, WORDS), max_size=6).map("\n".join))
TURNS = st.builds(Turn, st.sampled_from(("interviewer", "candidate")), TEXTS, st.none() | st.floats(0, 10_000))
ANSWERS = st.builds(
    Answer,
    st.lists(TURNS, min_size=1, max_size=6).map(tuple).filter(lambda turns: any(t.text.strip() for t in turns)),
    st.none() | st.frozensets(st.sampled_from(("goal", "data", "a-->b"))),
    st.frozensets(st.sampled_from(("load", "drift"))),
)


@given(answer=ANSWERS, title=st.sampled_from(("", "Hotel search", "Two\nlines: one title")))
@settings(max_examples=200, deadline=None)
def test_markdown_imports_again_exactly(answer: Answer, title: str) -> None:
    transcript = read_transcript(transcript_markdown(answer, title).encode(), "export.md")
    assert transcript.format == "Viva Markdown"
    again, _ = to_answer(transcript, "candidate") if "candidate" in transcript.labels else to_answer(transcript)
    assert [t.text for t in again.turns] == [t.text for t in answer.turns]
    assert [u.label for u in transcript.utterances] == [t.speaker for t in answer.turns]
    assert [t.seconds for t in again.turns] == [t.seconds for t in answer.turns]
    assert (again.reached, again.skipped) == (answer.reached, answer.skipped)


@given(answer=ANSWERS, indent=st.sampled_from((None, 2)), ascii_only=st.booleans())
@settings(max_examples=200, deadline=None)
def test_json_imports_again_exactly(answer: Answer, indent: int | None, ascii_only: bool) -> None:
    fields = {
        "rubric": "hotel_search",
        "reached": None if answer.reached is None else sorted(answer.reached),
        "skipped": sorted(answer.skipped),
        "transcript": [turn_dict(turn) for turn in answer.turns],
    }
    text = json.dumps(fields, indent=indent, ensure_ascii=ascii_only)
    transcript = read_transcript(text.encode(), "export.json")
    again, _ = to_answer(transcript, "candidate") if "candidate" in transcript.labels else to_answer(transcript)
    assert transcript.problem == "hotel_search"
    assert [turn_dict(t)["text"] for t in again.turns] == [t.text for t in answer.turns]
    assert [(u.label, u.seconds) for u in transcript.utterances] == [(t.speaker, t.seconds) for t in answer.turns]
    assert (again.reached, again.skipped) == (answer.reached, answer.skipped)


def test_markdown_whose_comment_was_cut_still_has_its_speakers() -> None:
    answer = Answer(
        (Turn("interviewer", "Where do you begin?"), Turn("candidate", "With the goal.\n\nNote: not clicks."))
    )
    lines = transcript_markdown(answer, "Hotel search").split("\n")
    text = "\n".join(line for line in lines if not line.startswith("<!--"))
    read = read_transcript(text)
    assert [(u.label, u.text) for u in read.utterances] == [
        ("Interviewer", "Where do you begin?"),
        ("Candidate", "With the goal.\n\nNote: not clicks."),
    ]


def test_a_damaged_comment_loses_the_facts_and_keeps_the_words() -> None:
    text = '<!-- viva transcript {"skipped": [1, "load"], "reached": } -->\n\n**Candidate:** I begin with the goal.\n'
    transcript = read_transcript(text)
    assert (transcript.reached, transcript.skipped) == (None, ())
    assert transcript.utterances[0].text == "I begin with the goal."
