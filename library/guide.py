"""The guide as sections: Markdown chapters split at their `##` headings, with line numbers."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.errors import Mistake

_SLUG = re.compile(r"(?<!\s)\s*+\{#([A-Za-z0-9_-]++)\}\s*+$")
_ASK = re.compile(r"^\s*Ask:\s*", re.I)
MAX_CHARS = 400_000


@dataclass(frozen=True)
class Section:
    """One `##` section of a chapter: what gets cited."""

    id: str
    """`chapter/slug`."""
    chapter: str
    """Title of the chapter."""
    heading: str
    """Heading of the section."""
    line: int
    """1-based line of the heading."""
    paragraphs: tuple[str, ...]
    """Its text, paragraph by paragraph, without the questions."""
    asks: tuple[str, ...]
    """Questions an interviewer may ask from it."""
    problems: tuple[str, ...]
    """Problem ids it is for; empty for all."""
    phases: tuple[str, ...]
    """Phases it belongs to; empty for all."""

    @property
    def text(self) -> str:
        """All its paragraphs."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Chapter:
    """A chapter as read: its sections, and what is wrong with it."""

    name: str
    """File name without `.md`."""
    sections: tuple[Section, ...]
    """Its sections in order."""
    mistakes: tuple[Mistake, ...] = ()
    """What is wrong; the valid sections are kept."""


def read_chapter(text: str, name: str, front_matter: dict[str, Any], first_line: int, file: str) -> Chapter:
    """Split a chapter's Markdown into sections.

    `front_matter` is its parsed head, `first_line` the 1-based line on which `text` starts, `file` the name that
    mistakes show. Both ATX and Setext headings count.
    """
    if len(text) > MAX_CHARS:
        return Chapter(name, (), (Mistake(file, 1, f"longer than {MAX_CHARS:,} characters", "split the chapter"),))
    mistakes: list[Mistake] = []
    title = str(front_matter.get("title") or name)
    problems = _listed(front_matter.get("problems"), "problems", file, mistakes)
    phases = _listed(front_matter.get("phases"), "phases", file, mistakes)
    lines, tokens = text.splitlines(), _parser().parse(text)
    if (open_line := _never_closed(tokens, lines)) is not None:
        mistakes.append(Mistake(file, first_line + open_line, "a code block is never closed", "close it with ```"))
    sections: list[Section] = []
    slugs: set[str] = set()
    for block in _blocks(tokens):
        heading, slug = _heading(block[1].content)
        line = first_line + (block[0].map[0] if block[0].map else 0)
        paragraphs, asks = _body(block[3:], lines)
        if wrong := _unusable(heading, slug, slugs, paragraphs):
            mistakes.append(Mistake(file, line, *wrong))
        else:
            sections.append(Section(f"{name}/{slug}", title, heading, line, paragraphs, asks, problems, phases))
        if "{#" not in heading:
            slugs.add(slug)
    if not sections and not mistakes:
        mistakes.append(Mistake(file, first_line, "no `## Heading` section", "start each section with ##"))
    return Chapter(name, tuple(sections), tuple(mistakes))


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each `##` section, its heading's three first."""
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag in ("h1", "h2") and t.level == 0]
    for start, stop in pairwise([*starts, len(tokens)]):
        if tokens[start].tag == "h2":
            yield tokens[start:stop]


def _unusable(heading: str, slug: str, slugs: Set[str], paragraphs: tuple[str, ...]) -> tuple[str, str] | None:
    """Return message and hint of what is wrong with a section, or None. `slugs` are those of the sections before."""
    if "{#" in heading:
        return "the {#slug} cannot be used", "letters, digits, _ and - only"
    if slug in slugs:
        return f"the section '{slug}' appears twice", "give it another {#slug}"
    return None if paragraphs else (f"the section '{slug}' has no text", "write it, or remove it")


def _never_closed(tokens: list[Token], lines: list[str]) -> int | None:
    """Return the 0-based line of a fence that swallows the rest of the chapter, or None."""
    for token in tokens:
        if token.type == "fence" and token.map:
            first, end = token.map
            last = lines[end - 1].strip() if end - 1 > first else ""
            if end >= len(lines) and not (last and set(last) == {token.markup[0]} and len(last) >= len(token.markup)):
                return first
    return None


@cache
def _parser() -> MarkdownIt:
    # Only blocks are needed; parsing inside lines would cost time and memory.
    return MarkdownIt("commonmark").enable("table").disable("inline")


def _listed(value: Any, key: str, file: str, mistakes: list[Mistake]) -> tuple[str, ...]:
    if value in (None, "all", ["all"]):
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    mistakes.append(Mistake(file, 1, f"'{key}' in the front matter is not a list of ids", f"write `{key}: [id]`"))
    return ()


def _heading(content: str) -> tuple[str, str]:
    marked = _SLUG.search(content)
    heading = content[: marked.start()] if marked else content
    slug = marked[1] if marked else re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
    return heading.strip(), slug or "section"


def _body(tokens: list[Token], lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paragraphs and the Ask questions of a section's top-level blocks."""
    paragraphs: list[str] = []
    asks: list[str] = []
    for token in tokens:
        if token.level != 0 or token.map is None or token.nesting == -1:
            continue
        block = "\n".join(lines[token.map[0] : token.map[1]]).strip()
        if token.type == "blockquote_open":
            quoted = [re.sub(r"^\s*>\s?", "", line) for line in block.splitlines()]
            asked, rest = _questions(quoted)
            asks += asked
            block = "\n".join(rest).strip()
        if block:
            paragraphs.append(block)
    return tuple(paragraphs), tuple(asks)


def _questions(quoted: Iterable[str]) -> tuple[list[str], list[str]]:
    asked: list[list[str]] = []
    rest: list[str] = []
    for line in quoted:
        if _ASK.match(line):
            asked.append([_ASK.sub("", line).strip()])
        elif asked and line.strip():
            asked[-1].append(line.strip())
        else:
            rest.append(line)
    return [" ".join(lines) for lines in asked], rest
