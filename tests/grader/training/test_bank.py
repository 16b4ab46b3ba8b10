"""The concept bank as training data: balanced, held out where it must be, and named where it is damaged."""

import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from grader.errors import RowsError
from grader.training.bank import BESIDE, CONTRADICTS, STATES, items, pairs, read_bank
from grader.training.encoder import ITEMS, batches
from grader.training.loop import by_length


@pytest.fixture(scope="module")
def concepts():
    return read_bank()


def test_the_shipped_bank_is_read_whole(concepts):
    assert len(concepts) == 836
    assert all(len(c.said) == 8 and len(c.partial) == 2 and len(c.wrong) >= 3 and len(c.beside) >= 2 for c in concepts)
    assert sum(bool(c.close) for c in concepts) > 600


def test_some_concepts_are_held_out_by_name(concepts):
    held = [c for c in concepts if c.held_out]
    assert 0.03 < len(held) / len(concepts) < 0.1
    assert held == [c for c in read_bank() if c.held_out]


def test_wrong_statements_occur_with_every_label_so_that_style_tells_nothing(concepts):
    wrong = {text for c in concepts for group in c.wrong for text in group}
    labels = Counter(pair.label for pair in pairs(concepts, random.Random(1)) if pair.statement in wrong)
    assert all(labels[label] > 500 for label in (STATES, CONTRADICTS, BESIDE))


def test_right_statements_contradict_wrong_claims(concepts):
    right = {text for c in concepts for text in c.said}
    labels = Counter(pair.label for pair in pairs(concepts, random.Random(1)) if pair.statement in right)
    assert all(labels[label] > 500 for label in (STATES, CONTRADICTS, BESIDE))


def test_the_same_seed_gives_the_same_pairs_and_another_gives_others(concepts):
    assert pairs(concepts[:20], random.Random(3)) == pairs(concepts[:20], random.Random(3))
    assert pairs(concepts[:20], random.Random(3)) != pairs(concepts[:20], random.Random(4))


def test_an_item_never_has_its_own_words_as_negatives(concepts):
    groups = defaultdict(set)
    for c in concepts:
        for group in (c.right, *c.wrong, *c.beside):
            for text in group:
                groups[text].update(group)
    for item in items(concepts, random.Random(2)):
        assert item.anchor != item.positive
        assert item.positive in groups[item.anchor]
        assert not groups[item.anchor] & set(item.negatives)


def test_a_batch_holds_a_concept_once(concepts):
    for batch in batches(concepts, 60, random.Random(5)):
        assert len(batch) == ITEMS == len({item.concept for item in batch})


def test_batches_by_length_hold_every_row_once_within_the_budget():
    rows = [random.Random(i).randint(1, 50) for i in range(4_000)]
    found = by_length(rows, lambda row: row, 200, random.Random(0))
    assert sorted(row for batch in found for row in batch) == sorted(rows)
    assert all(len(batch) * max(batch) <= 200 for batch in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "bank.jsonl, line 1"), ('{"topic": "a"}\n', "bank.jsonl, line 1"), ("", "no concepts")],
    ids=["not JSON", "a field is missing", "empty"],
)
def test_a_damaged_bank_is_named_with_its_line(tmp_path: Path, text: str, words: str):
    (tmp_path / "bank.jsonl").write_text(text)
    with pytest.raises(RowsError, match=words):
        read_bank(tmp_path)
