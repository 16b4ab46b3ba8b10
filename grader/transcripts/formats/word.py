"""The text of a DOCX file, as Teams, Meet and word processors write it, read without trusting the file.

The document is read as a stream: no tree is built, no span is expanded, no entity, style or link is looked up. Bytes,
elements, depth, the length of a tag and characters are bounded, so memory and time are too.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from grader.errors import TranscriptError
from grader.transcripts.encoding import MAX_BYTES
from grader.transcripts.names import TIME

_MAX_ENTRIES = 1_000
_MAX_UNPACKED = 25_000_000
_MAX_RATIO = 100
_SMALL = 1_000_000
"""Files that unpack to less may have any ratio; a page of spaces packs well."""
_MAX_ELEMENTS = 1_000_000
"""An hour of speech has some 20,000."""
_DEEPEST = 200
_LONGEST_TAG = 200_000
"""Most bytes that may wait for the end of a tag: an element is handed over with all its attributes at once."""
_READ = 65_536
_HINT = "Save it again as DOCX, or as text."
_RECORD = b"PK\x01\x02"
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""Namespaces of a document, transitional and strict."""
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset({"del", "moveFrom", "drawing", "pict", "object", "pPr", "rPr"})
"""Elements without words of the text itself: what was taken back, pictures, and looks."""


def looks_like(data: bytes) -> bool:
    """Say whether the bytes begin as a ZIP archive does, which a DOCX is."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def text(data: bytes, name: str) -> str:
    """Return the paragraphs and table rows as lines; TranscriptError for what is damaged, hostile or no DOCX.

    Nothing is unpacked to disk, no link is followed, and no entity is resolved.
    """
    try:
        return "\n".join(_lines(data, name))
    except TranscriptError:
        raise
    except Exception as error:  # a damaged part fails anywhere in the libraries, with many kinds of errors
        message = f"{name} cannot be read as a Word file ({type(error).__name__})."
        raise TranscriptError(message, _HINT) from None


def _lines(data: bytes, name: str) -> list[str]:
    if data.count(_RECORD) > 10 * _MAX_ENTRIES:  # each entry of the directory, which is read whole, begins with one
        raise _too_much(name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if "[Content_Types].xml" not in entries:
            raise TranscriptError(f"{name} is a ZIP archive, not a Word file.", "Upload the file inside it.")
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or any(map(_is_bomb, entries.values())):
            raise _too_much(name)
        relations, document = _Relations(name), _Document(name)
        _stream(archive, entries["_rels/.rels"], relations)
        _stream(archive, entries[relations.target.lstrip("/")], document)
    return document.lines


def _too_much(name: str) -> TranscriptError:
    return TranscriptError(f"{name} unpacks to far too much for a transcript.", "Save its text instead.")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Say whether a file packs too well, or in a way that cannot be unpacked step by step."""
    ordinary = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return not ordinary or entry.file_size > max(_SMALL, _MAX_RATIO * entry.compress_size)


class _Part:
    """One XML file of the archive, element by element, within the bounds."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._elements = self._depth = 0

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _MAX_ELEMENTS:
            raise _too_much(self.name)
        if self._depth > _DEEPEST:
            raise TranscriptError(f"{self.name} nests its text more than {_DEEPEST} deep.", _HINT)
        self.opened(tag, attributes)

    def end(self, tag: str) -> None:
        self.closed(tag)
        self._depth -= 1

    def doctype(self, *_: Any) -> None:
        raise TranscriptError(f"{self.name} declares XML entities, which Word never does.", _HINT)

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def closed(self, tag: str) -> None:
        """Take the end of an element."""

    def said(self, words: str) -> None:
        """Take characters inside an element."""


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, part: _Part) -> None:
    """Hand the elements of a file to a part. No more is unpacked than the archive declares."""
    # Without namespaces: with them the parser would repeat a long URI in each name.
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = part.doctype
    parser.StartElementHandler, parser.EndElementHandler = part.begin, part.end
    parser.CharacterDataHandler = part.said
    fed = 0
    with archive.open(entry) as file:
        while piece := file.read(_READ):
            parser.Parse(piece)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise _too_much(part.name)
    parser.Parse(b"", True)


class _Relations(_Part):
    """Where the archive says that its document is."""

    target = "word/document.xml"

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            self.target = attributes.get("Target", "")


class _Document(_Part):
    """The lines of a document: its paragraphs, and the rows of its tables, not of tables in their cells."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.lines: list[str] = []
        self._prefix: str | None = None
        self._skipped = 0  # depth of the element whose inside is left out
        self._characters = 0
        self._words: list[str] = []  # of the paragraph
        self._in_text = self._in_table = False
        self._cell: list[str] = []
        self._row: list[str] = []
        self._column, self._span, self._merged = 0, 1, False
        self._above: dict[int, str] = {}  # what a cell shows by the column it begins at

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._prefix is None:
            spaces = [key for key, value in attributes.items() if value in _WORDS and key.startswith("xmlns")]
            self._prefix = spaces[0][6:] if spaces else "w"
        kind = self._kind(tag)
        if self._skipped:
            return
        if kind in _LEFT_OUT or not kind or (kind == "tbl" and self._in_table):
            self._skipped = self._depth
        elif kind == "t":
            self._in_text = True
        elif kind in _BREAKS and (kind != "br" or self._own(attributes, "type", "textWrapping") == "textWrapping"):
            self._keep(_BREAKS[kind])
        elif kind == "tbl":
            self._in_table, self._above = True, {}
        elif kind == "tr":
            self._row, self._column = [], 0
        elif kind == "gridBefore":
            self._column = _count(self._own(attributes, "val", ""))
        elif kind == "tc":
            self._cell, self._span, self._merged = [], 1, False
        elif kind == "gridSpan":
            self._span = max(1, _count(self._own(attributes, "val", "")))
        elif kind == "vMerge":
            self._merged = self._own(attributes, "val", "continue") == "continue"

    def said(self, words: str) -> None:
        if self._in_text and not self._skipped:
            self._keep(words)

    def closed(self, tag: str) -> None:
        if self._skipped:
            self._skipped = 0 if self._skipped == self._depth else self._skipped
            return
        kind = self._kind(tag)
        if kind == "t":
            self._in_text = False
        elif kind == "p":
            words, self._words = "".join(self._words), []
            if self._in_table:
                self._cell.append(words)
            else:
                self.lines += words.split("\n")
        elif kind == "tc":
            # A merged cell shows what stands above it. A span only moves what comes after it.
            words = " ".join(" ".join(self._cell).split())
            shown = self._above.get(self._column, "") if self._merged else words
            self._above[self._column] = shown
            self._row.append(shown)
            self._column += self._span
        elif kind == "tr":
            line = _labeled(self._row)
            self._grow(len(line))
            self.lines.append(line)
        elif kind == "tbl":
            self._in_table = False

    def _kind(self, tag: str) -> str:
        """Return the name of an element of the document's own kind; nothing for those of pictures and formulas."""
        prefix, _, kind = tag.rpartition(":")
        return kind if prefix == self._prefix else ""

    def _own(self, attributes: Mapping[str, str], key: str, default: str) -> str:
        return attributes.get(f"{self._prefix}:{key}" if self._prefix else key, default)

    def _keep(self, words: str) -> None:
        self._grow(len(words))
        self._words.append(words)

    def _grow(self, by: int) -> None:
        """Count characters; merged cells repeat theirs, so what is written is counted as well as what is read."""
        self._characters += by
        if self._characters > 2 * MAX_BYTES:
            raise _too_much(self.name)


def _count(value: str) -> int:
    """Return a number of columns; Word has at most 63."""
    return int(value) if re.fullmatch("[0-9]{1,4}", value) else 0


def _labeled(cells: list[str]) -> str:
    """Return a row of speaker and words, with a time before or between, as a labeled line."""
    written = [cell for cell in dict.fromkeys(cells) if cell]
    times = [cell for cell in written if re.fullmatch(TIME, cell)]
    rest = [cell for cell in written if not re.fullmatch(TIME, cell)]
    return " ".join([*(f"[{time}]" for time in times[:1]), ": ".join(rest)])
