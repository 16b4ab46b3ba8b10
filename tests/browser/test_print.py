"""A downloaded scorecard on paper: dark on white whatever the screen, nothing cut off, no heading left behind."""

import pytest

from grader.answer import Answer, Turn
from grader.grading import grade
from grader.report.formats import to_html
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

pytestmark = pytest.mark.browser

LONG = "We count how many letters land in the correct drawer. " + "supercalifragilistic" * 20


@pytest.fixture
def card(tmp_path):
    answer = Answer((Turn("interviewer", "What do you count?"), *(Turn("candidate", LONG) for _ in range(30))))
    path = tmp_path / "scorecard.html"
    path.write_text(to_html(grade(a_rubric(), answer, encoder=StemEncoder(), calibration=CALIBRATION)), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_holds_everything(browser, card, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 680, "height": 900})
    try:
        page.goto(card)
        dark = "getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'"
        assert page.evaluate(dark) == (scheme == "dark")
        page.emulate_media(media="print", color_scheme=scheme)
        assert not page.evaluate(dark)
        ink, link = (
            page.evaluate(f"getComputedStyle(document.querySelector('{what}')).color") for what in ("body", "a")
        )
        assert ink == "rgb(28, 35, 48)"
        assert link != "rgb(156, 194, 255)", "no pale link on white"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        breaks = "[...document.querySelectorAll('h1, h2, h3')].map(h => getComputedStyle(h).breakAfter)"
        assert set(page.evaluate(breaks)) == {"avoid"}
        assert page.pdf(format="A4").startswith(b"%PDF")
        numbers = page.locator(".turn .quiet").all_inner_texts()
        assert numbers == [str(n) for n in range(1, 32)], "a turn can be found on paper"
    finally:
        page.close()
