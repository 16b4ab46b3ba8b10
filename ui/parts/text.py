"""Words on the page stay words: escaping, quotes, guide text, and the few lines of style that all pages share."""

import re
from html import escape
from string import Template

import streamlit as st

_FOUND_LATE = re.compile(r"(?:https?|ftp|mailto|xmpp):|\bwww(?=\.)|@|:(?=[\w+/-]+:)", re.I)
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
.viva .row { display: flex; flex-wrap: wrap; gap: 0 .75rem; justify-content: space-between; align-items: baseline; }
.viva .row > :first-child { flex: 1 1 12rem; } .viva .row > :last-child { flex: none; }
.viva.guide p, .viva.guide pre, .viva.guide table, .viva.guide ul, .viva.guide ol { margin: 0 0 1rem; }
.viva.guide pre { overflow-x: auto; } .viva.guide h3 { font-size: 1.1rem; }
.viva h1, .viva h2 { margin: 0; }
.viva h2.door { font-size: 1.3rem; padding: 0; }
[data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stCaptionContainer"] p { opacity: 1; color: light-dark(#4f585e, #aeb8be); }
.viva h1 { font-size: 1.5rem; padding: 0 0 .25rem; } .viva h2 { font-size: 1rem; padding: 0 0 .4rem; }
.viva .stepper { list-style: none; margin: 0; padding: 0; }
.viva .stepper li { display: flex; gap: .4rem; margin: 0 0 .25rem; align-items: baseline; line-height: 1.4; }
.viva .stepper .sign { flex: none; width: 1rem; text-align: center; } .viva .stepper .name { flex: 1; }
.viva .working { font-size: .875rem; margin-top: .5rem; } .viva .working summary { cursor: pointer; padding: .25rem 0; }
.viva .working dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .25rem 0 0; }
.viva .working dt { font-weight: 600; } .viva .working dd { margin: 0; overflow-wrap: anywhere; }
.viva .stepper .name .quiet { display: block; } .viva .stepper li > .quiet { flex: none; }
.viva .stepper li[aria-current] .name { font-weight: 600; }
.viva .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.viva .unseen:focus { position: static; width: auto; height: auto; clip-path: none; }
.headline { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-bottom: .4rem; }
.stMain:has(.st-key-log) > .stMainBlockContainer { padding-top: 3.5rem; padding-bottom: .5rem; }
.stMain:has(.st-key-log) .stBottomBlockContainer, .stBottom > div > div { padding-bottom: 1rem; max-width: 64rem; }
.st-key-log { height: max(15rem, 100dvh - 26rem) !important; }
@media (max-width: 640px) { .st-key-log { height: max(15rem, 100dvh - 30rem) !important; } }
[data-testid="stChatMessage"] [data-testid="stText"] { overflow-wrap: anywhere; line-height: 1.55; }
</style>
"""


def style() -> None:
    """Put the shared style on the page."""
    st.html(_STYLE)


def plain_text(text: str) -> None:
    """Show words as they are: line breaks kept, no Markdown, no links, nothing fetched."""
    st.text(text, width="stretch")


def door(text: str) -> None:
    """Show the heading of one of the boxes on the start page."""
    html('<div class="viva"><h2 class="door">$text</h2></div>', text=text)


def scroll_stop() -> None:
    """Give a scrolling log a place that the keyboard can reach, so that the arrow keys scroll it."""
    html('<div class="viva"><p class="unseen quiet" tabindex="0">Conversation: arrow keys scroll it.</p></div>')


def html(template: str, **words: object) -> None:
    """Show markup of our own with `$names` filled by escaped words."""
    st.html(filled(template, **words))


def filled(template: str, **words: object) -> str:
    """Return markup of our own with `$names` filled by escaped words."""
    return Template(template).substitute({name: escape(str(word)) for name, word in words.items()})


def escaped(text: str) -> str:
    """Return words for a place that reads Markdown, such as a warning.

    Streamlit finds addresses, icons and emoji after it took escapes away: a joiner without width keeps them words.
    """
    from grader.report.formats import plain

    return plain(_FOUND_LATE.sub(lambda found: f"{found[0]}\u2060", text))


def guide_text(text: str) -> None:
    """Show guide text: its emphasis, code, lists and tables; no links, images, formulas or colors."""
    from ui.parts.markdown import safe_html

    st.html(f'<div class="viva guide">{safe_html(text)}</div>')


def minutes(seconds: float) -> str:
    """Return a duration for people, in whole minutes."""
    return "under 1 min" if 0 < seconds < 60 else f"{seconds / 60:.0f} min"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 turn, 2,000 turns."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def seconds_clock(seconds: float) -> str:
    """Return seconds since the start as 1:02:03 or 2:03."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def moment(at: float) -> str:
    """Return a Unix time as date and time where the reader is."""
    from datetime import UTC, datetime, tzinfo
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone: tzinfo = ZoneInfo(str(st.context.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


_WIDE = """
<style>
.viva.wide { overflow-x: auto; position: relative; }
.viva ul.plain { margin: 0; padding-left: 1.2rem; } .viva ul.plain li { margin: 0 0 .3rem; }
.viva table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.viva th, .viva td { text-align: left; padding: .35rem .6rem; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.viva thead th { font-size: .8125rem; white-space: nowrap; }
.viva td { white-space: nowrap; }
.viva pre.lines { margin: 0 0 .5rem; overflow-x: auto; font-size: .8125rem; }
.viva pre.lines .bad { font-weight: 700; } .viva pre.lines .near { opacity: .8; }
.viva.sentences td { white-space: normal; min-width: 5rem; overflow-wrap: break-word; }
.viva .heat thead th { white-space: normal; min-width: 4.5rem; text-align: center; }
.viva .heat thead th:first-child { text-align: left; }
.viva .heat tbody th { font-weight: 400; min-width: min(15rem, 40vw); }
.viva .heat .cell { text-align: center; font-size: 1.05rem; }
.viva .heat .met { background: light-dark(#d9f2e3, #143d29); color: inherit; }
.viva .heat .partial { background: light-dark(#fdeec7, #453510); color: inherit; }
.viva .heat .contradicted { background: light-dark(#fbdfe0, #4d1c22); color: inherit; }
.viva .only-read { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
</style>
"""


def wide_tables() -> None:
    """Put the style of tables on the page; a narrow screen scrolls them by themselves."""
    st.html(_WIDE)
