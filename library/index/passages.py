"""Passages: what of a section gets a vector of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from grader.language import words as w
from library.guide import Section

SPLITTER = "passages-200-2"
"""Raised when the splitting changes: an index made by another is built anew."""
_TOKENS = 200
_REMEMBERED = 20_000
"""Most sections whose passages are remembered, so that an edit cuts one section and not the whole guide."""


@dataclass(frozen=True)
class Passage:
    """A title, a paragraph or a question of a section."""

    id: str
    """Made of the section's id and the place in it."""
    text: str
    """What is encoded."""
    digest: str
    """Of everything that the index keeps about it."""
    metadata: dict[str, Any]
    """What the index keeps beside the vector."""


@lru_cache(maxsize=_REMEMBERED)
def passages(section: Section) -> tuple[Passage, ...]:
    """Return what gets a vector of its own: the title, each paragraph and each question of a section."""
    return tuple(_passages(section))


def _passages(section: Section) -> Iterator[Passage]:
    pieces = [("title", f"{section.chapter}: {section.heading}")]
    pieces += [("paragraph", text) for paragraph in section.paragraphs for text in _short(paragraph)]
    pieces += [("ask", text) for text in section.asks]
    scope = {f"problem_{p}": True for p in section.problems or ("all",)}
    scope |= {f"phase_{p}": True for p in section.phases or ("all",)}
    for n, (sort, text) in enumerate(pieces):
        digest = hashlib.sha256(f"{section.heading}\0{text}\0{section.problems}{section.phases}".encode()).hexdigest()
        metadata = {"section": section.id, "kind": sort, "content_hash": digest, "text": text, **scope}
        identity = hashlib.sha256(f"{section.id}\0{n}".encode()).hexdigest()[:32]
        yield Passage(identity, f"{section.heading}. {text}" if sort == "paragraph" else text, digest, metadata)


def _short(paragraph: str) -> list[str]:
    """Cut a paragraph that is longer than the encoder reads; 1 token is about .75 words."""
    if len(w.spans(paragraph)) <= _TOKENS * 0.75:
        return [paragraph]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=int(_TOKENS * 0.75),
        chunk_overlap=0,
        length_function=lambda text: len(w.spans(text)),
        separators=["\n\n", "\n", ". ", "; ", ", ", " "],
    )
    return splitter.split_text(paragraph)
