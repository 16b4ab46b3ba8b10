"""A pack whose every text tries to call home, on every page, in a real browser: nobody elsewhere hears of it."""

import re

import pytest
import yaml

from grader.answer import Turn
from interviewer.events import TranscriptImported
from interviewer.session import Session
from interviewer.settings import Settings
from interviewer.wiring import wire
from library.packs import pack_shelf
from library.packs.pack_files import read_pack
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
SLOW = 420_000
URL = "http://evil.example"
TRICKS = (
    f"![a]({URL}/1.png) [![a]({URL}/2.png)]({URL}/3) ![x [n]]({URL}/4.png) ![e\\]x]({URL}/5.png) ![r][r] [l][r] "
    f'<img src="{URL}/6.png"> <{URL}/7> {URL}/8 <style>@import url({URL}/9.css)</style> '
    f":red[![a]({URL}/10.png)] $\\includegraphics{{{URL}/11.png}}$ www.evil.example"
)
BLOCKS = (
    f"{TRICKS}\n\n[r]: {URL}/12.png\n\n<div><img src={URL}/13.png><iframe src={URL}/14></iframe></div>\n\n"
    f"- ![a]({URL}/15.png)\n\n| ![a]({URL}/16.png) | b |\n|---|---|\n| <img src={URL}/17.png> | ![r][r] |\n\n"
    f"```mermaid\nflowchart LR\n  a@{{ img: '{URL}/18.png' }}\n```\n"
)
SAID = "I would put a lock on the door that only the owner can open."


def hostile(folder):
    """Write the pack and return it as read."""
    checkpoints = [
        {
            "id": name, "claim": f"{claim} {TRICKS}", "anchors": [f"{claim} {TRICKS}"], "contrasts": [f"No. {TRICKS}"],
            "probes": [f"Who may open it? {TRICKS}"], "guide": ["locks/keys"],
        }
        for name, claim in (("lock", "The door has a lock that the owner alone opens."), ("hinge", "It has hinges."))
    ]  # fmt: skip
    rubric = {
        "id": "doors", "format": "custom", "title": f"Doors ![x [n]]({URL}/19.png) {URL}/20", "prompt": f"Design a door. {TRICKS}",
        "phases": [{"id": "one", "title": f"First ![a]({URL}/21.png)", "checkpoints": checkpoints}],
    }  # fmt: skip
    chapter = f"---\ntitle: 'Locks ![a]({URL}/22.png)'\n---\n\n## Keys ![a]({URL}/23.png) {{#keys}}\n\n{BLOCKS}\n> Ask: Who? {TRICKS}\n"
    manifest = {
        "name": "acme",
        "title": f"A ![a]({URL}/24.png)",
        "version": "1",
        "license": "CC0-1.0",
        "language": "en",
    }
    files = {
        "pack.yaml": yaml.safe_dump(manifest), "LICENSE": "Free.\n", "rubrics/doors.yaml": yaml.safe_dump(rubric),
        "knowledge/locks.md": chapter,
    }  # fmt: skip
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return read_pack(folder)


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """A server with the pack, an open interview about it and a graded transcript: (server, open, graded)."""
    folder = tmp_path_factory.mktemp("hostile")
    pack_shelf.install(folder / "data" / "packs", hostile(folder / "pack"))
    app = wire(Settings.from_env({"VIVA_DATA": str(folder / "data")}))
    turns = (Turn("interviewer", f"Design a door. {TRICKS}"), Turn("candidate", f"{SAID} {TRICKS}"))
    imported = TranscriptImported(
        problem="acme.doors", level="senior", name=f"![a]({URL}/25.png).md", format="labeled text",
        turns=tuple((t.speaker, t.text) for t in turns), warnings=(f"Odd: {TRICKS}",),
    )  # fmt: skip
    graded = Session.import_transcript(app.services, imported)
    graded.close()
    opened = Session.open(app.built_in_services, "acme.doors")
    server = Server(folder)
    server.start()
    yield server, opened.id, graded.id
    server.kill()


def test_nobody_elsewhere_hears_of_it(visited, browser):
    server, opened, graded = visited
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address, word in (
        ("", "Start interview"),
        (f"?s={opened}", "End interview"),
        (f"review?r={graded}", "Signature"),
        ("progress", "Over time"),
        ("workbench", "Watching files"),
    ):
        page.goto(f"{server.url}/{address}")
        page.get_by_text(re.compile(word)).first.wait_for(timeout=SLOW)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
        for tab in page.get_by_role("tab").all():
            tab.click()
            page.wait_for_timeout(500)
            closed = page.locator("[data-testid=stExpander] details:not([open]) > summary:visible")
            for _ in range(closed.count()):  # opening one takes it off the list
                closed.first.click()
        for popover in page.locator("[data-testid=stPopover] button:visible").all():
            popover.click()
            page.wait_for_timeout(300)
            page.keyboard.press("Escape")
        page.wait_for_timeout(1_000)
        words = page.locator("[data-testid=stMain]").inner_text()
        assert "evil.example" in words or address in ("", "progress"), f"{address} shows nothing of the pack"
        assert page.locator("a[href*='evil.example'], img[src*='evil.example']").count() == 0, address
    page.close()
    assert len(asked) > 10
    assert [url for url in asked if not re.match(rf"{server.url}/|data:|blob:", url)] == []
