"""Workbench: sentences that people marked as met become anchors by one click."""

import pytest

from interviewer.session import Session
from tests.ui.opening import Door, door, labeled, texts  # noqa: F401 (a fixture)

FIRST = "Some mail clerk checks <b>a hundred</b> envelopes by hand: was it right?"
SECOND = "Penguins march over frozen glaciers toward breeding grounds."


def write_labels(door: Door, said: tuple[str, ...] = (FIRST, SECOND)) -> None:  # noqa: F811
    folder = door.folder / "rubrics" / "examples" / "toy"
    folder.mkdir(parents=True)
    (folder / "strong.md").write_text(f"Interviewer: Design it.\n\nCandidate: {' '.join(said)}\n", "utf-8")
    checkpoints = ("measure", "repair")
    rows = [
        f"- checkpoint: {c}\n  verdict: met\n  quote: '{text}'\n" for c, text in zip(checkpoints, said, strict=False)
    ]
    (folder / "strong.verdicts.yaml").write_text(
        f"problem: toy\nanswer: strong\nverdicts:\n{''.join(rows)}", encoding="utf-8"
    )


def rubric_file(door: Door):  # noqa: F811
    return door.folder / "rubrics" / "toy.yaml"


def suggested(door: Door):  # noqa: F811
    page = door.open("workbench")
    labeled(page.button, "Suggest anchors").click().run()
    assert not page.exception
    return page


def adding(page):
    return [b for b in page.button if b.label == "Add as anchor"]


def add(page, sentence):
    """Click the button that stands beside a sentence."""
    rows = [e.proto.body for e in page.get("html") if "· similarity" in e.proto.body]
    (at,) = [i for i, row in enumerate(rows) if sentence in row]
    return adding(page)[at].click().run()


def anchors(door: Door, checkpoint: str):  # noqa: F811
    return door.app.content.rubrics()["toy"].checkpoint(checkpoint).anchors


def test_one_click_adds_the_sentence_and_nothing_else_of_the_file_changes(door):  # noqa: F811
    write_labels(door)
    commented = "# ours\n" + rubric_file(door).read_text("utf-8").replace("tier: strong", "tier:   strong  # really")
    rubric_file(door).write_text(commented, "utf-8")
    page = suggested(door)
    assert len(adding(page)) == 2 and "<b>a hundred" not in texts(page)
    add(page, SECOND)
    assert not page.exception
    assert "Added to the anchors of repair. It is in use now." in texts(page)
    assert SECOND in anchors(door, "repair")
    saved = rubric_file(door).read_text("utf-8")
    assert saved.count(SECOND) == 1 and saved.replace(f'["{SECOND}"]', "[]") == commented
    assert len(adding(page)) == 1, "the others stay, compared with the new anchor too"
    add(page, "a hundred")
    assert not page.exception
    assert FIRST in anchors(door, "measure") and adding(page) == []
    assert "near to an anchor already" in texts(page)
    for left in (1, 2):
        page.button(key="anchoring_undo").click().run()
        assert not page.exception and "suggested anchor of toy/" in texts(page)
        assert len(adding(page)) == left
    assert rubric_file(door).read_text("utf-8") == commented


def test_words_of_past_interviews_stay_in_view_though_the_version_is_new(door):  # noqa: F811
    said = "Letters march over frozen glaciers toward penguins in a drawer."
    session = Session.open(door.app.services, "toy")
    session.answer(said)
    session.close("candidate")
    session.overrule("scope", "met", "This says it.", "bo")
    page = suggested(door)
    add(page, said)
    assert not page.exception
    assert "Added to the anchors of scope" in texts(page) and said in anchors(door, "scope")
    page.button(key="anchoring_undo").click().run()
    assert said not in anchors(door, "scope") and len(adding(page)) == 1


@pytest.mark.parametrize("broken", ["id: [", "titel: x\n"])
def test_a_file_that_is_broken_meanwhile_is_left_alone(door, broken):  # noqa: F811
    write_labels(door)
    page = suggested(door)
    rubric_file(door).write_text(broken, "utf-8")
    add(page, SECOND)
    assert not page.exception
    assert "toy.yaml" in texts(page) and "mistake" in texts(page)
    assert rubric_file(door).read_text("utf-8") == broken


def test_what_is_too_long_for_an_anchor_is_said(door):  # noqa: F811
    write_labels(door, (FIRST, "penguins march " * 50 + "home."))
    page = suggested(door)
    add(page, "penguins march")
    assert not page.exception
    assert "Take 1 to 600" in texts(page)


def test_read_only(door):  # noqa: F811
    write_labels(door)
    door.read_only()
    page = suggested(door)
    assert [b.disabled for b in adding(page)] == [True, True]
    assert page.button(key="anchoring_undo").disabled
