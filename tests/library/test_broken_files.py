"""Broken content files: each is refused by name, with line and mend, while everything else keeps serving."""

import os
from pathlib import Path

import pytest

from grader.settings import GraderSettings
from interviewer.settings import Settings
from interviewer.wiring import Content
from tests.ui.opening import door, texts  # noqa: F401 (a fixture)

RUBRIC = "id: mine\ntitle: Mine\nprompt: Design it.\ncheckpoints:\n- claim: One goal is stated.\n"
CHAPTER = "---\ntitle: Post\n---\n\n## Letters\n\nCount them.\n"
BOMB = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))


def rubric(old: str, new: str) -> bytes:
    assert old in RUBRIC
    return RUBRIC.replace(old, new).encode()


def chapter(old: str, new: str) -> bytes:
    assert old in CHAPTER
    return CHAPTER.replace(old, new).encode()


# file: bytes, or what is put in its place; line (0: the whole file); message; mend
BROKEN = {
    # YAML
    "an open bracket": ("mine.yaml", b"id: [", 1, "not valid YAML", "indents and quotes"),
    "a tab for an indent": ("mine.yaml", rubric("- claim", "\t- claim"), 5, "not valid YAML", "indents"),
    "an open quote": ("mine.yaml", rubric("Mine", "'Mine"), 2, "not valid YAML", "quotes"),
    "a colon in a plain text": (
        "mine.yaml",
        rubric("Design it.", "Design: it: now"),
        3,
        "not valid YAML",
        "put quotes around it",
    ),
    "two documents": ("mine.yaml", (RUBRIC + "---\n" + RUBRIC).encode(), 6, "not valid YAML", "check"),
    "a duplicate key": (
        "mine.yaml",
        rubric("title: Mine", "title: Mine\ntitle: Yours"),
        3,
        "appears twice",
        "keep one",
    ),
    "a tag that runs code": ("mine.yaml", rubric("Mine", "!!python/object/apply:os.system [id]"), 2, "not valid", ""),
    "an alias": ("mine.yaml", rubric("Mine", "&x Mine\ntwist: *x"), 3, "alias", "write the text out"),
    "a bomb of aliases": ("mine.yaml", (RUBRIC + BOMB).encode(), 7, "alias", "aliases are refused"),
    "a mapping that holds itself": ("mine.yaml", b"id: &a\n  b: *a\n", 2, "alias", "write the text out"),
    "deep nesting": ("mine.yaml", rubric("Mine", "[" * 5000 + "]" * 5000), 2, "nested more than 20", "seven levels"),
    "deep nesting, never closed": ("mine.yaml", b"a: " + b"{x: " * 3000, 1, "nested more than 20", "seven levels"),
    # schema
    "an empty file": ("mine.yaml", b"", 1, "empty", "template"),
    "only a comment": ("mine.yaml", b"# soon\n", 1, "empty", "template"),
    "a list": ("mine.yaml", b"- 1\n", 1, "not a rubric", "template"),
    "a number": ("mine.yaml", b"42\n", 1, "not a rubric", "template"),
    "a typo in a key": ("mine.yaml", rubric("title", "titel"), 2, "unknown key 'titel'", "did you mean 'title'?"),
    "a date for a title": ("mine.yaml", rubric("title: Mine", "title: 2024-05-01"), 2, "'title'", "rubric.schema.json"),
    "a text for the checkpoints": ("mine.yaml", b"id: mine\ntitle: M\nprompt: P\ncheckpoints: none\n", 4, "", ""),
    "both forms at once": ("mine.yaml", (RUBRIC + "phases: []\n").encode(), 4, "unknown key 'checkpoints'", ""),
    "a weight without bounds": ("mine.yaml", (RUBRIC + "  weight: .inf\n").encode(), 6, "weight is inf", "above 0"),
    # encoding and size
    "UTF-16": ("mine.yaml", RUBRIC.encode("utf-16"), 1, "UTF-16", "save it as UTF-8"),
    "Latin-1": ("mine.yaml", rubric("Mine", "Für alle").decode().encode("latin-1"), 2, "not UTF-8", "save it as UTF-8"),
    "a NUL": ("mine.yaml", rubric("Mine", "Mi\0ne"), 2, "NUL", "UTF-8 text"),
    "a control character": ("mine.yaml", rubric("Mine", "Mi\x07ne"), 2, "not valid YAML", "characters"),
    "a large file": ("mine.yaml", b"#" * 1_000_001, 0, "larger than 1,000,000 bytes", "split"),
    "a picture": ("mine.yaml", b"\x89PNG\r\n\x1a\n\0\0", 3, "NUL", "UTF-8 text"),
    # paths
    "an id with a path": ("mine.yaml", rubric("id: mine", "id: ../../evil"), 1, "not a usable id", "small letters"),
    "a link with a path": (
        "mine.yaml",
        (RUBRIC + "  guide: [../../etc/passwd]\n").encode(),
        6,
        "not the id of",
        "slug",
    ),
    "a link out of the folder": ("mine.yaml", "link", 0, "leads out of its folder", "copy the file"),
    "a folder called .yaml": ("mine.yaml", "folder", 0, "it is a folder", "put a text file there"),
    "an id that is taken": ("again.yaml", RUBRIC.encode(), 1, "not the file's name", "make them equal"),
    # Markdown
    "an empty chapter": ("post.md", b"", 1, "no `## Heading` section", "start each section"),
    "a chapter without sections": ("post.md", b"# Post\n\nWords.\n", 1, "no `## Heading`", "start each section"),
    "front matter without an end": ("post.md", b"---\ntitle: x\n\n## A\n\nB.\n", 1, "no end", "`---`"),
    "front matter that is a list": ("post.md", chapter("title: Post", "- a"), 2, "not `key: value`", "authoring"),
    "broken front matter": ("post.md", chapter("title: Post", "title: [a"), 2, "not valid YAML", "quotes"),
    "an alias in front matter": ("post.md", chapter("title: Post", "a: &a x\nb: *a"), 3, "alias", "write the text"),
    "problems that are numbers": ("post.md", chapter("title: Post", "problems: [1]"), 1, "'problems'", "[id]"),
    "a section twice": ("post.md", (CHAPTER + "\n## Letters\n\nX.\n").encode(), 9, "appears twice", "another {#slug}"),
    "a section without text": ("post.md", (CHAPTER + "\n## Stamps\n").encode(), 9, "no text", "write it"),
    "a slug with a path": ("post.md", chapter("## Letters", "## Letters {#../x}"), 5, "{#slug}", "letters, digits"),
    "a code block without end": ("post.md", chapter("Count", "```\nCount"), 7, "never closed", "close it"),
    "a chapter in UTF-16": ("post.md", CHAPTER.encode("utf-16"), 1, "UTF-16", "save it as UTF-8"),
    "a chapter in Latin-1": ("post.md", CHAPTER.replace("Count", "Zähle").encode("latin-1"), 7, "not UTF-8", "UTF-8"),
    "a chapter with a NUL": ("post.md", chapter("Count", "\0Count"), 7, "NUL", "UTF-8"),
    "a large chapter": ("post.md", b"x" * 1_000_001, 0, "larger than 1,000,000 bytes", "split"),
    "a folder called .md": ("post.md", "folder", 0, "it is a folder", "put a text file there"),
    "a chapter that is a link out": ("post.md", "link", 0, "leads out of its folder", "copy the file"),
}


def put(folder: Path, case: str) -> Path:
    """Put a broken file in its place and return its path."""
    name, data, *_ = BROKEN[case]
    path = folder / ("rubrics" if name.endswith(".yaml") else "knowledge") / name
    path.unlink(missing_ok=True)
    if data == "link":
        outside = folder / "outside"
        outside.write_text(RUBRIC if name.endswith(".yaml") else CHAPTER)
        os.symlink(outside, path)
    elif data == "folder":
        path.mkdir()
    else:
        path.write_bytes(data)
        os.utime(path, ns=(0, 0))  # never the time of the file before
    return path


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Two sound rubrics and two sound chapters, read once."""
    for folder, files in (
        ("rubrics", {"mine": RUBRIC, "other": RUBRIC.replace("mine", "other")}),
        ("knowledge", {"post": CHAPTER, "metrics": CHAPTER}),
    ):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / f"{name}{'.yaml' if folder == 'rubrics' else '.md'}").write_text(text)
    content = Content(Settings(GraderSettings(content=(tmp_path,)), data=tmp_path / "data"))
    assert set(content.rubrics()) == {"mine", "other"} and len(content.sections()) == 2
    assert not content.shelf().mistakes + content.library().mistakes
    return content


def test_there_are_at_least_thirty():
    assert len(BROKEN) >= 30


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_and_the_rest_serves(tmp_path: Path, content: Content, case: str):
    _, _, line, message, hint = BROKEN[case]
    path = put(tmp_path, case)
    mistakes = [m for m in (*content.shelf().mistakes, *content.library().mistakes) if message in m.message]
    assert mistakes, (content.shelf().mistakes, content.library().mistakes)
    assert (mistakes[0].file, mistakes[0].line) == (str(path), line)
    assert hint in mistakes[0].hint
    assert {"mine", "other"} <= set(content.rubrics()), "the last good version serves"
    assert content.rubrics()["mine"].title == "Mine"
    assert "metrics/letters" in content.sections()
    assert isinstance(content.guide_texts(), tuple)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, content: Content, mark: bytes):
    (tmp_path / "rubrics" / "mine.yaml").write_bytes(mark + RUBRIC.replace("Mine", "Marked").encode())
    (tmp_path / "knowledge" / "post.md").write_bytes(mark + CHAPTER.replace("\n", "\r\n").encode())
    assert content.rubrics()["mine"].title == "Marked"
    assert not content.shelf().mistakes + content.library().mistakes


def test_the_page_lists_them_all_and_goes_on(door):  # noqa: F811
    page = door.open("workbench")
    named = []
    for n, case in enumerate(c for c in BROKEN if isinstance(BROKEN[c][1], bytes) and BROKEN[c][0] == "mine.yaml"):
        if len(BROKEN[case][1]) < 100_000:
            (door.folder / "rubrics" / f"bad{n}.yaml").write_bytes(BROKEN[case][1])
            named.append(f"rubrics/bad{n}.yaml")
    page.run()
    assert not page.exception
    said = texts(page)
    assert [name for name in named if name not in said] == []
    assert "1 rubric in use" in said and len(named) >= 25
