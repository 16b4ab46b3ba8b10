"""A folder of transcripts becomes one table: bad files named, rows that hold kept, nothing of others overwritten."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from grader import __main__ as terminal
from grader.commands.shared import BAD_INPUT, DONE
from grader.settings import GraderSettings
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

GOOD = "I count the letters that land, at night, in the correct drawer. And how many letters would count as correct?"
POOR = "I would train a very big model on all of it, look at the loss, and go home after that for dinner."


def talk(said: str) -> str:
    return f"Interviewer: Design a thing that sorts letters.\nCandidate: {said}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Transcripts, two of them bad, beside a toy rubric; a toy encoder."""
    content = tmp_path / "content" / "rubrics"
    content.mkdir(parents=True)
    plain = json.loads(json.dumps(asdict(a_rubric())))
    for phase in plain["phases"]:
        phase.pop("share")
    (content / "toy.yaml").write_text(yaml.safe_dump(plain, sort_keys=False), "utf-8")
    monkeypatch.setattr(terminal.GraderSettings, "from_env", lambda: GraderSettings(content=(tmp_path / "content",)))
    made = tmp_path / "talks"
    (made / "second day").mkdir(parents=True)
    (made / "good.txt").write_text(talk(GOOD), "utf-8")
    (made / "second day" / "=poor.vtt").write_text(
        f"WEBVTT\n\n00:00:01.000 --> 00:00:09.000\n<v Robin>Design a thing that sorts letters?\n\n"
        f"00:00:10.000 --> 00:00:29.000\n<v Dana>{POOR}\n",
        "utf-8",
    )
    (made / "broken.json").write_text('{"transcript": [', "utf-8")
    (made / "empty.md").write_text("", "utf-8")
    (made / "picture.png").write_bytes(b"\x89PNG")
    (made / ".hidden.txt").write_text("x", "utf-8")
    return made


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put the toy encoder in place, and list the texts it was given."""
    seen: list[str] = []

    class Watched(StemEncoder):
        def __init__(self, name: str) -> None:
            assert name

        def words(self, texts):
            seen.extend(texts)
            return super().words(texts)

    monkeypatch.setattr("grader.commands.grade_folder.SentenceTransformerEncoder", Watched)
    monkeypatch.setattr("grader.commands.grade_folder.read_calibration", lambda _: CALIBRATION)
    return seen


def run(*arguments: object) -> int:
    return terminal.main(["grade", *map(str, arguments)])


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_bad_files_are_named_and_the_rest_is_written(folder, toy, tmp_path, capsys):
    table = tmp_path / "results.csv"
    assert run(folder, "--problem", "toy", "-o", table) == BAD_INPUT
    found = rows(table)
    assert list(found) == ["broken.json", "empty.md", "good.txt", "second day/=poor.vtt"]
    assert float(found["good.txt"]["score"]) > float(found["second day/=poor.vtt"]["score"])
    assert found["good.txt"]["met"] == "1"
    assert "measure=met" in found["good.txt"]["verdicts"]
    assert (found["second day/=poor.vtt"]["candidate"], found["second day/=poor.vtt"]["format"]) == ("Dana", "WebVTT")
    assert "not valid JSON" in found["broken.json"]["error"]
    said = capsys.readouterr()
    assert "broken.json:1" in said.err
    assert "empty.md is empty" in said.err
    assert "4/4" in said.err, "progress is shown"
    assert "2 of 4 transcripts graded" in said.out
    assert "1 other files left out" in said.out


def test_rows_that_still_hold_are_kept_and_others_graded_anew(folder, toy, tmp_path, capsys):
    table = tmp_path / "results.csv"
    run(folder, "--problem", "toy", "-o", table)
    first, before = table.read_bytes(), rows(table)
    toy.clear()
    run(folder, "--problem", "toy", "-o", table)
    assert table.read_bytes() == first
    assert not toy, "nothing was encoded again"
    assert "2 of them kept" in capsys.readouterr().out
    (folder / "good.txt").write_text(talk(POOR), "utf-8")
    (folder / "broken.json").write_text(json.dumps({"transcript": [{"speaker": "candidate", "text": GOOD}]}), "utf-8")
    run(folder, "--problem", "toy", "-o", table)
    after = rows(table)
    assert after["good.txt"]["score"] != before["good.txt"]["score"]
    assert after["second day/=poor.vtt"] == before["second day/=poor.vtt"]
    assert after["broken.json"]["error"] == ""
    assert GOOD.split(". ")[0] in " ".join(toy)
    assert POOR in toy


@pytest.mark.parametrize("change", ["level", "rubric", "candidate"])
def test_a_row_of_another_question_does_not_hold(folder, toy, tmp_path, capsys, change):
    table = tmp_path / "results.csv"
    run(folder, "--problem", "toy", "-o", table)
    more: list[str] = []
    if change == "level":
        more = ["--level", "junior"]
    elif change == "candidate":
        more = ["--candidate", "Interviewer"]
    else:
        rubric = folder.parent / "content" / "rubrics" / "toy.yaml"
        rubric.write_text(rubric.read_text("utf-8").replace("weight: 3", "weight: 2"), "utf-8")
    capsys.readouterr()
    run(folder, "--problem", "toy", "-o", table, *more)
    assert " 0 of them kept" in capsys.readouterr().out


def test_a_run_that_was_cut_off_goes_on_where_it_was(folder, toy, tmp_path, monkeypatch, capsys):
    table = tmp_path / "results.csv"
    run(folder, "--problem", "toy", "-o", table)
    whole = table.read_bytes()
    lines = whole.splitlines(keepends=True)
    table.write_bytes(b"".join(lines[:-1]) + lines[-1][:60])  # the power went while a row was written
    toy.clear()
    run(folder, "--problem", "toy", "-o", table)
    assert table.read_bytes() == whole
    assert POOR in toy
    assert not any("at night" in text for text in toy)


def test_stopping_keeps_what_was_graded(folder, toy, tmp_path, monkeypatch, capsys):
    from grader.commands.grade_folder import Grader

    table, row = tmp_path / "results.csv", Grader.row

    def stop(self, place, name):
        if "poor" in name:
            raise KeyboardInterrupt
        return row(self, place, name)

    monkeypatch.setattr(Grader, "row", stop)
    assert run(folder, "--problem", "toy", "-o", table) == BAD_INPUT
    assert "goes on from there" in capsys.readouterr().err
    assert rows(table)["good.txt"]["met"] == "1"


def test_the_problem_is_found_or_the_file_refused(folder, toy, tmp_path, capsys):
    (folder / "ships.txt").write_text("Candidate: Zebra xylophone quartz, umbrella waltz; nobody knows why.\n", "utf-8")
    table = tmp_path / "results.csv"
    assert run(folder, "--problem", "auto", "-o", table) == BAD_INPUT
    found = rows(table)
    assert found["good.txt"]["problem"] == "toy"
    assert "no rubric fits" in found["ships.txt"]["error"]
    assert found["ships.txt"]["score"] == ""


def test_a_table_inside_the_folder_is_no_transcript(folder, toy):
    for _ in range(2):
        run(folder, "--problem", "toy", "-o", folder / "results.csv")
    assert "results.csv" not in rows(folder / "results.csv")


def test_a_foreign_file_is_not_overwritten(folder, toy, tmp_path, capsys):
    mine = tmp_path / "mine.csv"
    mine.write_text("name,phone\nDana,1234\n", "utf-8")
    assert run(folder, "--problem", "toy", "-o", mine) == BAD_INPUT
    assert mine.read_text("utf-8") == "name,phone\nDana,1234\n"
    assert "is no table of graded transcripts" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--problem", "toy"], 2, "-o results.csv"),
        (["--problem", "toy", "-o", "x.csv", "--format", "html"], 2, "-o results.csv"),
        (["--problem", "toy", "-o", "x.csv", "--jobs", "0"], 2, "from 1 to 64"),
        (["--problem", "nothing", "-o", "x.csv"], 1, "There is no problem 'nothing'"),
    ],
    ids=["no table", "another format", "no jobs", "unknown problem"],
)
def test_wrong_usage_is_explained(folder, toy, tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    try:
        found = run(folder, *arguments)
    except SystemExit as exit_:
        found = exit_.code
    assert found == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


def test_an_empty_folder_is_said(toy, tmp_path, capsys):
    assert run(tmp_path, "--problem", "search_ranking", "-o", tmp_path / "x.csv") == BAD_INPUT
    assert "no transcripts there" in capsys.readouterr().err


def test_one_file_is_graded_as_before_and_its_problem_found(folder, toy, capsys):
    assert run(folder / "good.txt", "--problem", "auto") == DONE
    said = capsys.readouterr()
    assert said.out.startswith("# Scorecard: Toy problem")
    assert "Problem: Toy problem" in said.err


def test_several_processes_give_the_same_table(folder, tmp_path, capsys):
    """With the real encoder: other processes know nothing of a toy one."""
    run(folder, "--problem", "toy", "-o", tmp_path / "one.csv")
    assert run(folder, "--problem", "toy", "-o", tmp_path / "two.csv", "--jobs", "2") == BAD_INPUT
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert "Loading weights" not in capsys.readouterr().err
