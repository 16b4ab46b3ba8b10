"""Bytes of an uploaded file -> text, or a clear refusal."""

import codecs
import re
from pathlib import Path

from grader.errors import TranscriptError

MAX_BYTES = 5_000_000
"""Largest transcript that is read; an hour of speech is about 60,000 bytes of text."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 stands before UTF-16, whose mark is the beginning of its own."""
_KINDS = {b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Word file", b"{\\rtf": "an RTF file"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def contents(path: Path) -> bytes:
    """Return the bytes of a file, of one that is too large only as many as show it. OSError when it cannot be read."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def check_size(data: bytes | str, name: str) -> None:
    """Raise TranscriptError when a file or a pasted text is too large."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise TranscriptError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB.", "Upload the text of one interview."
        )


def decoded(data: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 or UTF-32, with or without a byte order mark; TranscriptError names the line."""
    for start, kind in _KINDS.items():
        if data.startswith(start):
            raise TranscriptError(f"{name} is {kind}, not text.", "Save it as text or as DOCX.")
    encoding = next((e for mark, e in _MARKS if data.startswith(mark)), None) or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TranscriptError(f"{name}:{line}: not UTF-8 or UTF-16 text.", "Save it as UTF-8 text.") from None
    if len(_CONTROL.findall(text[:10_000])) > len(text[:10_000]) / 20:
        raise TranscriptError(f"{name} is not text.", "Upload a text, caption, CSV, JSON or DOCX file.")
    return text


def _unmarked(data: bytes) -> str:
    """Tell UTF-16 without a mark by the empty high bytes of its Latin letters."""
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    half = max(1, len(data[:2000]) // 2)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else "utf-8"


def plain(text: str) -> str:
    """Return a text with plain line ends that can be stored and encoded: no NUL, no half of a surrogate pair."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return storable(text.removeprefix("\ufeff"))


def storable(text: str) -> str:
    """Replace NUL and lone surrogates, which no database and no encoding takes; other text stays as it is."""
    text = text.replace("\0", " ")
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
