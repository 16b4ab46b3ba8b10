"""The scorecard as every page shows it: its files, its cap, its working."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from grader.report import formats
from tests.ui.opening import texts


def part(name: str) -> AppTest:
    """Draw one part of a page for a toy answer that misses the must-have and asks who writes the letters."""

    def draw(name: str) -> None:
        from importlib import import_module

        from grader.answer import Answer, Turn
        from grader.grading import grade
        from tests.fakes import CALIBRATION, StemEncoder, a_rubric

        said = (
            "Who are the people that write letters? Typing errors in postal codes get repaired before we sort anything."
        )
        answer = Answer((Turn("interviewer", "Design a thing that sorts letters."), Turn("candidate", said)))
        scorecard = grade(a_rubric(), answer, encoder=StemEncoder(), calibration=CALIBRATION)
        module, _, function = name.rpartition(".")
        getattr(import_module(f"ui.scorecard.{module}"), function)(scorecard)

    page = AppTest.from_function(draw, args=(name,), default_timeout=60).run()
    assert not page.exception
    return page


def test_every_format_of_the_report_is_offered(monkeypatch):
    monkeypatch.setitem(formats.FORMATS, "txt", lambda scorecard: scorecard.title)
    offered = {button.label for button in part("downloads.downloads").get("download_button")}
    assert offered == {"Markdown", "JSON", "CSV", "HTML", "TXT", "Transcript"}


def test_names_are_not_offered_to_be_hidden_where_there_are_none():
    assert list(part("downloads.downloads").checkbox) == []


@pytest.mark.parametrize(("cap", "shown"), [(0.4, "40 %"), (0.25, "25 %")])
def test_the_cap_is_the_one_that_grading_uses(monkeypatch, cap, shown):
    monkeypatch.setattr("grader.scorecard.CAP", cap)
    assert f"The score is capped at {shown}" in texts(part("evidence_view.totals"))


def test_the_distance_to_met_stands_only_in_the_working():
    page = texts(part("evidence_view.scorecard_view"))
    outside = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    assert "How this credit came about" in page and "what counts as met" in page
    assert "bound of met" not in page and "what counts as met" not in outside


def test_points_to_gain_are_counted_in_words():
    page = texts(part("evidence_view.scorecard_view"))
    assert re.findall(r"up to [^<]*", page) == ["up to 50 points", "up to 8 points"]
