"""Input made to exhaust memory or to break a parser is refused by name, within a bound on memory."""

import io
import struct
import zipfile
from typing import Any

import pytest

from grader.transcripts.detection import UNREADABLE
from tests.bounded import STATM, Outcome, outcomes
from tests.grader.transcripts.word_files import archive, docx, paragraph, table

HEAD = "id: f\ntitle: T\nprompt: P\n"
SOUND = {
    "pack.yaml": b"name: acme\nversion: 1\nlicense: MIT\nlanguage: en\n",
    "knowledge/a.md": b"# A\n\n## B\n\nText.\n",
}
DEEP = 100_000
BOUND_MB = 400
"""Most memory that reading one input may take."""


def merged(property_: str, words: str = "Dana") -> str:
    """Return a cell with a property, such as a span."""
    return f"<w:tc><w:tcPr>{property_}</w:tcPr>{paragraph(words)}</w:tc>"


def rows(*cells: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{cell}</w:tr>" for cell in cells) + "</w:tbl>"


def nested(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + paragraph("x") + "</w:tc></w:tr></w:tbl>" * times


def lying(data: bytes, claim: int) -> bytes:
    """Return an archive whose largest file claims fewer bytes than it unpacks to."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entry = max(packed.infolist(), key=lambda e: e.file_size)
    old, new = struct.pack("<I", entry.file_size), struct.pack("<I", claim)
    return data.replace(old, new)


def stored(data: bytes) -> bytes:
    """Return an archive whose files are not compressed, so that no ratio gives it away."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return archive([(name, packed.read(name)) for name in packed.namelist()], zipfile.ZIP_STORED)


def zipped(extra: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return archive([*SOUND.items(), *extra.items()], method)


def rubric(line: str) -> tuple[str, Any]:
    return "rubric", HEAD + line + "\n"


MERGED_ROWS = [merged('<w:vMerge w:val="restart"/>', "x" * 100_000), *[merged("<w:vMerge/>")] * 20_000]
REFUSED: dict[str, tuple[tuple[str, Any], str, str]] = {
    "DOCX, one cell merged over 20,000 rows": (("transcript", docx(rows(*MERGED_ROWS))), "TranscriptError", "far too much"),
    "DOCX, nested tables": (("transcript", docx(nested(1_000))), "TranscriptError", "f nests its text more than 200"),
    "DOCX, XML depth": (("transcript", stored(docx("<a>" * DEEP + "</a>" * DEEP))), "TranscriptError", "more than 200 deep"),
    "DOCX, ten million paragraphs": (("transcript", docx("<w:p/>" * 10_000_000)), "TranscriptError", "far too much"),
    "DOCX, paragraphs that pack badly": (
        ("transcript", docx("".join(f'<w:p a="{i * 7919 % 9973:04}"/>' for i in range(1_050_000)))), "TranscriptError", "far too much",
    ),
    "DOCX, an element with very many attributes": (
        ("transcript", stored(docx("<w:p " + "".join(f'a{i}="" ' for i in range(400_000)) + "/>"))), "TranscriptError", "far too much",
    ),
    "DOCX, entities": (
        ("transcript", docx(paragraph("x"), doctype='<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>')),
        "TranscriptError", "declares XML entities",
    ),
    "DOCX, a ratio of 1,000": (("transcript", docx(paragraph(" " * 20_000_000))), "TranscriptError", "far too much"),
    "DOCX, a directory of 40,000 files": (
        ("transcript", archive([(str(i), b"") for i in range(40_000)])), "TranscriptError", "far too much",
    ),
    "DOCX, a size that is a lie": (
        ("transcript", lying(docx(paragraph("x" * 20_000_000)), 5_000)), "TranscriptError", "cannot be read as a Word file",
    ),
    "JSON depth": (("transcript", "[" * DEEP), "TranscriptError", "not JSON that can be read"),
    "JSON depth of objects": (("transcript", '{"transcript":' * DEEP), "TranscriptError", "not JSON that can be read"),
    "JSON integer": (("transcript", '[{"text": "x", "seconds": ' + "9" * 10_000 + "}]"), "TranscriptError", "not JSON that"),
    "JSON of empty lists": (("transcript", "[" + "[]," * 1_600_000 + "[]]"), "TranscriptError", "transcript[0] has no"),
    "WebVTT, hours of 5,000 digits": (
        ("transcript", "WEBVTT\n\n" + "9" * 5_000 + ":00:00.000 --> 00:01.000\nx\n"), "TranscriptError", "no caption",
    ),
    "YAML aliases": (rubric("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"), "RubricError", "f.yaml:5: a YAML alias"),
    "YAML depth": (rubric("a: " + "[" * DEEP), "RubricError", "nested more than 20 deep"),
    "YAML depth of blocks": (rubric("a:\n  " + "- " * DEEP), "RubricError", "nested more than 20 deep"),
    "YAML hexadecimal": (rubric("version: 0x" + "f" * 5_000), "RubricError", "f.yaml:4: a number or date of more than 40"),
    "YAML integer": (rubric("version: " + "9" * 5_001), "RubricError", "f.yaml:4: a number or date of more than 40"),
    "YAML integer to base 60": (rubric("version: 1" + ":1" * 400_000), "RubricError", "number or date of more than 40"),
    "YAML float to base 60": (rubric("weight: 1" + ":1" * 2_000 + ".5"), "RubricError", "number or date of more than 40"),
    "YAML integer without a digit": (rubric("version: !!int ''"), "RubricError", "f.yaml:4: '' is no int"),
    "YAML time that is none": (rubric("version: !!timestamp x"), "RubricError", "f.yaml:4: 'x' is no timestamp"),
    "YAML truth that is none": (rubric("version: !!bool x"), "RubricError", "f.yaml:4: 'x' is no bool"),
    "YAML date that is none": (rubric("version: 2001-99-99"), "RubricError", "f.yaml:4: '2001-99-99' is no timestamp"),
    "YAML version of YAML": (("rubric", f"%YAML 1.{'9' * 5_000}\n---\na: b\n"), "RubricError", "not valid YAML"),
    "YAML half a character": (rubric(r'twist: "\ud800"'), "RubricError", "f.yaml:4: an escaped character"),
    "YAML NUL": (rubric(r'twist: "\0"'), "RubricError", "f.yaml:4: an escaped character"),
    "YAML of very many values": (rubric("a: [" + "a," * 480_000 + "]"), "RubricError", "more than 20,000 keys and values"),
    "YAML of very many maps": (rubric("a: [" + "{}," * 320_000 + "]"), "RubricError", "more than 20,000 keys and values"),
    "a chapter with a huge number": (
        ("chapter", "---\ntitle: 0x" + "f" * 5_000 + "\n---\n## H\n\nx\n"), "InputError", "f.md:2: a number or date",
    ),
    "a chapter with a number that is none": (
        ("chapter", "---\ntitle: !!int ''\n---\n## H\n\nx\n"), "InputError", "f.md:2: '' is no int",
    ),
    "pack, a huge version": (
        ("zip", archive([("pack.yaml", b"name: acme\nversion: 0x" + b"f" * 5_000)])), "PackError", "pack.yaml:2: a number",
    ),
    "pack folder, a huge version": (
        ("folder", SOUND | {"pack.yaml": b"name: acme\nversion: 0x" + b"f" * 5_000}), "PackError", "pack.yaml:2: a number",
    ),
    "pack, a ratio of 1,000": (("zip", zipped({"knowledge/b.md": b" " * 900_000})), "PackError", "unpacks to far more"),
    "pack, a large file": (("zip", zipped({"knowledge/b.md": bytes(30_000_000)})), "PackError", "knowledge/b.md: refused: larger"),
    "pack, a size that is a lie": (
        ("zip", lying(zipped({"knowledge/b.md": b" " * 50_000_000}), 900)), "PackError", "f.zip is not a valid zip file",
    ),
    "pack, many files": (
        ("zip", zipped({f"knowledge/b{i}.md": b"" for i in range(3_000)})), "PackError", "more than 2,000 files",
    ),
    "pack, a directory of folders": (("zip", zipped({f"b{i}/": b"" for i in range(40_000)})), "PackError", "more than 2,000 files"),
    "pack, LZMA": (("zip", zipped({}, zipfile.ZIP_LZMA)), "PackError", "refused: packed in an unusual way"),
    "pack, BZIP2": (("zip", zipped({}, zipfile.ZIP_BZIP2)), "PackError", "refused: packed in an unusual way"),
    "pack, an answer that is a JSON bomb": (
        ("folder", SOUND | {"rubrics/examples/a/b.md": b"[" * DEEP}), "PackError", "not JSON that can be read",
    ),
}  # fmt: skip
READ: dict[str, tuple[str, Any]] = {
    "DOCX, a span of 999,999,999 columns": ("transcript", docx(rows(merged('<w:gridSpan w:val="999999999"/>') * 2))),
    "DOCX, a span of 5,000 digits": ("transcript", docx(rows(merged(f'<w:gridSpan w:val="{"9" * 5_000}"/>')))),
    "DOCX, 999,999,999 columns before": (
        "transcript", docx(rows('<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>' + merged(""))),
    ),
    "DOCX, 5,000 paragraphs": ("transcript", stored(docx(paragraph("Dana: hi") * 5_000))),
    "DOCX, a row of 60,000 cells": ("transcript", docx(table([[f"0:{i % 60:02}.{i}" for i in range(60_000)]]))),
    "JSON of 370,000 turns": ("transcript", "[" + '{"text":"a"},' * 370_000 + '{"text":"b"}]'),
    "a chapter of very many items": ("chapter", "## H\n\n" + "- *a*\n" * 60_000),
    "a chapter of brackets": ("chapter", "## H\n\n" + "[" * 390_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, Outcome]:
    if not STATM.exists():
        pytest.skip("memory is limited and measured as Linux does")
    return outcomes({case: given for case, (given, *_) in REFUSED.items()} | READ)


@pytest.mark.parametrize("case", REFUSED)
def test_refused_by_name_within_the_bound_on_memory(case: str, found: dict[str, Outcome]) -> None:
    _, error, message = REFUSED[case]
    assert (found[case].error, message in found[case].text) == (error, True), found[case]
    assert f"{UNREADABLE} (" not in found[case].text
    assert found[case].mb < BOUND_MB


@pytest.mark.parametrize("case", READ)
def test_read_within_the_bound_on_memory(case: str, found: dict[str, Outcome]) -> None:
    assert found[case].error == "", found[case]
    assert found[case].mb < BOUND_MB
