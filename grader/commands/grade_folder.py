"""Grading every transcript of a folder into one CSV table, resumable: rows that still hold are kept."""

import hashlib
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import Shelf, read_shelf
from grader.answer import Answer
from grader.calibration import Calibration
from grader.commands.grade_table import COLUMNS, Row, append_row, open_table, read_table, write_table
from grader.errors import InputError, VivaError
from grader.grading import grade, signature
from grader.report.formats import VERDICTS, safe_cell
from grader.rubric import EXPECTED, Level, Rubric
from grader.scorecard import Scorecard
from grader.settings import GraderSettings
from grader.transcripts import Transcript, contents, read_transcript, to_answer
from grader.transcripts.matching import suggestion

AUTO = "auto"
"""Stands for the problem when each transcript is to be matched with the nearest rubric."""
ENDINGS = frozenset({".txt", ".md", ".markdown", ".vtt", ".srt", ".docx", ".csv", ".tsv", ".json"})
"""Files that can be transcripts; others are counted and left out."""

Progress = Callable[[int, int, Row], None]
"""Called with how many files are done, of how many, and the newest row."""


@dataclass(frozen=True)
class Wanted:
    """How every file is to be graded."""

    problem: str
    """Id of a rubric, or AUTO."""
    level: Level | None = None
    """Decides what is expected; None takes the one a file names, else staff."""
    candidate: str = ""
    """Label of the candidate; empty suggests one for each transcript."""

    @property
    def asked(self) -> str:
        """This as one cell, by which a later run knows whether a row still holds."""
        return f"problem={self.problem} level={self.level or ''} candidate={self.candidate}"


@dataclass(frozen=True)
class Outcome:
    """What a run over a folder did."""

    rows: tuple[Row, ...]
    """The table, one row a file, by name."""
    kept: int
    """Rows of an earlier run that still hold."""
    other: int
    """Files that cannot be transcripts by their ending."""

    @property
    def failed(self) -> tuple[Row, ...]:
        """Rows of files that could not be graded."""
        return tuple(row for row in self.rows if row["error"])


class Grader:
    """Grades one file after another; the model is loaded at the first."""

    def __init__(self, settings: GraderSettings, wanted: Wanted) -> None:
        """Take where rubrics and guide are, and how to grade."""
        self.settings = settings
        self.wanted = wanted
        self._encoder = SentenceTransformerEncoder(settings.encoder)

    @cached_property
    def shelf(self) -> Shelf:
        """All rubrics, and what is wrong with the damaged ones."""
        return read_shelf(self.settings.rubric_folders)

    @property
    def rubrics(self) -> Mapping[str, Rubric]:
        """The sound rubrics by id."""
        return self.shelf.rubrics

    @cached_property
    def _calibration(self) -> Calibration:
        return read_calibration(self._encoder.id)

    @cached_property
    def _guide(self) -> tuple[str, ...]:
        return self.settings.guide_texts()

    def signature(self, problem: str) -> str:
        """Return what a scorecard of this problem would be signed with today; empty for an unknown one."""
        rubric = self.rubrics.get(problem)
        if rubric is None:
            return ""
        return signature(rubric, self._encoder, self._calibration, (*rubric.texts, *self._guide))

    def scorecard(self, data: bytes, name: str) -> Scorecard:
        """Grade one file. InputError names it when it cannot be read, and when no rubric fits."""
        return self._graded(read_transcript(data, name), name)

    def row(self, folder: Path, name: str) -> Row:
        """Grade one file; its row names the fault when it cannot be graded."""
        row = dict.fromkeys(COLUMNS, "") | {"file": name, "asked": self.wanted.asked}
        try:
            data = contents(folder / name)
            row["sha256"] = hashlib.sha256(data).hexdigest()
            transcript = read_transcript(data, name)
            row["format"] = transcript.format
            row["words"] = str(sum(len(u.text.split()) for u in transcript.utterances))
            card = self._graded(transcript, name)
            return row | {"candidate": _candidate(transcript, card.answer)} | _cells(card)
        except VivaError as error:
            return row | {"error": str(error)}
        except OSError as error:
            return row | {"error": f"{name}: {error.strerror}. Check the file and its permissions."}

    def _graded(self, transcript: Transcript, name: str) -> Scorecard:
        try:
            answer, warnings = to_answer(transcript, self.wanted.candidate)
        except KeyError:
            known = ", ".join(label or "(unlabeled)" for label in transcript.labels)
            message = f"{name}: nobody is called '{self.wanted.candidate}'."
            raise InputError(message, f"Speakers found: {known}.") from None
        rubric, doubt = self._rubric(transcript, answer, name)
        return grade(
            rubric,
            answer,
            encoder=self._encoder,
            calibration=self._calibration,
            protected=(*rubric.texts, *self._guide),
            level=self.wanted.level or _level(transcript),
            warnings=(*warnings, *doubt),
        )

    def _rubric(self, transcript: Transcript, answer: Answer, name: str) -> tuple[Rubric, tuple[str, ...]]:
        """Return the rubric that was asked for, else the one the file names, else the nearest; and what is doubtful."""
        named = transcript.problem if self.wanted.problem == AUTO else self.wanted.problem
        if named in self.rubrics:
            return self.rubrics[named], ()
        if self.wanted.problem != AUTO:
            raise InputError(f"There is no problem '{named}'.", f"Known: {', '.join(sorted(self.rubrics))}.")
        found = suggestion(answer, self.rubrics.values(), self._encoder)
        if found is None or not found.fits:
            near = f" The nearest is '{found.first}' (similarity {found.similarity:.2f})." if found else ""
            raise InputError(f"{name}: no rubric fits.{near}", "Name one with --problem, or add a rubric.")
        doubt = f"The problem may also be '{found.second}' (only {found.margin:.2f} behind)."
        return self.rubrics[found.first], () if found.clear else (doubt,)


def _level(transcript: Transcript) -> Level:
    return next((level for level in EXPECTED if level == transcript.level), "staff")


def _candidate(transcript: Transcript, answer: Answer) -> str:
    pairs = zip(transcript.utterances, answer.turns, strict=True)
    return next((u.label for u, turn in pairs if turn.speaker == "candidate"), "")


def _cells(card: Scorecard) -> Row:
    low, high = card.range or (None, None)
    counts: Counter[str] = Counter(c.verdict for c in card.checkpoints)
    return {
        "problem": card.rubric,
        "level": card.level,
        "score": _figure(card.score),
        "low": _figure(low),
        "high": _figure(high),
        "coverage": _figure(card.coverage),
        **{verdict: str(counts[verdict]) for verdict in VERDICTS},
        "verdicts": " ".join(f"{c.id}={c.verdict}" for c in card.checkpoints),
        "warnings": " ".join(card.warnings),
        "signature": card.signature,
    }


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def grade_folder(
    folder: Path,
    output: Path,
    grader: Grader,
    *,
    jobs: int = 1,
    progress: Progress = lambda done, total, row: None,
) -> Outcome:
    """Grade the transcripts below a folder into the CSV table `output`.

    Rows of an earlier run are kept where the file, the question asked of it and the rubric's signature are the same.
    Each row is on disk as soon as its file is graded, so that a run that was stopped goes on where it was. InputError
    when there is nothing to grade, or when `output` is a file of another kind.
    """
    names, other = _names(folder, output)
    earlier = read_table(output)
    kept = {n: earlier[safe_cell(n)] for n in names if _holds(earlier.get(safe_cell(n)), folder / n, grader)}
    todo = [name for name in names if name not in kept]
    rows = {name: dict(row) for name, row in kept.items()}
    write_table(output, [rows[name] for name in names if name in rows])
    with open_table(output) as table:
        for done, row in enumerate(_rows(grader, folder, todo, jobs), len(kept) + 1):
            rows[row["file"]] = row
            append_row(table, row)
            progress(done, len(names), row)
    ordered = [rows[name] for name in names]
    write_table(output, ordered)
    return Outcome(tuple(ordered), len(kept), other)


def _names(folder: Path, output: Path) -> tuple[list[str], int]:
    """Return the paths of the transcripts inside the folder, and how many files are left out by their ending."""
    shown = [p for p in sorted(folder.rglob("*")) if not any(x.startswith(".") for x in p.relative_to(folder).parts)]
    files = [p for p in shown if p.is_file() and p.resolve() != output.resolve()]
    names = [p.relative_to(folder).as_posix() for p in files if p.suffix.lower() in ENDINGS]
    if not names:
        raise InputError(
            f"{folder}: no transcripts there.", f"Expected files that end in {', '.join(sorted(ENDINGS))}."
        )
    return names, len(files) - len(names)


def _holds(row: Row | None, path: Path, grader: Grader) -> bool:
    """Say whether a row is what grading the file again would give. A file that failed is tried again."""
    if row is None or row["error"] or row["asked"] != safe_cell(grader.wanted.asked):
        return False
    try:
        same = hashlib.sha256(contents(path)).hexdigest() == row["sha256"]
    except OSError:
        return False
    return same and row["signature"] == grader.signature(row["problem"])


def _rows(grader: Grader, folder: Path, names: Sequence[str], jobs: int) -> Iterator[Row]:
    """Yield the row of each file as soon as it is there."""
    if jobs == 1 or len(names) < 2:
        for name in names:
            yield grader.row(folder, name)
        return
    # Fresh processes: a model that was loaded before a fork does not survive it.
    with ProcessPoolExecutor(
        min(jobs, len(names)), get_context("spawn"), initializer=_begin, initargs=(grader.settings, grader.wanted)
    ) as pool:
        try:
            for future in as_completed([pool.submit(_row_in_worker, folder, name) for name in names]):
                yield future.result()
        except BrokenProcessPool:
            raise InputError(
                "A grading process ended by itself; rows so far are kept.", "Run it again with fewer --jobs."
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


_worker: Grader | None = None


def _begin(settings: GraderSettings, wanted: Wanted) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for all of them
    _worker = Grader(settings, wanted)


def _row_in_worker(folder: Path, name: str) -> Row:
    assert _worker is not None
    return _worker.row(folder, name)
