"""What is wrong with rubrics and guide as material for an interview: links, leaks, retrieval, size."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grader import words as w
from grader.rubric import Checkpoint, Rubric
from interviewer.discretion import Discretion
from interviewer.guide import Section
from interviewer.ports import Guide

LONGEST_PARAGRAPH = 150
"""Most words of a paragraph that the encoder reads whole: about 200 tokens."""
SHORTEST_SECTION = 40
"""Fewest words of a section that can teach something."""
EARLY_HINTS = 2
"""Hints up to this level may not give the claim away."""
TOP = 3
"""Among so many sections found, one of a checkpoint's own is looked for."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to look at."""

    place: str
    """`rubric/checkpoint`, or the id of a section."""
    kind: str
    """link | leak | question | retrieval | size."""
    message: str
    """What is wrong, in one sentence."""
    serious: bool = True
    """Whether it must be mended; otherwise it is advice."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + ("" if self.serious else " (advice)")


def lint(
    rubrics: Mapping[str, Rubric],
    sections: Mapping[str, Section],
    discretion: Callable[[Rubric], Discretion],
    guide: Guide | None = None,
) -> list[Finding]:
    """Return everything found, sorted by place. Without `guide` (an index) retrieval is not tried."""
    found = [*links(rubrics, sections), *sizes(sections)]
    for rubric in rubrics.values():
        found += leaks(rubric, sections, discretion(rubric))
        found += retrieval(rubric, guide) if guide else []
    return sorted(found)


def links(rubrics: Mapping[str, Rubric], sections: Mapping[str, Section]) -> Iterator[Finding]:
    """Find links to sections that do not exist, checkpoints without any, and sections nobody links to."""
    used: set[str] = set()
    for rubric in rubrics.values():
        for checkpoint in rubric.checkpoints:
            place = f"{rubric.id}/{checkpoint.id}"
            if not checkpoint.guide:
                yield Finding(place, "link", "no guide section teaches it", serious=False)
            for link in checkpoint.guide:
                used.add(link)
                if link not in sections:
                    yield Finding(place, "link", f"there is no guide section '{link}'")
                elif sections[link].problems and rubric.id not in sections[link].problems:
                    yield Finding(place, "link", f"the section '{link}' is for other problems only")
    for section in sections.values():
        for problem in section.problems:
            if problem not in rubrics:
                yield Finding(section.id, "link", f"there is no problem '{problem}'")
        if rubrics and section.id not in used:
            yield Finding(section.id, "link", "no checkpoint links to it", serious=False)


def sizes(sections: Mapping[str, Section]) -> Iterator[Finding]:
    """Find paragraphs that the encoder cannot read whole, and sections that are thin or ask nothing."""
    for section in sections.values():
        for paragraph in section.paragraphs:
            if (length := len(w.spans(paragraph))) > LONGEST_PARAGRAPH:
                message = f"a paragraph of {length} words is cut when it is indexed; {LONGEST_PARAGRAPH} fit"
                yield Finding(section.id, "size", message, serious=False)
        if (length := len(w.spans(section.text))) < SHORTEST_SECTION:
            yield Finding(section.id, "size", f"only {length} words", serious=False)
        if not section.asks:
            yield Finding(section.id, "size", "no `> Ask:` question", serious=False)


def leaks(rubric: Rubric, sections: Mapping[str, Section], discretion: Discretion) -> Iterator[Finding]:
    """Find probes that are no single short question, and probes and early hints that give their claim away."""
    for checkpoint in rubric.checkpoints:
        place = f"{rubric.id}/{checkpoint.id}"
        own: list[Section | None] = [None, *(sections[s] for s in checkpoint.guide if s in sections)]
        for n, probe in enumerate(checkpoint.probes, 1):
            if no := _first(discretion.objection, probe, checkpoint, own):
                yield Finding(place, "leak" if "shares" in no or "met" in no else "question", f"probe {n} {no}")
        for n, hint in enumerate(checkpoint.hints[:EARLY_HINTS], 1):
            if no := _first(discretion.gives_away, hint, checkpoint, own):
                yield Finding(place, "leak", f"hint {n} {no}")


def retrieval(rubric: Rubric, guide: Guide) -> Iterator[Finding]:
    """Find checkpoints whose claim does not lead to one of their own guide sections."""
    for checkpoint in rubric.checkpoints:
        phase = rubric.phase_of[checkpoint.id]
        found = [f.section.id for f in guide.search(checkpoint.claim, problem=rubric.id, phase=phase, limit=TOP)]
        if checkpoint.guide and not set(found) & set(checkpoint.guide):
            message = f"its claim leads to {', '.join(found)}, to none of its own sections"
            yield Finding(f"{rubric.id}/{checkpoint.id}", "retrieval", message, serious=False)


def _first(
    rule: Callable[[str, Checkpoint, Section | None], str],
    text: str,
    checkpoint: Checkpoint,
    sections: list[Section | None],
) -> str:
    return next((no for section in sections if (no := rule(text, checkpoint, section))), "")
