"""Mending what is mechanical in the text of a rubric file, and nothing else: every other byte stays."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader import words as w


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
class Fix:
    """One change of a text: the characters from `start` to `end` become `new`."""

    rule: str
    """Name of the rule that asked for it."""
    place: tuple[str | int, ...]
    """What it changes."""
    message: str
    """What is wrong, in one sentence."""
    start: int
    """First offset."""
    end: int
    """Offset after the last character."""
    new: str
    """What comes instead."""


LISTS = ("anchors", "contrasts", "probes", "hints", "guide", "ask")
TEXTS = ("claim", "counts", "title", "prompt", "twist", "answer")
_ASKING = re.compile(
    r"(?:and |but |so |then |if .*, |when .*, |suppose .*[,;:] )?(?:what|which|who|whom|whose|where|when|why|how"
    r"|is|are|was|were|do|does|did|can|could|would|should|will|has|have|had|may|might)\b",
    re.I,
)


def fixes(text: str, scalars: Sequence[Scalar]) -> Iterator[Fix]:
    """Yield what can be mended without thinking: stray spaces, doubled entries, missing question marks.

    Texts over several lines are left alone, and so is a doubled entry that shares its line with anything.
    """
    for scalar in scalars:
        if _wanted(scalar.place):
            yield from _of_one(text, scalar)
    yield from _doubled(text, scalars)


def applied(text: str, changes: list[Fix]) -> str:
    """Return a text with the changes made; of two that overlap, the first."""
    pieces, at = [], 0
    for fix in sorted(changes, key=lambda f: (f.start, -f.end)):
        if fix.start >= at:
            pieces += [text[at : fix.start], fix.new]
            at = fix.end
    return "".join([*pieces, text[at:]])


def _wanted(place: tuple[str | int, ...]) -> bool:
    return place[-1:] != () and (place[-1] in TEXTS or (len(place) > 1 and place[-2] in LISTS))


def _of_one(text: str, scalar: Scalar) -> Iterator[Fix]:
    raw = text[scalar.start : scalar.end]
    if "\n" in raw or not raw:
        return
    quote = raw[0] if raw[0] in "\"'" else ""
    inner = raw[1:-1] if quote else raw
    mended = re.sub(r"(?<=\S) {2,}(?=\S)", " ", inner.strip(" "))
    rule, message = "stray-space", "spaces at an end, or several in a row"
    if mended != inner:
        yield Fix(rule, scalar.place, message, scalar.start, scalar.end, f"{quote}{mended}{quote}")
    elif "probes" in scalar.place and "?" not in inner and _ASKING.match(inner):
        asked = inner.rstrip(".! ") + "?"
        if not quote and text[scalar.end :].lstrip()[:1] in (",", "]") and not set(inner) & {'"', "\\"}:
            quote = '"'  # inside brackets a plain text may not end with a question mark
        message = f"“{scalar.value}” asks, but ends without a question mark"
        yield Fix("no-question-mark", scalar.place, message, scalar.start, scalar.end, f"{quote}{asked}{quote}")


def _doubled(text: str, scalars: Sequence[Scalar]) -> Iterator[Fix]:
    seen: set[tuple[object, ...]] = set()
    for scalar in scalars:
        if len(scalar.place) < 2 or scalar.place[-2] not in LISTS:
            continue
        said = tuple(w.words(scalar.value)) or (scalar.value,)
        key = (scalar.place[:-1], said)
        if key not in seen:
            seen.add(key)
            continue
        first, last = text.rfind("\n", 0, scalar.start) + 1, text.find("\n", scalar.end)
        last = len(text) if last < 0 else last + 1
        alone = re.fullmatch(r"\s*-\s+", text[first : scalar.start]) and not text[scalar.end : last].strip()
        message = f"“{scalar.value}” stands twice"
        if alone:
            yield Fix("doubled-text", scalar.place, message, first, last, "")
        else:
            yield Fix("doubled-text", scalar.place, message, scalar.start, scalar.end, text[scalar.start : scalar.end])
