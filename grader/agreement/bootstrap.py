"""95 % percentile bootstrap intervals that resample whole groups: the cases of one group are not independent."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

Group = TypeVar("Group")

RESAMPLES = 500
_SEED = 20


def interval(groups: Sequence[Group], figure: Callable[[Sequence[Group]], float | None]) -> tuple[float, float] | None:
    """Return the 95 % interval of a figure, rounded to 4 decimals; the same groups give the same interval.

    None with fewer than two groups, or when the figure is undefined (None) for most of the resamples.
    """
    if len(groups) < 2:
        return None
    rng = np.random.default_rng(_SEED)
    resamples = ([groups[i] for i in rng.integers(0, len(groups), len(groups))] for _ in range(RESAMPLES))
    values = [value for resample in resamples if (value := figure(resample)) is not None]
    if len(values) < RESAMPLES / 2:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)
