"""VIVA_READ_ONLY=1 holds at every door that changes content: nothing is written, and the error says what to do."""

import pytest

import grader.__main__
import interviewer.__main__
from grader.adapters.calibration_files import write_calibration
from grader.adapters.rubric_files import parse_rubric
from grader.errors import VivaError
from grader.lint import lint_files
from library.editing import content_files
from library.editing.keep_answers import example, phrasing
from library.editing.undo_files import Undo
from library.packs import pack_shelf
from library.packs.pack_files import read_pack
from tests.fakes import CALIBRATION

RUBRIC = "id: mine\ntitle: Mine\nprompt: Design it.\ncheckpoints:\n- id: goal\n  claim: One goal is stated.  \n"
CHAPTER = "---\ntitle: Mine\nproblems: all\n---\n\n## One idea\n\nA paragraph of mine.\n"
MANIFEST = "name: acme\nversion: 1\nlicense: CC0-1.0\nlanguage: en\n"


class Place:
    """Content with something to change of every kind: a rubric that lint mends, a step to undo, packs."""

    def __init__(self, folder):
        self.folder, self.packs = folder, folder / "data" / "packs"
        self.content, self.source = folder / "content", folder / "source"
        self.undo = Undo(folder / "data" / "undo")
        self.rubric = content_files.save("rubric", self.content, "mine", RUBRIC, self.undo)
        for path, text in (("pack.yaml", MANIFEST), ("LICENSE", "Free.\n"), ("knowledge/mine.md", CHAPTER)):
            (self.source / path).parent.mkdir(parents=True, exist_ok=True)
            (self.source / path).write_text(text, "utf-8")
        self.pack = read_pack(self.source)
        pack_shelf.install(self.packs, self.pack)

    def keep(self, edits):
        self.undo.do("kept", edits)

    def held(self):
        """Every file with its bytes."""
        return {p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file() and p.suffix != ".lock"}


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


DOORS = {
    "save a rubric": lambda p: content_files.save("rubric", p.content, "mine", RUBRIC.replace("Mine", "Yours"), p.undo),
    "save a chapter": lambda p: content_files.save("chapter", p.content, "new", CHAPTER, p.undo),
    "rename": lambda p: content_files.rename("rubric", p.rubric, "other", p.undo, [p.content]),
    "delete": lambda p: content_files.delete("rubric", p.rubric, p.undo),
    "undo": lambda p: p.undo.undo(),
    "play a draft": lambda p: content_files.save_draft(p.folder / "data" / "drafts", "mine", RUBRIC),
    "keep an anchor": lambda p: p.keep(phrasing(p.rubric, "goal", "anchors", "The goal is one number.")),
    "keep a labeled example": lambda p: p.keep(
        example(p.rubric, parse_rubric(RUBRIC, "mine.yaml"), "goal", "met", "The goal is one number.")
    ),
    "mend": lambda p: lint_files.mend(p.rubric),
    "write a calibration": lambda p: write_calibration(CALIBRATION, p.folder),
    "install a pack": lambda p: pack_shelf.install(p.packs, p.pack, "second"),
    "replace a pack": lambda p: pack_shelf.install(p.packs, p.pack, replace=True),
    "remove a pack": lambda p: pack_shelf.remove(p.packs, "acme"),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_is_open_without_it(place, door):
    before = place.held()
    DOORS[door](place)
    assert door == "replace a pack" or place.held() != before


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("value", ["1", "true", "YES "])
def test_a_door_is_shut_with_it(place, door, value, monkeypatch):
    before = place.held()
    monkeypatch.setenv("VIVA_READ_ONLY", value)
    with pytest.raises(VivaError, match=r"VIVA_READ_ONLY=1: nothing was changed\. Unset it"):
        DOORS[door](place)
    assert place.held() == before


COMMANDS = {
    "lint --fix": lambda p: grader.__main__.main(["lint", "--fix", "--quick", str(p.rubric)]),
    "calibrate": lambda p: grader.__main__.main(["calibrate", str(p.folder), "-o", str(p.folder)]),
    "pack install": lambda p: interviewer.__main__.main(["pack", "install", str(p.source), "--as", "second"]),
    "pack remove": lambda p: interviewer.__main__.main(["pack", "remove", "acme", "--yes"]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_refused_in_words(place, command, monkeypatch, capsys):
    monkeypatch.setenv("VIVA_DATA", str(place.folder / "data"))
    monkeypatch.setenv("VIVA_READ_ONLY", "1")
    content = {path: data for path, data in place.held().items() if path.suffix != ".db"}
    assert COMMANDS[command](place) == 1
    assert "VIVA_READ_ONLY=1: nothing was changed. Unset it to change content." in capsys.readouterr().err
    held = place.held()
    assert {path: held[path] for path in content} == content
    assert not (place.packs / "second").exists()
