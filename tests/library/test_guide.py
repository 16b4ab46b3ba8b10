"""Chapters become sections: headings with their lines, paragraphs, questions."""

import pytest

from library.guide import MAX_CHARS, read_chapter

WHOLE = """# Title

Intro that no section owns.

## First part {#first}

One paragraph.

Another one,
on two lines.

> Ask: What would you do?
> Ask: And why,
> in your words?

Second part
-----------

- a list
- of two

```
## not a heading
```

### A smaller heading

| a | b |
|---|---|
| 1 | 2 |

> A plain quotation stays.
"""


def read(text, **front):
    return read_chapter(text, "chapter", front, 1, "chapter.md")


def test_a_whole_chapter():
    first, second = read(WHOLE, title="Chapter", problems="all", phases=["data"]).sections
    assert (first.id, first.heading, first.line, first.chapter) == ("chapter/first", "First part", 5, "Chapter")
    assert first.paragraphs == ("One paragraph.", "Another one,\non two lines.")
    assert first.asks == ("What would you do?", "And why, in your words?")
    assert (first.problems, first.phases) == ((), ("data",))
    assert (second.id, second.line) == ("chapter/second-part", 16)
    assert "## not a heading" in second.text and "| 1 | 2 |" in second.text and "plain quotation" in second.text


def test_the_name_stands_in_for_a_missing_title():
    assert read("## A\n\ntext").sections[0].chapter == "chapter"


def test_lines_count_from_where_the_text_starts():
    assert read_chapter("\n\n## A\n\ntext", "c", {}, 10, "c.md").sections[0].line == 12


MISTAKES = [
    ("no section", "Just text.", 1, "no `## Heading` section"),
    ("a slug twice", "## A\n\nx\n\n## A\n\ny", 5, "appears twice"),
    ("a section without text", "## A\n\n## B\n\ny", 1, "has no text"),
    ("only questions", "## A\n\n> Ask: Why?", 1, "has no text"),
    ("too long", "## A\n\n" + "x" * MAX_CHARS, 1, "longer than"),
]


@pytest.mark.parametrize(("text", "line", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_mistakes_name_their_line(text, line, message):
    mistakes = read(text).mistakes
    assert any(m.line == line and message in m.message and m.hint for m in mistakes)


def test_the_sound_sections_of_a_damaged_chapter_are_kept():
    chapter = read("## A\n\nx\n\n## A\n\ny\n\n## B\n\nz")
    assert [s.id for s in chapter.sections] == ["chapter/a", "chapter/b"]


@pytest.mark.parametrize("value", [3, {"a": 1}, [1, 2]])
def test_front_matter_that_is_no_list(value):
    assert "not a list" in read("## A\n\nx", phases=value).mistakes[0].message


@pytest.mark.parametrize(
    ("value", "found"), [("all", ()), (["all"], ()), (None, ()), ("a", ("a",)), (["a", "b"], ("a", "b"))]
)
def test_scope(value, found):
    assert read("## A\n\nx", problems=value).sections[0].problems == found
