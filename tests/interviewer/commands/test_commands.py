"""The terminal's contracts: exit codes, lines of JSON, the same output twice, no network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer import __main__ as terminal

ROOT = Path(__file__).parents[3]
ANSWERS = """Is it web search or search inside one shop, and how many queries per second are there?
---
I would log what was shown and clicked, and train a ranking model on it, after removing robots.
---
Not sure.
"""


@pytest.fixture
def viva(data, monkeypatch, capsys):
    """Run a command in this process: (exit code, output, errors)."""
    monkeypatch.setenv("VIVA_DATA", str(data))

    def run(*arguments):
        capsys.readouterr()
        try:
            code = terminal.main(list(arguments))
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.txt"
    path.write_text(ANSWERS)
    return path


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["chess"],
            ["play"],
            ["search"],
            ["search", "x", "-k", "0"],
            ["play", "--problem", "search_ranking", "--minutes", "7"],
            ["simulate"],
            ["simulate", "--problem", "a", "--all"],
            ["simulate", "--all", "--as", "wizard"],
        ],
    )
    def test_wrong_usage_is_2(self, viva, arguments):
        assert viva(*arguments)[0] == 2

    @pytest.mark.parametrize("command", ["index", "search", "play", "simulate", "lint", "export", "import"])
    def test_help_shows_an_example(self, viva, command):
        code, out, _ = viva(command, "--help")
        assert code == 0 and f"example: python -m interviewer {command}" in " ".join(out.split())


class TestIndex:
    def test_twice_changes_nothing(self, viva):
        code, out, _ = viva("index")
        assert code == 0
        assert "added 0, changed 0, removed 0, unchanged" in out

    def test_an_empty_guide_is_1(self, viva, monkeypatch, tmp_path):
        import grader.settings

        monkeypatch.setattr(grader.settings, "ROOT", tmp_path)
        monkeypatch.setattr(terminal.Settings, "from_env", _only(tmp_path))
        code, _, err = viva("index")
        assert code == 1 and "guide is empty" in err and str(tmp_path) in err

    def test_a_damaged_chapter_is_named_and_the_others_are_indexed(self, viva, monkeypatch, tmp_path):
        (tmp_path / "content" / "knowledge").mkdir(parents=True)
        (tmp_path / "content" / "knowledge" / "bad.md").write_text("no section")
        monkeypatch.setenv("VIVA_CONTENT", str(tmp_path / "content"))
        code, out, err = viva("index")
        assert code == 1 and "bad.md:1" in err and "unchanged" in out

    def test_a_data_folder_that_cannot_be_written_is_1(self, viva, monkeypatch, tmp_path):
        (tmp_path / "file").write_text("in the way")
        monkeypatch.setenv("VIVA_DATA", str(tmp_path / "file"))
        code, _, err = viva("index")
        assert code == 1 and "VIVA_DATA" in err and "Traceback" not in err


def _only(folder):
    from grader.settings import GraderSettings
    from interviewer.settings import Settings

    return classmethod(lambda cls: Settings(GraderSettings(content=(folder,)), data=folder / "data"))


class TestSearch:
    def test_text(self, viva):
        code, out, _ = viva("search", "people click the first place because it is first", "-k", "3")
        assert code == 0 and "bias/position-bias" in out

    def test_json(self, viva):
        code, out, _ = viva("search", "position bias", "--problem", "search_ranking", "-k", "4", "--json")
        rows = json.loads(out)
        assert code == 0 and len(rows) == 4
        assert set(rows[0]) == {"section", "heading", "rank", "paragraph"}

    def test_without_an_index_the_command_is_named(self, viva, monkeypatch, tmp_path):
        monkeypatch.setenv("VIVA_DATA", str(tmp_path))
        code, _, err = viva("search", "x")
        assert code == 1 and "python -m interviewer index" in err


class TestPlay:
    def test_one_event_a_line_and_the_scorecard_last(self, viva, answers):
        code, out, _ = viva("play", "--problem", "search_ranking", "--answers", str(answers), "--json")
        lines = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert [x["event"] for x in lines[:3]] == ["Opened", "PhaseAdvanced", "QuestionPosed"]
        assert sum(x["event"] == "AnswerGiven" for x in lines) == 3
        assert lines[-2]["event"] == "Closed" and lines[-2]["reason"] == "answers_ended"
        assert lines[-1]["event"] == "Scorecard" and {"score", "coverage", "signature", "checkpoints"} <= set(lines[-1])

    def test_quotes_are_exact(self, viva, answers):
        _, out, _ = viva("play", "--problem", "search_ranking", "--answers", str(answers), "--json")
        card = json.loads(out.splitlines()[-1])
        for found in (c["evidence"] for c in card["checkpoints"] if c["evidence"]):
            turn = card["transcript"][found["turn"]]
            assert turn["text"][found["start"] : found["end"]] == found["quote"]

    def test_text(self, viva, answers):
        code, out, _ = viva("play", "--problem", "search_ranking", "--answers", str(answers))
        assert code == 0 and out.count("Interviewer:") >= 3 and "Score" in out

    def test_typed_answers(self, viva, monkeypatch):
        lines = iter(["/hint", "I would ask who is searching", "and for what.", ".", "/skip"])
        monkeypatch.setattr("builtins.input", lambda: next(lines, None) or (_ for _ in ()).throw(EOFError))
        code, out, _ = viva("play", "--problem", "search_ranking")
        assert code == 0 and "Score" in out

    @pytest.mark.parametrize(
        ("text", "message"),
        [("abc", "3 characters"), ("x" * 20_001, "20,001 characters; the limit is 20,000")],
        ids=["three characters", "over the limit"],
    )
    def test_a_refused_answer_is_1_with_the_limit(self, viva, tmp_path, text, message):
        path = tmp_path / "a.txt"
        path.write_text(text)
        code, _, err = viva("play", "--problem", "search_ranking", "--answers", str(path))
        assert code == 1 and message in err and str(path) in err

    def test_a_file_without_answers_ends_at_once(self, viva, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text("\n---\n\n---\n")
        code, out, _ = viva("play", "--problem", "search_ranking", "--answers", str(path), "--json")
        card = json.loads(out.splitlines()[-1])
        assert code == 0 and card["score"] is None

    def test_an_unknown_problem_is_1_with_those_known(self, viva, answers):
        code, _, err = viva("play", "--problem", "chess", "--answers", str(answers))
        assert code == 1 and "search_ranking" in err

    def test_a_missing_file_is_1(self, viva, tmp_path):
        code, _, err = viva("play", "--problem", "search_ranking", "--answers", str(tmp_path / "none.txt"))
        assert code == 1 and "none.txt" in err and "Traceback" not in err

    def test_a_file_that_is_no_text_is_1(self, viva, tmp_path):
        (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00answer")
        code, _, err = viva("play", "--problem", "search_ranking", "--answers", str(tmp_path / "a.txt"))
        assert code == 1 and "UTF-8" in err


class TestChecks:
    def test_lint_of_one_rubric(self, viva):
        code, out, _ = viva("lint", "--problem", "search_ranking", "--no-retrieval")
        assert code == 0, out

    def test_lint_of_an_unknown_rubric(self, viva):
        assert viva("lint", "--problem", "chess")[0] == 1

    def test_simulate_ends_with_a_summary(self, viva):
        code, out, _ = viva("simulate", "--problem", "search_ranking", "--as", "terse", "--turns", "3", "--json")
        lines = [json.loads(line) for line in out.splitlines()]
        assert [x["event"] for x in lines] == ["Simulated", "Summary"]
        assert code == 0 and lines[-1]["broken"] == []

    def test_a_broken_promise_is_1(self, viva, monkeypatch):
        from interviewer.workshop import simulate

        monkeypatch.setattr(simulate, "_PRAISE", __import__("re").compile("."))
        code, out, _ = viva("simulate", "--problem", "search_ranking", "--as", "weak", "--turns", "1")
        assert code == 1 and "broken: praise" in out


def test_without_a_network_the_same_answers_give_the_same_bytes(data, answers, tmp_path):
    """Two processes, sockets blocked (tests/conftest.py puts the guard on their path), a data folder each."""
    outputs = []
    for name in ("one", "two"):
        folder = tmp_path / name
        shutil.copytree(data, folder)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "interviewer",
                "play",
                "--problem",
                "search_ranking",
                "--json",
                "--answers",
                answers,
            ],
            cwd=ROOT,
            env={**os.environ, "VIVA_DATA": str(folder)},
            capture_output=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr.decode()
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0].splitlines()[-1])["event"] == "Scorecard"
    assert "offline" in os.environ.get("PYTHONPATH", "")


class TestMovingHouse:
    def test_out_of_one_database_into_another(self, viva, answers, monkeypatch, tmp_path):
        from interviewer.adapters.sql_events import SqlEvents
        from interviewer.events import TranscriptImported

        here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "all.jsonl"
        monkeypatch.setenv("VIVA_DATA", str(here))
        brought = TranscriptImported(
            "search_ranking", "mid", "dana.vtt", (("candidate", "Dana here."),), names=(("Dana", "candidate"),)
        )
        SqlEvents(terminal.Settings.from_env().url).append("one", 0, [brought], 1.0)
        assert viva("export", str(file), "--roles")[0] == 0
        assert "dana" not in file.read_text("utf-8").lower()
        monkeypatch.setenv("VIVA_DATA", str(there))
        assert viva("import", str(file))[:2] == (0, "Imported 1 interviews; 0 were here already.\n")
        assert viva("import", str(file))[:2] == (0, "Imported 0 interviews; 1 were here already.\n")
        code, out, _ = viva("export", "-")
        assert (code, out) == (0, file.read_text("utf-8"))

    def test_what_is_no_archive_is_1_and_says_so(self, viva, tmp_path):
        file = tmp_path / "all.jsonl"
        file.write_text("hello\n")
        code, _, errors = viva("import", str(file))
        assert code == 1 and "archive:1: not an event" in errors
        assert viva("import", str(tmp_path / "none"))[0] == 1
