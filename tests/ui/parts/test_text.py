"""Numbers and durations as the pages write them."""

import pytest

from ui.parts.text import counted, minutes, seconds_clock


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 mistakes"), (1, "1 mistake"), (2, "2 mistakes"), (2000, "2,000 mistakes")]
)
def test_a_number_goes_with_its_noun(number, text):
    assert counted(number, "mistake") == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 min"), (59, "under 1 min"), (60, "1 min"), (150, "2 min")])
def test_durations_are_whole_minutes(seconds, text):
    assert minutes(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(5, "0:05"), (65, "1:05"), (3725, "1:02:05")])
def test_a_clock_shows_hours_only_where_there_are_some(seconds, text):
    assert seconds_clock(seconds) == text
