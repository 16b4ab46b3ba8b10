"""YAML that remembers where each value stands, and refuses what a content file never needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.errors import Mistake

MAX_BYTES = 1_000_000
DEEPEST = 20
"""Most levels of lists and mappings."""
MOST = 20_000
"""Most keys and values; a rubric of forty checkpoints has 1,300."""
LONGEST_NUMBER = 40
"""Most characters of a number, date or other value that is no text: long ones take very long to convert."""
Place = tuple[str | int, ...]
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True)
class Scalar:
    """A text in a file, as its author wrote it."""

    place: tuple[str | int, ...]
    """Path of keys and indices."""
    value: str
    """What it means."""
    start: int
    """Offset of its first character, quotes included."""
    end: int
    """Offset after its last character."""


@dataclass(frozen=True)
class Source:
    """A YAML document with the line of every value."""

    file: str
    """Name of the file as given."""
    value: Any
    """Plain Python data; None when the document is damaged."""
    lines: dict[Place, int]
    """1-based line by path of keys and indices."""
    mistakes: tuple[Mistake, ...]
    """Damage, duplicate keys, size and encoding; empty when the document is sound."""
    texts: tuple[Scalar, ...] = ()
    """Every scalar with its offsets, for changes that leave the rest of the file alone."""

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, message: str, hint: str = "") -> Mistake:
        """Make a mistake that names this file and the line of a place."""
        return Mistake(self.file, self.line(place), message, hint)


def read_text(path: Path, limit: int = MAX_BYTES) -> tuple[str, Mistake | None]:
    """Read a content file as text, or say why it is none. Never raises for what is in the file or in its way."""
    name = str(path)
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            return "", Mistake(name, 0, "a link that leads out of its folder", "copy the file here instead")
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no file" if path.exists() else "not there"
            return "", Mistake(name, 0, f"cannot be read: it is {what}", "put a text file there, or remove it")
        if path.stat().st_size > limit:
            return "", Mistake(name, 0, f"larger than {limit:,} bytes", "split it")
        data = path.read_bytes()
    except OSError as error:
        return "", Mistake(name, 0, f"cannot be read: {error.strerror}", "check the path and its permissions")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", Mistake(name, 1, "UTF-16 text", "save it as UTF-8")
    if (zero := data.find(b"\0")) >= 0:
        line = data[:zero].count(b"\n") + 1
        return "", Mistake(name, line, "not text: it holds a NUL character", "save it as UTF-8 text")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", Mistake(name, line, "not UTF-8 text", "save it as UTF-8")


def read_source(path: Path) -> Source:
    """Read one YAML document. Never raises for what is in the file; `mistakes` says what is wrong."""
    text, mistake = read_text(path)
    return Source(str(path), None, {}, (mistake,)) if mistake else parse_source(text, str(path))


def parse_source(text: str, name: str) -> Source:
    """Parse YAML text; as `read_source`."""
    loader: Any = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return _damaged(name, 1, "the file is empty", "start from the template in docs/authoring.md")
        lines: dict[Place, int] = {}
        mistakes: list[Mistake] = []
        texts: list[Scalar] = []
        _walk(node, (), name, lines, mistakes, texts)
        return Source(name, loader.construct_document(node), lines, tuple(mistakes), tuple(texts))
    except _Refused as error:
        return _damaged(name, error.line, error.message, error.hint)
    except yaml.MarkedYAMLError as error:
        # An unclosed quote is noticed far below the line where it was opened.
        opened = error.context_mark if "quoted scalar" in (error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        colon = error.problem == "mapping values are not allowed here"
        hint = "a colon and a space within a text: put quotes around it" if colon else "check indents and quotes"
        return _damaged(name, line, f"not valid YAML: {error.problem or error.context}", hint)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        sign = f"U+{int(error.character):04X}" if str(error.character).isdigit() else repr(error.character)
        return _damaged(name, line, f"not valid YAML: the control character {sign}", "remove such characters")
    except Exception as error:  # the library fails in other ways too: a directive with a huge version, a bad escape
        line = loader.line + 1 if loader is not None else 1
        why = str(error).partition("\n")[0] or type(error).__name__
        return _damaged(name, line, f"not valid YAML: {why}", "check the characters near it")
    finally:
        if loader is not None:
            loader.dispose()


class _Refused(Exception):
    """What no content file needs."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.line, self.message, self.hint = line, message, hint


class _Loader(yaml.SafeLoader):
    """Refuses aliases and deep nesting while reading, before anything is built."""

    _depth = _nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, "a YAML alias (*)", "write the text out; aliases are refused")
        if self._depth >= DEEPEST:
            raise _Refused(line, f"nested more than {DEEPEST} deep", "a rubric needs seven levels")
        self._depth += 1
        self._nodes += 1
        if self._nodes > MOST:
            raise _Refused(line, f"more than {MOST:,} keys and values", "split the file")
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode) and _unstorable(node.value):
            raise _Refused(line, "an escaped character that no text can hold", "write the character itself")
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode) and node.tag != _TEXT and len(node.value) > LONGEST_NUMBER:
            message = f"a number or date of more than {LONGEST_NUMBER} characters"
            raise _Refused(line, message, "put quotes around it if it is a text")
        try:
            return super().construct_object(node, deep)
        except (yaml.YAMLError, _Refused):
            raise
        except Exception:  # `!!int ""`, `!!timestamp x` and 2001-99-99 fail with many kinds of errors
            shown = f"'{node.value}'" if isinstance(node, yaml.ScalarNode) else "this"
            kind = node.tag.rpartition(":")[2][:LONGEST_NUMBER]
            raise _Refused(line, f"{shown} is no {kind}", "put quotes around it if it is a text") from None


def _unstorable(text: str) -> bool:
    """Say whether a text holds NUL or half of a surrogate pair, which no database and no encoding takes."""
    return "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text))


def _damaged(name: str, line: int, message: str, hint: str) -> Source:
    return Source(name, None, {}, (Mistake(name, line, message, hint),))


def _walk(
    node: yaml.Node,
    place: Place,
    name: str,
    lines: dict[Place, int],
    mistakes: list[Mistake],
    texts: list[Scalar],
) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        texts.append(Scalar(place, node.value, node.start_mark.index, node.end_mark.index))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            line = key.start_mark.line + 1
            if inner in lines:
                mistakes.append(Mistake(name, line, f"the key '{key.value}' stands twice", "keep one of them"))
            lines[inner] = line
            _walk(value, inner, name, lines, mistakes, texts)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _walk(value, (*place, i), name, lines, mistakes, texts)
