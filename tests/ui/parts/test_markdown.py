"""Untrusted Markdown: what loads, leads or runs anywhere is gone, and the words stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.parts.markdown import safe_html

URL = "http://evil.example/x.png"


@pytest.mark.parametrize(
    ("text", "shown", "what"),
    [
        (f"![alt]({URL})", "<p>alt</p>", "image"),
        (f"[![alt]({URL})]({URL})", "<p>alt</p>", "image in a link"),
        (f"![x [n]]({URL})", "<p>x [n]</p>", "brackets in the alternative text"),
        (f"![e\\]x]({URL})", "<p>e]x</p>", "escaped bracket"),
        (f"![a ![b]({URL})]({URL})", "<p>a b</p>", "image in an image"),
        (f"![*a* `b`]({URL})", "<p><em>a</em> <code>b</code></p>", "emphasis in the alternative text"),
        (f"![alt][r]\n\n[r]: {URL} 'title'", "<p>alt</p>\n", "image by reference"),
        (f"[words][r]\n\n[r]: {URL}", "<p>words</p>\n", "link by reference"),
        (f"[words]({URL} 'title')", "<p>words</p>", "link"),
        ("[words](javascript:alert(1))", "<p>[words](javascript:alert(1))</p>", "script as a link"),
        (f"<{URL}>", f"<p>{URL}</p>", "autolink"),
        (URL, f"<p>{URL}</p>", "bare address"),
        (f'<img src="{URL}">', f"&lt;img src=&quot;{URL}&quot;&gt;", "HTML block"),
        (f'a <img src="{URL}"> b', f"<p>a &lt;img src=&quot;{URL}&quot;&gt; b</p>", "HTML in a line"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>", "HTML as entities"),
        ("# Title", "<h3>Title</h3>", "heading"),
        ("##### Low", "<h5>Low</h5>", "lower heading"),
        ("**a** *b* `c<d` ~~e~~", "<p><strong>a</strong> <em>b</em> <code>c&lt;d</code> <s>e</s></p>", "emphasis"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>", "tight list"),
        ("1. a\n\n2. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>", "loose list"),
        ("> a", "<blockquote><p>a</p></blockquote>", "quote"),
        ("```html\n<img>\n```", "<pre><code>&lt;img&gt;\n</code></pre>", "code block"),
        ("|a|b|\n|-|:-:|\n|c|d|", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
         "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>", "table"),
        ("a  \nb", "<p>a<br>b</p>", "line break"),
        (":red[a] :material/home: $x$ :smile:", "<p>:red[a] :material/home: $x$ :smile:</p>", "Streamlit's own signs"),
    ],
)  # fmt: skip
def test_what_is_shown(text, shown, what):
    assert safe_html(text).rstrip("\n") == shown.rstrip("\n"), what


@given(
    st.lists(st.sampled_from([*"[]()!<>\\`*_#|- \n\t\"'&;:=/", "http://e.x", "img src", "a", "![", "]("]), max_size=40)
)
def test_only_bare_tags_of_the_list_are_ever_made(pieces):
    tags = re.findall(r"<[^>]*>?", safe_html("".join(pieces)))
    allowed = r"</?(p|em|strong|s|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td|h[3-6])>|<(br|hr)>"
    assert [tag for tag in tags if not re.fullmatch(allowed, tag)] == []
