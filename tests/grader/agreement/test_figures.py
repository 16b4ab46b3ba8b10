"""Figures against hand-worked values; what is undefined is None."""

import numpy as np
import pytest

from grader.agreement.figures import (
    Marked,
    agree,
    auroc,
    bias,
    interval,
    kappa,
    mapped_rmse,
    pearson,
    rmse,
    spearman,
    weighted_kappa,
)

UP = np.array([0.1, 0.4, 0.6, 0.9])


@pytest.mark.parametrize(
    ("figure", "credits", "marks", "value"),
    [
        (pearson, UP, UP * 0.5, 1.0),
        (pearson, UP, UP[::-1], -1.0),
        (pearson, UP, np.ones(4), None),
        (pearson, np.zeros(4), UP, None),
        (spearman, UP, UP**3, 1.0),
        (auroc, UP, np.array([0.0, 0.0, 1.0, 1.0]), 1.0),
        (auroc, np.array([0.5, 0.5, 0.5, 0.5]), np.array([0.0, 0.0, 1.0, 1.0]), 0.5),
        (auroc, UP, np.ones(4), None),
        (rmse, UP, UP + 0.1, 0.1),
        (bias, UP, UP + 0.1, -0.1),
        (weighted_kappa, UP, UP, 1.0),
        (weighted_kappa, np.zeros(4), np.zeros(4), None),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
def test_figures(figure: object, credits: np.ndarray, marks: np.ndarray, value: float | None) -> None:
    found = figure(credits, marks)  # type: ignore[operator]
    assert found is None if value is None else found == pytest.approx(value)


def rows(n: int = 12) -> list[Marked]:
    return [Marked(f"q{i % 4}", i / (n - 1), i / (n - 1), i / (n - 1), {"length": float(i % 3)}) for i in range(n)]


def test_agree_has_every_key_and_counts_abstentions() -> None:
    found = agree([*rows(), Marked("q9", 0.5, None, None, {"length": 1.0})])
    assert found["n"] == 13
    assert found["questions"] == 5
    assert found["abstained"] == 1
    for key in ("pearson", "spearman", "auroc", "rmse", "rmse_mapped", "qwk", "bias", "ci95", "baselines"):
        assert key in found


def test_an_empty_set_has_no_figures() -> None:
    found = agree([])
    assert [found[k] for k in ("n", "pearson", "auroc", "rmse", "bias", "rmse_mapped")] == [
        0,
        None,
        None,
        None,
        None,
        None,
    ]


def test_intervals_resample_questions_and_are_the_same_twice() -> None:
    marks = np.array([r.mark for r in rows()])
    credits = np.clip(marks + np.tile([0.1, -0.1, 0.2], 4), 0, 1)
    names = [r.question for r in rows()]
    first, second = interval(pearson, credits, marks, names), interval(pearson, credits, marks, names)
    assert first == second
    assert first is not None and first[0] <= pearson(credits, marks) <= first[1]
    assert interval(pearson, credits, marks, ["same"] * 12) is None


def test_mapped_rmse_forgives_a_shifted_scale() -> None:
    marks = np.array([r.mark for r in rows()])
    names = [r.question for r in rows()]
    assert mapped_rmse(marks * 0.5, marks, names) == pytest.approx(0.0, abs=1e-6)
    assert mapped_rmse(marks, marks, ["one"] * 12) is None


def test_kappa_of_verdicts() -> None:
    assert kappa(["met", "missed"], ["met", "missed"]) == 1.0
    assert kappa(["met", "met"], ["met", "met"]) is None
