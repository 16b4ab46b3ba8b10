"""Review in a real browser: bring a transcript, grade it, look, challenge, take it away and bring it back."""

import json
import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).parent.parent.parent
WEAK = ROOT / "rubrics" / "examples" / "search_ranking" / "weak.md"
ANSWER = ROOT / "rubrics" / "examples" / "search_ranking" / "middling.md"
SLOW = 300_000


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


def as_vtt(path: Path) -> str:
    """Return a labeled transcript as captions with voices, a cue a turn."""
    cues = []
    for n, turn in enumerate(re.split(r"\n\n(?=Interviewer:|Candidate:)", path.read_text("utf-8").strip())):
        who, _, words = turn.partition(": ")
        name = {"Interviewer": "Robin Lee", "Candidate": "Dana Roe"}[who]
        cues.append(f"00:{n:02}:00.000 --> 00:{n:02}:50.000\n<v {name}>{' '.join(words.split())}</v>")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def choose(page, label: str, option: str) -> None:
    """Choose from a list; a rerun of the page may close the list that was just opened."""
    from playwright.sync_api import TimeoutError as TooLong

    for attempt in range(5):
        page.get_by_role("combobox", name=re.compile(label)).click()
        try:
            page.get_by_role("option", name=option).click(timeout=5_000)
            break
        except TooLong:
            assert attempt < 4, f"the list {label} does not open"
    settled(page)


@pytest.fixture(scope="module")
def from_captions(reviewed, served, browser, tmp_path_factory) -> str:
    """Upload captions, swap the speakers and back, grade them; return the address of the scorecard."""
    captions = tmp_path_factory.mktemp("captions") / "call.vtt"
    captions.write_text(as_vtt(WEAK), "utf-8")
    page = browser.new_page()
    page.goto(f"{served.url}/review")
    page.locator("input[type=file]").set_input_files(captions)
    page.get_by_text("Read as WebVTT").wait_for(timeout=SLOW)
    page.get_by_text("This looks like “Search result ranking”").wait_for(timeout=SLOW)
    settled(page)
    who = page.get_by_role("combobox", name=re.compile("Candidate"))
    assert who.input_value() == "Dana Roe"
    choose(page, "Candidate", "Robin Lee")
    assert who.input_value() == "Robin Lee"
    choose(page, "Candidate", "Dana Roe")
    page.get_by_role("button", name="Grade", exact=True).click()
    scorecard(page)
    address = page.url
    page.close()
    return address


@pytest.fixture
def weak_review(from_captions, browser):
    """The scorecard of the captions in a page of its own."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(from_captions)
    scorecard(page)
    yield page
    page.close()


def test_replay_of_captions_keeps_their_times(weak_review):
    weak_review.get_by_role("tab", name="Replay").click()
    quote = weak_review.locator(".replay .quote").first
    quote.click()
    lit = weak_review.locator(".replay .checkpoint[aria-pressed=true]")
    assert lit.get_attribute("data-checkpoint") in (quote.get_attribute("data-said") or "").split()
    assert weak_review.locator(".replay .time").count() > 3


def test_an_override_changes_the_score_at_once(weak_review):
    score = weak_review.get_by_test_id("stMetricValue").first
    before = score.text_content()
    weak_review.get_by_role("tab", name="Challenge").click()
    weak_review.get_by_role("radiogroup", name="Your verdict").get_by_text("met", exact=False).first.click()
    weak_review.get_by_label("Reason").fill("It was on the whiteboard.")
    weak_review.get_by_role("button", name="Override").click()
    weak_review.get_by_text("It was on the whiteboard.").locator("visible=true").first.wait_for(timeout=SLOW)
    settled(weak_review)
    assert score.text_content() != before
    weak_review.get_by_role("tab", name="Challenge").click()
    weak_review.get_by_role("button", name="Undo").click()
    weak_review.get_by_role("button", name="Undo").wait_for(state="detached", timeout=SLOW)
    settled(weak_review)
    assert score.text_content() == before


def test_two_attempts_are_compared(from_captions, served, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{served.url}/progress")
    page.get_by_role("heading", name="Compare two").wait_for(timeout=SLOW)
    settled(page)
    earlier, later = (page.get_by_role("combobox", name=re.compile(label)) for label in ("Earlier", "Later"))
    assert earlier.input_value() != later.input_value()
    for title in ("Newly met", "Lost", "Still missing"):
        assert page.get_by_text(re.compile(rf"{title}: \d+")).is_visible()
    lost = page.get_by_text(re.compile(r"^Lost: \d+")).inner_text()
    assert lost != "Lost: 0", "the weak attempt came after the middling one"
    page.close()


def test_the_report_opens_offline_without_names(weak_review, browser, tmp_path):
    weak_review.get_by_text("Hide names").click()
    settled(weak_review)
    with weak_review.expect_download() as caught:
        weak_review.get_by_role("button", name="HTML", exact=True).click()
    report = tmp_path / "report.html"
    caught.value.save_as(report)
    offline = browser.new_context(offline=True)
    page, requested, logged = offline.new_page(), [], []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.goto(report.as_uri())
    assert page.get_by_role("heading", name=re.compile("Scorecard: Search result ranking")).is_visible()
    assert requested == [report.as_uri()], "nothing is loaded from elsewhere"
    assert not logged
    assert page.locator("script").count() == 0
    assert page.locator("article").count() == 24
    words = page.locator("main").inner_text()
    assert "Candidate:" in words
    assert "Dana" not in words
    offline.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_anybodys_way(reviewed, served, browser, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address, tabs in (
        (f"{served.url}/review?r=", ()),
        (reviewed, ("Scorecard", "Replay", "Challenge")),
        (f"{served.url}/progress", ()),
        (f"{served.url}/workbench", ("Rubrics", "Guide", "Try it", "Search", "Accuracy", "Edit", "Packs")),
    ):
        page.goto(address)
        page.get_by_role("heading", level=1).wait_for(timeout=SLOW)
        settled(page)
        for tab in tabs or ("",):
            if tab:
                page.get_by_role("tab", name=tab).click()
                page.wait_for_timeout(400)
            page.wait_for_function("!document.querySelector('[data-testid=stFileUploaderDropzone][role=presentation]')")
            found = Axe().run(page).response["violations"]
            assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]
            wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
            assert wide <= width, f"{address} {tab} is {wide} pixels wide"
    page.close()
