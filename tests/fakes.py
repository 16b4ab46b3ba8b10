"""Adapters that live in tests: real enough to obey the ports, small enough to reason about."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from grader.calibration import Calibration
from grader.language import words as w
from grader.ports import Vectors, WordVectors
from grader.rubric import Checkpoint, Phase, Reveal, Rubric
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.adapters.plain_phraser import PlainPhraser
from interviewer.services import Services
from library.guide import Section
from library.index.ports import FoundSection

_DIMENSIONS = 256


class StemEncoder:
    """An encoder without a model: equal stems are equal, different ones nearly orthogonal."""

    id = "stems@00000000"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([self._bag(t) for t in texts], dtype=np.float32).reshape(len(texts), _DIMENSIONS)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)

    def words(self, texts: Sequence[str]) -> list[WordVectors]:
        found = []
        for text in texts:
            spans = tuple(w.spans(text))
            vectors = np.array([_direction(w.stem(w.lower(text[a:b]))) for a, b in spans], dtype=np.float32)
            found.append(WordVectors(spans, vectors.reshape(len(spans), _DIMENSIONS)))
        return found

    def in_background(self) -> "StemEncoder":
        return self

    def _bag(self, text: str) -> np.ndarray:
        total = np.zeros(_DIMENSIONS, dtype=np.float32)
        for word in w.words(text):
            total += _direction(w.stem(word)) * (w.information(word) if w.is_content(word) else 0.1)
        return total


def _direction(stem: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(stem.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    vector = np.random.default_rng(seed).standard_normal(_DIMENSIONS).astype(np.float32)
    return vector / np.linalg.norm(vector)


CALIBRATION = Calibration(
    name="test", encoder=StemEncoder.id, slope=20.0, intercept=-10.0, missed=0.25, met=0.75, clear=1.0, margin=0.01
)


class StaticClock:
    """Time that moves only when told."""

    def __init__(self, at: float = 1_000.0) -> None:
        self.at = at

    def now(self) -> float:
        return self.at


class ListGuide:
    """Sections in a list, found by shared stems."""

    def __init__(self, sections: Sequence[Section] = ()) -> None:
        self.sections = list(sections)
        self.queries: list[str] = []

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[FoundSection]:
        self.queries.append(query)
        wanted = w.stems(query)
        ranked = sorted(self.sections, key=lambda s: (-len(wanted & w.stems(s.text)), s.id))
        return [FoundSection(s, 1.0, s.paragraphs[0]) for s in ranked[:limit]]


def a_section(section_id: str = "metrics/ranking", asks: Sequence[str] = (), text: str = "") -> Section:
    return Section(
        section_id, "Metrics", "Ranking", 1, (text or "Order matters most at the top.",), tuple(asks), (), ()
    )


def a_rubric(**changes: object) -> Rubric:
    """A small rubric with two phases of the usual ten and three checkpoints."""
    rubric = Rubric(
        id="toy",
        title="Toy problem",
        prompt="Design a thing that sorts letters.",
        phases=(
            Phase(
                "setup",
                (
                    Checkpoint(
                        "The candidate finds out who writes the letters before designing.",
                        "scope",
                        weight=2,
                        earned_by="asking",
                        probes=("What would you want to know first?",),
                        hints=("Think of people.", "Think of senders.", "Ask who the writers are."),
                        guide=("setup/narrowing",),
                    ),
                ),
            ),
            Phase(
                "metrics",
                (
                    Checkpoint(
                        "Quality is measured by the share of letters that reach the right drawer.",
                        "measure",
                        weight=3,
                        must_have=True,
                        anchors=("We count how many letters land in the correct drawer.",),
                        contrasts=("Quality is measured by how fast the drawers close.",),
                        probes=("How would you notice that it works badly?", "Which number would you show your boss?"),
                        hints=("What is a mistake here?", "Think of counting.", "Count the correctly placed ones."),
                        guide=("metrics/ranking",),
                    ),
                    Checkpoint(
                        "Postal codes with typing errors are repaired before sorting.",
                        "repair",
                        tier="strong",
                        probes=("Where does dirty input hurt you?",),
                    ),
                ),
            ),
        ),
        reveals=(
            Reveal(("how many letters arrive", "what is the volume"), "About 10,000 letters a day."),
            Reveal(("which languages", "what language are the letters in"), "All letters are in English."),
        ),
        twist="The volume doubles tomorrow: what breaks?",
    )
    return replace(rubric, **changes)  # type: ignore[arg-type]


def services(
    rubric: Rubric | None = None,
    *,
    guide: object | None = None,
    clock: object | None = None,
    events: object | None = None,
    phraser: object | None = None,
    encoder: object | None = None,
    calibration: Callable[[], Calibration] | None = None,
) -> Services:
    """Everything a session needs, without disk, network or model."""
    rubric = rubric or a_rubric()
    held: Mapping[str, Rubric] = {rubric.id: rubric}
    return Services(
        events=events or MemoryEvents(),  # type: ignore[arg-type]
        guide=guide or ListGuide([a_section()]),  # type: ignore[arg-type]
        phraser=phraser or PlainPhraser(),  # type: ignore[arg-type]
        clock=clock or StaticClock(),  # type: ignore[arg-type]
        encoder=encoder or StemEncoder(),  # type: ignore[arg-type]
        calibration=calibration or (lambda: CALIBRATION),
        rubrics=lambda: held,
        guide_texts=lambda: (),
    )
