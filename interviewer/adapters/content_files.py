"""Writing rubrics and chapters: checked as they will be read, saved whole or not at all."""

import contextlib
import os
import re
from pathlib import Path
from typing import Literal

from grader.adapters.rubric_files import parse_rubric
from grader.errors import InputError, Mistake, RubricError
from interviewer.adapters.knowledge_files import MAX_BYTES, parse_chapter
from interviewer.errors import StoreError

Kind = Literal["rubric", "chapter"]
ENDINGS: dict[Kind, str] = {"rubric": ".yaml", "chapter": ".md"}
FOLDERS: dict[Kind, str] = {"rubric": "rubrics", "chapter": "knowledge"}
_NAME = re.compile(r"[a-z0-9_]{1,64}")


def mistakes(kind: Kind, name: str, text: str) -> tuple[Mistake, ...]:
    """Return what is wrong with a text as the rubric or chapter `name`; empty when it is sound."""
    if not _NAME.fullmatch(name):
        return (Mistake(name or "file", 0, "the name cannot be used", "small letters, digits and _ only"),)
    file = name + ENDINGS[kind]
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return (Mistake(file, 0, f"larger than {MAX_BYTES:,} bytes", "split it"),)
    if kind == "chapter":
        return parse_chapter(text, name, file).mistakes
    try:
        parse_rubric(text, file)
    except RubricError as error:
        return error.mistakes
    return ()


def save(kind: Kind, folder: Path, name: str, text: str) -> Path:
    """Save a sound text into a content folder and return its path.

    InputError lists every mistake and writes nothing; StoreError when the folder cannot be written.
    """
    if found := mistakes(kind, name, text):
        raise InputError(f"{name} has {len(found)} mistake(s) and is not saved.", "Mend them and try again.", found)
    path = folder / FOLDERS[kind] / (name + ENDINGS[kind])
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8", newline="\n")
        os.replace(fresh, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        hint = "Make the folder writable, or name another one with VIVA_CONTENT."
        raise StoreError(f"{path} cannot be written: {error.strerror}.", hint) from error
    return path
