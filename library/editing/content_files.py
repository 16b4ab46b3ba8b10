"""Writing rubrics and chapters: checked as they will be read, saved whole or not at all, taken back at will."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from grader.adapters import content_writer
from grader.adapters.rubric_files import parse_rubric
from grader.errors import InputError, Mistake, RubricError
from grader.rubric import Rubric
from library.chapter_files import MAX_BYTES, parse_chapter
from library.editing.undo_files import Edits, Undo
from library.errors import StoreError
from library.guide import Section

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


def save(kind: Kind, folder: Path, name: str, text: str, undo: Undo, opened: str | None = None) -> Path:
    """Save a sound text into a content folder and return its path.

    `opened` is the text that was changed, None for a new file. InputError lists every mistake and writes nothing;
    StoreError when the folder cannot be written, or when the file is no longer what was opened.
    """
    _require_sound(kind, name, text)
    path = folder / FOLDERS[kind] / (name + ENDINGS[kind])
    if opened is not None and path.is_file() and path.read_text(encoding="utf-8", errors="replace") != opened:
        raise StoreError(f"{path.name} was changed by somebody else meanwhile.", "Take the file's text, then go on.")
    undo.do(f"saved {FOLDERS[kind]}/{path.name}", {path: text.encode("utf-8")})
    return path


def save_draft(folder: Path, name: str, text: str) -> None:
    """Keep a sound rubric to be played, not to be listed; as `save`."""
    _require_sound("rubric", name, text)
    try:
        content_writer.write(folder / f"{name}.yaml", text.encode("utf-8"))
    except OSError as error:
        hint = "Make the folder writable, or name another one with VIVA_DATA."
        raise StoreError(f"The draft cannot be kept: {error.strerror}.", hint) from error


def _require_sound(kind: Kind, name: str, text: str) -> None:
    if found := mistakes(kind, name, text):
        raise InputError(f"{name} has {len(found)} mistake(s) and is not saved.", "Mend them and try again.", found)


def depends(kind: Kind, name: str, rubrics: Mapping[str, Rubric], sections: Mapping[str, Section]) -> list[str]:
    """Return what names a rubric or a chapter: it would miss it."""
    if kind == "rubric":
        return sorted(f"section {s.id} is for it" for s in sections.values() if name in s.problems)
    return sorted(
        f"checkpoint {rubric.id}/{checkpoint.id} links to {link}"
        for rubric in rubrics.values()
        for checkpoint in rubric.checkpoints
        for link in checkpoint.guide
        if link.partition("/")[0] == name
    )


def delete(kind: Kind, path: Path, undo: Undo) -> None:
    """Remove a file, and with a rubric its model answers; StoreError when that cannot be done."""
    undo.do(f"deleted {FOLDERS[kind]}/{path.name}", dict.fromkeys([path, *_examples(kind, path)]))


def rename(kind: Kind, path: Path, name: str, undo: Undo, folders: Iterable[Path]) -> Path:
    """Give a file another name, in itself and in everything of the content `folders` that names it.

    InputError when the name cannot be used or is taken; StoreError when a file cannot be written.
    """
    edits = dict(_renamed(kind, path, name, [*folders]))
    undo.do(f"renamed {FOLDERS[kind]}/{path.name} to {name}{ENDINGS[kind]}", edits)
    return path.with_name(name + path.suffix)


def _renamed(kind: Kind, path: Path, name: str, folders: list[Path]) -> Edits:
    if not _NAME.fullmatch(name):
        raise InputError(f"'{name}' cannot be used as a name.", "Use small letters, digits and _ only.")
    old, fresh = path.stem, path.with_name(name + path.suffix)
    if fresh.exists():
        raise InputError(f"{fresh.name} exists already.", "Take another name.")
    text = _text(path)
    edits: dict[Path, bytes | None] = {path: None}
    if kind == "rubric":
        text = re.sub(rf"^(id\s*:\s*)(['\"]?){re.escape(old)}\2(?=\s|$)", rf"\g<1>{name}", text, count=1, flags=re.M)
        for example in _examples(kind, path):
            moved = example.parent.with_name(name) / example.name
            said = re.sub(rf"^(problem\s*:\s*){re.escape(old)}\s*$", rf"\g<1>{name}", _text(example), flags=re.M)
            edits |= {example: None, moved: said.encode() if example.suffix == ".yaml" else example.read_bytes()}
    edits[fresh] = text.encode()
    _require_sound(kind, name, text)
    for other in _others(kind, folders):
        before = _text(other)
        after = _for_other(before, old, name) if kind == "rubric" else _linked_otherwise(before, old, name)
        if after != before:
            edits[other] = after.encode()
    return edits


def _examples(kind: Kind, path: Path) -> list[Path]:
    folder = path.parent / "examples" / path.stem
    return sorted(p for p in folder.glob("*") if p.is_file()) if kind == "rubric" else []


def _others(kind: Kind, folders: list[Path]) -> list[Path]:
    """Return the files that may name a renamed one: chapters name rubrics, rubrics name sections of chapters."""
    if kind == "rubric":
        return [p for folder in folders for p in sorted((folder / "knowledge").glob("*.md"))]
    return [p for folder in folders for p in sorted((folder / "rubrics").glob("*.y*ml"))]


def _for_other(text: str, old: str, name: str) -> str:
    """Rename a problem in a chapter's front matter."""
    head, mark, body = text.partition("\n---\n")
    if not (text.startswith("---\n") and mark):
        return text
    listed = re.compile(r"^problems\s*:.*(?:\n[ \t-].*)*", re.M)
    word = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w.-])")
    return listed.sub(lambda m: word.sub(name, m[0]), head) + mark + body


def _linked_otherwise(text: str, old: str, name: str) -> str:
    """Rename a chapter in a rubric's lists of guide sections."""
    listed = re.compile(r"^[ \t-]*guide\s*:.*(?:\n[ \t]*-[ \t]*[\w./-]+[ \t]*$)*", re.M)
    link = re.compile(rf"(?<![\w./-]){re.escape(old)}/")
    return listed.sub(lambda m: link.sub(f"{name}/", m[0]), text)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
