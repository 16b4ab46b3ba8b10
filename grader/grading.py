"""grade(rubric, answer): the one use case."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader import __version__
from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import CalibrationError
from grader.evidence import Comparison, Evidence, Said, compare, said
from grader.guards import Guard, Point, Protected, denies, guard, quote, warns
from grader.language import words as w
from grader.language.sentences import cut
from grader.language.word_vectors import prepare
from grader.ports import Encoder
from grader.rubric import Checkpoint, Level, Rubric
from grader.scorecard import NotAssessed, Scorecard
from grader.verdicts import Judgment, scorecard

_Near = tuple[Evidence, tuple[int, int]]
_LOOK = 8
CONTRAST_MARGIN = 0.03
"""How much nearer to the claim than to every contrast the words must be, in similarity."""
WARNING_MARGIN = 0.05
"""How much nearer to a contrast than to the claim a warning must be: it names the wrong way in order to reject it."""
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
    judge = _Judge(rubric.prompt, said(answer, encoder), encoder, calibration, Protected.of(protected))
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
    text = " ".join(t.text for t in answer.turns if t.speaker == "candidate")
    if len(w.words(text)) < shortest:
        return "too_short"
    return None if w.is_english(text) else "other_language"


class _Judge:
    """Judges the checkpoints of one rubric against what was said, each checkpoint alone."""

    def __init__(
        self,
        prompt: str,
        found: Said,
        encoder: Encoder,
        calibration: Calibration,
        protected: Protected,
    ) -> None:
        self._prompt = prompt
        self._question = prepare([cut(prompt)], encoder)[0]
        self._found = found
        self._encoder = encoder
        self._calibration = calibration
        self._protected = protected

    def finding(self, checkpoint: Checkpoint) -> Judgment:
        """Return the nearest words that no guard objects to, and the nearest of all if a guard does."""
        search = _Search(
            checkpoint, self._compare(checkpoint.phrasings), self._compare(checkpoint.contrasts), self._found
        )
        nearest = search.nearest(frozenset())
        if not nearest:
            return Judgment()
        first = nearest[0]
        bound = self._calibration.bound(self._calibration.missed)
        reasons: dict[int, tuple[Guard, ...]] = {}
        for i, statement in search.nearer_to_wrong(self._calibration.bound(0.25)):
            turn = self._found.spans[i].turn
            if not denies(self._found.text((i, i + 1)), statement, self._unit(i - 1, turn), self._unit(i + 1, turn)):
                reasons[i] = (Guard("contrast", f"Closer to the opposite: {quote(statement)!r}."),)
        if reasons:
            nearest = search.nearest(_silent(reasons))
        # Units are looked at where it matters, nearest first: what a guard silences says nothing, in any window.
        while nearest and nearest[0][0].similarity >= bound:
            unseen = dict.fromkeys(i for _, window in nearest for i in range(*window) if i not in reasons)
            fresh = {i: self._guards(i, checkpoint) for i in unseen}
            reasons |= fresh
            if not any(fresh.values()):
                break
            nearest = search.nearest(_silent(reasons))
        return search.settled(nearest[0][0] if nearest else None, first, reasons)

    def _compare(self, phrasings: Sequence[str]) -> list[Comparison]:
        prepared = prepare([cut(p) for p in phrasings], self._encoder)
        return [compare(p, self._question, self._found) for p in prepared]

    def _guards(self, i: int, checkpoint: Checkpoint) -> tuple[Guard, ...]:
        span = self._found.spans[i]
        point = Point(
            claim=checkpoint.claim,
            anchors=checkpoint.anchors,
            question=self._prompt,
            heard=self._found.answer.heard_before(span.turn),
            protected=self._protected,
            earned_by=checkpoint.earned_by,
        )
        return guard(self._found.text((i, i + 1)), point, self._unit(i - 1, span.turn), self._unit(i + 1, span.turn))

    def _unit(self, i: int, turn: int) -> str:
        inside = 0 <= i < len(self._found.spans) and self._found.spans[i].turn == turn
        return self._found.text((i, i + 1)) if inside else ""


class _Search:
    """One checkpoint beside everything that was said: where it is said best, and where its opposite is."""

    def __init__(
        self, checkpoint: Checkpoint, compared: list[Comparison], against: list[Comparison], found: Said
    ) -> None:
        self._checkpoint = checkpoint
        self._compared = compared
        self._against = against
        self._found = found

    def nearest(self, silenced: frozenset[int]) -> list[_Near]:
        """Return the nearest windows, best first; the narrowest and first among equals."""
        entries: list[_Near] = []
        for phrasing, comparison in zip(self._checkpoint.phrasings, self._compared, strict=True):
            likeness = comparison.likeness(silenced)
            for i in np.argsort(-likeness.similarity, kind="stable")[:_LOOK]:
                value = round(float(likeness.similarity[i]), 4)
                window = likeness.windows[i]
                if value > 0 and not silenced.issuperset(range(*window)):
                    entries.append(
                        (Evidence(self._found.span(window), phrasing, value, likeness.parts(int(i))), window)
                    )
        return sorted(entries, key=lambda e: (-e[0].similarity, e[1][1] - e[1][0], e[1]))[:_LOOK]

    def nearer_to_wrong(self, bound: float) -> Iterator[tuple[int, str]]:
        """Yield each unit that is nearer to a contrast than to the claim, nearly, and the contrast.

        Sentences about one topic are alike, so a unit must be nearer to the claim by a margin. Units that are far from
        every contrast, below `bound`, are left alone: what is like neither is not told apart.
        """
        if not self._against:
            return
        own = np.max([comparison.alone for comparison in self._compared], axis=0)
        wrong = np.array([comparison.alone for comparison in self._against])
        for i in np.flatnonzero((wrong.max(axis=0) >= bound) & (wrong.max(axis=0) > own - CONTRAST_MARGIN)):
            warning = warns(self._found.text((int(i), int(i) + 1)))
            if not warning or wrong[:, i].max() > own[i] + WARNING_MARGIN:
                yield int(i), self._checkpoint.contrasts[int(wrong[:, i].argmax())]

    def settled(self, best: Evidence | None, first: _Near, reasons: Mapping[int, tuple[Guard, ...]]) -> Judgment:
        """Weigh what stands against what was denied: an answer that takes a claim back does not hold it."""
        opposite = self._opposite(reasons)
        if opposite and (best is None or opposite[0].similarity >= best.similarity):
            return Judgment(None, opposite[0], (opposite[1],))
        if best is not None and first[0].similarity <= best.similarity:
            return Judgment(best)
        held = tuple(dict.fromkeys(g for i in range(*first[1]) for g in reasons.get(i, ())))
        return Judgment(best, first[0], held)

    def _opposite(self, reasons: Mapping[int, tuple[Guard, ...]]) -> tuple[Evidence, Guard] | None:
        """Return the nearest words that say the opposite, with the reason."""
        found: list[tuple[Evidence, Guard]] = []
        denied = {i: g for i, held in reasons.items() for g in held if g.name == "reversed"}
        others = frozenset(range(len(self._found.spans))) - denied.keys()
        if denied and (nearest := self.nearest(others)):
            evidence, window = nearest[0]
            found.append((evidence, next(denied[i] for i in range(*window) if i in denied)))
        for i, held in reasons.items():
            for g in held:
                if g.name == "contrast":
                    found.append((self._wrong(i), g))
        return max(found, key=lambda f: f[0].similarity) if found else None

    def _wrong(self, i: int) -> Evidence:
        """Return a unit as evidence of the contrast it is nearest to."""
        pairs = zip(self._checkpoint.contrasts, self._against, strict=True)
        contrast, comparison = max(pairs, key=lambda pair: float(pair[1].alone[i]))
        likeness = comparison.likeness()
        place = comparison.places[(i, i + 1)]
        value = round(float(likeness.similarity[place]), 4)
        return Evidence(self._found.spans[i], contrast, value, likeness.parts(place))


def _silent(reasons: Mapping[int, tuple[Guard, ...]]) -> frozenset[int]:
    return frozenset(i for i, held in reasons.items() if held)
