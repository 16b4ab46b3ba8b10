"""Warnings: what goes wrong first, then what to do instead."""

import pytest

from grader.guards import warns

UNITS = {
    "then so": ("A random split would leak the future, so we split by day.", True),
    "then a semicolon": ("Don't shuffle; split by day.", True),
    "then but": ("Clicks are biased, but saves are fine.", True),
    "then we": ("If we shuffled, the future would leak, we split by day.", True),
    "nothing follows": ("A random split leaks.", False),
    "nothing goes wrong": ("We split by day, so nothing else is needed.", False),
    "wrong only at the end": ("We split by day, so that nothing leaks.", False),
}


@pytest.mark.parametrize(("unit", "warning"), UNITS.values(), ids=UNITS)
def test_warnings(unit, warning):
    assert warns(unit) is warning
