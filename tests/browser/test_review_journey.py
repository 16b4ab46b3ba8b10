"""Review in a real browser: bring a transcript, grade it, look, challenge, take it away and bring it back."""

import json
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).parent.parent.parent
ANSWER = ROOT / "rubrics" / "examples" / "search_ranking" / "middling.md"
SLOW = 180_000


def settled(page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
    page.wait_for_timeout(400)


def scorecard(page) -> None:
    page.get_by_role("heading", name="Scorecard").wait_for(timeout=SLOW)
    settled(page)


@pytest.fixture(scope="module")
def reviewed(served, browser) -> str:
    """Paste a transcript, confirm candidate and problem, grade it; return the address of its scorecard."""
    page = browser.new_page()
    page.goto(f"{served.url}/review")
    page.get_by_label("Paste a transcript").fill(ANSWER.read_text("utf-8"))
    page.keyboard.press("Control+Enter")
    page.get_by_text("This looks like “Search result ranking”").wait_for(timeout=SLOW)
    settled(page)
    assert page.get_by_text("Read as labeled text").is_visible()
    page.get_by_role("button", name="Grade", exact=True).click()
    scorecard(page)
    address = page.url
    page.close()
    return address


def test_the_scorecard_survives_a_reload(reviewed, browser):
    page = browser.new_page()
    page.goto(reviewed)
    scorecard(page)
    assert page.get_by_test_id("stMetric").count() == 2
    page.reload()
    scorecard(page)
    page.close()


def test_the_download_comes_back_with_the_same_verdicts(reviewed, served, browser, tmp_path):
    page = browser.new_page()
    page.goto(reviewed)
    scorecard(page)
    files = []
    with page.expect_download() as caught:
        page.get_by_role("button", name="JSON", exact=True).click()
    files.append(tmp_path / "first.json")
    caught.value.save_as(files[0])
    page.goto(f"{served.url}/review")
    page.locator("input[type=file]").set_input_files(files[0])
    page.get_by_text("The file names the problem").wait_for(timeout=SLOW)
    settled(page)
    page.get_by_role("button", name="Grade", exact=True).click()
    scorecard(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="JSON", exact=True).click()
    files.append(tmp_path / "second.json")
    caught.value.save_as(files[1])
    first, second = (json.loads(file.read_text("utf-8")) for file in files)
    for key in ("score", "coverage", "checkpoints", "transcript", "signature"):
        assert first[key] == second[key], key
    page.close()


def test_replay_lights_either_side_and_moves_by_keyboard(reviewed, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(reviewed)
    scorecard(page)
    page.get_by_role("tab", name="Replay").click()
    quote = page.locator(".replay .quote").first
    quote.click()
    lit = page.locator(".replay .checkpoint[aria-pressed=true]")
    assert lit.count() == 1
    assert lit.get_attribute("data-checkpoint") in (quote.get_attribute("data-said") or "").split()
    before = lit.get_attribute("data-checkpoint")
    page.locator(".replay .judged").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".replay .checkpoint[aria-pressed=true]").get_attribute("data-checkpoint") != before
    shown = page.locator(".replay .checkpoint:visible").count()
    page.locator(".replay [data-show]").first.check()
    assert 0 < page.locator(".replay .checkpoint:visible").count() < shown
    page.close()


def test_a_verdict_is_challenged_and_undone(reviewed, browser):
    page = browser.new_page()
    page.goto(reviewed)
    scorecard(page)
    before = page.get_by_test_id("stMetricValue").first.inner_text()
    page.get_by_role("tab", name="Challenge").click()
    page.get_by_role("radiogroup", name="Your verdict").get_by_text("contradicted").click()
    page.get_by_label("Reason").fill("It was the other way round.")
    page.get_by_role("button", name="Override").click()
    page.get_by_text("It was the other way round.").locator("visible=true").first.wait_for(timeout=SLOW)
    settled(page)
    page.get_by_role("tab", name="Challenge").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").wait_for(state="detached", timeout=SLOW)
    settled(page)
    assert page.get_by_test_id("stMetricValue").first.inner_text() == before
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_anybodys_way(reviewed, served, browser, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address, tabs in (
        (f"{served.url}/review?r=", ()),
        (reviewed, ("Scorecard", "Replay", "Challenge")),
        (f"{served.url}/progress", ()),
        (f"{served.url}/workbench", ("Rubrics", "Guide", "Try it", "Search", "Does it grade well", "Edit", "Packs")),
    ):
        page.goto(address)
        page.get_by_role("heading", level=1).wait_for(timeout=SLOW)
        settled(page)
        for tab in tabs or ("",):
            if tab:
                page.get_by_role("tab", name=tab).click()
                page.wait_for_timeout(400)
            found = Axe().run(page).response["violations"]
            assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]
            wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
            assert wide <= width, f"{address} {tab} is {wide} pixels wide"
    page.close()
