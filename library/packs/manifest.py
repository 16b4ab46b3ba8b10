"""Reads `pack.yaml`: what a pack says about itself."""

import re
from pathlib import Path
from typing import Any

from grader.adapters.yaml_source import Source, parse_source
from grader.errors import Mistake
from library.packs.contents import MANIFEST, NAME, Manifest

_KEYS = ("name", "version", "license", "language", "title")
_REQUIRED = _KEYS[:4]
_BRITISH = {"licence": "license"}
_LONGEST = 200
"""Most characters of a value."""


def read_manifest(folder: Path) -> Manifest | None:
    """Read the `pack.yaml` of a folder; None when there is none, or a damaged one."""
    try:
        return parse_manifest((folder / MANIFEST).read_text(encoding="utf-8-sig"))[0]
    except (OSError, UnicodeDecodeError):
        return None


def parse_manifest(text: str) -> tuple[Manifest | None, tuple[Mistake, ...]]:
    """Read a manifest from its text. Either there is one, or there are mistakes."""
    source = parse_source(text, MANIFEST)
    if source.mistakes or not isinstance(source.value, dict):
        return None, source.mistakes or (source.mistake((), "not `key: value` lines", "see docs/authoring.md"),)
    mistakes: list[Mistake] = []
    values: dict[str, str] = {}
    for key, value in source.value.items():
        name = _BRITISH.get(str(key), str(key))
        if mistake := _wrong(source, str(key), name, value):
            mistakes.append(mistake)
        else:
            values[name] = value.strip() if isinstance(value, str) else _as_written(text, str(key))
    for key in _REQUIRED:
        if not values.get(key) and not any(f"'{key}'" in m.message for m in mistakes):
            mistakes.append(source.mistake((), f"the key '{key}' is missing", f"add `{key}:`"))
    if "name" in values and not NAME.fullmatch(values["name"]):
        hint = "small letters, digits, _ and -, beginning with a letter"
        mistakes.append(source.mistake(("name",), f"'{values['name']}' is not a usable name", hint))
    return (None, tuple(mistakes)) if mistakes else (Manifest(**values), ())


def _wrong(source: Source, key: str, name: str, value: Any) -> Mistake | None:
    if name not in _KEYS:
        return source.mistake((key,), f"unknown key '{key}'", f"known here: {', '.join(_KEYS)}")
    scalar = isinstance(value, str | int | float) and not isinstance(value, bool)
    if not scalar or not 0 < len(str(value)) <= _LONGEST:
        return source.mistake((key,), f"'{key}' is not a short text", "write one line")
    return None


def _as_written(text: str, key: str) -> str:
    """Return a number as it is written in the file: the version 1.10 is not 1.1."""
    written = re.search(rf"^{re.escape(key)}\s*:\s*([^#\n]*)", text, re.M)
    return written[1].strip() if written else ""
