"""Bad input gets one clear TranscriptError, with the line where there is one; nothing hangs, nothing is executed."""

import io
import struct
import zipfile

import pytest

from grader.errors import TranscriptError
from grader.transcripts import MAX_BYTES, read_transcript
from tests.grader.transcripts.word_files import archive, docx, paragraph

TALK = paragraph("Interviewer: Where do you begin?") + paragraph("Candidate: With the goal.")
ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILES = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ZEROS = [("word/media/a.bin", bytes(20_000_000))]


def lying_bomb() -> bytes:
    """Return a DOCX whose document declares far fewer bytes than it unpacks to."""
    data = bytearray(docx(paragraph("x" * 3_000_000)))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entry = packed.getinfo("word/document.xml")
    local = entry.header_offset + 22
    central = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml")) + 24
    data[local : local + 4] = data[central : central + 4] = struct.pack("<I", 500)
    return bytes(data)


BAD = {
    "empty": (b"", "is empty"),
    "only spaces": (b" \r\n\t\r\n ", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "empty text": ("", "is empty"),
    "labels without words": ("Interviewer:\n\nCandidate:\n", "no spoken words"),
    "binary": (bytes(range(256)) * 40, "f:2: not UTF-8"),
    "zeros": (bytes(4_000), "not text"),
    "control characters": (bytes(range(1, 9)) * 500, "not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not UTF-8"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Word file"),
    "RTF": (b"{\\rtf1\\ansi hello}", "RTF"),
    "Latin-1": ("Interviewer: hi\n\nCandidate: na\xefve".encode("latin-1"), "f:3: not UTF-8"),
    "half a UTF-16": ("\ufeffInterviewer: hi".encode("utf-16-le")[:-1], "not UTF-8 or UTF-16"),
    "truncated JSON": ('{"transcript": [\n {"speaker": "candidate",\n  "text": "I beg', "f:3: not valid JSON"),
    "JSON without a transcript": ('{"rubric": "x", "score": 1}', "no `transcript` list"),
    "JSON with an empty transcript": ('{"transcript": []}', "no `transcript` list"),
    "JSON list of words": ('["hello", "there"]', "transcript[0]"),
    "JSON turn without text": ('{"transcript": [{"speaker": "a", "text": "b"}, {"speaker": "c"}]}', "transcript[1]"),
    "JSON text that is a number": ('{"transcript": [{"speaker": "a", "text": 3}]}', "transcript[0]"),
    "JSON with a transcript of text": ('{"transcript": "hello"}', "no `transcript` list"),
    "JSON too deep": ('{"transcript":' + "[" * 100_000, "not"),
    "JSON with a huge number": ('{"transcript": [{"text": "x", "seconds": ' + "9" * 5_000 + "}]}", "not JSON"),
    "WebVTT without cues": ("WEBVTT\n\nNOTE nothing here\n", "no caption"),
    "WebVTT with damaged times": ("WEBVTT\n\n00:xx --> 00:02\nhello\n", "no caption"),
    "CSV with an open quote": ('speaker,text\nA,"' + "x" * 200_000, "f:2: not valid CSV"),
    "over 5 MB": (b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
    "pasted over 5 MB": ("é" * (MAX_BYTES // 2 + 1), "larger than 5 MB"),
    "a DOCX that is no ZIP": (b"PK\x03\x04" + b"not an archive" * 10, "cannot be read as a Word file"),
    "a cut DOCX": (docx(TALK)[:-60], "cannot be read as a Word file"),
    "a ZIP of text": (archive([("talk.txt", b"hello")]), "a ZIP archive, not a Word file"),
    "a DOCX without its document": (archive([("[Content_Types].xml", b"<Types/>")]), "cannot be read"),
    "a zip bomb": (docx(TALK, extra=ZEROS), "unpacks to far too much"),
    "a bomb of many files": (docx(TALK, extra=[(f"x{i}", b"x") for i in range(1_200)]), "unpacks to far too much"),
    "a bomb that lies": (lying_bomb(), "cannot be read as a Word file"),
    "another packing": (archive([("[Content_Types].xml", b"x" * 900)], zipfile.ZIP_LZMA), "unpacks to far too much"),
    "entities in a DOCX": (docx(TALK, doctype=ENTITIES), "declares XML entities"),
    "a DOCX that asks for a file": (docx(TALK, doctype=FILES), "declares XML entities"),
    "an empty DOCX": (docx(), "is empty"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.timeout(30)
def test_refused_with_one_clear_sentence(case: str) -> None:
    data, message = BAD[case]
    with pytest.raises(TranscriptError) as caught:
        read_transcript(data, "f")
    assert message in str(caught.value)
    assert caught.value.hint


def test_a_name_is_never_opened() -> None:
    assert read_transcript("Candidate: hello there", "/etc/passwd").utterances[0].text == "hello there"


@pytest.mark.parametrize("line", ["A: b", "x:", "00:01 x", "Dana  0:01", "[Dana] 00:00:01", ">", "**", ",", '"', "-->"])
@pytest.mark.timeout(60)
def test_a_file_of_very_many_lines_is_read_in_time(line: str) -> None:
    read_transcript((line + "\n") * (300_000 // (len(line) + 1)) + "the end")


@pytest.mark.parametrize("piece", ["a", " ", "*", "Dana ", "(", "00:", "<v ", "[", "#"])
@pytest.mark.timeout(30)
def test_one_long_line_is_read_in_time(piece: str) -> None:
    read_transcript("Candidate: hello\n" + piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize("digits", [20, 4_301])
def test_the_number_of_no_character_is_read_as_one_that_is_missing(digits):
    cue = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Dana>So &#{'1' * digits}; it goes.</v>\n"
    assert read_transcript(cue).utterances[0].text == "So \N{REPLACEMENT CHARACTER} it goes."
