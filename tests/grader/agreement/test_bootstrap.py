"""Intervals resample whole groups, reproducibly."""

from collections.abc import Sequence

import pytest

from grader.agreement.bootstrap import interval


def mean(groups: Sequence[Sequence[float]]) -> float:
    values = [value for group in groups for value in group]
    return sum(values) / len(values)


def test_the_same_groups_give_the_same_interval_around_the_figure() -> None:
    groups = [[1.0, 0.0], [1.0], [0.0, 0.0, 1.0], [1.0, 1.0]]
    bounds = interval(groups, mean)
    assert bounds == interval(groups, mean)
    assert bounds is not None and bounds[0] < mean(groups) < bounds[1]


def test_groups_are_resampled_whole() -> None:
    assert interval([[0.0, 1.0]] * 5, mean) == (0.5, 0.5)


@pytest.mark.parametrize("groups", [[], [[0.0, 1.0]]], ids=["no group", "one group"])
def test_fewer_than_two_groups_have_no_interval(groups: list[list[float]]) -> None:
    assert interval(groups, mean) is None


def test_a_figure_that_is_mostly_undefined_has_no_interval() -> None:
    assert interval([1.0, 2.0, 3.0, 4.0], lambda drawn: None if len(set(drawn)) < 4 else 1.0) is None
