"""Captions without punctuation are cut where sentences probably end; no word is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.formats import transcript_markdown
from grader.transcripts import quality, read_transcript, to_answer
from grader.transcripts.stops import cut_at_stops

SAID = (
    "okay so first i would ask who is using this every day and what they are trying to find "
    "then we need a number that tells us whether it works and i'd take the share of searches that end with a click "
    "that is easy to count however people click on a lot of things that do not help them at all"
)


def test_cuts_stand_before_words_that_open_a_sentence():
    lines = cut_at_stops(SAID).split("\n")
    assert len(lines) >= 3
    for opening in ("then we need", "however people"):
        assert any(line.startswith(opening) for line in lines), opening
    assert not any(line.split()[-1] in {"the", "of", "a", "to", "i'd", "that"} for line in lines)


@pytest.mark.parametrize("text", ["", "one two three", "a\nb", "word " * 500, "the " * 300])
def test_every_text_can_be_cut(text):
    assert cut_at_stops(text).split() == text.split()


@given(st.text(max_size=2000))
def test_no_word_is_changed(text):
    assert cut_at_stops(text).split() == text.split()


def test_a_line_end_that_stands_already_stays():
    text = "\n".join([SAID, SAID])
    assert "\n".join([cut_at_stops(SAID)] * 2) == cut_at_stops(text)


def test_captions_are_cut_on_their_way_to_the_grader_and_other_text_is_not():
    captions, _ = to_answer(read_transcript(f"Candidate: {SAID}"))
    assert captions.turns[0].text == cut_at_stops(SAID)
    written = "I count the letters. Then I count the drawers, too. Who would not? " * 5
    assert to_answer(read_transcript(f"Candidate: {written}"))[0].turns[0].text == written.strip()


def test_an_export_of_cut_captions_comes_back_as_it_was():
    answer, _ = to_answer(read_transcript(f"Interviewer: what would you do\nCandidate: {SAID}"))
    again = read_transcript(transcript_markdown(answer))
    assert quality.NO_PUNCTUATION in again.warnings
    assert to_answer(again)[0] == answer
