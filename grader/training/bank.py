"""The concept bank: what people say, and mis-say, in machine-learning design interviews, as training data.

A concept is one claim with right ways to say it, wrong statements that sound as good, half statements, and true
statements beside it. A model that could tell the classes apart by their style would learn style, so every statement
occurs with several labels: a wrong statement states its own paraphrase, contradicts the claim, and has nothing to do
with a neighbor; a right one contradicts the wrong ones.
"""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import RowsError

FOLDER = Path(__file__).parent / "concepts"
"""The bank that ships."""
HELD_OUT = 6
"""Percent of the concepts that are never trained on, by a hash of their name."""
STATES, PARTLY, CONTRADICTS, BESIDE = range(4)
"""Labels of a pair (statement, claim): what the statement does to the claim."""
_ASIDES = (
    "So, uh, let me think.", "Okay, next thing.", "Right.", "That's how I see it.", "Does that make sense?",
    "Good question.", "I guess that's the gist.", "Let me come back to that later.", "Anyway.", "Where was I, yes.",
    "And that's basically it.", "Hmm, okay.",
)  # fmt: skip
_IN_CONTEXT, _ASIDE = 0.35, 0.14
"""Share of the pairs whose statement stands beside another sentence, and beside a mere aside."""
_LONGEST_NEIGHBOR = 220
"""Most characters of a sentence that is put beside a statement."""


@dataclass(frozen=True)
class Concept:
    """One claim and the statements around it."""

    topic: str
    """What it is about; concepts of one topic are each other's near misses."""
    concept: str
    """Its name."""
    claim: str
    """The claim, in one sentence."""
    said: tuple[str, ...]
    """Right ways to say it."""
    partial: tuple[str, ...]
    """Statements of a part of it."""
    wrong: tuple[tuple[str, ...], ...]
    """Statements that are incompatible with it, each with its paraphrases."""
    beside: tuple[tuple[str, ...], ...]
    """True statements on the same subject that say neither, each with its paraphrases."""
    close: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Statements near to the claim in their words: see `_RIGHT_CLOSE`, `_WRONG_CLOSE` and `spoken_near`."""

    @property
    def held_out(self) -> bool:
        """Whether it is kept for measuring."""
        digest = hashlib.sha256((self.topic + self.concept).encode()).hexdigest()
        return int(digest, 16) % 100 < HELD_OUT

    @property
    def right(self) -> tuple[str, ...]:
        """The claim and every right way to say it."""
        return (self.claim, *self.said)


_RIGHT_CLOSE = ("denying", "warning", "close_right", "spoken_right")
_WRONG_CLOSE = ("swapped", "close_wrong", "spoken_wrong")


def read_bank(folder: Path = FOLDER) -> list[Concept]:
    """Read every `*.jsonl` of a folder, and `close.jsonl` beside the concepts it belongs to.

    RowsError names the file and the line of what cannot be read.
    """
    close: dict[str, dict[str, Any]] = {}
    for _, row in _rows(folder / "close.jsonl", ("id",)):
        close[row["id"]] = row
    concepts = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.name != "close.jsonl":
            for name, row in _rows(path, ("topic", "concept", "claim", "said", "partial", "wrong", "beside")):
                concepts.append(_concept(row, close.get(name, {})))
    if not concepts:
        raise RowsError(f"{folder}: no concepts.", "Name a folder with the bank's *.jsonl files.")
    return concepts


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each line's object and the name that `close.jsonl` has for it."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                missing = [key for key in needed if key not in row]
            except (TypeError, ValueError) as error:
                raise RowsError(f"{path.name}, line {number}: {error}.", "Each line is one JSON object.") from None
            if missing:
                raise RowsError(f"{path.name}, line {number}: {', '.join(missing)} missing.", "Add what is missing.")
            yield f"{path.stem}|{row.get('concept')}", row


def _concept(row: dict[str, Any], close: dict[str, Any]) -> Concept:
    return Concept(
        row["topic"],
        row["concept"],
        row["claim"],
        tuple(row["said"]),
        tuple(row["partial"]),
        _groups(row["wrong"], row.get("wrong_again", ())),
        _groups(row["beside"], row.get("beside_again", ())),
        {key: tuple(texts) for key, texts in close.items() if key != "id"},
    )


def _groups(texts: Sequence[str], again: Sequence[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    groups = [[text] for text in texts]
    for more in again:
        groups[more["i"]] += more["said"]
    return tuple(tuple(group) for group in groups)


@dataclass(frozen=True)
class Item:
    """Two texts that say the same and three that do not: one line of a contrastive batch."""

    concept: str
    """Name of its concept: two items of one concept never share a batch."""
    anchor: str
    """A text."""
    positive: str
    """One that says the same."""
    negatives: tuple[str, str, str]
    """Three that share its subject and say something else."""


def items(concepts: Sequence[Concept], random: random.Random) -> list[Item]:
    """Return one epoch of contrastive items, shuffled. Wrong and neighboring groups are items of their own."""
    found = []
    for concept in concepts:
        right, name = concept.right, concept.concept
        wrong = [text for group in concept.wrong for text in group]
        beside = [text for group in concept.beside for text in group]
        for _ in range(2):
            anchor = concept.claim if random.random() < 0.5 else random.choice(right)
            positive = random.choice([text for text in right if text != anchor])
            if anchor != concept.claim and random.random() < 0.5:
                anchor, positive = positive, anchor
            found.append(Item(name, anchor, positive, (*random.sample(wrong, 2), random.choice(beside))))  # type: ignore[arg-type]
        said_again = [group for group in concept.wrong if len(group) > 1]
        if said_again:
            anchor, positive = random.sample(random.choice(said_again), 2)
            found.append(Item(name, anchor, positive, (*random.sample(right, 2), random.choice(beside))))  # type: ignore[arg-type]
        said_again = [group for group in concept.beside if len(group) > 1]
        if said_again and random.random() < 0.7:
            group = random.choice(said_again)
            anchor, positive = random.sample(group, 2)
            other = random.choice([text for held in concept.beside if held is not group for text in held])
            found.append(Item(name, anchor, positive, (random.choice(right), random.choice(wrong), other)))
    random.shuffle(found)
    return found


@dataclass(frozen=True)
class Pair:
    """A statement, a claim, and what the first does to the second."""

    statement: str
    """What somebody says."""
    claim: str
    """What it is held against."""
    label: int
    """STATES, PARTLY, CONTRADICTS or BESIDE."""


def pairs(concepts: Sequence[Concept], random: random.Random) -> list[Pair]:
    """Return one epoch of balanced pairs, shuffled; a third of the statements stand beside another sentence."""
    topics: dict[str, list[Concept]] = {}
    for concept in concepts:
        topics.setdefault(concept.topic, []).append(concept)
    found = [pair for concept in concepts for pair in _pairs_of(concept, topics[concept.topic], concepts, random)]
    pool = [
        text
        for concept in concepts
        for text in (*concept.said, *(group[0] for group in (*concept.beside, *concept.wrong)))
        if len(text) < _LONGEST_NEIGHBOR
    ]
    found = [Pair(_in_context(pair.statement, pool, random), pair.claim, pair.label) for pair in found]
    random.shuffle(found)
    return found


def _pairs_of(
    concept: Concept, neighbors: Sequence[Concept], concepts: Sequence[Concept], random: random.Random
) -> Iterator[Pair]:
    claim, said = concept.claim, concept.said
    wrong = [text for group in concept.wrong for text in group]
    beside = [text for group in concept.beside for text in group]

    def some(texts: Sequence[str], count: int) -> list[str]:
        return random.sample(texts, min(count, len(texts)))

    for text in said:
        yield Pair(text, claim, STATES)
    for text in some(said, 3):
        yield Pair(text, random.choice([other for other in said if other != text]), STATES)
    for group in (*concept.wrong, *concept.beside):
        if len(group) > 1:
            text, again = random.sample(group, 2)
            yield Pair(text, again, STATES)
    for text in some(wrong, 8):
        yield Pair(text, claim, CONTRADICTS)
    for text in some(wrong, 3):
        yield Pair(text, random.choice(said), CONTRADICTS)
    for text in some(said, 4):
        yield Pair(text, random.choice(wrong), CONTRADICTS)
    for text in some(beside, 4):
        yield Pair(text, claim, BESIDE)
    for text in some(said, 2):
        yield Pair(text, random.choice(beside), BESIDE)
    yield Pair(random.choice(wrong), random.choice(beside), BESIDE)
    yield Pair(random.choice(beside), random.choice(said), BESIDE)
    yield Pair(random.choice(beside), random.choice(wrong), BESIDE)
    near = [other for other in neighbors if other is not concept]
    other = random.choice(near) if near and random.random() < 0.6 else random.choice(concepts)
    if other is not concept:
        yield Pair(random.choice(other.said), claim, BESIDE)
        yield Pair(random.choice(other.wrong)[0], claim, BESIDE)
    for text in concept.partial:
        yield Pair(text, claim, PARTLY)
        if random.random() < 0.5:
            yield Pair(text, random.choice(said), PARTLY)
    yield from _close_pairs(concept, wrong, random)


def _close_pairs(concept: Concept, wrong: Sequence[str], random: random.Random) -> Iterator[Pair]:
    """Yield pairs of statements that share the claim's words: denials that are right, roles that are swapped."""
    right_close = [(key, text) for key in _RIGHT_CLOSE for text in concept.close.get(key, ())]
    wrong_close = [(key, text) for key in _WRONG_CLOSE for text in concept.close.get(key, ())]
    for _, text in right_close:
        yield Pair(text, concept.claim, STATES)
    for _, text in wrong_close:
        yield Pair(text, concept.claim, CONTRADICTS)
    for key, text in right_close:
        if key != "spoken_right" and random.random() < 0.6:
            yield Pair(text, random.choice([*wrong, *(t for _, t in wrong_close)]), CONTRADICTS)
    for key, text in wrong_close:
        if key != "spoken_wrong" and random.random() < 0.6:
            yield Pair(text, random.choice(concept.said), CONTRADICTS)
            yield Pair(random.choice(concept.said), text, CONTRADICTS)
    for text in concept.close.get("spoken_near", ()):
        yield Pair(text, concept.claim, BESIDE)
        yield Pair(text, random.choice(concept.said), BESIDE)


def _in_context(statement: str, pool: Sequence[str], random: random.Random) -> str:
    chance = random.random()
    if chance >= _IN_CONTEXT:
        return statement
    other = random.choice(_ASIDES if chance < _ASIDE else pool)
    return f"{other} {statement}" if random.random() < 0.5 else f"{statement} {other}"
