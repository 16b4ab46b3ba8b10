"""Use cases that measure the grader itself: agreement with human marks, and making a calibration."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.adapters.calibration_files import neutral
from grader.agreement.figures import agree
from grader.agreement.fitting import LabeledAnswer, SimilarityLabel, fit
from grader.agreement.row_files import labeled_answers, read_rows
from grader.agreement.rows import Row, judge, judge_all, marked
from grader.calibration import Calibration
from grader.errors import RowsError
from grader.grading import grade
from grader.ports import Encoder
from grader.rubric import Rubric
from grader.scorecard import CheckpointScore

_MEANS = ("pearson", "spearman", "auroc", "auroc_similarity", "rmse", "rmse_mapped", "qwk", "bias")


def credit_dict(row: Row, found: CheckpointScore) -> dict[str, Any]:
    """Return what `score` writes for one row."""
    shown = found.evidence or found.closest
    return {
        "id": row.id,
        "credit": found.credit,
        "verdict": found.verdict,
        "similarity": shown.similarity if shown else None,
        "guards": [guard.name for guard in found.guards],
    }


def agreement_of(paths: Sequence[Path], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    """Return what `agree` prints: the figures of each file, and their plain means."""
    files = []
    for path in paths:
        rows = [row for row in read_rows(path) if row.score is not None]
        if not rows:
            raise RowsError(f"{path}: no row has a `score`.", "Use `python -m grader score` for unmarked rows.")
        pairs = zip(rows, judge_all(rows, encoder, calibration), strict=True)
        files.append({"file": path.name, **agree([marked(row, found, encoder) for row, found in pairs])})
    return {"files": files, "mean": mean_of(files)}


def mean_of(files: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Return the plain mean of each figure over the files that have it."""
    return {name: _mean(f[name] for f in files) for name in _MEANS}


def _mean(values: Iterable[Any]) -> float | None:
    known = [v for v in values if v is not None]
    return round(sum(known) / len(known), 4) if known else None


def agreement_table(found: Mapping[str, Any]) -> str:
    """Return the figures of `agree` as a Markdown table."""
    lines = [
        "| file | n | r [95 %] | rho | AUROC | RMSE | mapped | QWK | bias | abstained | r: length / recall / cosine |"
    ]
    lines.append("|---" * 11 + "|")
    for f in found["files"]:
        low_high = f["ci95"]["pearson"]
        interval = f" [{low_high[0]:.2f}, {low_high[1]:.2f}]" if low_high else ""
        baselines = " / ".join(
            _figure(f["baselines"].get(b, {}).get("pearson")) for b in ("length", "idf_recall", "whole_text_cosine")
        )
        cells = [f["file"], str(f["n"]), _figure(f["pearson"]) + interval]
        cells += [_figure(f[k]) for k in ("spearman", "auroc", "rmse", "rmse_mapped", "qwk", "bias")]
        lines.append("| " + " | ".join([*cells, str(f["abstained"]), baselines]) + " |")
    mean = found["mean"]
    cells = ["mean", "", _figure(mean["pearson"])]
    cells += [_figure(mean[k]) for k in ("spearman", "auroc", "rmse", "rmse_mapped", "qwk", "bias")]
    return "\n".join([*lines, "| " + " | ".join([*cells, "", ""]) + " |"])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def calibrate(
    paths: Sequence[Path], encoder: Encoder, rubrics: Mapping[str, Rubric], *, name: str, made_by: str
) -> Calibration:
    """Fit a calibration on labels: files of rows whose score is 0 or 1, and folders of labeled model answers.

    RowsError for holistic marks: what lies between 0 and 1 is for agreement only.
    """
    labels: list[SimilarityLabel] = []
    known: set[str] = set()
    for path in paths:
        if path.is_dir():
            for answer in labeled_answers(path, rubrics):
                known.add(answer.rubric.compared)
                labels += _labels_of(answer, encoder)
        else:
            labels += _labels_of_rows(path, encoder)
    fitted = fit(labels, encoder=encoder.id, name=name, data=[p.name for p in paths], made_by=made_by)
    return _with_rubrics(fitted, known)


def _labels_of_rows(path: Path, encoder: Encoder) -> list[SimilarityLabel]:
    rows = [row for row in read_rows(path) if row.score is not None]
    if any(row.score not in (0.0, 1.0) for row in rows):
        raise RowsError(f"{path}: marks between 0 and 1 are holistic.", "Calibrate on labels of 0 and 1 only.")
    plain = neutral(encoder.id)
    judged = ((row, _similarity(judge(row, encoder, plain))) for row in rows)
    return [
        SimilarityLabel(near, row.score == 1.0, row.group or row.question) for row, near in judged if near is not None
    ]


def _labels_of(answer: LabeledAnswer, encoder: Encoder) -> list[SimilarityLabel]:
    """Return what is stated or missing; what is contradicted is for the guards, and partly stated is neither."""
    protected = answer.rubric.texts
    found = grade(answer.rubric, answer.answer, encoder=encoder, calibration=neutral(encoder.id), protected=protected)
    judged = ((answer.labels.get(c.id), _similarity(c)) for c in found.checkpoints)
    return [
        SimilarityLabel(near, label == "met", answer.rubric.id)
        for label, near in judged
        if label in ("met", "missed") and near is not None
    ]


def _similarity(found: CheckpointScore) -> float | None:
    """Return the similarity of the nearest words; None when a guard decided, which tells nothing about similarity."""
    if found.guards or found.verdict == "contradicted":
        return None
    shown = found.evidence or found.closest
    return shown.similarity if shown else None


def _with_rubrics(calibration: Calibration, rubrics: set[str]) -> Calibration:
    from dataclasses import replace

    return replace(calibration, rubrics=tuple(sorted(rubrics)))
