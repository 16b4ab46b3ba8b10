"""The main job in a real browser: start, answer, reload, end, read the scorecard, take it away."""

import json
import os
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
SLOW = 420_000
"""Milliseconds for a first start, which builds the index, on a busy machine."""
ANSWERS = (
    "Before I design anything: is this the whole web or a catalog of ours, and what are people after most of the time? "
    "And what is the peak load?",
    "Offline I would use NDCG at ten with graded gain, because a mistake at the first place hurts more than one at the "
    "eighth.\n\nOnline the headline number is the share of sessions that succeed: a long visit and no rephrasing. "
    "Guardrails are p95 latency and the share of harmful results.",
    "Two lookups side by side, BM25 for exact words and a two-tower encoder with nearest neighbors for paraphrases, "
    "fused by rank. A cheap linear model cuts ten thousand pages to a few hundred; only those go to the transformer.",
)
ONE_MORE = "Clicks are biased by position, so I would randomize a little traffic and weight clicks by propensity."


def picture(page, name: str) -> None:
    """Save what stands on the page for the README when VIVA_PICTURES names a folder."""
    if folder := os.environ.get("VIVA_PICTURES"):
        while page.get_by_text("until this is done").count():
            page.wait_for_timeout(5_000)
            page.reload()
            settled(page)
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        page.screenshot(path=f"{folder}/{name}.png")


def settled(page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
    page.wait_for_timeout(400)


@pytest.fixture(autouse=True)
def closed_tabs(browser):
    yield
    for context in browser.contexts:
        context.close()


def home(browser, served, **options):
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}).new_page()
    page.asked_elsewhere = []
    page.on("request", lambda r: page.asked_elsewhere.append(r.url) if _elsewhere(r.url) else None)
    page.goto(served.url)
    page.locator("button:not([disabled])", has_text="Start interview").wait_for(timeout=SLOW)
    settled(page)
    return page


def _elsewhere(url: str) -> bool:
    return re.match(r"https?://(?!127\.0\.0\.1)", url) is not None


def box(page):
    return page.get_by_test_id("stChatInputTextArea")


def begin(page) -> None:
    page.get_by_role("combobox", name="Problem").click()
    page.get_by_role("option", name="Search result ranking").click()
    settled(page)
    page.get_by_role("button", name="Start interview").click()
    box(page).wait_for(timeout=SLOW)
    settled(page)


def say(page, text: str) -> None:
    before = page.get_by_test_id("stChatMessage").count()
    box(page).fill(text)
    page.get_by_test_id("stChatInputSubmitButton").click()
    page.wait_for_function(
        "n => document.querySelectorAll('[data-testid=stChatMessage]').length >= n + 2", arg=before, timeout=SLOW
    )
    settled(page)


def end(page) -> None:
    page.get_by_role("button", name="End interview").click()
    page.get_by_role("button", name="End now").click()
    page.get_by_role("heading", name="Scorecard").wait_for(timeout=SLOW)
    settled(page)


def download(page, label: str) -> str:
    with page.expect_download() as waited:
        page.get_by_role("button", name=label, exact=True).click()
    return waited.value.path().read_text("utf-8")


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['html'][:200]} {[c['message'] for c in n['any']]}" for v in found for n in v["nodes"]]


def too_wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_an_interview_from_start_to_download(browser, served):
    page = home(browser, served)
    begin(page)
    for answer in ANSWERS:
        say(page, answer)
    address = page.url
    assert re.search(r"[?&]s=[\w-]{22,}", address)
    page.reload()
    box(page).wait_for(timeout=SLOW)
    settled(page)
    log = page.get_by_test_id("stChatMessage").all_inner_texts()
    assert all(any(answer in said for said in log) for answer in ANSWERS)
    picture(page, "interview")
    say(page, ONE_MORE)
    end(page)
    picture(page, "scorecard")

    assert page.get_by_test_id("stMetricLabel").all_inner_texts() == ["Score", "Coverage"]
    card = json.loads(download(page, "JSON"))
    assert [t["text"] for t in card["transcript"] if t["speaker"] == "candidate"] == [*ANSWERS, ONE_MORE]
    quotes = [c["evidence"] for c in card["checkpoints"] if c["evidence"]]
    assert quotes
    for quote in quotes:
        said = card["transcript"][quote["turn"]]["text"]
        assert said[quote["start"] : quote["end"]] == quote["quote"]
    shown = " ".join(page.get_by_test_id("stMain").inner_text().split())
    expected = [c["evidence"]["quote"] for c in card["checkpoints"] if c["evidence"] and c["expected"]]
    assert all(" ".join(quote.split()) in shown for quote in expected)
    assert "Scorecard: Search result ranking" in download(page, "Markdown")
    assert ONE_MORE.split(",")[0] in download(page, "Transcript")
    assert page.asked_elsewhere == [], "nothing is loaded from elsewhere"


def test_a_draft_that_was_not_sent_survives_a_reload(browser, served):
    page = home(browser, served)
    begin(page)
    box(page).fill("Half a thought about ranking")
    page.wait_for_timeout(1500)
    page.reload()
    box(page).wait_for(timeout=SLOW)
    page.wait_for_function(
        "document.querySelector('[data-testid=stChatInputTextArea]').value == 'Half a thought about ranking'"
    )
    settled(page)
    box(page).press("Enter")
    page.wait_for_function("localStorage.getItem('viva-draft') === null")


def test_a_refused_answer_is_put_back_into_its_box(browser, served):
    page = home(browser, served)
    begin(page)
    for text, named in (("no", "shortest"), ("y" * 20_100, "20,000")):
        box(page).fill(text)
        box(page).press("Enter")
        page.get_by_test_id("stAlert").filter(has_text=named).wait_for(timeout=SLOW)
        settled(page)
        assert box(page).input_value() == text


def test_the_keyboard_is_enough(browser, served):
    page = home(browser, served)

    def tab_to(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
            )
            if focused.startswith(name):
                return
        pytest.fail(f"{name} cannot be reached with Tab")

    tab_to("Start interview")
    page.keyboard.press("Enter")
    box(page).wait_for(timeout=SLOW)
    settled(page)
    box(page).focus()
    page.keyboard.type("How many people use it, and what do they want from it in the first place?")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('[data-testid=stChatMessage]').length >= 3", timeout=SLOW)
    settled(page)
    tab_to("Conversation")
    tab_to("End interview")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    tab_to("End now")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Scorecard").wait_for(timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(browser, served, scheme):
    page = home(browser, served, color_scheme=scheme)
    phone = {"width": 390, "height": 844}

    def look(name: str) -> None:
        page.mouse.move(0, 0)  # a tooltip is drawn outside of every landmark, by Streamlit
        settled(page)
        found[name] = violations(page)
        desk = page.viewport_size
        page.set_viewport_size(phone)
        page.wait_for_timeout(500)
        wide[name] = too_wide(page)
        page.set_viewport_size(desk)
        page.wait_for_timeout(300)

    found, wide = {}, {}
    look("home")
    begin(page)
    say(page, ANSWERS[1])
    page.get_by_role("button", name="Hint").click()
    look("interview")
    end(page)
    look("scorecard")
    page.get_by_role("tab", name="Phase by phase").click()
    page.get_by_role("heading", name="What was missing, and what to say next time").first.wait_for()
    look("story")
    assert not any(found.values()), found
    assert not any(wide.values()), wide


def test_a_killed_server_loses_nothing(browser, served):
    page = home(browser, served)
    begin(page)
    say(page, ANSWERS[1])
    address = page.url
    served.kill()
    served.start()
    page = home(browser, served)
    page.goto(address)
    box(page).wait_for(timeout=SLOW)
    settled(page)
    assert any(ANSWERS[1] in said for said in page.get_by_test_id("stChatMessage").all_inner_texts())
    say(page, ANSWERS[2])
