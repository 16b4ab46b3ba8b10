"""Corrections by hand: speakers for paragraphs that have none, and several problems in one transcript."""

import pytest

from grader.transcripts import quality, read_transcript, to_answer
from grader.transcripts.by_hand import CANDIDATE, INTERVIEWER, NOBODY, corrected, guess, pieces

BARE = """Design a thing that sorts letters.

I count the letters that land in the correct drawer, every evening, with the people at the desk.

What breaks at the weekend?

Nobody is there, so I keep the letters in a box and sort them on Monday, before the new ones come in.
"""
TWO = """Interviewer: Design a thing that sorts letters.
Candidate: I count the letters.
Interviewer: Good. Next problem: steer a ship.
Candidate: I measure the water first.
"""


def test_text_without_labels_is_cut_at_paragraphs_and_the_speakers_are_guessed():
    transcript = read_transcript(BARE)
    assert transcript.labels == ("",)
    assert [guess(piece) for piece in pieces(transcript)] == [INTERVIEWER, CANDIDATE, INTERVIEWER, CANDIDATE]


def test_speakers_given_by_hand_make_turns():
    transcript = read_transcript(BARE)
    (part,) = corrected(transcript, {i: guess(p) for i, p in enumerate(pieces(transcript))}, ())
    assert [u.label for u in part.utterances] == [INTERVIEWER, CANDIDATE] * 2
    assert part.utterances[1].text == pieces(transcript)[1].text
    assert quality.NO_LABELS not in part.warnings
    answer, _ = to_answer(part)
    assert [t.speaker for t in answer.turns] == ["interviewer", "candidate"] * 2


def test_neighbors_of_one_speaker_are_joined_and_what_is_left_out_is_gone():
    transcript = read_transcript(BARE)
    (part,) = corrected(transcript, {0: INTERVIEWER, 1: CANDIDATE, 2: NOBODY, 3: CANDIDATE}, ())
    assert [u.label for u in part.utterances] == [INTERVIEWER, CANDIDATE]
    assert "weekend" not in part.utterances[1].text
    assert "\n\n" in part.utterances[1].text


def test_a_transcript_with_two_problems_is_cut_into_parts():
    first, second = corrected(read_transcript(TWO), {}, [2])
    assert [u.text for u in first.utterances] == ["Design a thing that sorts letters.", "I count the letters."]
    assert [u.label for u in second.utterances] == ["Interviewer", "Candidate"]
    assert second.format == first.format


def test_parts_keep_nothing_that_the_file_says_of_the_whole():
    text = (
        '{"rubric": "toy", "reached": ["setup"], "skipped": ["x"], "transcript": ['
        '{"speaker": "interviewer", "text": "A?"}, {"speaker": "candidate", "text": "B", "seconds": 3}]}'
    )
    transcript = read_transcript(text)
    assert corrected(transcript, {}, ()) == (transcript,)
    _, second = corrected(transcript, {}, [1])
    assert (second.problem, second.reached, second.skipped) == ("", None, ())
    assert second.utterances[0].seconds == 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("\n".join(f"Line {i} says that it is number {i}." for i in range(5)), 5),
        (" ".join(f"Sentence {i} says that it is number {i}, and no other." for i in range(60)), 10),
        (" ".join(f"word{i}" for i in range(600)), 10),
        ("One short line.", 1),
    ],
    ids=["lines", "one paragraph", "captions", "one line"],
)
def test_every_text_can_be_cut(text, count):
    transcript = read_transcript(text)
    found = pieces(transcript)
    assert len(found) == pytest.approx(count, abs=2)
    assert " ".join(" ".join(p.text.split()) for p in found) == " ".join(text.split()), "no word is lost"


def test_only_unknown_speakers_are_cut_into_paragraphs():
    transcript = read_transcript("Dana: One.\n\nTwo.\nRobin: Three?\nDana: Four.\nRobin: Five?\n")
    assert [p.text for p in pieces(transcript)] == [u.text for u in transcript.utterances]


def test_a_part_without_words_is_dropped():
    assert len(corrected(read_transcript(BARE), {0: NOBODY}, [0, 1])) == 1
    assert corrected(read_transcript(BARE), dict.fromkeys(range(4), NOBODY), ()) == ()
