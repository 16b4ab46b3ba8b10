"""Chapters on disk: front matter, damaged files, several folders."""

import pytest

from library.chapter_files import MAX_BYTES, read_file, read_library, require_sections
from library.errors import GuideError

GOOD = "---\ntitle: T\nproblems: all\nphases: [data]\n---\n# T\n\n## One {#one}\n\nText.\n"


def put(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.md").write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def test_a_library_of_two_folders(tmp_path):
    ours, theirs = put(tmp_path / "a", one=GOOD), put(tmp_path / "b", two="## Two\n\nText.")
    library = read_library([ours, theirs])
    assert list(library.sections) == ["one/one", "two/two"] and not library.mistakes
    assert library.paths["two"] == theirs / "two.md"


def test_lines_count_the_front_matter(tmp_path):
    assert read_file(put(tmp_path, one=GOOD) / "one.md").sections[0].line == 8


def test_a_name_that_is_taken_is_named_and_the_first_kept(tmp_path):
    library = read_library([put(tmp_path / "a", one=GOOD), put(tmp_path / "b", one="## Two\n\nText.")])
    assert list(library.sections) == ["one/one"]
    assert "taken by" in library.mistakes[0].message


DAMAGED = [
    ("not UTF-8", b"## A\n\n\xff\xfe", "not UTF-8"),
    ("front matter without end", "---\ntitle: T\n## A\n\nx", "no end"),
    ("front matter that is no YAML", "---\ntitle: [T\n---\n## A\n\nx", ""),
    ("front matter twice the same key", "---\ntitle: T\ntitle: U\n---\n## A\n\nx", "title"),
    ("front matter that is a list", "---\n- a\n---\n## A\n\nx", "key: value"),
    ("too large", "x" * (MAX_BYTES + 1), "larger than"),
    ("empty", "", "no `## Heading`"),
]


@pytest.mark.parametrize(("data", "message"), [d[1:] for d in DAMAGED], ids=[d[0] for d in DAMAGED])
def test_a_damaged_file_is_named_with_its_line_and_skips_no_other(tmp_path, data, message):
    library = read_library([put(tmp_path, bad=data, good=GOOD)])
    assert list(library.sections) == ["good/one"]
    (mistake, *_) = library.mistakes
    assert mistake.file.endswith("bad.md") and message in mistake.message


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path):
    chapter = read_file(put(tmp_path, one=b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) / "one.md")
    assert [s.id for s in chapter.sections] == ["one/one"] and not chapter.mistakes


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_an_empty_guide_is_an_error_that_names_the_folder(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(GuideError, match=folder):
        require_sections(read_library([tmp_path / folder]), [tmp_path / folder])
