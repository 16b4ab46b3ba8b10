"""Tunes the sentence encoder on the concept bank, so that plain speech comes near to what it means.

Contrastive loss in both directions (InfoNCE, van den Oord et al. 2018) over items of two texts that say the same and
three that do not; every other text of a batch is a negative too. Word embeddings stay as they are, so what changes is
10.6 million numbers.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from grader.training.bank import Concept, Item, items, read_bank
from grader.training.loop import note, run

ITEMS = 16
"""Items of a batch."""
TEMPERATURE = 0.05
RATE = 6e-5
DROPOUT = 0.05
LONGEST = 80
"""Most tokens of a text."""
_PORTIONS = 3
"""Parts, by length, in which a batch is encoded, so that little is padded."""


def train(base: Path, folder: Path, *, bank: Path, seed: int, steps: int, say: Callable[[str], None]) -> None:
    """Tune the encoder in the folder `base` for so many batches; the state goes to `folder` and is taken up again."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    concepts = [concept for concept in read_bank(bank) if not concept.held_out]
    planned = batches(concepts, steps, random.Random(seed))
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModel.from_pretrained(base)
    model.embeddings.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = DROPOUT
    model.train()

    def vectors(texts: Sequence[str]) -> torch.Tensor:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        size = -(-len(order) // _PORTIONS)
        parts = [_mean(model, tokenizer, [texts[i] for i in order[k : k + size]]) for k in range(0, len(order), size)]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def loss_of(batch: list[Item]) -> torch.Tensor:
        n = len(batch)
        found = vectors(
            [i.anchor for i in batch] + [i.positive for i in batch] + [text for i in batch for text in i.negatives]
        )
        anchors, positives, negatives = found[:n], found[n : 2 * n], found[2 * n :]
        own = torch.arange(n)
        forth = torch.cat([anchors @ positives.T, anchors @ negatives.T], 1) / TEMPERATURE
        back = torch.cat([positives @ anchors.T, positives @ negatives.T], 1) / TEMPERATURE
        return (torch.nn.functional.cross_entropy(forth, own) + torch.nn.functional.cross_entropy(back, own)) / 2

    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    say(f"{len(concepts)} concepts, {len(planned)} batches of {ITEMS} items")
    run(model, [{"params": trained, "lr": RATE}], planned, loss_of, folder, say)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    note(folder, seed=seed, steps=steps, concepts=len(concepts))


def _mean(
    model: torch.nn.Module, tokenizer: Callable[..., dict[str, torch.Tensor]], texts: Sequence[str]
) -> torch.Tensor:
    encoded = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
    hidden = model(**encoded).last_hidden_state
    mask = encoded["attention_mask"][..., None].float()
    return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)


def batches(concepts: Sequence[Concept], steps: int, chance: random.Random) -> list[list[Item]]:
    """Cut epochs of items into batches in which no concept appears twice: its other groups would be false negatives."""
    found: list[list[Item]] = []
    waiting: list[Item] = []
    while len(found) < steps:
        waiting += items(concepts, chance)
        while len(found) < steps and len({item.concept for item in waiting}) >= ITEMS:
            batch: dict[str, Item] = {}
            rest = []
            for place, item in enumerate(waiting):
                if len(batch) == ITEMS:
                    rest += waiting[place:]
                    break
                if item.concept in batch:
                    rest.append(item)
                else:
                    batch[item.concept] = item
            waiting = rest
            found.append(list(batch.values()))
    return found
