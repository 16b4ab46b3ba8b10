"""The text of a DOCX file, as Teams, Meet and word processors write it, read without trusting the file."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from grader.adapters.transcripts.names import TIME
from grader.errors import TranscriptError

_MAX_ENTRIES = 1_000
_MAX_UNPACKED = 25_000_000
_MAX_RATIO = 100
_SMALL = 1_000_000
"""Files that unpack to less may have any ratio; a page of spaces packs well."""
_HINT = "Save it again as DOCX, or as text."


def looks_like(data: bytes) -> bool:
    """Say whether the bytes begin as a ZIP archive does, which a DOCX is."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def text(data: bytes, name: str) -> str:
    """Return the paragraphs and table rows as lines; TranscriptError for what is damaged, hostile or no DOCX.

    Nothing is unpacked to disk, no link is followed, and no entity is resolved.
    """
    try:
        return "\n".join(_lines(docx.Document(_checked(data, name))))
    except TranscriptError:
        raise
    except Exception as error:  # a damaged part fails anywhere in the libraries, with many kinds of errors
        message = f"{name} cannot be read as a Word file ({type(error).__name__})."
        raise TranscriptError(message, _HINT) from None


def _checked(data: bytes, name: str) -> io.BytesIO:
    """Return the archive packed anew, after refusing what unpacks to too much or declares XML entities.

    Each file is read up to its declared size only, since a hostile archive declares less than it holds.
    """
    safe = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(safe, "w") as copy:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if "[Content_Types].xml" not in entries:
            raise TranscriptError(f"{name} is a ZIP archive, not a Word file.", "Upload the file inside it.")
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or any(map(_is_bomb, entries.values())):
            raise TranscriptError(f"{name} unpacks to far too much for a transcript.", "Save its text instead.")
        for entry in entries.values():
            with archive.open(entry) as file:
                content = file.read(entry.file_size)
            if not entry.filename.startswith("word/media/") and _declares_entities(content):
                raise TranscriptError(f"{name} declares XML entities, which Word never does.", _HINT)
            copy.writestr(entry.filename, content)
    safe.seek(0)
    return safe


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Say whether a file packs too well, or in a way that cannot be unpacked step by step."""
    ordinary = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return not ordinary or entry.file_size > max(_SMALL, _MAX_RATIO * entry.compress_size)


def _declares_entities(content: bytes) -> bool:
    bare = content.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare


def _lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            yield from (_row([cell.text for cell in row.cells]) for row in block.rows)


def _row(cells: list[str]) -> str:
    """Return a row of speaker and words, with a time before or between, as a labeled line."""
    written = [" ".join(cell.split()) for cell in dict.fromkeys(cells) if cell.strip()]
    times = [cell for cell in written if re.fullmatch(TIME, cell)]
    rest = [cell for cell in written if not re.fullmatch(TIME, cell)]
    return " ".join([*(f"[{time}]" for time in times[:1]), ": ".join(rest)])
