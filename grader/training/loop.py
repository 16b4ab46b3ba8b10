"""What both trainings share: the base model, a learning rate that falls, and a state that can be taken up again."""

import json
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch

WARMUP = 0.06
"""Share of the steps over which the learning rate rises; it then falls linearly to LEAST of its height."""
LEAST = 0.05
SAVE_EVERY = 100
"""Steps between two saved states."""
REPORT_EVERY = 25
"""Steps between two printed lines."""


def run(
    model: torch.nn.Module,
    groups: list[dict[str, Any]],
    batches: list[Any],
    loss_of: Callable[[Any], torch.Tensor],
    folder: Path,
    say: Callable[[str], None],
) -> None:
    """Train on the batches in order, from the state in `folder` if there is one, and leave the last state there."""
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    heights = [group["lr"] for group in optimizer.param_groups]
    first = _resume(model, optimizer, folder)
    if first:
        say(f"goes on after step {first}")
    began, losses = time.monotonic(), []
    for step, batch in enumerate(batches[first:], start=first + 1):
        share = min(step / max(1, WARMUP * len(batches)), max(LEAST, 1 - step / len(batches)))
        for group, height in zip(optimizer.param_groups, heights, strict=True):
            group["lr"] = height * share
        torch.manual_seed(step)  # dropout is the same in a run that was taken up again
        loss = loss_of(batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if step % REPORT_EVERY == 0 or step == len(batches):
            mean = sum(losses[-REPORT_EVERY:]) / len(losses[-REPORT_EVERY:])
            say(f"step {step} of {len(batches)}  loss {mean:.3f}  {time.monotonic() - began:.0f} s")
        if step % SAVE_EVERY == 0 or step == len(batches):
            _save(model, optimizer, folder, step)


def _save(model: torch.nn.Module, optimizer: torch.optim.Optimizer, folder: Path, step: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state = {"step": step, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state, folder / "state.new")
    (folder / "state.new").replace(folder / "state.pt")


def _resume(model: torch.nn.Module, optimizer: torch.optim.Optimizer, folder: Path) -> int:
    path = folder / "state.pt"
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def by_length(rows: Iterable[Any], length: Callable[[Any], int], budget: int, random: random.Random) -> list[list[Any]]:
    """Cut rows into batches of at most `budget` padded tokens, rows of similar length together, batches shuffled."""
    pending = list(rows)
    found: list[list[Any]] = []
    for i in range(0, len(pending), 1500):
        portion = sorted(pending[i : i + 1500], key=length)
        batches: list[list[Any]] = []
        batch: list[Any] = []
        for row in portion:
            if batch and (len(batch) + 1) * length(row) > budget:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches += [batch] if batch else []
        random.shuffle(batches)
        found += batches
    return found


def note(folder: Path, **facts: Any) -> None:
    """Write down beside the weights what they were made from."""
    (folder / "made.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
