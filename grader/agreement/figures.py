"""Do credits agree with what people gave? Figures for one set of marks, with intervals and baselines.

Undefined figures are None. Intervals are 95 % percentile bootstrap intervals that resample whole questions, since
answers to one question are not independent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Figure = Callable[[Floats, Floats], float | None]

GOOD = 0.7
"""Human mark (0..1) from which an answer counts as good, for AUROC."""
LEVELS = 5
"""Equal bins of 0..1 for the quadratic weighted kappa."""
RESAMPLES = 500
"""Bootstrap resamples."""


def pearson(credits: Floats, marks: Floats) -> float | None:
    """Return Pearson's r, or None when either side does not vary."""
    if len(marks) < 3 or np.ptp(credits) == 0 or np.ptp(marks) == 0:
        return None
    return float(np.corrcoef(credits, marks)[0, 1])


def spearman(credits: Floats, marks: Floats) -> float | None:
    """Return Spearman's rank correlation, ties by mean rank."""
    from scipy.stats import rankdata

    return pearson(rankdata(credits), rankdata(marks))


def auroc(credits: Floats, marks: Floats) -> float | None:
    """Return the chance that a good answer gets more credit than another, ties counted half."""
    from scipy.stats import rankdata

    good = marks >= GOOD
    n, m = int(good.sum()), int((~good).sum())
    if not n or not m:
        return None
    return float((rankdata(credits)[good].sum() - n * (n + 1) / 2) / (n * m))


def rmse(credits: Floats, marks: Floats) -> float | None:
    """Return the root mean squared difference."""
    return float(np.sqrt(np.mean((credits - marks) ** 2))) if len(marks) else None


def bias(credits: Floats, marks: Floats) -> float | None:
    """Return the mean of credit minus mark: above 0 is generous."""
    return float(np.mean(credits - marks)) if len(marks) else None


def weighted_kappa(credits: Floats, marks: Floats) -> float | None:
    """Return quadratic weighted kappa (Cohen 1968) over five equal bins."""
    from sklearn.metrics import cohen_kappa_score

    a, b = (np.minimum((v * LEVELS).astype(int), LEVELS - 1) for v in (credits, marks))
    if len(marks) < 2 or len(set(a) | set(b)) < 2:
        return None
    value = float(cohen_kappa_score(a, b, weights="quadratic", labels=list(range(LEVELS))))
    return None if np.isnan(value) else value


def mapped_rmse(credits: Floats, marks: Floats, questions: Sequence[str]) -> float | None:
    """Return the RMSE after a straight line from credit to mark, fitted on the other questions (five folds)."""
    names = sorted(set(questions))
    if len(names) < 2:
        return None
    fold = {name: i % min(5, len(names)) for i, name in enumerate(names)}
    folds = np.array([fold[q] for q in questions])
    mapped = np.zeros(len(marks))
    for k in set(folds):
        train, test = folds != k, folds == k
        varies = train.sum() > 1 and np.ptp(credits[train]) > 0
        slope, intercept = np.polyfit(credits[train], marks[train], 1) if varies else (0.0, marks[train].mean())
        mapped[test] = np.clip(slope * credits[test] + intercept, 0, 1)
    return rmse(mapped, marks)


FIGURES: dict[str, Figure] = {
    "pearson": pearson,
    "spearman": spearman,
    "auroc": auroc,
    "rmse": rmse,
    "qwk": weighted_kappa,
    "bias": bias,
}
"""Every figure that needs credits and marks only."""


@dataclass(frozen=True)
class Marked:
    """One answer with what a person gave and what we gave."""

    question: str
    """What groups answers: the question's id or text."""
    mark: float
    """The person's mark, 0..1."""
    credit: float | None
    """Our credit, 0..1; None for an abstention."""
    similarity: float | None
    """Our similarity, where there is one."""
    baselines: dict[str, float]
    """Simple measures of the same answer: length, idf_recall, whole_text_cosine."""


def agree(rows: Sequence[Marked]) -> dict[str, object]:
    """Return all figures of one set. An abstention counts as credit 0, and is counted."""
    marks = np.array([r.mark for r in rows], dtype=float)
    credits = np.array([r.credit or 0.0 for r in rows])
    similarities = np.array([r.similarity or 0.0 for r in rows])
    questions = [r.question for r in rows]
    figures: dict[str, object] = {name: _round(figure(credits, marks)) for name, figure in FIGURES.items()}
    figures["auroc_similarity"] = _round(auroc(similarities, marks))
    figures["rmse_mapped"] = _round(mapped_rmse(credits, marks, questions)) if len(rows) else None
    names = sorted({name for r in rows for name in r.baselines})
    baselines = {}
    for name in names:
        values = np.array([r.baselines[name] for r in rows])
        baselines[name] = {f: _round(FIGURES[f](values, marks)) for f in ("pearson", "spearman", "auroc")}
    return {
        "n": len(rows),
        "questions": len(set(questions)),
        **figures,
        "abstained": sum(r.credit is None for r in rows),
        "ci95": {name: interval(FIGURES[name], credits, marks, questions) for name in ("pearson", "spearman", "auroc")},
        "baselines": baselines,
    }


def interval(figure: Figure, credits: Floats, marks: Floats, questions: Sequence[str]) -> list[float] | None:
    """Return the 95 % interval of a figure by resampling questions; None when it is mostly undefined."""
    groups: dict[str, list[int]] = {}
    for i, question in enumerate(questions):
        groups.setdefault(question, []).append(i)
    names = sorted(groups)
    if len(names) < 2:
        return None
    members = [np.array(groups[name]) for name in names]
    rng = np.random.default_rng(20)
    found = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([members[i] for i in rng.integers(0, len(names), len(names))])
        value = figure(credits[drawn], marks[drawn])
        if value is not None:
            found.append(value)
    if len(found) < RESAMPLES / 2:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def kappa(ours: Sequence[str], theirs: Sequence[str]) -> float | None:
    """Return Cohen's kappa of two lists of verdicts; None when both always say the same one thing."""
    from sklearn.metrics import cohen_kappa_score

    if len(ours) < 2 or len(set(ours) | set(theirs)) < 2:
        return None
    return float(cohen_kappa_score(list(ours), list(theirs)))


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
