"""What an answer is judged by: Rubric > Phase > Checkpoint."""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

Tier = Literal["basic", "strong", "staff"]
Level = Literal["junior", "mid", "senior", "staff"]

PHASES = {
    "setup": "Set up the problem",
    "scale": "Scale and latency",
    "metrics": "Metrics",
    "architecture": "Architecture",
    "data": "Training data",
    "features": "Features",
    "training": "Model and training",
    "offline_eval": "Offline evaluation",
    "online": "Online evaluation",
    "iterate": "Monitor and iterate",
}
"""The ten phases of a machine-learning system design interview, in order, with their titles."""

EXPECTED: dict[Level, frozenset[Tier]] = {
    "junior": frozenset({"basic"}),
    "mid": frozenset({"basic"}),
    "senior": frozenset({"basic", "strong"}),
    "staff": frozenset({"basic", "strong", "staff"}),
}
"""Which tiers a candidate of each level is expected to reach."""

Place = tuple[str | int, ...]
"""Path of keys and indices into a rubric file, such as `("phases", 0, "id")`."""
Problem = tuple[Place, str, str]
"""Place, message and hint of one mistake."""

_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True)
class Checkpoint:
    """One observable claim: the unit of credit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    claim: str
    """What the candidate says, as one statement with one idea."""
    id: str = ""
    """Short name, unique in the rubric; letters, digits and underscores. Numbered when left out."""
    tier: Tier = "basic"
    """Level from which it is expected: basic for all, strong from senior, staff for staff only."""
    weight: float = 1.0
    """Share in the total, relative to the other checkpoints; above 0."""
    must_have: bool = False
    """When missed, the whole score is capped at .60."""
    earned_by: Literal["saying", "asking"] = "saying"
    """`asking`: a question of the candidate's counts as much as a statement."""
    counts: str = ""
    """A note to people about what counts; never compared with an answer."""
    anchors: tuple[str, ...] = ()
    """Exemplary phrasings, spoken and terse ones too, that an answer is compared with."""
    contrasts: tuple[str, ...] = ()
    """Wrong or opposite statements; an answer nearer to one of these earns nothing."""
    probes: tuple[str, ...] = ()
    """Follow-up questions aimed at this checkpoint that do not give it away."""
    hints: tuple[str, ...] = ()
    """Up to three hints, from a nudge to nearly the answer."""
    guide: tuple[str, ...] = ()
    """Ids of guide sections (`chapter/slug`) that teach this."""

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The claim and its anchors: every text that an answer may resemble for credit."""
        return (self.claim, *self.anchors)


@dataclass(frozen=True)
class Phase:
    """A part of the interview and the checkpoints that belong to it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    """Short name, unique in the rubric."""
    checkpoints: tuple[Checkpoint, ...]
    """What is judged in this phase."""
    title: str = ""
    """Name shown to people; the usual one when left out."""
    share: float | None = None
    """Share of the interview's time, relative to the other phases."""

    @property
    def name(self) -> str:
        """The title shown to people."""
        return self.title or PHASES.get(self.id, self.id.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Reveal:
    """A fact that is told only when the candidate asks for it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    ask: tuple[str, ...]
    """Ways to ask for it."""
    answer: str
    """What the interviewer then says."""


@dataclass(frozen=True)
class Rubric:
    """One problem: what is asked, what may be revealed, and what is judged."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    """Name of the file without `.yaml`: small letters, digits and underscores."""
    title: str
    """Name shown to people."""
    prompt: str
    """The opening question, vague on purpose."""
    phases: tuple[Phase, ...]
    """The phases in the order of the interview."""
    version: int = 1
    """Raised when the meaning of a checkpoint changes."""
    format: Literal["ml_system_design", "custom"] = "ml_system_design"
    """`ml_system_design` uses the ten usual phases; `custom` declares its own."""
    reveals: tuple[Reveal, ...] = ()
    """Facts told only when asked."""
    twist: str = ""
    """A late change of the requirements, asked near the end."""

    @cached_property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """All checkpoints in the order of the phases."""
        return tuple(c for phase in self.phases for c in phase.checkpoints)

    @cached_property
    def phase_of(self) -> dict[str, str]:
        """Phase id by checkpoint id."""
        return {c.id: phase.id for phase in self.phases for c in phase.checkpoints}

    @cached_property
    def digest(self) -> str:
        """First eight hex digits of the sha256 of everything in the rubric."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @cached_property
    def compared(self) -> str:
        """The id, and a digest of all that answers are compared with: prompt, claims, anchors and contrasts.

        A calibration knows a rubric by this name: other probes or hints leave it calibrated, other anchors do not.
        """
        compared = [self.prompt, *([c.id, c.earned_by, *c.phrasings, "", *c.contrasts] for c in self.checkpoints)]
        text = json.dumps(compared, ensure_ascii=False)
        return f"{self.id}@{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Claims, anchors and contrasts: what may not be pasted for credit."""
        return tuple(t for c in self.checkpoints for t in (*c.phrasings, *c.contrasts))

    def checkpoint(self, checkpoint_id: str) -> Checkpoint:
        """Return the checkpoint with this id; KeyError when there is none."""
        return next((c for c in self.checkpoints if c.id == checkpoint_id), None) or _no(checkpoint_id)

    def problems(self) -> Iterator[Problem]:
        """Yield (place, message, hint) for each mistake that the types do not rule out."""
        if not re.fullmatch(r"[a-z0-9_]{1,64}", self.id):
            yield ("id",), f"'{self.id}' is not a usable id", "use small letters, digits and _ only"
        for key in ("title", "prompt"):
            if not getattr(self, key).strip():
                yield (key,), f"the {key} is empty", "write it, or remove the file"
        if not self.checkpoints:
            yield ("phases",), "there is no checkpoint", "add at least one with a claim"
        checkpoint_ids: set[str] = set()
        for p, phase in enumerate(self.phases):
            yield from self._phase_problems(p)
            for c, checkpoint in enumerate(phase.checkpoints):
                yield from _checkpoint_problems(checkpoint, ("phases", p, "checkpoints", c), checkpoint_ids)
                checkpoint_ids.add(checkpoint.id)
        for r, reveal in enumerate(self.reveals):
            if not reveal.ask or not reveal.answer.strip():
                yield ("reveals", r), "a reveal needs `ask` and `answer`", "fill both, or remove it"

    def _phase_problems(self, p: int) -> Iterator[Problem]:
        phase = self.phases[p]
        if phase.id in {earlier.id for earlier in self.phases[:p]}:
            yield ("phases", p, "id"), f"the phase '{phase.id}' appears twice", "merge the two"
        if self.format == "ml_system_design" and phase.id not in PHASES:
            hint = f"use one of {', '.join(PHASES)}, or `format: custom`"
            yield ("phases", p, "id"), f"unknown phase '{phase.id}'", hint


def _no(checkpoint_id: str) -> Checkpoint:
    raise KeyError(checkpoint_id)


def _checkpoint_problems(checkpoint: Checkpoint, place: Place, earlier_ids: Set[str]) -> Iterator[Problem]:
    if checkpoint.id in earlier_ids:
        yield (*place, "id"), f"the checkpoint id '{checkpoint.id}' appears twice", "give each its own"
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", checkpoint.id):
        yield (*place, "id"), f"'{checkpoint.id}' is not a usable id", "use letters, digits and _ only"
    if not checkpoint.claim.strip():
        yield (*place, "claim"), "the claim is empty", "say in one sentence what the candidate states"
    if not (math.isfinite(checkpoint.weight) and checkpoint.weight > 0):
        yield (*place, "weight"), f"the weight is {checkpoint.weight}", "use a number above 0"
    yield from _list_problems(checkpoint, place)


def _list_problems(checkpoint: Checkpoint, place: Place) -> Iterator[Problem]:
    for key in ("anchors", "contrasts", "probes", "hints"):
        for i, text in enumerate(getattr(checkpoint, key)):
            if not text.strip():
                yield (*place, key, i), f"an empty entry in {key}", "write it, or remove the line"
    for i, probe in enumerate(checkpoint.probes):
        if probe.strip() and "?" not in probe:
            yield (*place, "probes", i), "a probe asks no question", "end it with a question mark"
    for i, link in enumerate(checkpoint.guide):
        if not re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]+", link):
            yield (*place, "guide", i), f"'{link}' is not the id of a section", "write chapter/slug"
    if len(checkpoint.hints) > 3:
        yield (*place, "hints"), f"{len(checkpoint.hints)} hints", "keep three, from a nudge to nearly the answer"
