"""A page in Streamlit's own test harness: real content files, database and index, a toy encoder, one toy problem."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from grader.settings import GraderSettings
from interviewer.adapters.plain_phraser import PlainPhraser
from interviewer.adapters.sql_events import SqlEvents
from interviewer.services import Services
from interviewer.settings import Settings
from interviewer.wiring import App, Content, WallClock
from library.index.chroma_search import ChromaGuide
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

ROOT = Path(__file__).parent.parent.parent
CHAPTER = """---
title: Metrics
problems: all
phases: [metrics]
---

# Metrics

## Counting what landed right {#counting}

Order matters most at the top, and a wrong drawer costs a whole day.

> Ask: What would a wrong drawer cost you?
"""
GOOD = "Who writes the letters? We count how many letters land in the correct drawer."
TRANSCRIPT = f"Interviewer: Design a thing that sorts letters.\nCandidate: {GOOD}\n"


def write_content(folder: Path) -> None:
    """Write the toy rubric and one chapter as content files."""
    (folder / "rubrics").mkdir(parents=True, exist_ok=True)
    (folder / "knowledge").mkdir(exist_ok=True)
    plain = json.loads(json.dumps(asdict(a_rubric())))
    for phase in plain["phases"]:
        phase.pop("share")
    (folder / "rubrics" / "toy.yaml").write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    (folder / "knowledge" / "metrics.md").write_text(CHAPTER, encoding="utf-8")


def toy_app(folder: Path, *, read_only: bool = False) -> App:
    """Wire an app whose content and data lie in a folder."""
    grader = GraderSettings(content=(folder,), packs=folder / "data" / "packs")
    settings = Settings(grader, data=folder / "data", read_only=read_only, watch=0)
    content, encoder = Content(settings), StemEncoder()
    guide = ChromaGuide(settings.index, content.sections, encoder)
    services = Services(
        events=SqlEvents(settings.url),
        guide=guide,
        phraser=PlainPhraser(),
        clock=WallClock(),
        encoder=encoder,
        calibration=lambda: CALIBRATION,
        rubrics=content.playable,
        guide_texts=content.guide_texts,
    )
    return App(settings, content, encoder, guide, services)  # type: ignore[arg-type]


class Door:
    """Opens pages of one running app."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = toy_app(folder)

    def read_only(self) -> None:
        self.app = replace(self.app, settings=replace(self.app.settings, read_only=True))

    def open(self, page: str, **params: str) -> AppTest:
        """Open a page in a new tab, when the app is ready."""
        from ui.parts.state import wait

        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in params.items():
            tab.query_params[name] = value
        tab.run()
        wait(60)
        return tab.switch_page(f"ui/{page}/page.py").run()


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """A fresh app on toy content."""
    write_content(tmp_path)
    made = Door(tmp_path)
    monkeypatch.setattr("interviewer.wiring.wire", lambda settings: made.app)
    st.cache_resource.clear()
    yield made
    st.cache_resource.clear()


def only(found: object, fits: Callable[[object], bool]) -> object:
    """Return the one element that fits."""
    (one,) = [element for element in found if fits(element)]  # type: ignore[attr-defined]
    return one


def labeled(found: object, label: str) -> object:
    """Return the one element with a label."""
    return only(found, lambda element: element.label == label)  # type: ignore[attr-defined]


def texts(tab: AppTest) -> str:
    """Return the text of everything that a page says in its main part."""
    kinds = ("error", "warning", "info", "success", "caption", "markdown", "title", "header", "subheader")
    said = [element.value for kind in kinds for element in getattr(tab, kind)]
    said += [element.proto.body for element in tab.get("html")]
    return "\n".join(map(str, said))
