"""Training itself, for two or three steps: the weights move, and a run that was stopped goes on as if it had not been."""

import json
from pathlib import Path

import pytest
import torch

from grader.training import __main__ as command
from grader.training.bank import FOLDER


@pytest.fixture(scope="module")
def bank(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bank")
    lines = (FOLDER / "features.jsonl").read_text(encoding="utf-8").splitlines()[:24]
    (folder / "features.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _weights(folder: Path) -> dict[str, torch.Tensor]:
    return torch.load(folder / "state.pt", weights_only=True)["model"]


def test_the_encoder_moves_and_its_word_embeddings_stay(tmp_path: Path, bank: Path, capsys):
    assert command.main(["encoder", str(tmp_path / "a"), "--bank", str(bank), "--steps", "1"]) == 0
    assert command.main(["encoder", str(tmp_path / "b"), "--bank", str(bank), "--steps", "1", "--seed", "8"]) == 0
    one, other = _weights(tmp_path / "a"), _weights(tmp_path / "b")
    assert torch.equal(one["embeddings.word_embeddings.weight"], other["embeddings.word_embeddings.weight"])
    assert not torch.equal(one["encoder.layer.5.output.dense.weight"], other["encoder.layer.5.output.dense.weight"])
    assert json.loads((tmp_path / "a" / "made.json").read_text())["steps"] == 1
    assert "loss" in capsys.readouterr().out


def test_a_finished_run_has_nothing_left_to_do(tmp_path: Path, bank: Path, capsys):
    for _ in range(2):
        assert command.main(["stance", str(tmp_path), "--bank", str(bank), "--pairs", "60"]) == 0
    assert "goes on after step" in capsys.readouterr().out
    assert json.loads((tmp_path / "made.json").read_text())["pairs"] == 60


def test_a_folder_without_a_bank_is_an_error_with_the_next_step(tmp_path: Path, capsys):
    assert command.main(["encoder", str(tmp_path / "out"), "--bank", str(tmp_path)]) == 1
    assert "no concepts" in capsys.readouterr().err
