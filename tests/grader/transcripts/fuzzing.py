"""Damages the fixtures at random and reads them: `python -m tests.grader.transcripts.fuzzing --seconds 600 --seed 1`.

A reader may refuse an input with TranscriptError. Any other error, and any input that takes longer than ten seconds, is
a mistake; the input is then kept in `fuzzing.bin`.
"""

import argparse
import io
import random
import sys
import time
import zipfile
from pathlib import Path

from grader.errors import TranscriptError
from grader.language import words
from grader.transcripts import read_transcript, suggest_candidate, to_answer
from grader.transcripts.detection import UNREADABLE

FIXTURES = [
    path.read_bytes()
    for path in sorted((Path(__file__).parent / "fixtures").iterdir())
    if not path.name.endswith(".expected.json")
]
TOKENS = [
    token.encode("latin-1")
    for token in (
        "\n", "\r", "\0", ": ", "Dana: ", "**", "> ", "00:00:01", " --> ", "<v ", ">", "</v>", "WEBVTT\n", '"', ",",
        "{", "}", "[", "]", "\\", "\xff", "\xfe", "\xef\xbb\xbf", "PK\x03\x04", "Q: ", "A: ", "#", "NOTE\n", "STYLE\n",
        "-", "99:99:99.999", "999999999999", "Infinity", "NaN", "1e400", "\xe2\x80\xa8", "\xed\xa0\x80", "AM",
        "\xc2\x85", "From  x  to  Everyone:", "Attendees\n", "Transcript\n", "speaker,text\n", "12:00 PM", "Candidate",
        "<c>", "&#0;", "&#xD800;", "<00:00:00.000>",
    )
]  # fmt: skip


def damaged(chance: random.Random) -> bytes | str:
    """Return a damaged fixture, or a few random bytes; sometimes as pasted text."""
    data = chance.choice(FIXTURES)
    if chance.random() < 0.05:
        data = chance.randbytes(chance.randint(0, 400))
    data = _repacked(data, chance) if data[:2] == b"PK" and chance.random() < 0.7 else _mutated(data, chance)
    if chance.random() < 0.4:
        return data.decode("utf-8", "surrogateescape" if chance.random() < 0.5 else "ignore")
    return data


def _mutated(original: bytes, chance: random.Random) -> bytes:
    data = bytearray(original)
    for _ in range(chance.randint(1, 12)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(0, 60))
        kind = chance.randrange(6)
        if kind == 0:
            data[start:start] = chance.choice(TOKENS) * chance.choice((1, 1, 2, 50))
        elif kind == 1:
            del data[start:end]
        elif kind == 2:
            data[start:start] = data[end : end + 200]
        elif kind == 3 and start < len(data):
            data[start] = chance.randrange(256)
        elif kind == 4:
            other = chance.choice(FIXTURES)
            data[start:end] = other[: chance.randint(0, 300)]
        elif chance.random() < 0.3:
            del data[start:]
    return bytes(data)


def _repacked(original: bytes, chance: random.Random) -> bytes:
    """Damage the files inside a DOCX and leave the archive whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _mutated(content, chance) if chance.random() < 0.5 else content)
    return packed.getvalue()


def check(data: bytes | str) -> bool:
    """Read an input and everything made from it; return whether it was refused."""
    try:
        transcript = read_transcript(data, "f")
    except TranscriptError as error:
        assert str(error).encode()
        assert f"f {UNREADABLE} (" not in str(error), error
        return True
    assert suggest_candidate(transcript) in transcript.labels
    assert 0 < transcript.sure <= 1
    for label in transcript.labels:
        answer, _ = to_answer(transcript, label)
        assert len(answer.turns) == len(transcript.utterances)
    for utterance in transcript.utterances:
        assert "\0" not in utterance.text
        assert utterance.text.encode() is not None
        assert utterance.label.encode() is not None
        assert utterance.seconds is None or 0 <= utterance.seconds <= 1e6
    return False


def main() -> int:
    """Fuzz for a while and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    words.is_english("hola " * 30)  # loads the word lists, which takes seconds and happens once
    chance = random.Random(args.seed)
    read = refused = 0
    slowest = 0.0
    end = time.monotonic() + args.seconds
    while time.monotonic() < end:
        data = damaged(chance)
        start = time.monotonic()
        try:
            refused += check(data)
        except Exception:
            Path("fuzzing.bin").write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
            raise
        slowest = max(slowest, time.monotonic() - start)
        read += 1
    print(f"{read} inputs, {refused} refused, slowest {slowest:.2f} s")
    return int(slowest > 10)


if __name__ == "__main__":
    sys.exit(main())
