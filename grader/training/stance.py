"""Trains the stance model: what a statement does to a claim, read together by a transformer begun from the encoder."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from grader.training.bank import BESIDE, CONTRADICTS, STATES, Pair, pairs, read_bank
from grader.training.loop import by_length, note, run

LONGEST = 160
"""Most tokens of a pair."""
BUDGET = 2000
"""Most padded tokens of a batch."""
RATE, HEAD_RATE = 8e-5, 4e-4
"""Learning rates of the transformer and of the new layers on top."""
FROZEN = 1
"""Layers at the bottom that stay as they are, after the word embeddings."""
SMOOTHING = 0.05
_INFERENCE = {"entail": STATES, "neutral": BESIDE, "contradict": CONTRADICTS}


class Stance(torch.nn.Module):
    """A transformer over a pair and four logits: states, partly, contradicts, beside."""

    def __init__(self, base: str) -> None:
        """Begin from the encoder in the folder `base`."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        size = self.encoder.config.hidden_size
        self.head = torch.nn.Sequential(
            torch.nn.Linear(2 * size, size), torch.nn.Tanh(), torch.nn.Dropout(0.1), torch.nn.Linear(size, 4)
        )

    def forward(self, encoded: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return logits, shape (pairs, 4)."""
        hidden = self.encoder(**encoded).last_hidden_state
        mask = encoded["attention_mask"][..., None].float()
        mean = (hidden * mask).sum(1) / mask.sum(1)
        logits: torch.Tensor = self.head(torch.cat([hidden[:, 0], mean], -1))
        return logits


def train(
    base: Path, folder: Path, *, bank: Path, inference: Sequence[Path], seed: int, most: int, say: Callable[[str], None]
) -> None:
    """Train on `most` of the bank's pairs, and on rows of general inference (`premise`, `hypothesis`, `label`)."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    chance = random.Random(seed)
    concepts = [concept for concept in read_bank(bank) if not concept.held_out]
    rows: list[Pair] = []
    while len(rows) < most:
        rows += pairs(concepts, chance)
    rows = [*rows[:most], *_general(inference, chance)]
    chance.shuffle(rows)
    tokenizer = AutoTokenizer.from_pretrained(base)
    lengths = {
        pair: min(LONGEST, len(tokenizer.tokenize(pair.statement)) + len(tokenizer.tokenize(pair.claim)) + 3)
        for pair in set(rows)
    }
    batches = by_length(rows, lengths.__getitem__, BUDGET, chance)
    say(f"{len(concepts)} concepts, {len(rows)} pairs, {len(batches)} batches, {sum(lengths[r] for r in rows)} tokens")
    model = Stance(str(base))
    model.encoder.embeddings.requires_grad_(False)
    for layer in model.encoder.encoder.layer[:FROZEN]:
        layer.requires_grad_(False)
    model.train()

    def loss_of(batch: list[Pair]) -> torch.Tensor:
        encoded = tokenizer(
            [pair.statement for pair in batch],
            [pair.claim for pair in batch],
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_tensors="pt",
        )
        wanted = torch.tensor([pair.label for pair in batch])
        return torch.nn.functional.cross_entropy(model(encoded), wanted, label_smoothing=SMOOTHING)

    trained = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    groups = [{"params": trained, "lr": RATE}, {"params": list(model.head.parameters()), "lr": HEAD_RATE}]
    run(model, groups, batches, loss_of, folder, say)
    note(folder, seed=seed, concepts=len(concepts), pairs=len(rows), inference=[p.name for p in inference])


def _general(paths: Sequence[Path], chance: random.Random) -> list[Pair]:
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    found = [Pair(row["premise"], row["hypothesis"], _INFERENCE[row["label"]]) for row in rows]
    chance.shuffle(found)
    return found
