"""Hostile transcripts are read, or refused, in time that grows with their size and no faster."""

import json

import pytest

from grader.errors import TranscriptError
from grader.language import words
from grader.transcripts import read_transcript, suggest_candidate, to_answer
from grader.transcripts.by_hand import corrected, guess, pieces, unsure
from grader.transcripts.detection import MAX_SPEAKERS
from grader.transcripts.people import names_of
from tests.growth import grows

SIZE = 4_000
CUE = "00:00:0{}.000 --> 00:00:0{}.900\n"
READERS = {
    "labeled text": ("{}\nInterviewer: Design it.\nCandidate: I count.\n", "{}\n"),
    "labeled Markdown": ("{}\n**Interviewer:** Design it.\n\n**Candidate:** I count.\n", "{}\n"),
    "headed": ("Dana Roe  0:01\nDesign it.\n\nRobin Poe  0:05\nI count.\n", "{}\n"),
    "WebVTT": ("WEBVTT\n\n" + CUE.format(1, 1), "<v Dana>Go on.</v> {}\n"),
    "SRT": ("1\n" + CUE.replace(".", ",").format(1, 1), "Dana: Go on. {}\n"),
    "SRT without numbers": (CUE.replace(".", ",").format(1, 1) + "Dana: Go on.\n\n", "{}\n"),
    "Teams": ("0:0:1.0 --> 0:0:4.0\nDana Roe\nDesign it.\n0:0:5.0 --> 0:0:9.0\nRobin Poe\n", "{}\n"),
    "Zoom chat": ("10:00:00 From Dana to Everyone: go on\n", "10:00:01 From{}\n{}\n"),
    "Google Meet": ("Attendees\nDana Roe, Robin Poe\nTranscript\nDana Roe: Design it.\nRobin Poe: I count.\n", "{}\n"),
    "CSV": ("speaker,text\nDana,Design it.\n", "Robin,{}\n"),
    "times without speakers": ("0:01 go\n0:02 on\n0:03 with it\n", "0:04{}\n"),
    "Viva JSON": None,
    "Viva Markdown": ('<!-- viva transcript {{"seconds": []}} -->\n\n**Candidate:** I count.\n', "{}\n"),
}  # fmt: skip
"""What makes a text look like a format, and where the hostile line stands in it; {} in the first stands there too."""
LINES = {
    "spaces": (" ", "x"),
    "colons": (":", "x"),
    "square brackets": ("[", "x"),
    "round brackets": ("(", "x"),
    "quote marks": (">", "x"),
    "voices that do not end": ("<v.", ""),
    "a voice and spaces": ("<v    ", " "),
    "reactions": (' reaction from "', "x"),
    "words and dashes": ("a - ", "\t"),
    "words": ("a ", "("),
    "digits": ("1", "x"),
    "entities": ("&#1", "x"),
    "lines": ("\n", "x"),
    "lines of one letter": ("a\n", "x"),
    "lines with a label": ("Dana: a\nRobin: b\n", ""),
    "times": ("0:00 ", "x"),
}
"""What is repeated, and what stands behind it."""


@pytest.fixture(scope="module", autouse=True)
def _words():
    words.is_english("hola " * 30)  # loads the word lists, which happens once


def hostile(reader, line):
    repeated, end = LINES[line]

    def make(n):
        text = repeated * (n // len(repeated)) + end
        if READERS[reader] is None:
            return json.dumps({"transcript": [{"speaker": text, "text": "Go on."}, {"speaker": "Dana", "text": text}]})
        return "".join(READERS[reader]).replace("{{", "{").replace("}}", "}").replace("{}", text)

    return make


def handled(text):
    """Do everything that the page does with a transcript."""
    try:
        transcript = read_transcript(text)
    except TranscriptError:
        return
    answer, _ = to_answer(transcript, suggest_candidate(transcript))
    names_of({u.label: t.speaker for u, t in zip(transcript.utterances, answer.turns, strict=True)})


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("reader", READERS)
def test_a_hostile_line_is_read_in_time_linear_in_its_length(reader, line):
    assert grows(handled, hostile(reader, line), SIZE) < 3


@pytest.mark.parametrize(
    ("format", "first", "row"),
    [
        ("labeled text", "", "Interviewer: Why?\nCandidate: So.\nDana{0}: Yes.\nCandidate: So.\n"),
        ("headed", "", "Dana{0}  {1}:{2:02}\nYes.\n\n"),
        ("WebVTT", "WEBVTT\n\n", "00:00:00.000 --> 00:00:00.900\n<v Dana{0}>Yes.</v>\n\n"),
        ("Zoom chat", "", "10:00:00 From Dana{0} to Everyone: yes\n"),
        ("CSV", "speaker,text\n", "Dana{0},Yes.\n"),
    ],
)
def test_thousands_of_speakers_are_read_or_refused_in_linear_time(format, first, row):
    assert grows(handled, lambda n: first + "".join(row.format(i, i // 60, i % 60) for i in range(n)), 500) < 3


def test_more_speakers_than_an_interview_has_are_refused():
    rows = [f"Dana{i},Yes." for i in range(MAX_SPEAKERS)]
    assert len(read_transcript("\n".join(["speaker,text", *rows])).labels) == MAX_SPEAKERS
    with pytest.raises(TranscriptError, match="501 speakers"):
        read_transcript("\n".join(["speaker,text", *rows, "Robin,No."]))


def by_hand(transcript):
    found = pieces(transcript)
    given = {i: guess(found[i]) for i in unsure(found, transcript)}
    corrected(transcript, given, [i for i in range(len(found)) if i % 50 == 49])


@pytest.mark.parametrize(
    "row", ["Interviewer: Why?\nCandidate: Because.\n", "Nobody says who speaks here.\n\n", "a, b, c, d? ", "a-b-c-d? "]
)
def test_correcting_by_hand_takes_time_linear_in_the_turns(row):
    assert grows(by_hand, lambda n: read_transcript(row * n), 300) < 3


def test_empty_lines_above_the_rows_of_a_table_are_passed_once():
    assert grows(handled, lambda n: "\n" * n + "speaker,text\n" + "Dana,Yes.\nRobin,No.\n" * n, 500) < 3


@pytest.mark.parametrize("label", ["(", "[a", " - \n", "a (", "(a) - ", "A. "])
def test_names_are_found_in_hostile_labels_in_linear_time(label):
    assert grows(lambda text: names_of({text: "candidate"}), lambda n: label * n, 500) < 3
