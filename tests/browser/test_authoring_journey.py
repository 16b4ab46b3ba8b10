"""An author in a real browser: drop a file, break it, mend it, edit, undo, play a draft, install a pack."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
ROOT = Path(__file__).parent.parent.parent
SLOW = 240_000
FIRST = 600_000
"""The index is built from nothing."""
SOON = 30_000
"""A few seconds, and what a busy machine makes of them."""
RUBRIC = (ROOT / "docs" / "examples" / "minimal.yaml").read_text("utf-8")
CHAPTER = "---\ntitle: Limits\n---\n\n## Buckets\n\nZebras refill the bucket every second.\n"


def settled(page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
    page.wait_for_timeout(500)


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "rubrics").mkdir()
    (folder / "knowledge").mkdir()
    return folder


@pytest.fixture(scope="module")
def page(content, browser, tmp_path_factory):
    """The Workbench of a server whose content is a folder of the author's own."""
    server = Server(tmp_path_factory.mktemp("authoring"), VIVA_CONTENT=str(content))
    server.start()
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.url_of = lambda name: f"{server.url}/{name}"
    try:
        page.goto(page.url_of("workbench"))
        page.get_by_text("Watching files").wait_for(timeout=FIRST)
        settled(page)
        yield page
    finally:
        page.close()
        server.kill()


def press(page, key) -> None:
    """Press a button of the editor that can be pressed, once the page stands still."""
    settled(page)
    page.locator(f"[class*='st-key-{key}'] button:not([disabled])").first.click()


def tab(page, name) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    settled(page)


def test_a_dropped_file_is_there_by_itself_and_its_last_good_version_serves(page, content):
    path = content / "rubrics" / "minimal.yaml"
    path.write_text(RUBRIC, "utf-8")
    page.get_by_text("minimal.yaml").wait_for(timeout=SOON)
    path.write_text(RUBRIC.replace("title:", "titel:"), "utf-8")
    page.get_by_text("last good version").wait_for(timeout=SOON)
    assert page.get_by_text("rubrics/minimal.yaml:2").is_visible()
    path.write_text(RUBRIC, "utf-8")
    page.get_by_text("last good version").wait_for(state="detached", timeout=SOON)


def test_a_dropped_chapter_is_found(page, content):
    (content / "knowledge" / "limits.md").write_text(CHAPTER, "utf-8")
    tab(page, "Guide")
    page.get_by_text("limits.md").wait_for(timeout=SOON)
    tab(page, "Search")
    page.get_by_label("Search the guide").fill("zebras refill the bucket")
    page.keyboard.press("Enter")
    page.get_by_text("limits/buckets").wait_for(timeout=SOON)


def choose(page, file) -> None:
    tab(page, "Edit")
    page.locator("[class*='st-key-editor_rubric_file'] input").click()
    page.get_by_role("option", name=file).first.click()
    page.wait_for_function(
        "text => [...document.querySelectorAll(\"[class*='st-key-editor_text'] textarea\")].map(b => b.value)[0] === text",
        arg=RUBRIC, timeout=SLOW,
    )  # fmt: skip
    settled(page)


def test_mistakes_are_named_while_writing_and_a_save_is_taken_back(page, content):
    path = content / "rubrics" / "minimal.yaml"
    choose(page, "minimal.yaml")
    box = page.locator("[class*='st-key-editor_text'] textarea").first
    gutter = page.locator("[class*='st-key-editor_text']").first.locator(".viva-gutter div")
    assert gutter.count() == RUBRIC.count("\n") + 1
    box.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.insert_text("x")  # title: becomes xtitle:
    page.get_by_text("unknown key 'xtitle'").wait_for(timeout=SOON)
    assert box.evaluate("box => box === document.activeElement"), "the writer is not interrupted"
    page.keyboard.press("Backspace")
    page.keyboard.press("End")
    page.keyboard.insert_text(" anew")
    page.get_by_text("+title: Rate limiter anew").wait_for(timeout=SOON)
    press(page, "editor_save")
    page.get_by_text("Saved rubrics/minimal.yaml. It is in use now.").wait_for(timeout=SOON)
    assert "Rate limiter anew" in path.read_text("utf-8")
    press(page, "editor_undo")
    page.get_by_text("Undone.").wait_for(timeout=SOON)
    assert path.read_text("utf-8") == RUBRIC


def test_a_pack_is_installed_from_a_zip(page):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("pack.yaml", "name: acme\nversion: 1.0\nlicense: MIT\nlanguage: en\n")
        archive.writestr("rubrics/minimal.yaml", RUBRIC)
    tab(page, "Packs")
    page.locator("[class*='st-key-packs_file'] input[type=file]").set_input_files(
        {"name": "acme.zip", "mimeType": "application/zip", "buffer": held.getvalue()}
    )
    page.get_by_text("acme.minimal: Rate limiter, 3 checkpoints").wait_for(timeout=SOON)
    page.get_by_role("button", name="Install", exact=True).click()
    page.get_by_text("Installed acme 1.0").wait_for(timeout=SOON)
    tab(page, "Rubrics")
    page.get_by_text("Rate limiter (acme.minimal)").wait_for(timeout=SOON)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(page, browser, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    own = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    own.goto(page.url_of("workbench"))
    own.get_by_text("Watching files").wait_for(timeout=SLOW)
    settled(own)
    for name in ("Rubrics", "Accuracy", "Edit", "Packs"):
        tab(own, name)
        for summary in own.locator("details:visible > summary").all():
            summary.click()
        settled(own)
        found = Axe().run(own).response["violations"]
        assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]
        wide = own.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide"
    own.close()


def test_a_draft_is_played_and_stays_a_draft(page, content):
    choose(page, "minimal.yaml")
    press(page, "editor_play")
    page.get_by_test_id("stChatMessage").first.wait_for(timeout=SLOW)
    assert "public interface is being hammered" in page.get_by_test_id("stChatMessage").first.inner_text()
    assert (content / "rubrics" / "minimal.yaml").read_text("utf-8") == RUBRIC
    page.goto(page.url_of("workbench"))
    page.get_by_text("Watching files").wait_for(timeout=SLOW)
    settled(page)
    assert not page.get_by_text("draft.minimal").count()
