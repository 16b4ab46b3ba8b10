"""Guide chapters on disk: front matter by YAML, the rest by `interviewer.guide`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.adapters.yaml_source import parse_source, read_text
from grader.errors import Mistake
from interviewer.errors import GuideError
from interviewer.guide import Chapter, Section, read_chapter

MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Library:
    """All chapters of some folders: the sound sections, and what is wrong with the rest."""

    sections: dict[str, Section]
    """Sections by id."""
    paths: dict[str, Path]
    """File of each chapter by name."""
    mistakes: tuple[Mistake, ...]
    """What is wrong; nothing is skipped silently."""


def read_library(folders: Iterable[Path]) -> Library:
    """Read every `*.md` of the folders. A chapter name that stands twice is a mistake of the later one."""
    sections: dict[str, Section] = {}
    paths: dict[str, Path] = {}
    mistakes: list[Mistake] = []
    for path in (p for folder in folders for p in sorted(folder.glob("*.md"))):
        if path.stem in paths:
            mistakes.append(
                Mistake(str(path), 1, f"the chapter '{path.stem}' is taken by {paths[path.stem]}", "rename it")
            )
            continue
        chapter = read_file(path)
        paths[path.stem] = path
        mistakes += chapter.mistakes
        sections |= {section.id: section for section in chapter.sections}
    return Library(sections, paths, tuple(mistakes))


def require_sections(library: Library, folders: Iterable[Path]) -> Library:
    """Return the library, or raise GuideError when it has no section at all."""
    if library.sections:
        return library
    where = ", ".join(map(str, folders))
    raise GuideError(f"The guide is empty: no section in {where}.", "Add a Markdown chapter.", library.mistakes)


def read_file(path: Path) -> Chapter:
    """Read one chapter file. Never raises for what is in it; `mistakes` says what is wrong."""
    text, mistake = read_text(path, MAX_BYTES)
    if mistake:
        return Chapter(path.stem, (), (mistake,))
    return parse_chapter(text.replace("\r\n", "\n"), path.stem, str(path))


def parse_chapter(text: str, stem: str, name: str) -> Chapter:
    """Read a chapter from text; `stem` is its name, `name` the file name that mistakes show."""
    if not text.startswith("---\n"):
        return read_chapter(text, stem, {}, 1, name)
    head, mark, body = text[4:].partition("\n---\n")
    if not mark:
        return _damaged(name, 1, "the front matter has no end", "close it with a line `---`")
    source = parse_source(head, name)
    if source.mistakes or not isinstance(source.value, dict):
        found = source.mistakes or (
            Mistake(name, 1, "the front matter is not `key: value` lines", "see docs/authoring.md"),
        )
        return Chapter(stem, (), tuple(Mistake(m.file, m.line + 1, m.message, m.hint) for m in found))
    return read_chapter(body, stem, source.value, head.count("\n") + 4, name)


def _damaged(name: str, line: int, message: str, hint: str) -> Chapter:
    return Chapter(Path(name).stem, (), (Mistake(name, line, message, hint),))
