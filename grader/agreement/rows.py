"""One question, one reference, one answer: a row, judged by the same grader as a whole interview."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.agreement.figures import Marked
from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.grading import grade
from grader.language import words as w
from grader.language.sentences import cut
from grader.ports import Encoder
from grader.rubric import Checkpoint, Phase, Rubric
from grader.scorecard import CheckpointScore

_BATCH = 400


@dataclass(frozen=True)
class Row:
    """An answer to one question, with what it is judged by."""

    id: str
    """Name of the row."""
    question: str
    """What was asked; may be empty."""
    references: tuple[str, ...]
    """Texts that each deserve full credit; the first is the claim, the others are its anchors."""
    answer: str
    """The words to judge."""
    contrasts: tuple[str, ...] = ()
    """Wrong or opposite statements."""
    heard: tuple[str, ...] = ()
    """Other words of the interviewer."""
    protected: tuple[str, ...] = ()
    """Texts whose pasting earns nothing."""
    earned_by: Literal["saying", "asking"] = "saying"
    """Whether a question of the candidate's may earn credit."""
    score: float | None = None
    """What a person gave, 0..1."""
    group: str = ""
    """What groups rows of one question, for intervals and folds; the question itself when empty."""
    family: str = ""
    """Name of the attack or control, for suites."""

    @property
    def rubric(self) -> Rubric:
        """A rubric of one checkpoint."""
        claim, *anchors = self.references
        checkpoint = Checkpoint(
            claim, "row", anchors=tuple(anchors), contrasts=self.contrasts, earned_by=self.earned_by
        )
        return Rubric("row", "Row", self.question, (Phase("row", (checkpoint,)),), format="custom")

    @property
    def turns(self) -> Answer:
        """The interviewer's words, then the answer."""
        heard = tuple(Turn("interviewer", text) for text in (self.question, *self.heard) if text.strip())
        return Answer((*heard, Turn("candidate", self.answer)))


def judge(row: Row, encoder: Encoder, calibration: Calibration) -> CheckpointScore:
    """Judge one row."""
    scorecard = grade(
        row.rubric, row.turns, encoder=encoder, calibration=calibration, protected=row.protected, shortest=1
    )
    return scorecard.checkpoints[0]


def judge_all(rows: Sequence[Row], encoder: Encoder, calibration: Calibration) -> Iterator[CheckpointScore]:
    """Judge rows in order. Each batch is encoded at once, which is several times faster than row by row."""
    for i in range(0, len(rows), _BATCH):
        batch = rows[i : i + _BATCH]
        texts = {text for row in batch for text in (row.question, row.answer, *row.references, *row.contrasts)}
        encoder.words(sorted({unit for text in texts for unit in cut(text)}))
        for row in batch:
            yield judge(row, encoder, calibration)


def marked(row: Row, found: CheckpointScore, encoder: Encoder) -> Marked:
    """Return a judged row beside what a person gave and three simple measures of the same answer."""
    assert row.score is not None
    shown = found.evidence or found.closest
    return Marked(
        question=row.group or row.question or row.id,
        mark=row.score,
        credit=found.credit,
        similarity=shown.similarity if shown else None,
        baselines={
            "length": float(len(w.words(row.answer))),
            "idf_recall": max(_recall(reference, row.question, row.answer) for reference in row.references),
            "whole_text_cosine": float((encoder.encode(row.references) @ encoder.encode([row.answer])[0]).max()),
        },
    )


def _recall(reference: str, question: str, answer: str) -> float:
    """Return the share of a reference's information, without the question's words, that stands in an answer."""
    known, said = w.stems(question), w.stems(answer)
    weights = {w.stem(x): w.information(x) for x in w.words(reference) if w.stem(x) not in known}
    total = sum(weights.values())
    return sum(v for s, v in weights.items() if s in said) / total if total else 0.0
