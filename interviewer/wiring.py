"""The only file that knows every adapter: settings in, services out."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.calibration import Calibration
from grader.errors import InputError
from grader.grading import grade, signature
from grader.ports import Encoder
from grader.scorecard import Scorecard
from grader.transcripts import contents, read_transcript, to_answer
from interviewer.adapters.llm_phraser import connect
from interviewer.adapters.plain_phraser import PlainPhraser
from interviewer.adapters.sql_events import SqlEvents
from interviewer.ports import Clock, Events, Phraser
from interviewer.records import history
from interviewer.services import Services
from interviewer.settings import Settings
from library.chapter_files import require_sections
from library.content import Content
from library.editing.undo_files import Undo
from library.errors import IndexMismatch
from library.guide import Section
from library.index import chroma_search
from library.index.ports import Built, FoundSection, Progress
from library.packs import pack_shelf
from library.packs.contents import Dependents, Shelved
from library.watching import Watcher


class WallClock:
    """The real time."""

    def now(self) -> float:
        """Return Unix time in seconds."""
        return time.time()


class StandingClock:
    """Time that does not pass: scripted answers come at once, and give the same events on every machine."""

    def now(self) -> float:
        """Return the same moment again."""
        return 0.0


@dataclass(frozen=True)
class App:
    """Everything the page and the terminal need."""

    settings: Settings
    """How it was set."""
    content: Content
    """Rubrics and guide on disk."""
    encoder: SentenceTransformerEncoder
    """The encoder; loaded at first use."""
    guide: chroma_search.ChromaGuide
    """The guide in Chroma."""
    services: Services
    """What a session needs."""
    watcher: Watcher | None = None
    """Follows the files; None when they are looked at only when something is asked."""

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
        answer, warnings = to_answer(read_transcript(contents(path), path.name))
        return grade(
            rubric,
            answer,
            encoder=self.encoder,
            calibration=self.calibration(),
            protected=(*rubric.texts, *self.content.guide_texts()),
            level="senior",
            warnings=warnings,
        )

    @property
    def undo(self) -> Undo:
        """Changes of content files, which can be taken back."""
        return Undo(self.settings.data / "undo")

    def packs(self) -> list[Shelved]:
        """Return the packs among the content: the shipped one, those of VIVA_CONTENT, and the installed ones."""
        shelf, library = self.content.shelf(), self.content.library()
        return pack_shelf.shelved(self.settings.grader.folders, shelf.paths, library.paths)

    def needs(self, name: str) -> Dependents:
        """Return what would miss an installed pack."""
        own = [a for a in history.attempts(self.services.events) if a.problem.startswith(f"{name}.")]
        links = pack_shelf.links_to(name, self.content.rubrics(), self.content.sections())
        return Dependents(len(own), sum(a.status == "open" for a in own), links)

    def build_index(self, progress: Progress = lambda _: None) -> Built:
        """Lay out the next generation of the index from the guide on disk. GuideError when it is empty."""
        return chroma_search.build(self.settings.index, self._guide, self.encoder.in_background(), progress)

    def follow(self, progress: Progress = lambda _: None) -> Built | None:
        """Read the files that changed and bring the index up to date with them; None when it was."""
        self.content.shelf()  # so that of a file that breaks later the good version is known
        return chroma_search.refresh(self.settings.index, self._guide, self.encoder.in_background(), progress)

    def _guide(self) -> list[Section]:
        library = require_sections(self.content.library(), self.settings.grader.knowledge_folders)
        return list(library.sections.values())

    def seen(self) -> tuple[Hashable, str]:
        """Return what changes whenever a content file or the current generation of the index does."""
        try:
            return self.content.stamp(), chroma_search.current(self.settings.index)
        except IndexMismatch:
            return self.content.stamp(), ""

    def prepare_index(self, progress: Progress = lambda _: None) -> None:
        """At start: drop old generations and bring the index up to date with the guide on disk.

        An index made by another encoder is refused with IndexMismatch, never silently replaced.
        """
        chroma_search.remove_old(self.settings.index)
        self.follow(progress)
        if not self.guide.health():
            self.build_index(progress)


class _NoGuide:
    """Finds nothing."""

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[FoundSection]:
        return []


def wire(settings: Settings, *, events: Events | None = None, clock: Clock | None = None) -> App:
    """Connect the adapters. `events` and `clock` replace the database and the real time."""
    content = Content(settings)
    encoder = SentenceTransformerEncoder(settings.grader.encoder)
    guide = chroma_search.ChromaGuide(settings.index, content.sections, encoder)
    services = Services(
        events=events or SqlEvents(settings.url),
        guide=guide,
        phraser=_phraser(settings),
        clock=clock or WallClock(),
        encoder=encoder,
        calibration=_remembered(encoder),
        rubrics=content.playable,
        guide_texts=content.guide_texts,
    )
    app = App(settings, content, encoder, guide, services)
    return replace(app, watcher=Watcher(app.seen, app.follow, settings.watch))


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
