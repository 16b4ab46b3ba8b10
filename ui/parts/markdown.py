"""Untrusted Markdown as HTML, rebuilt from a parser's tokens: what is not on the list here becomes words.

Nothing of it loads or leads anywhere: an image becomes its alternative text, a link its words, HTML what was written.
"""

from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAGS = frozenset("p em strong s code blockquote ul ol li table thead tbody tr th td".split())


def safe_html(text: str) -> str:
    """Return Markdown as HTML without attributes: text, emphasis, code, lists, quotes, headings and tables."""
    return _rebuilt(_parser().parse(text))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _rebuilt(tokens: "Iterable[Token]") -> str:
    return "".join(map(_one, tokens))


def _one(token: "Token") -> str:
    if token.type in ("inline", "image"):
        return _rebuilt(token.children or ())
    if token.type in ("fence", "code_block"):
        return f"<pre><code>{escape(token.content)}</code></pre>"
    if token.type == "code_inline":
        return f"<code>{escape(token.content)}</code>"
    if token.type == "softbreak":
        return "\n"
    if token.type in ("hardbreak", "hr"):
        return f"<{token.tag}>"
    if token.nesting == 0:
        return escape(token.content)
    if token.hidden:  # the paragraphs of a tight list
        return ""
    end = "/" if token.nesting < 0 else ""
    if token.type in ("heading_open", "heading_close"):
        return f"<{end}h{max(3, int(token.tag[1]))}>"
    return f"<{end}{token.tag}>" if token.tag in _TAGS else ""
