"""What a guide section is good for: for which gaps the interviewer would find it, and what it would ask."""

from collections.abc import Callable
from dataclasses import dataclass

from grader.ports import Encoder
from grader.rubric import Checkpoint, Rubric
from interviewer.turn.discretion import Discretion
from interviewer.turn.probing import guide_phases
from library.guide import Section
from library.index.ports import Guide

TOP = 5
"""A section that is among so many found for a claim is found for it."""


@dataclass(frozen=True)
class Aim:
    """One gap that a section serves."""

    checkpoint: Checkpoint
    """The gap."""
    linked: bool
    """Whether the checkpoint names the section as its guide."""
    rank: int
    """Place among the sections found for the claim, from 1; 0 when it is not found."""
    asks: tuple[tuple[str, float, str], ...]
    """Its questions, the nearest to the gap first: text, similarity to claim or anchors, why it may not be asked."""


def aims(section: Section, rubric: Rubric, guide: Guide, encoder: Encoder, discretion: Discretion) -> list[Aim]:
    """Return the gaps of a rubric that a section serves: linked ones, and those whose claim leads to it."""
    found = []
    for checkpoint in rubric.checkpoints:
        phase, phases = rubric.phase_of[checkpoint.id], guide_phases(rubric)
        hits = guide.search(checkpoint.claim, problem=rubric.id, phase=phase, phases=phases, limit=TOP)
        ids = [hit.section.id for hit in hits]
        rank = ids.index(section.id) + 1 if section.id in ids else 0
        linked = section.id in checkpoint.guide
        if rank or linked:
            asks = _asks(section, checkpoint, encoder, discretion.objection)
            found.append(Aim(checkpoint, linked, rank, asks))
    return sorted(found, key=lambda aim: (not aim.linked, aim.rank or TOP + 1))


def _asks(
    section: Section,
    checkpoint: Checkpoint,
    encoder: Encoder,
    objection: Callable[[str, Checkpoint, Section | None], str],
) -> tuple[tuple[str, float, str], ...]:
    if not section.asks:
        return ()
    near = (encoder.encode(section.asks) @ encoder.encode(checkpoint.phrasings).T).max(axis=1)
    asked = [
        (ask, round(float(value), 2), objection(ask, checkpoint, section))
        for ask, value in zip(section.asks, near, strict=True)
    ]
    return tuple(sorted(asked, key=lambda one: -one[1]))
