"""The search for slow patterns: it finds planted ones, spares linear ones, and finds none in the product."""

import re
import signal

import pytest

from tests.patterns import Use, give_up, main, slow


@pytest.mark.parametrize(
    ("pattern", "how", "guilty"),
    [
        (r"\s+$", "search", True),
        (r"\s+(?=-)", "search", True),
        (r"[.,]\W*$", "search", True),
        (r"(?:a+)+b", "match", True),
        (r"\[[^\]]*\]\(", "search", True),
        (r"\s+$", "match", False),
        (r"(?<!\s)\s++(?=-)", "search", False),
        (r"\b(?:one|two) (?:\w+ )?three\b", "search", False),
    ],
    ids=["spaces", "lookahead", "stops", "nested", "brackets", "anchored", "possessive", "bounded"],
)
def test_a_pattern_is_told_by_its_growth(pattern, how, guilty):
    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        assert bool(slow(Use("here", re.compile(pattern), how))) == guilty
    finally:
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.slow
def test_no_pattern_of_the_product_is_slow(capsys):
    assert main() == 0, capsys.readouterr().out
