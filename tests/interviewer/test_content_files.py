"""Writing rubrics and chapters: checked as they will be read, saved whole or not at all."""

import os

import pytest

from grader.errors import InputError
from interviewer.adapters.content_files import mistakes, save
from interviewer.errors import StoreError

RUBRIC = "id: mine\ntitle: Mine\nprompt: Design it.\ncheckpoints:\n- claim: One goal is stated.\n"
CHAPTER = "---\ntitle: Mine\n---\n\n## One idea\n\nA paragraph.\n"


def test_sound_texts_have_no_mistakes_and_are_saved(tmp_path):
    assert mistakes("rubric", "mine", RUBRIC) == ()
    assert mistakes("chapter", "mine", CHAPTER) == ()
    assert save("rubric", tmp_path, "mine", RUBRIC).read_text("utf-8") == RUBRIC
    assert save("chapter", tmp_path, "mine", CHAPTER) == tmp_path / "knowledge" / "mine.md"
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["mine.md", "mine.yaml"], (
        "nothing half-written"
    )


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
def test_mistakes_name_the_line_and_nothing_is_written(tmp_path, kind, name, text, line, said):
    found = mistakes(kind, name, text)
    assert said in " ".join(map(str, found))
    assert line in {m.line for m in found if said in str(m)}
    with pytest.raises(InputError) as refused:
        save(kind, tmp_path, name, text)
    assert refused.value.mistakes == found
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "rubrics").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        save("rubric", tmp_path, "mine", RUBRIC)
    if os.geteuid():
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError):
            save("chapter", tmp_path, "mine", CHAPTER)
