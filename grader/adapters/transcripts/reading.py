"""Detects the format of a transcript and reads it."""

from grader.adapters.transcripts import labeled, viva_json
from grader.adapters.transcripts.utterance import Transcript
from grader.errors import TranscriptError

MAX_BYTES = 5_000_000


def read_transcript(data: bytes | str, name: str = "transcript") -> Transcript:
    """Read a transcript from the bytes of a file or from pasted text.

    Raises TranscriptError when it is too large, not text, empty, or damaged.
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise TranscriptError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB.", "Upload the text of one interview.")
    text = _decoded(data, name) if isinstance(data, bytes) else data
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if not text.strip():
        raise TranscriptError(f"{name} is empty.", "Upload or paste what was said.")
    if viva_json.looks_like(text):
        return viva_json.read(text, name)
    return labeled.read(text)


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TranscriptError(f"{name}:{line}: not UTF-8 or UTF-16 text.", "Save it as UTF-8 text.") from None
