"""Mending what is mechanical in the text of a rubric file, and nothing else: every other byte stays."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from grader.adapters.yaml_source import Scalar
from grader.language import words as w


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

_CLOSED = re.compile(r"\s*+[],]")


def fixes(text: str, scalars: Sequence[Scalar]) -> Iterator[Fix]:
    """Yield what can be mended without thinking: stray spaces, doubled entries, missing question marks, untidy ends.

    Texts over several lines are left alone, and so is a doubled entry that shares its line with a comment. No order is
    mended: that of hints says something, and the first guide section of a checkpoint is the one that is shown.
    """
    for scalar in scalars:
        if _wanted(scalar.place):
            yield from _of_one(text, scalar)
    yield from _doubled(text, scalars)
    if scalars:  # a damaged file has none, and is left alone
        yield from _ends(text, scalars)


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
        if not quote and _CLOSED.match(text, scalar.end) and not set(inner) & {'"', "\\"}:
            quote = '"'  # inside brackets a plain text may not end with a question mark
        message = f"“{scalar.value}” asks, but ends without a question mark"
        yield Fix("no-question-mark", scalar.place, message, scalar.start, scalar.end, f"{quote}{asked}{quote}")


def _doubled(text: str, scalars: Sequence[Scalar]) -> Iterator[Fix]:
    seen: set[tuple[object, ...]] = set()
    before: dict[tuple[object, ...], Scalar] = {}
    for scalar in scalars:
        if len(scalar.place) < 2 or scalar.place[-2] not in LISTS:
            continue
        of = scalar.place[:-1]
        previous, before[of] = before.get(of), scalar
        said = (scalar.value,) if of[-1] == "guide" else tuple(w.words(scalar.value)) or (scalar.value,)
        if (of, said) not in seen:
            seen.add((of, said))
            continue
        message = f"“{scalar.value}” stands twice"
        first, last, new = _entry(text, scalar, previous)
        yield Fix("doubled-text", scalar.place, message, first, last, new)


def _entry(text: str, scalar: Scalar, previous: Scalar | None) -> tuple[int, int, str]:
    """Return the offsets of a whole entry of a list, with its line or its comma, and nothing instead.

    Where it cannot be taken out for certain, the offsets of its text and the text as it is.
    """
    if previous and re.fullmatch(r"\s*,\s*", text[previous.end : scalar.start]):
        return previous.end, scalar.end, ""
    first, last = text.rfind("\n", 0, scalar.start) + 1, text.find("\n", scalar.end)
    last = len(text) if last < 0 else last + 1
    if re.fullmatch(r"\s*-\s+", text[first : scalar.start]) and not text[scalar.end : last].strip():
        return first, last, ""
    return scalar.start, scalar.end, text[scalar.start : scalar.end]


def _ends(text: str, scalars: Sequence[Scalar]) -> Iterator[Fix]:
    """Find spaces at the ends of lines, and a file that does not end with one line break."""
    long = sorted((s.start, s.end) for s in scalars if "\n" in text[s.start : s.end])
    reached = list(accumulate((last for _, last in long), max))
    end = len(text.rstrip())
    for found in re.finditer(r"(?<![ \t])[ \t]++(?=\r?\n)", text[:end]):
        begun = bisect_right(long, (found.start(), len(text)))
        if not begun or reached[begun - 1] <= found.start():
            yield Fix("stray-space", (), "spaces at the end of a line", found.start(), found.end(), "")
    line = "\r\n" if "\r\n" in text else "\n"
    if end and text[end:] != line and not (reached and reached[-1] >= end):
        message = "the file does not end with one line break"
        yield Fix("stray-space", (), message, end, len(text), line)
