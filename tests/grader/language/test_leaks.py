"""Four words in a row give a claim away."""

import pytest

from grader.language.leaks import shared_run

CLAIM = "Splits the data by day so that nothing leaks."
TEXTS = {
    # corner case: (text, what the candidate said, shared run)
    "four words": ("Who splits the data by week?", "", "splits the data by"),
    "three words": ("Who splits the data?", "", ""),
    "other words": ("What do you test on?", "", ""),
    "capitals and commas": ("Splits, the DATA: by week?", "", "splits the data by"),
    "said by the candidate": ("Who splits the data by week?", "I said it splits the data by day", ""),
    "the second run": ("Splits the data by day?", "It splits the data by hour", "the data by day"),
    "empty": ("", "", ""),
}


@pytest.mark.parametrize(("text", "exempt", "run"), TEXTS.values(), ids=TEXTS)
def test_shared_run(text, exempt, run):
    assert shared_run(text, [CLAIM, "Short."], exempt) == run
