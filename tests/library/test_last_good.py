"""The last good version of a broken file serves after a restart; of a deleted file nothing does."""

import os
import shutil
from pathlib import Path

import pytest

from grader.settings import GraderSettings
from interviewer.settings import Settings
from interviewer.wiring import Content
from library.editing.content_files import delete, save
from library.editing.undo_files import Undo
from library.packs import pack_shelf
from library.packs.pack_files import read_zip
from tests.library.test_broken_files import BROKEN, CHAPTER, RUBRIC, put
from tests.ui.opening import door, texts, toy_app  # noqa: F401 (a fixture)
from tests.ui.workbench.test_authoring_page import PACK, zipped

FILES = {"rubrics/mine.yaml": RUBRIC, "knowledge/post.md": CHAPTER}


def start(folder: Path) -> Content:
    """Begin as a process that has seen nothing yet."""
    return Content(Settings(GraderSettings(content=(folder,)), data=folder / "data", read_only=True))


def look(content: Content) -> tuple[list[str], list[str], int]:
    """Return problems and sections in use, and how many mistakes are listed."""
    shelf, library = content.shelf(), content.library()
    return sorted(shelf.rubrics), sorted(library.sections), len({m.file for m in shelf.mistakes + library.mistakes})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound rubric and a sound chapter that an earlier process has read."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert look(start(tmp_path)) == (["mine"], ["post/letters"], 0)
    return tmp_path


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", [c for c in BROKEN if not BROKEN[c][0].startswith("again")])
def test_a_file_that_broke_while_nothing_ran_serves_its_last_good_version(folder: Path, case: str):
    put(folder, case)
    for _ in range(2):  # and after the next restart
        content = start(folder)
        assert look(content) == (["mine"], ["post/letters"], 1)
        assert content.shelf().earlier | content.library().earlier in ({"mine"}, {"post"})


def test_a_mended_file_serves_as_it_is_now(folder: Path):
    path = put(folder, "an open bracket")
    start(folder).shelf()
    path.write_text(RUBRIC.replace("Mine", "Mended"))
    content = start(folder)
    assert content.rubrics()["mine"].title == "Mended" and content.shelf().earlier == frozenset()
    path.write_text("id: [")
    assert start(folder).rubrics()["mine"].title == "Mended", "the newest good version"


@pytest.mark.parametrize("name", FILES)
def test_of_a_deleted_file_nothing_serves(folder: Path, name: str):
    (folder / name).unlink()
    problems, sections, mistakes = look(start(folder))
    assert (len(problems), len(sections), mistakes) == (("mine.yaml" not in name), ("post.md" not in name), 0)
    (folder / name).write_text("id: [")
    problems, sections, mistakes = look(start(folder))
    assert (len(problems), len(sections), mistakes) == (("mine.yaml" not in name), ("post.md" not in name), 1)
    assert not list((folder / "data" / "last_good").rglob(Path(name).name)), "its copy is gone too"


def test_a_file_deleted_while_the_app_runs_stays_deleted(folder: Path):
    content, undo = start(folder), Undo(folder / "data" / "undo")
    content.shelf()
    delete("rubric", folder / "rubrics" / "mine.yaml", undo)
    assert content.rubrics() == {}
    (folder / "rubrics" / "mine.yaml").write_text("id: [")
    assert content.rubrics() == {} and start(folder).rubrics() == {}


def test_what_the_editor_saved_is_kept(folder: Path):
    content, undo = start(folder), Undo(folder / "data" / "undo")
    path = save("rubric", folder, "mine", RUBRIC.replace("Mine", "Saved"), undo)
    assert content.rubrics()["mine"].title == "Saved"
    path.write_text("id: [")
    assert start(folder).rubrics()["mine"].title == "Saved"


def test_a_file_that_was_never_sound_has_none(folder: Path):
    (folder / "rubrics" / "never.yaml").write_text("id: [")
    (folder / "knowledge" / "half.md").write_text("## Good\n\nGiraffes.\n\n## Empty\n")
    for _ in range(2):
        assert look(start(folder)) == (["mine"], ["half/good", "post/letters"], 2)


def test_files_of_one_name_in_two_folders_are_told_apart(folder: Path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "rubrics").mkdir()
    (other / "rubrics" / "mine.yaml").write_text(RUBRIC.replace("Mine", "Other"))
    settings = Settings(GraderSettings(content=(other,)), data=folder / "data")
    assert Content(settings).rubrics()["mine"].title == "Other"
    put(folder, "an open bracket")
    (other / "rubrics" / "mine.yaml").write_text("id: [")
    assert Content(settings).rubrics()["mine"].title == "Other"
    assert start(folder).rubrics()["mine"].title == "Mine"


def test_a_folder_with_dots_in_its_path_leaves_nothing_outside(folder: Path, monkeypatch):
    (folder / "work").mkdir()
    monkeypatch.chdir(folder / "work")
    before = {p for p in folder.rglob("*") if "data" not in p.parts}
    settings = Settings(GraderSettings(content=(Path(".."),)), data=folder / "data")
    assert set(Content(settings).rubrics()) == {"mine"}
    put(folder, "an open bracket")
    assert set(Content(settings).rubrics()) == {"mine"}
    assert {p for p in folder.rglob("*") if "data" not in p.parts} == before


def test_a_problem_of_a_pack_keeps_its_name(folder: Path):
    packs = folder / "data" / "packs"
    settings = Settings(GraderSettings(content=(folder,), packs=packs), data=folder / "data")
    pack_shelf.install(packs, read_zip(zipped(PACK), "acme.zip"))
    assert "acme.toy" in Content(settings).rubrics() and "acme.metrics/sorting" in Content(settings).sections()
    (packs / "acme" / "rubrics" / "toy.yaml").write_text("id: [")
    (packs / "acme" / "knowledge" / "metrics.md").write_text("---\n")
    again = Content(settings)
    assert "acme.toy" in again.rubrics() and again.sections()["acme.metrics/sorting"].problems == ("acme.toy",)


def test_a_damaged_copy_is_not_served(folder: Path):
    for copy in (folder / "data" / "last_good").rglob("*.*"):
        copy.write_text("id: [")
    put(folder, "an open bracket")
    put(folder, "an empty chapter")
    assert look(start(folder)) == ([], [], 2)


def test_a_data_folder_that_cannot_hold_copies_hinders_nothing(folder: Path):
    shutil.rmtree(folder / "data")
    (folder / "data").write_text("in the way")
    content = start(folder)
    assert look(content) == (["mine"], ["post/letters"], 0)
    put(folder, "an open bracket")
    assert look(content) == (["mine"], ["post/letters"], 1), "this process still knows it"
    assert look(start(folder)) == ([], ["post/letters"], 1)


def test_the_copy_is_written_once(folder: Path):
    (copy,) = (folder / "data" / "last_good").rglob("mine.yaml")
    first = os.stat(copy).st_ino
    (folder / "knowledge" / "more.md").write_text(CHAPTER)
    look(start(folder))
    assert os.stat(copy).st_ino == first


@pytest.mark.parametrize("read_only", [False, True])
def test_the_page_of_a_restarted_app_says_so_and_the_index_keeps_the_section(door, read_only: bool):  # noqa: F811
    door.app.prepare_index()
    door.app.content.shelf()
    (door.folder / "rubrics" / "toy.yaml").write_text("id: [")
    (door.folder / "knowledge" / "metrics.md").write_text("---\ntitle: x\n")
    door.app = toy_app(door.folder, read_only=read_only)
    page = door.open("workbench")
    assert not page.exception
    assert texts(page).count("◐ last good version") == 2
    assert "rubrics/toy.yaml:1" in texts(page) and "knowledge/metrics.md:1" in texts(page)
    assert door.app.guide.search("a wrong drawer costs a whole day")[0].section.id == "metrics/counting"
