"""grade(rubric, answer): the one use case."""

import hashlib
from collections.abc import Sequence

import numpy as np

from grader import __version__, guards
from grader import words as w
from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import CalibrationError
from grader.evidence import Evidence, Likeness, Parts, Windows, compare, cut, prepare, windows
from grader.ports import Encoder, Vectors
from grader.rubric import Checkpoint, Level, Rubric
from grader.scorecard import NotAssessed, Scorecard
from grader.scoring import Finding, scorecard

SHORTEST = 3
"""Fewest words of a candidate from which a whole interview can be judged."""


def grade(
    rubric: Rubric,
    answer: Answer,
    *,
    encoder: Encoder,
    calibration: Calibration,
    protected: Sequence[str] = (),
    level: Level = "staff",
    shortest: int = SHORTEST,
    warnings: tuple[str, ...] = (),
) -> Scorecard:
    """Judge an answer by a rubric.

    `protected` are texts whose pasting earns nothing (rubric and guide). Raises CalibrationError when the calibration
    was fitted with another encoder. The same input gives the same scorecard, whatever the order of the checkpoints.
    """
    if calibration.encoder != encoder.id:
        raise CalibrationError(
            f"The calibration '{calibration.name}' was made for the encoder {calibration.encoder}, not {encoder.id}.",
            "Run `python -m grader calibrate LABELS...` with this encoder.",
        )
    unassessable = _unassessable(answer, shortest)
    found = windows(answer, encoder)
    judge = _Judge(rubric.prompt, answer, found, encoder, calibration, guards.Protected.of(protected))
    findings = {c.id: judge.finding(c) for c in rubric.checkpoints}
    return scorecard(
        rubric,
        answer,
        findings,
        calibration,
        level=level,
        signature=signature(rubric, encoder, calibration, protected),
        unassessable=unassessable,
        warnings=warnings,
    )


def signature(rubric: Rubric, encoder: Encoder, calibration: Calibration, protected: Sequence[str]) -> str:
    """Return the line that names everything a scorecard depends on besides the answer."""
    digest = hashlib.sha256("\0".join(sorted(protected)).encode()).hexdigest()[:8]
    return (
        f"rubric:{rubric.id}@{rubric.digest}|encoder:{encoder.id}|cal:{calibration.name}"
        f"|protected:{digest}|v:{__version__}"
    )


def _unassessable(answer: Answer, shortest: int) -> NotAssessed | None:
    said = " ".join(t.text for t in answer.turns if t.speaker == "candidate")
    if len(w.words(said)) < shortest:
        return "too_short"
    return None if w.is_english(said) else "other_language"


class _Judge:
    """Judges the checkpoints of one rubric against the windows of one answer, each checkpoint alone."""

    def __init__(
        self,
        prompt: str,
        answer: Answer,
        found: Windows,
        encoder: Encoder,
        calibration: Calibration,
        protected: guards.Protected,
    ) -> None:
        self._question = prepare([cut(prompt)], encoder)[0]
        self._found = found
        self._encoder = encoder
        self._calibration = calibration
        self._protected = protected
        self._heard = [
            guards.Heard.of([prompt, *(t.text for t in answer.turns[:i] if t.speaker == "interviewer")])
            for i in range(len(answer.turns))
        ]

    def finding(self, checkpoint: Checkpoint) -> Finding:
        """Return the nearest words, and the nearest that no guard objects to."""
        if not self._found.spans:
            return Finding()
        likeness = self._compare(checkpoint.phrasings)
        blends = np.array([found.similarity for found in likeness])
        against = self._against(checkpoint)
        best_phrasing = blends.argmax(axis=0)
        best = blends.max(axis=0)
        lengths = np.array([span.end - span.start for span in self._found.spans])
        guarded: Evidence | None = None
        reasons: tuple[guards.Guard, ...] = ()
        for i in np.lexsort((lengths, -best)):
            k = int(best_phrasing[i])
            evidence = self._evidence(int(i), checkpoint.phrasings[k], likeness[k])
            objections = self._objections(int(i), checkpoint, float(best[i]), against)
            if not objections:
                return Finding(evidence, guarded, reasons)
            if guarded is None:
                guarded, reasons = evidence, objections
        return Finding(None, guarded, reasons)

    def _compare(self, phrasings: Sequence[str]) -> list[Likeness]:
        prepared = prepare([cut(p) for p in phrasings], self._encoder)
        return [compare(p, self._question, self._found) for p in prepared]

    def _against(self, checkpoint: Checkpoint) -> Vectors | None:
        contrasts = self._compare(checkpoint.contrasts)
        return np.max([found.similarity for found in contrasts], axis=0) if contrasts else None

    def _evidence(self, i: int, phrasing: str, found: Likeness) -> Evidence:
        parts = Parts(round(float(found.alignment[i]), 4), round(float(found.meaning[i]), 4))
        return Evidence(self._found.spans[i], phrasing, round(float(found.similarity[i]), 4), parts)

    def _objections(
        self, i: int, checkpoint: Checkpoint, similarity: float, against: Vectors | None
    ) -> tuple[guards.Guard, ...]:
        text = self._found.texts[i]
        objections = [
            guards.question(text, checkpoint.earned_by),
            guards.echo(text, self._heard[self._found.spans[i].turn]),
            guards.pasted(text, self._protected),
        ]
        if against is not None and float(against[i]) > similarity:
            objections.append(guards.Guard("contrast", "it is nearer to a wrong statement than to the claim"))
        return tuple(g for g in objections if g)
