"""Makes a calibration from labels that say whether a text states a checkpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import RowsError
from grader.rubric import Rubric
from grader.scorecard import Verdict

FEWEST = 40
"""Fewest labels of each kind that a calibration can be made from."""


@dataclass(frozen=True)
class LabeledAnswer:
    """A model answer with the verdict each checkpoint deserves."""

    kind: str
    """strong, colloquial, middling, weak, off_topic or wrong_but_fluent."""
    rubric: Rubric
    """What it answers."""
    answer: Answer
    """The words."""
    labels: Mapping[str, Verdict]
    """Verdict by checkpoint id, given by a person before grading."""


@dataclass(frozen=True)
class SimilarityLabel:
    """One checkpoint in one text: how near the text came, and whether it states it."""

    similarity: float
    """Similarity of the nearest words that no guard objects to; 0 for none."""
    stated: bool
    """What a person says."""
    group: str
    """Question or problem; whole groups are left out in turn to estimate the error."""


def fit(
    labels: Sequence[SimilarityLabel], *, encoder: str, name: str, data: Sequence[str], made_by: str
) -> Calibration:
    """Fit similarity -> credit, both classes weighted equally, and estimate the error out of fold.

    RowsError when there are too few labels of either kind.
    """
    stated = sum(label.stated for label in labels)
    if min(stated, len(labels) - stated) < FEWEST:
        raise RowsError(
            f"{stated} labels say 'stated' and {len(labels) - stated} say 'not stated'; {FEWEST} of each are needed.",
            "Add labeled answers.",
        )
    x = np.array([label.similarity for label in labels])
    y = np.array([label.stated for label in labels])
    slope, intercept = _logistic(x, y)
    return Calibration(
        name=name,
        encoder=encoder,
        slope=round(slope, 4),
        intercept=round(intercept, 4),
        missed=MISSED,
        met=MET,
        clear=CLEAR,
        margin=BAND,
        data=tuple(data),
        n=len(labels),
        error=_out_of_fold(x, y, [label.group for label in labels]),
        made_by=made_by,
    )


MISSED, MET = 0.1, 0.999
"""Bounds of the stretch, as probabilities of being stated: wide, because a bound cuts off what it can tell apart."""
CLEAR = 0.93
"""Credit from which a verdict is `met`: what is met should be beyond argument."""
BAND = 0.02
"""Half width of the borderline band, in similarity."""


def _logistic(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(class_weight="balanced", C=1e4).fit(x[:, None], y)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _out_of_fold(x: np.ndarray, y: np.ndarray, groups: Sequence[str]) -> float | None:
    """Return the balanced error at probability .5, each group judged by a curve fitted on the others."""
    names = np.array(groups)
    guessed = np.zeros(len(y), dtype=bool)
    judged = np.zeros(len(y), dtype=bool)
    for name in sorted(set(groups)):
        test = names == name
        if len(set(y[~test])) < 2:
            continue
        slope, intercept = _logistic(x[~test], y[~test])
        guessed[test] = slope * x[test] + intercept > 0
        judged |= test
    if not judged.any() or len(set(y[judged])) < 2:
        return None
    errors = [float((guessed[judged & (y == side)] != side).mean()) for side in (True, False)]
    return round(sum(errors) / 2, 4)
