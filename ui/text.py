"""Words on the page stay words: escaping, quotes, guide text, and the few lines of style that all pages share."""

import re
from html import escape
from string import Template

import streamlit as st

_STYLE = """
<style>
.viva { overflow-wrap: anywhere; }
.viva p { margin: 0 0 .35rem; }
.viva .said { white-space: pre-wrap; border-left: 3px solid color-mix(in srgb, currentColor 35%, transparent);
  margin: .3rem 0 .5rem; padding: .1rem 0 .1rem .75rem; }
.viva .quiet { font-size: .875rem; color: color-mix(in srgb, currentColor 78%, transparent); }
.viva .verdict { font-weight: 600; white-space: nowrap; }
.viva .met { color: light-dark(#176639, #7ddba3); } .viva .partial { color: light-dark(#7a4b00, #f0c36b); }
.viva .contradicted { color: light-dark(#a3242c, #ff9c9c); }
.viva .bar { height: .5rem; border-radius: .25rem; background: color-mix(in srgb, currentColor 14%, transparent); }
.viva .bar i { display: block; height: 100%; border-radius: .25rem; background: light-dark(#2f6fb3, #7db4ee); }
.viva .phases { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
  gap: .7rem 1.5rem; list-style: none; margin: 0; padding: 0; }
.viva .phases li { margin: 0; }
.viva .row { display: flex; gap: .75rem; justify-content: space-between; align-items: baseline; }
.viva .row > :last-child { flex: none; }
.viva h1 { font-size: 1.5rem; padding: 0 0 .25rem; } .viva h2 { font-size: 1rem; padding: 0 0 .4rem; }
.viva .stepper { list-style: none; margin: 0; padding: 0; } .viva .stepper li { margin: 0 0 .3rem; line-height: 1.35; }
.viva .stepper li[aria-current] .name { font-weight: 600; }
.viva .stepper .quiet { display: block; margin-left: 1.1rem; }
.st-key-pinned { position: sticky; top: 3.5rem; z-index: 5; padding: .5rem 0; background: light-dark(#fff, #0e1117);
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
[data-testid="stChatMessage"] [data-testid="stText"] { overflow-wrap: anywhere; line-height: 1.55; }
</style>
"""


def style() -> None:
    """Put the shared style on the page."""
    st.html(_STYLE)


def plain_text(text: str) -> None:
    """Show words as they are: line breaks kept, no Markdown, no links, nothing fetched."""
    st.text(text, width="stretch")


def html(template: str, **words: object) -> None:
    """Show markup of our own with `$names` filled by escaped words."""
    st.html(filled(template, **words))


def filled(template: str, **words: object) -> str:
    """Return markup of our own with `$names` filled by escaped words."""
    return Template(template).substitute({name: escape(str(word)) for name, word in words.items()})


def guide_markdown(text: str) -> str:
    """Return guide text as Markdown that fetches nothing and has no links, formulas or colors of Streamlit's."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\\)\$", r"\\$", text)
    return re.sub(r":(?=[a-z_-]+(?:\[|/|:))", r"\\:", text)


def minutes(seconds: float) -> str:
    """Return a duration for people, in whole minutes."""
    return "under 1 min" if 0 < seconds < 60 else f"{seconds / 60:.0f} min"
