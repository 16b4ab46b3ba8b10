"""Guide chapters on disk: front matter by YAML, the rest by `library.guide`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.adapters.pack_names import pack_of, qualified
from grader.adapters.yaml_source import parse_source, read_text
from grader.errors import Mistake
from library.errors import GuideError
from library.guide import Chapter, Section, read_chapter

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
    earlier: frozenset[str] = frozenset()
    """Names of chapters whose file is damaged now and whose last good version is kept."""

    def after(self, before: "Library") -> "Library":
        """Return this library with the last good version of each chapter whose file was sound before and is not now."""
        damaged, once_bad = ({m.file for m in library.mistakes} for library in (self, before))
        kept = {
            name
            for name, path in self.paths.items()
            if before.paths.get(name) == path
            and str(path) in damaged
            and (str(path) not in once_bad or name in before.earlier)
        }
        good = {i: s for i, s in before.sections.items() if i.partition("/")[0] in kept}
        sound = {i: s for i, s in self.sections.items() if i.partition("/")[0] not in kept}
        return Library(sound | good, self.paths, self.mistakes, frozenset(kept))


def read_library(folders: Iterable[Path], read: "Callable[[Path], Chapter] | None" = None) -> Library:
    """Read every `*.md` of the folders. Of two chapters with one name, the later is reported as a mistake.

    A chapter of an installed pack is called `pack.chapter`. `read` may remember files that did not change.
    """
    sections: dict[str, Section] = {}
    paths: dict[str, Path] = {}
    mistakes: list[Mistake] = []
    for path in (p for folder in folders for p in sorted(folder.glob("*.md"))):
        pack = pack_of(path.parent)
        name = f"{pack}.{path.stem}" if pack else path.stem
        if name in paths:
            mistakes.append(Mistake(str(path), 1, f"the chapter '{name}' is taken by {paths[name]}", "rename it"))
            continue
        chapter = (read or read_file)(path)
        paths[name] = path
        mistakes += chapter.mistakes
        sections |= {section.id: section for section in _named(chapter.sections, path.parent, pack)}
    return Library(sections, paths, tuple(mistakes))


def _named(sections: tuple[Section, ...], folder: Path, pack: str) -> Iterable[Section]:
    """Give the sections the names that they and their problems have when a pack brought them."""
    if not pack:
        return sections
    own = {path.stem for path in (folder.parent / "rubrics").glob("*.y*ml")}
    return [
        replace(s, id=f"{pack}.{s.id}", problems=tuple(qualified(p, pack, own) for p in s.problems)) for s in sections
    ]


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
    """Read a chapter from text; `stem` is its name, `name` the file name that mistakes show.

    Never raises for what is in the text.
    """
    try:
        return _parsed(text, stem, name)
    except Exception as error:  # the Markdown library promises nothing about damaged text
        return _damaged(name, 0, f"cannot be read ({type(error).__name__})", "remove what is unusual in it")


def _parsed(text: str, stem: str, name: str) -> Chapter:
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
