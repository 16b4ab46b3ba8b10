"""YAML that remembers where each value stands, and refuses what a content file never needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.errors import Mistake

MAX_BYTES = 1_000_000
Place = tuple[str | int, ...]


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

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, message: str, hint: str = "") -> Mistake:
        """Make a mistake that names this file and the line of a place."""
        return Mistake(self.file, self.line(place), message, hint)


def read_source(path: Path) -> Source:
    """Read one YAML document. Never raises for what is in the file; `mistakes` says what is wrong."""
    name = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            return _damaged(name, 0, f"larger than {MAX_BYTES:,} bytes", "split it")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return _damaged(name, line, "not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        return _damaged(name, 0, f"cannot be read: {error.strerror}", "check the path and its permissions")
    return parse_source(text, name)


def parse_source(text: str, name: str) -> Source:
    """Parse YAML text; as `read_source`."""
    loader: Any = None
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                line = token.start_mark.line + 1
                return _damaged(name, line, "a YAML alias (*)", "write the text out; aliases are refused")
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return _damaged(name, 1, "the file is empty", "start from the template in docs/authoring.md")
        lines: dict[Place, int] = {}
        mistakes: list[Mistake] = []
        _walk(node, (), name, lines, mistakes)
        return Source(name, loader.construct_document(node), lines, tuple(mistakes))
    except yaml.MarkedYAMLError as error:
        # An unclosed quote is noticed far below the line where it was opened.
        opened = error.context_mark if "quoted scalar" in (error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return _damaged(name, line, f"not valid YAML: {error.problem or error.context}", "check indents and quotes")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _damaged(name, 1, f"not valid YAML: {str(error).splitlines()[0]}", "check the characters near it")
    finally:
        if loader is not None:
            loader.dispose()


def _damaged(name: str, line: int, message: str, hint: str) -> Source:
    return Source(name, None, {}, (Mistake(name, line, message, hint),))


def _walk(node: yaml.Node, place: Place, name: str, lines: dict[Place, int], mistakes: list[Mistake]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            line = key.start_mark.line + 1
            if inner in lines:
                mistakes.append(Mistake(name, line, f"the key '{key.value}' stands twice", "keep one of them"))
            lines[inner] = line
            _walk(value, inner, name, lines, mistakes)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _walk(value, (*place, i), name, lines, mistakes)
