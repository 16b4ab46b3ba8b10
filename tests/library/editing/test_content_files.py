"""Writing rubrics and chapters: checked as they will be read, saved whole or not at all, taken back at will."""

import os

import pytest

from grader.adapters.rubric_files import parse_rubric, read_shelf
from grader.errors import InputError
from library.chapter_files import read_library
from library.editing.content_files import delete, depends, mistakes, rename, save, save_draft
from library.editing.undo_files import MOST, Undo
from library.errors import StoreError

RUBRIC = (
    "id: mine\ntitle: Mine\nprompt: Design it.\ncheckpoints:\n- claim: One goal is stated.\n  guide: [mine/one-idea]\n"
)
CHAPTER = "---\ntitle: Mine\nproblems: [mine, minecraft]\n---\n\n## One idea\n\nA mine paragraph.\n"
LABELS = "problem: mine\nanswer: strong\nverdicts: []\n"


@pytest.fixture
def undo(tmp_path):
    return Undo(tmp_path / "data" / "undo")


@pytest.fixture
def root(tmp_path):
    return tmp_path / "content"


@pytest.fixture
def filled(root, undo):
    """Content with a rubric, its model answer and a chapter, all of which name each other."""
    save("rubric", root, "mine", RUBRIC, undo)
    save("chapter", root, "mine", CHAPTER, undo)
    examples = root / "rubrics" / "examples" / "mine"
    examples.mkdir(parents=True)
    (examples / "strong.md").write_text("Candidate: Hello.\n")
    (examples / "strong.verdicts.yaml").write_text(LABELS)
    return root


def files(root):
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in root.rglob("*") if p.is_file()}


def test_sound_texts_have_no_mistakes_and_are_saved(root, undo):
    assert mistakes("rubric", "mine", RUBRIC) == ()
    assert mistakes("chapter", "mine", CHAPTER) == ()
    assert save("rubric", root, "mine", RUBRIC, undo).read_text("utf-8") == RUBRIC
    assert save("chapter", root, "mine", CHAPTER, undo) == root / "knowledge" / "mine.md"
    assert sorted(files(root)) == ["knowledge/mine.md", "rubrics/mine.yaml"], "nothing half-written"


@pytest.mark.parametrize(
    ("kind", "name", "text", "line", "said"),
    [
        ("rubric", "mine", RUBRIC.replace("title", "titel"), 2, "titel"),
        ("rubric", "other", RUBRIC, 1, "not the file's name"),
        ("rubric", "mine", "id: [", 1, "not valid YAML"),
        ("chapter", "mine", "# Title only\n", 1, "no `## Heading`"),
        ("chapter", "mine", "---\ntitle: x\n", 1, "no end"),
        ("chapter", "mine", "x" * 1_000_001, 0, "larger than"),
        ("rubric", "../mine", RUBRIC, 0, "name cannot be used"),
        ("rubric", "Mine", RUBRIC, 0, "name cannot be used"),
        ("chapter", "", CHAPTER, 0, "name cannot be used"),
    ],
)
def test_mistakes_name_the_line_and_nothing_is_written(root, undo, kind, name, text, line, said):
    found = mistakes(kind, name, text)
    assert said in " ".join(map(str, found))
    assert line in {m.line for m in found if said in str(m)}
    with pytest.raises(InputError) as refused:
        save(kind, root, name, text, undo)
    assert refused.value.mistakes == found
    assert not root.exists()


def test_a_bad_text_leaves_the_good_file_alone(root, undo):
    path = save("rubric", root, "mine", RUBRIC, undo)
    with pytest.raises(InputError):
        save("rubric", root, "mine", RUBRIC + "checkpoint: x\n", undo)
    assert path.read_text("utf-8") == RUBRIC


def test_a_folder_that_cannot_be_written_is_named(root, undo, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "mine.yaml")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="No space left on device"):
        save("rubric", root, "mine", RUBRIC, undo)
    assert files(root) == {}, "nothing half-written"


def test_a_file_that_somebody_else_changed_is_not_saved_over(filled, undo):
    path = filled / "rubrics" / "mine.yaml"
    path.write_text(RUBRIC.replace("Mine", "Theirs"))
    with pytest.raises(StoreError, match="changed by somebody else"):
        save("rubric", filled, "mine", RUBRIC.replace("Mine", "Ours"), undo, RUBRIC)
    assert "Theirs" in path.read_text()


class TestUndo:
    def test_every_step_is_taken_back_the_last_first(self, root, undo):
        for title in ("Mine", "Second", "Third"):
            save("rubric", root, "mine", RUBRIC.replace("Mine", title), undo)
        titles = []
        while undo.last():
            undo.undo()
            titles.append((root / "rubrics" / "mine.yaml").read_text().split("\n")[1] if files(root) else "")
        assert titles == ["title: Second", "title: Mine", ""]

    def test_it_outlives_the_process(self, root, undo, tmp_path):
        save("rubric", root, "mine", RUBRIC, undo)
        assert Undo(tmp_path / "data" / "undo").undo() == "saved rubrics/mine.yaml"
        assert files(root) == {}

    def test_what_somebody_else_wrote_since_is_kept(self, root, undo):
        path = save("rubric", root, "mine", RUBRIC, undo)
        path.write_text("theirs")
        with pytest.raises(StoreError, match=r"by somebody else: mine\.yaml"):
            undo.undo()
        assert path.read_text() == "theirs"

    def test_nothing_to_take_back(self, undo):
        with pytest.raises(StoreError, match="nothing to take back"):
            undo.undo()

    def test_a_damaged_step_is_not_taken_back(self, root, undo, tmp_path):
        save("rubric", root, "mine", RUBRIC, undo)
        next((tmp_path / "data" / "undo").glob("*.json")).write_text("{")
        assert undo.last() is None

    def test_steps_do_not_pile_up(self, root, undo, tmp_path):
        for i in range(MOST + 5):
            save("rubric", root, "mine", RUBRIC.replace("Mine", f"Mine {i}"), undo)
        assert len(list((tmp_path / "data" / "undo").glob("*.json"))) == MOST

    def test_all_files_of_a_step_or_none(self, filled, undo, monkeypatch):
        before, real, done = files(filled), os.replace, []

        def fails_at_the_second(a, b):
            done.append(b)
            if len(done) == 2:
                raise OSError(28, "No space left on device", str(b))
            return real(a, b)

        monkeypatch.setattr(os, "replace", fails_at_the_second)
        with pytest.raises(StoreError):
            rename("rubric", filled / "rubrics" / "mine.yaml", "ours", undo, [filled])
        assert files(filled) == before


class TestRenaming:
    def test_a_rubric_takes_its_answers_and_those_who_name_it_along(self, filled, undo):
        before = files(filled)
        rename("rubric", filled / "rubrics" / "mine.yaml", "ours", undo, [filled])
        after = files(filled)
        assert sorted(after) == [
            "knowledge/mine.md",
            "rubrics/examples/ours/strong.md",
            "rubrics/examples/ours/strong.verdicts.yaml",
            "rubrics/ours.yaml",
        ]
        assert parse_rubric(after["rubrics/ours.yaml"], "ours.yaml").id == "ours"
        assert "problem: ours" in after["rubrics/examples/ours/strong.verdicts.yaml"]
        assert (
            "problems: [ours, minecraft]" in after["knowledge/mine.md"]
            and "A mine paragraph" in after["knowledge/mine.md"]
        )
        undo.undo()
        assert files(filled) == before

    @pytest.mark.parametrize(
        "linked",
        ["guide: [mine/one-idea]", "guide:\n  - mine/one-idea\n  - yours/mine", "guide: ['mine/one-idea', other/mine]"],
    )
    def test_a_chapter_takes_the_links_to_it_along(self, filled, undo, linked):
        path = filled / "rubrics" / "mine.yaml"
        path.write_text(RUBRIC.replace("guide: [mine/one-idea]", linked) + "twist: Compare mine/yours.\n")
        rename("chapter", filled / "knowledge" / "mine.md", "ours", undo, [filled])
        rubric = parse_rubric(path.read_text(), "mine.yaml")
        assert rubric.checkpoints[0].guide[0] == "ours/one-idea"
        assert all(link.endswith("/mine") for link in rubric.checkpoints[0].guide[1:])
        assert rubric.twist == "Compare mine/yours."

    @pytest.mark.parametrize("name", ["../up", "Mine", "a/b", "", "minecraft"])
    def test_a_name_that_cannot_be_used(self, filled, undo, name):
        (filled / "rubrics" / "minecraft.yaml").write_text(RUBRIC.replace("id: mine", "id: minecraft"))
        before = files(filled)
        with pytest.raises(InputError):
            rename("rubric", filled / "rubrics" / "mine.yaml", name, undo, [filled])
        assert files(filled) == before


class TestDeleting:
    def test_a_rubric_goes_with_its_answers_and_comes_back_with_them(self, filled, undo):
        before = files(filled)
        delete("rubric", filled / "rubrics" / "mine.yaml", undo)
        assert sorted(files(filled)) == ["knowledge/mine.md"]
        assert not (filled / "rubrics" / "examples" / "mine").exists()
        undo.undo()
        assert files(filled) == before

    def test_what_depends_on_it_is_named(self, filled):
        rubrics, sections = read_shelf([filled / "rubrics"]).rubrics, read_library([filled / "knowledge"]).sections
        assert depends("rubric", "mine", rubrics, sections) == ["section mine/one-idea is for it"]
        assert depends("chapter", "mine", rubrics, sections) == ["checkpoint mine/c01 links to mine/one-idea"]
        assert depends("chapter", "other", rubrics, sections) == []


def test_a_draft_is_kept_apart_and_has_to_be_sound(tmp_path):
    save_draft(tmp_path / "drafts", "mine", RUBRIC)
    assert (tmp_path / "drafts" / "mine.yaml").read_text() == RUBRIC
    with pytest.raises(InputError):
        save_draft(tmp_path / "drafts", "mine", "id: [")
    assert (tmp_path / "drafts" / "mine.yaml").read_text() == RUBRIC
