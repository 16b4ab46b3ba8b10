"""Every shipped file, read once: rubrics, guide chapters, model answers with their verdicts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from grader.adapters.rubric_files import Shelf, read_shelf
from grader.language import words as w
from grader.rubric import Rubric
from grader.transcripts import read_transcript, to_answer
from library.chapter_files import Library, read_library

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
KINDS = ("strong", "colloquial", "middling", "weak", "off_topic", "wrong_but_fluent")
PROBLEMS = sorted(p.stem for p in (ROOT / "rubrics").glob("*.yaml"))
CHAPTERS = sorted((ROOT / "knowledge").glob("*.md"))


@cache
def shelf() -> Shelf:
    """Return the ten rubrics."""
    return read_shelf([ROOT / "rubrics"])


@cache
def library() -> Library:
    """Return the whole guide."""
    return read_library([ROOT / "knowledge"])


def rubric(problem: str) -> Rubric:
    """Return one of the ten."""
    return shelf().rubrics[problem]


@dataclass(frozen=True)
class ModelAnswer:
    """A transcript and the verdicts written for it."""

    name: str
    """`problem/kind`, for messages."""
    rubric: Rubric
    kind: str
    said: tuple[str, ...]
    """The candidate's turns."""
    verdicts: tuple[dict[str, str], ...]
    """Entries of the verdict file, in its order."""


@cache
def answer(problem: str, kind: str) -> ModelAnswer:
    """Return one model answer, read as the grader reads it."""
    text = ROOT / "rubrics" / "examples" / problem / f"{kind}.md"
    read, _ = to_answer(read_transcript(text.read_bytes(), text.name))
    said = tuple(turn.text for turn in read.turns if turn.speaker == "candidate")
    held = load(text.with_name(f"{kind}.verdicts.yaml"))
    assert (held["problem"], held["answer"]) == (problem, kind)
    return ModelAnswer(f"{problem}/{kind}", rubric(problem), kind, said, tuple(held["verdicts"]))


def answers() -> Iterator[ModelAnswer]:
    """Yield all sixty model answers."""
    return (answer(problem, kind) for problem in PROBLEMS for kind in KINDS)


def load(path: Path) -> Any:
    """Return what a YAML file holds."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def count(text: str) -> int:
    """Return the number of words."""
    return len(text.split())


def runs(text: str, length: int) -> set[str]:
    """Return every run of so many words, in the form in which they are compared."""
    said = w.words(text)
    return {" ".join(said[i : i + length]) for i in range(len(said) - length + 1)}


def sentences(text: str) -> list[str]:
    """Cut prose into sentences; a line break inside a paragraph ends none."""
    return [s.strip() for s in re.split(r"(?<=[.!?])[\"')]*\s+|\n\s*\n", text.replace("\n", " ")) if s.strip()]
