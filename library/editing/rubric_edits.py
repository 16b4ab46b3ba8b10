"""Adding a text to a list of a rubric file: everything else in the file, comments too, stays as it is."""

import json
from typing import Any

import yaml

from grader.adapters.rubric_files import line_finder, parse_rubric, source_place
from grader.adapters.yaml_source import Place, parse_source
from grader.errors import InputError
from grader.lint import placed_checkpoints

LISTS = ("anchors", "contrasts", "probes", "hints")
LONGEST = 600
"""Most characters of a text that can be compared with an answer."""


def with_text(text: str, name: str, checkpoint: str, key: str, added: str) -> str:
    """Return the text of a rubric file with one more entry in a list of a checkpoint.

    `name` is the file name that mistakes show. RubricError for a damaged file, InputError for an entry that is empty,
    too long or there already, and when the file is written in a way that leaves no place for it.
    """
    added = one_line(added)
    rubric = parse_rubric(text, name)
    stand = next((s for s in placed_checkpoints(rubric) if s.checkpoint.id == checkpoint), None)
    if stand is None or key not in LISTS:
        raise InputError(f"{name} has no {key} of a checkpoint '{checkpoint}'.", "Choose one of the file.")
    if not added or len(added) > LONGEST:
        raise InputError(f"That is {len(added)} characters.", f"Take 1 to {LONGEST}: one sentence, as it is said.")
    if added in getattr(stand.checkpoint, key):
        raise InputError(f"“{added}” stands there already.", "Take other words.")
    source = parse_source(text, name)
    place = source_place(source, stand.place)
    changed = _inserted(text, place, key, json.dumps(added, ensure_ascii=False))
    before, after = source.value, parse_source(changed, name).value
    held = _at(before, place)
    held[key] = [*(held.get(key) or []), added]
    if after != before:
        line = line_finder(source)(stand.place)
        raise InputError(f"{name}:{line}: no place for another entry was found.", "Add it in the editor.")
    return changed


def one_line(text: str) -> str:
    """Return a text as one line, without characters that a file cannot hold."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def _inserted(text: str, place: Place, key: str, quoted: str) -> str:
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in place:
        node = node.value[step] if isinstance(step, int) else _value(node, str(step))
    held = _value(node, key)
    end = "\r\n" if "\r\n" in text else "\n"
    if held is None and node.flow_style:
        at = text.rindex("}", 0, node.end_mark.index)
        return f"{text[:at]}, {key}: [{quoted}]{text[at:]}"
    if held is None:
        last = _value(node, "claim")
        indent = " " * node.value[0][0].start_mark.column
        return _after(text, last, f"{indent}{key}:{end}{indent}- {quoted}{end}", end)
    if held.flow_style:
        at = text.rindex("]", 0, held.end_mark.index)
        comma = ", " if held.value else ""
        return f"{text[:at].rstrip() if held.value else text[:at]}{comma}{quoted}{text[at:]}"
    indent = " " * held.start_mark.column
    return _after(text, held.value[-1], f"{indent}- {quoted}{end}", end)


def _value(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _after(text: str, node: Any, line: str, end: str) -> str:
    """Put a line behind the one on which a node ends."""
    index = node.end_mark.index
    # A text over several lines ends where the next line begins.
    at = index if index and text[index - 1] == "\n" else text.find("\n", index) + 1
    if not at:
        return f"{text}{end}{line}"
    return text[:at] + line + text[at:]


def _at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value
