"""Tables and lists of mistakes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import filled, html

if TYPE_CHECKING:
    from grader.errors import Mistake


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], label: str) -> None:
    head = "".join(filled('<th scope="col">$name</th>', name=name) for name in heads)
    body = "".join("<tr>" + "".join(filled("<td>$cell</td>", cell=c) for c in row) + "</tr>" for row in rows)
    st.html(
        f'<div class="viva wide" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def mistakes(found: "Sequence[Mistake]", folders: Iterable[Path] = ()) -> None:
    """Show each mistake as `file:line: message (hint)`, with the file's path inside its content folder."""
    for mistake in found:
        shown = str(mistake)
        for folder in folders:
            shown = shown.replace(f"{folder.parent}/", "")
        html('<p class="viva"><span aria-hidden="true">✗</span> $shown</p>', shown=shown)


def lines(said: Iterable[str]) -> None:
    """Show plain lines as a list."""
    rows = "".join(filled("<li>$line</li>", line=line.strip()) for line in said)
    st.html(f'<div class="viva"><ul class="plain">{rows}</ul></div>')


def sentences(heads: Iterable[str], rows: Iterable[Iterable[object]], label: str) -> str:
    """Return a table whose cells break into lines, because they hold sentences."""
    head = "".join(filled('<th scope="col">$name</th>', name=name) for name in heads)
    body = "".join("<tr>" + "".join(filled("<td>$cell</td>", cell=c) for c in row) + "</tr>" for row in rows)
    return (
        f'<div class="viva wide sentences" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
