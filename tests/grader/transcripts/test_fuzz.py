"""No input crashes a reader: a short run of `fuzzing`, and what hypothesis thinks of."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grader.transcripts.fuzzing import TOKENS, assert_read_or_refused, damaged


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.timeout(120)
def test_damaged_fixtures(seed: int) -> None:
    chance = random.Random(seed)
    refused = sum(assert_read_or_refused(damaged(chance)) for _ in range(250))
    assert 0 < refused < 250


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=12), max_size=30).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_bytes_of_many_formats(data: bytes) -> None:
    assert_read_or_refused(data)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_pasted_text(text: str) -> None:
    assert_read_or_refused(text)
