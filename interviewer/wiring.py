"""The only file that knows every adapter: settings in, services out."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.adapters.calibration_files import read_calibration
from grader.adapters.rubric_files import Shelf, read_shelf
from grader.adapters.sentence_transformer_encoder import SentenceTransformerEncoder
from grader.adapters.transcripts import read_transcript, to_answer
from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.errors import InputError
from grader.grading import grade, signature
from grader.leaks import sentences
from grader.ports import Encoder
from grader.rubric import Rubric
from grader.scorecard import Scorecard
from interviewer.adapters import chroma_guide
from interviewer.adapters.knowledge_files import Library, read_library, require_sections
from interviewer.adapters.llm_phraser import connect
from interviewer.adapters.plain_phraser import PlainPhraser
from interviewer.adapters.sql_events import SqlEvents
from interviewer.errors import IndexMismatch
from interviewer.guide import Section
from interviewer.ports import Clock, Events, FoundSection, Phraser
from interviewer.session import Services
from interviewer.settings import Settings


class WallClock:
    """The real time."""

    def now(self) -> float:
        """Return Unix time in seconds."""
        return time.time()


@dataclass
class _Seen:
    stamp: tuple[object, ...] | None = None
    value: object = None


class Content:
    """Rubrics and guide as they are on disk; read again when a file changed."""

    def __init__(self, settings: Settings) -> None:
        """Remember where the files are; nothing is read yet."""
        self._settings = settings
        self._lock = threading.Lock()
        self._shelf = _Seen()
        self._library = _Seen()

    def shelf(self) -> Shelf:
        """Return all rubrics, and what is wrong with the damaged ones; of those the last good version, if any."""
        folders = self._settings.grader.rubric_folders
        with self._lock:
            stamp = _stamp(folders, "*.y*ml")
            if self._shelf.stamp != stamp:
                before, fresh = self._shelf.value, read_shelf(folders)
                self._shelf = _Seen(stamp, fresh.after(before) if isinstance(before, Shelf) else fresh)
            assert isinstance(self._shelf.value, Shelf)
            return self._shelf.value

    def library(self) -> Library:
        """Return all chapters, and what is wrong with the damaged ones."""
        folders = self._settings.grader.knowledge_folders
        with self._lock:
            stamp = _stamp(folders, "*.md")
            if self._library.stamp != stamp:
                self._library = _Seen(stamp, read_library(folders))
            assert isinstance(self._library.value, Library)
            return self._library.value

    def rubrics(self) -> Mapping[str, Rubric]:
        """Return the sound rubrics by id."""
        return self.shelf().rubrics

    def example(self, problem: str) -> Path | None:
        """Return the file of a problem's model answer, the one that sounds like speech first; None without any."""
        folders = [folder / "examples" / problem for folder in self._settings.grader.rubric_folders]
        names = ("colloquial.md", "strong.md")
        return next((f / name for name in names for f in folders if (f / name).is_file()), None)

    def sections(self) -> Mapping[str, Section]:
        """Return the sound sections by id."""
        return self.library().sections

    def guide_texts(self) -> Sequence[str]:
        """Return the guide as plain text, as `python -m grader` reads it."""
        with self._lock:
            return self._settings.grader.guide_texts()


def _stamp(folders: Sequence[object], pattern: str) -> tuple[object, ...]:
    paths = sorted(p for folder in folders for p in folder.glob(pattern))  # type: ignore[attr-defined]
    return tuple((str(p), (s := p.stat()).st_mtime_ns, s.st_size) for p in paths)


@dataclass(frozen=True)
class App:
    """Everything the page and the terminal need."""

    settings: Settings
    """How it was set."""
    content: Content
    """Rubrics and guide on disk."""
    encoder: SentenceTransformerEncoder
    """The encoder; loaded at first use."""
    guide: chroma_guide.ChromaGuide
    """The guide in Chroma."""
    services: Services
    """What a session needs."""

    def calibration(self) -> Calibration:
        """Return the encoder's calibration; CalibrationError when there is none."""
        return self.services.calibration()

    def signatures(self) -> dict[str, str]:
        """Return what a scorecard of each problem would be signed with today. CalibrationError when there is none."""
        guide, calibration = self.content.guide_texts(), self.calibration()
        return {
            problem: signature(rubric, self.encoder, calibration, (*rubric.texts, *guide))
            for problem, rubric in self.content.rubrics().items()
        }

    @property
    def built_in_services(self) -> Services:
        """Services that ask the rubric's own questions in the built-in wording: no model and no index can fail."""
        return replace(self.services, phraser=PlainPhraser(), guide=_NoGuide())

    def graded_example(self, problem: str) -> Scorecard:
        """Grade a problem's model answer. InputError when it has none."""
        path = self.content.example(problem)
        if path is None or problem not in self.content.rubrics():
            raise InputError(f"There is no model answer for '{problem}'.", "Choose another problem.")
        rubric = self.content.rubrics()[problem]
        answer, warnings = to_answer(read_transcript(path.read_bytes(), path.name))
        return grade(
            rubric,
            answer,
            encoder=self.encoder,
            calibration=self.calibration(),
            protected=(*rubric.texts, *self.content.guide_texts()),
            level="senior",
            warnings=warnings,
        )

    def build_index(self, progress: chroma_guide.Progress = lambda _: None) -> chroma_guide.Built:
        """Build the next generation of the index from the guide on disk. GuideError when it is empty."""
        folders = self.settings.grader.knowledge_folders
        library = require_sections(self.content.library(), folders)
        return chroma_guide.build(self.settings.index, list(library.sections.values()), self.encoder, progress)

    def warm(self, progress: chroma_guide.Progress = lambda _: None) -> None:
        """Let the encoder see every rubric and every guide question once, so that the first turns need not wait."""
        calibration = self.calibration()
        hello = Answer((Turn("candidate", "Hello, I am ready to begin with the design now."),))
        for rubric in self.content.rubrics().values():
            progress(f"Warming up for {rubric.title}")
            grade(rubric, hello, encoder=self.encoder, calibration=calibration)
            self.encoder.encode([t for c in rubric.checkpoints for t in (*c.phrasings, *c.probes)])
            self.encoder.encode([t for reveal in rubric.reveals for t in (*reveal.ask, *sentences(reveal.answer))])
        progress("Warming up the guide")
        self.encoder.encode([ask for section in self.content.sections().values() for ask in section.asks])

    def prepare_index(self, progress: chroma_guide.Progress = lambda _: None) -> None:
        """At start: drop old generations and bring the index up to date with the guide on disk.

        An index made by another encoder is refused with IndexMismatch, never silently replaced.
        """
        chroma_guide.remove_old(self.settings.index)
        try:
            chroma_guide.current(self.settings.index)
        except IndexMismatch:
            self.build_index(progress)
            return
        if self.guide.outdated() or not self.guide.health():
            self.build_index(progress)


class _NoGuide:
    """Finds nothing."""

    def search(self, query: str, *, problem: str = "", phase: str = "", limit: int = 3) -> list[FoundSection]:
        return []


def wire(settings: Settings, *, events: Events | None = None, clock: Clock | None = None) -> App:
    """Connect the adapters. `events` and `clock` replace the database and the real time."""
    content = Content(settings)
    encoder = SentenceTransformerEncoder(settings.grader.encoder)
    guide = chroma_guide.ChromaGuide(settings.index, content.sections, encoder)
    services = Services(
        events=events or SqlEvents(settings.url),
        guide=guide,
        phraser=_phraser(settings),
        clock=clock or WallClock(),
        encoder=encoder,
        calibration=_remembered(encoder),
        rubrics=content.rubrics,
        guide_texts=content.guide_texts,
    )
    return App(settings, content, encoder, guide, services)


def _phraser(settings: Settings) -> Phraser:
    return connect(settings.model, PlainPhraser()) if settings.model else PlainPhraser()


class _remembered:
    """Reads the calibration once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._calibration: Calibration | None = None

    def __call__(self) -> Calibration:
        if self._calibration is None:
            self._calibration = read_calibration(self._encoder.id)
        return self._calibration
