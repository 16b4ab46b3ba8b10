"""Which of the labels in a text are speakers.

"Funnel: 100k -> 500" inside an answer looks like a label too. Three things tell them apart: role names, the style that
the first label has (a time stamp, bold), and turn taking: a speaker is answered, and then speaks again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.transcripts.names import could_name
from grader.transcripts.roles import family, role

_PANEL = 12
"""Most people in one interview; more names are looked at no further."""


@dataclass(frozen=True)
class Label:
    """A label found at the start of a line."""

    name: str
    """As written, without marks."""
    timed: bool = False
    """A time stamp stands beside it."""
    marked: bool = False
    """It is bold or a heading."""
    opens: bool = False
    """No words stand above it."""
    asks: bool = False
    """What follows it, up to the next label, ends with a question."""

    @property
    def key(self) -> str:
        """The name to compare by."""
        return self.name.casefold()


def choose(found: Sequence[Label], dense: bool = False) -> frozenset[str]:
    """Return the case-folded names of the labels that are speakers.

    `dense` says that nearly every line has a label, as in captions with names; then every name is a speaker.
    """
    if not found:
        return frozenset()
    found = _same_style(found)
    pair = _role_family(found)
    if pair is not None:
        members = [label for label in found if family(label.name) == pair]
        return _pair(members) if pair else _with_others(found, frozenset(label.key for label in members))
    possible = [label for label in found if family(label.name) in (0, 2) or could_name(label.name)]
    if possible and (dense or (len(possible) > 1 and all(label.timed for label in possible))):
        return frozenset(label.key for label in possible)
    first = _first(possible)
    second = _second(possible, first) if first else ""
    if not second:
        alone = first and (family(first) == 0 or (found[0].opens and _count(possible, first) > 1))
        return frozenset((first,)) if alone else frozenset()
    return _with_others(possible, frozenset((first, second)))


def _same_style(found: Sequence[Label]) -> Sequence[Label]:
    """Keep the labels in the style of the first one, where that style has two names that are speakers' at all."""
    for style in ("timed", "marked"):
        same = [label for label in found if getattr(label, style)]
        names = {label.key for label in same if role(label.name) or could_name(label.name)}
        if same and same[0] is found[0] and len(names) > 1:
            found = same
    return found


def _role_family(found: Sequence[Label]) -> int | None:
    """Return the family of role names that has both sides, the strongest first.

    The weaker ones must open the text and converse: "User: ..., System: ..." also stands inside answers.
    """
    for number in range(3):
        members = [label for label in found if family(label.name) == number]
        if len({role(label.name) for label in members}) == 2 and (number == 0 or _converse(members, found[0])):
            return number
    return None


def _converse(members: Sequence[Label], opening: Label) -> bool:
    """Say whether weak role names open the text and answer each other."""
    keys = [label.key for label in members]
    other = next((key for key in keys if key != keys[0]), "")
    answered = members[0].asks or _take_turns([key for key in keys if key in (keys[0], other)], keys[0], other)
    return members[0] is opening and opening.opens and answered


def _count(found: Sequence[Label], key: str) -> int:
    return sum(label.key == key for label in found)


def _first(found: Sequence[Label]) -> str:
    """Return the name to start from: an explicit role, else what opens the text, else what comes most often."""
    counts = Counter(label.key for label in found)
    often = max(counts.values(), default=0) / 2
    explicit = [label.key for label in found if family(label.name) == 0]
    explicit = [key for key in explicit if key == found[0].key or counts[key] >= max(2, often)]
    if explicit:
        return max(explicit, key=lambda key: counts[key])
    if found and found[0].opens:
        return found[0].key
    names = [label.key for label in found if family(label.name) is None and counts[label.key] > 1]
    if names and names[0] == found[0].key:
        return names[0]
    return max(names, key=lambda key: counts[key], default="")


def _second(found: Sequence[Label], first: str) -> str:
    """Return who most often speaks right after the first one, and takes turns with it."""
    keys = [label.key for label in found]
    after = Counter(b for a, b in pairwise(keys) if a == first != b)
    for key, _ in after.most_common(5):
        if _take_turns([k for k in keys if k in (first, key)], first, key) or _asked_once(found, first, key):
            return key
    return ""


def _take_turns(keys: list[str], a: str, b: str) -> bool:
    return any(run in ([a, b, a], [b, a, b]) for run in (keys[i : i + 3] for i in range(len(keys) - 2)))


def _asked_once(found: Sequence[Label], first: str, key: str) -> bool:
    """Tell one question and its answer."""
    asker = next(label for label in found if label.key == first)
    return _count(found, first) == _count(found, key) == 1 and asker.asks


def _pair(members: Sequence[Label]) -> frozenset[str]:
    """Return who opens and who answers: "User: ..." may stand inside the answers of "You: ..."."""
    first = members[0].key
    others = [label.key for label in members if role(label.key) != role(first)]
    keys = [label.key for label in members]
    after = Counter(b for a, b in pairwise(keys) if a == first and role(b) != role(first))
    return frozenset((first, (after or Counter(others)).most_common(1)[0][0]))


def _with_others(found: Sequence[Label], speakers: frozenset[str]) -> frozenset[str]:
    """Add further speakers: those who interrupt a speaker, who then goes on under their own label again."""
    more: set[str] = set()
    possible = [label for label in found if family(label.name) is None and could_name(label.name)]
    counts = Counter(label.key for label in possible)
    for key, count in counts.most_common(_PANEL):
        if count < 2 or key in speakers:
            continue
        keys = [label.key for label in found if label.key in speakers or label.key == key]
        around = ((keys[i - 1], keys[i + 1]) for i in range(1, len(keys) - 1) if keys[i] == key)
        if any(before == after != key for before, after in around):
            more.add(key)
    return speakers | more
