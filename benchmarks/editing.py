"""Editing one section of a large guide: how much is encoded, and how soon it is found.

python -m benchmarks.editing [--sections N]   writes a guide of made-up chapters into a temporary folder, lets the watcher
index it from nothing, edits sections of it one by one, and prints a table.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from grader.ports import Vectors
from grader.settings import GraderSettings
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.settings import Settings
from interviewer.wiring import App, wire

_PER_CHAPTER = 100
_EDITS = 5
_WORDS = [a + b for a in "ba ce di fo gu ha je ki lo mu na pe ri so tu".split() for b in "rt nd lm sk ft rg st pl".split()]


class Counted:
    """Counts the texts that an encoder is asked for."""

    def __init__(self, encode: object) -> None:
        self._encode = encode
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return self._encode(texts)  # type: ignore[operator, no-any-return]


def section(n: int, rng: random.Random, word: str = "") -> str:
    """Return a made-up section of two paragraphs and a question."""
    paragraphs = [" ".join(rng.choices(_WORDS, k=60)) + "." for _ in range(2)]
    question = " ".join(rng.choices(_WORDS, k=8))
    return f"## Section {n} {word}\n\n{paragraphs[0]}\n\n{paragraphs[1]} {word}\n\n> Ask: {question}?\n"


def chapter(number: int, count: int, rng: random.Random, changed: dict[int, str]) -> str:
    """Return a chapter; `changed` sections are written with a word of their own."""
    first = number * _PER_CHAPTER
    own = [section(first + i, random.Random(first + i), changed.get(first + i, "")) for i in range(count)]
    return f"---\ntitle: Chapter {number}\n---\n\n" + "\n".join(own)


def write(folder: Path, sections: int, changed: dict[int, str], only: int | None = None) -> None:
    """Write the guide's files, or one of them."""
    for number in range((sections + _PER_CHAPTER - 1) // _PER_CHAPTER):
        if only in (None, number):
            count = min(_PER_CHAPTER, sections - number * _PER_CHAPTER)
            text = chapter(number, count, random.Random(number), changed)
            (folder / "knowledge" / f"chapter{number}.md").write_text(text, encoding="utf-8")


def until_found(app: App, word: str, section_id: str) -> float:
    """Return the seconds until a search finds a section by a word."""
    began = time.monotonic()
    while time.monotonic() - began < 120:
        found = app.guide.search(word, limit=1)
        if found and found[0].section.id == section_id and word in found[0].paragraph:
            return time.monotonic() - began
        time.sleep(0.02)
    raise SystemExit(f"{section_id} is not found by '{word}' within two minutes.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editing", description=__doc__)
    parser.add_argument("--sections", type=int, default=2_000, metavar="N")
    sections = parser.parse_args().sections
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("rubrics", "knowledge"):
            (folder / name).mkdir()
        write(folder, sections, {})
        app = wire(Settings(GraderSettings(content=(folder,)), data=folder / "data"), events=MemoryEvents())
        assert app.watcher is not None
        steps: list[str] = []
        began = time.monotonic()
        app.prepare_index(steps.append)
        whole = time.monotonic() - began
        print(f"from nothing: {sections} sections in {whole:.0f} s, {len(steps)} lines of progress, last: {steps[-1]}")
        app.guide.search("warm", limit=1)
        counted = Counted(app.encoder.encode)
        object.__setattr__(app.encoder, "encode", counted)
        app.watcher.start()
        time.sleep(3)
        rng = random.Random(7)
        changed: dict[int, str] = {}
        seconds, encoded = [], []
        for edit in range(_EDITS):
            n = rng.randrange(sections)
            changed[n] = f"zyx{edit}quv"
            counted.texts.clear()
            began = time.monotonic()
            write(folder, sections, changed, only=n // _PER_CHAPTER)
            until_found(app, changed[n], f"chapter{n // _PER_CHAPTER}/section-{n}-{changed[n]}")
            seconds.append(time.monotonic() - began)
            own = [t for t in counted.texts if t != changed[n]]
            encoded.append(len(own))
            headings = {t.split(".")[0].removeprefix(f"Chapter {n // _PER_CHAPTER}: ") for t in own if "Section" in t}
            assert len(headings) <= 1, f"other sections were encoded too: {headings}"
            print(f"edit {edit + 1}: section {n}, {len(own)} passages of it encoded, found after {seconds[-1]:.2f} s")
        app.watcher.stop()
        print(
            f"n={_EDITS}: found after {statistics.median(seconds):.2f} s (median), {max(seconds):.2f} s (slowest); "
            f"passages encoded: at most {max(encoded)}, all of the edited section"
        )


if __name__ == "__main__":
    main()
