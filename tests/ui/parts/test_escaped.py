"""Words for a place that reads Markdown stay words there, also for what Streamlit finds after escapes are gone."""

import re

import pytest
from markdown_it import MarkdownIt

from ui.parts.markdown import safe_html
from ui.parts.text import escaped

FOUND_LATE = r"(?i)https?://[\w.-]|\bwww\.[\w-]|\w@\w|:[\w+-]+:|:material/\w+:|mailto:\w"
"""What Streamlit's page looks for in the words that a parser left over: addresses, emoji and icons."""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("![x](http://evil.example/a.png)", "image"),
        ("[![a](u)](v) ![x [n]](u) ![e\\]x](u)", "tricks with brackets"),
        ("<img src=http://evil.example>", "HTML"),
        ("<http://evil.example>", "autolink"),
        ("see http://evil.example and HTTPS://evil.example", "bare address"),
        ("see www.evil.example", "bare host"),
        ("write to a@evil.example or mailto:a@evil.example", "mail address"),
        (":red[x] :blue-badge[y]", "colors"),
        (":material/home: :smile: :+1: :streamlit:", "icons and emoji"),
        ("$x^2$ and $$y$$", "formula"),
        ("**a** `b` ~~c~~ # d | e", "marks"),
    ],
)
def test_words_stay_words(text, what):
    (paragraph, inline, _) = MarkdownIt("gfm-like", {"linkify": False}).parse(escaped(text))
    assert paragraph.type == "paragraph_open" and {t.type for t in inline.children} == {"text"}, what
    left = "".join(t.content for t in inline.children)
    assert left.replace("\u2060", "") == text
    assert not re.search(FOUND_LATE, left), what
    assert "<a" not in safe_html(escaped(text))


def test_a_time_stays_as_it_is():
    assert "\u2060" not in escaped("Similarity 0.85, at 12:30 (see note: here)")
