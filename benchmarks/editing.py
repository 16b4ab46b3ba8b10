"""Editing one section of a large guide: how much is encoded, and how soon it is found.

python -m benchmarks.editing [--sections N]   writes a guide of made-up chapters into a temporary folder, lets the
watcher index it from nothing, edits sections of it one by one, and prints what it took.
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
from library.watching import Watcher

_PER_CHAPTER = 100
_EDITS = 5
_WORDS = [
    a + b for a in "ba ce di fo gu ha je ki lo mu na pe ri so tu".split() for b in "rt nd lm sk ft rg st pl".split()
]


class Counted:
    """Counts the texts that an encoder is asked for."""

    def __init__(self, encode: object) -> None:
        self._encode = encode
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return self._encode(texts)  # type: ignore[operator, no-any-return]


def section(n: int, rng: random.Random, edit: str = "") -> str:
    """Return a made-up section of two paragraphs and a question; an edit takes the place of the second paragraph."""
    paragraphs = [" ".join(rng.choices(_WORDS, k=60)) + "." for _ in range(2)]
    question = " ".join(rng.choices(_WORDS, k=8))
    return f"## Section {n}\n\n{paragraphs[0]}\n\n{edit or paragraphs[1]}\n\n> Ask: {question}?\n"


def chapter(number: int, count: int, rng: random.Random, changed: dict[int, str]) -> str:
    """Return a chapter; `changed` holds the edits by number of the section."""
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


def until_found(app: App, text: str, section_id: str) -> None:
    """Wait until a search by a section's new words finds that section by them."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = app.guide.search(text, limit=1)
        if found and found[0].section.id == section_id and found[0].paragraph == text:
            return
        time.sleep(0.02)
    raise SystemExit(f"{section_id} is not found by its new words within two minutes.")


def indexed(app: App, sections: int) -> None:
    """Index the guide from nothing, and print how long that takes."""
    steps: list[str] = []
    began = time.monotonic()
    app.prepare_index(steps.append)
    print(f"{sections} sections indexed in {time.monotonic() - began:.0f} s, with {len(steps)} lines of progress")
    app.guide.search("warm", limit=1)


def edited(app: App, folder: Path, sections: int, n: int, changed: dict[int, str], counted: Counted) -> float:
    """Write the new words of section `n`; return the seconds until it is found, with nothing else encoded."""
    app.encoder.encode([changed[n]])  # so that the search's own encoding is not counted among the index's
    counted.texts.clear()
    write(folder, sections, changed, only=n // _PER_CHAPTER)
    began = time.monotonic()
    until_found(app, changed[n], f"chapter{n // _PER_CHAPTER}/section-{n}")
    seconds = time.monotonic() - began
    encoded = [t for t in counted.texts if t != changed[n]]
    if encoded != [f"Section {n}. {changed[n]}"]:
        raise SystemExit(f"Something else was encoded too: {encoded}")
    return seconds


def measure(app: App, watcher: Watcher, folder: Path, sections: int) -> None:
    """Edit sections one by one and print how soon each is found."""
    counted = Counted(app.encoder.encode)
    object.__setattr__(app.encoder, "encode", counted)
    watcher.start()
    time.sleep(3)
    rng = random.Random(7)
    changed: dict[int, str] = {}
    seconds: list[float] = []
    for edit in range(_EDITS):
        n = rng.randrange(sections)
        changed[n] = f"Edit {edit} says " + " ".join(rng.choices(_WORDS, k=40)) + "."
        seconds.append(edited(app, folder, sections, n, changed, counted))
        print(
            f"edit {edit + 1}: section {n}, its 1 passage encoded, found after {seconds[-1]:.2f} s, "
            f"of which following the file took {watcher.now.seconds:.2f} s"
        )
    watcher.stop()
    median, slowest = statistics.median(seconds), max(seconds)
    print(
        f"n={_EDITS}: found after {median:.2f} s (median), {slowest:.2f} s (slowest); 1 passage encoded for each edit"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editing", description=__doc__)
    parser.add_argument("--sections", type=int, default=2_000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="use this folder, and leave guide and index there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = args.keep or Path(place)
        for name in ("rubrics", "knowledge"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        write(folder, args.sections, {})
        app = wire(Settings(GraderSettings(content=(folder,)), data=folder / "data"), events=MemoryEvents())
        assert app.watcher is not None
        indexed(app, args.sections)
        measure(app, app.watcher, folder, args.sections)


if __name__ == "__main__":
    main()
