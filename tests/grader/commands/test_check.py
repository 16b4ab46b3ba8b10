"""`check` and `lint` name every file; without files they say so and exit 1."""

from pathlib import Path

import pytest

from grader import __main__ as terminal
from grader.commands.shared import BAD_INPUT, DONE

SOUND = "id: post\ntitle: Post\nprompt: Sort letters.\ncheckpoints:\n- claim: Letters are counted.\n"


def test_a_sound_file_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "post.yaml").write_text(SOUND)
    assert terminal.main(["check", str(tmp_path)]) == DONE
    assert capsys.readouterr().out == f"{tmp_path / 'post.yaml'}: ok, 1 checkpoints in 1 phases\n"


def test_a_broken_file_does_not_hide_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yml").write_text("id: [")
    (tmp_path / "post.yaml").write_text(SOUND)
    assert terminal.main(["check", str(tmp_path)]) == BAD_INPUT
    out, err = capsys.readouterr()
    assert f"{tmp_path / 'bad.yml'}:1: " in err and "post.yaml: ok" in out


@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_folder_without_rubrics_is_bad_input(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert terminal.main([command, str(tmp_path)]) == BAD_INPUT
    assert capsys.readouterr().err == "No rubric files (*.yaml) there.\n"
