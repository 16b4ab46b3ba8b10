"""Workbench: keeping what was tried, what a section is good for, and lint beside a file."""

from tests.ui.opening import door, labeled, texts  # noqa: F401 (a fixture)

SAID = "We count the letters which land in the correct drawer at night."


def tried(door, text=SAID):  # noqa: F811
    page = door.open("workbench")
    page.selectbox(key="try_toy_checkpoint").set_value("measure").run()
    page.text_area(key="try_text").set_value(text).run()
    assert not page.exception
    return page


def rubric_file(door):  # noqa: F811
    return door.folder / "rubrics" / "toy.yaml"


def test_a_text_becomes_an_anchor_and_comments_stay(door):  # noqa: F811
    commented = "# ours\n" + rubric_file(door).read_text("utf-8").replace("tier: strong", "tier: strong  # really")
    rubric_file(door).write_text(commented, "utf-8")
    page = tried(door)
    assert f'+    - "{SAID}"' in "".join(c.value for c in page.code), "shown before it is saved"
    labeled(page.button, "Save as anchor").click().run()
    assert not page.exception
    assert "Saved as anchor of measure. It is in use now." in texts(page)
    saved = rubric_file(door).read_text("utf-8")
    assert [line for line in saved.splitlines() if line not in commented.splitlines()] == [f'    - "{SAID}"']
    assert SAID in door.app.content.rubrics()["toy"].checkpoint("measure").anchors
    page.button(key="keeping_undo").click().run()
    assert not page.exception
    assert rubric_file(door).read_text("utf-8") == commented
    assert "Taken back" in texts(page)


def test_a_text_becomes_a_contrast(door):  # noqa: F811
    page = tried(door, "Nobody needs to count anything.")
    page.selectbox(key="keeping_kind").set_value("contrasts").run()
    labeled(page.button, "Save as contrast").click().run()
    assert not page.exception
    assert "Nobody needs to count anything." in door.app.content.rubrics()["toy"].checkpoint("measure").contrasts


def test_a_text_becomes_a_labeled_example(door):  # noqa: F811
    page = tried(door)
    page.selectbox(key="keeping_kind").set_value("example").run()
    page.selectbox(key="keeping_verdict").set_value("partial").run()
    labeled(page.button, "Save as labeled example").click().run()
    assert not page.exception
    (labels,) = door.app.content.labels("toy").labeled
    assert labels.name == "tried_01"
    assert {i: (label.verdict, label.quote) for i, label in labels.labels.items()} == {"measure": ("partial", SAID)}
    assert door.app.content.labels("toy").mistakes == ()


def test_a_text_that_stands_there_cannot_be_kept_twice(door):  # noqa: F811
    page = tried(door, "We count how many letters land in the correct drawer.")
    assert "stands there already" in texts(page)
    assert page.button(key="keeping_save").disabled


def test_read_only_keeps_nothing(door):  # noqa: F811
    door.read_only()
    page = tried(door)
    assert page.button(key="keeping_save").disabled and page.button(key="keeping_undo").disabled


def test_what_would_be_asked_from_a_section_and_for_which_gaps(door):  # noqa: F811
    page = door.open("workbench")
    page.selectbox(key="aims_section").set_value("metrics/counting").run()
    assert not page.exception
    said = texts(page)
    assert "found for its claim at place 1" in said
    assert "What would a wrong drawer cost you?" in said
    assert "The interviewer would ask" in said


def test_lint_stands_beside_the_file_and_mends_what_is_mechanical(door):  # noqa: F811
    sound = rubric_file(door).read_text("utf-8")
    rubric_file(door).write_text(sound.replace("title: Toy problem", "title: 'Toy  problem'  # why"), "utf-8")
    page = door.open("workbench")
    said = texts(page)
    assert "no-contrast" in said and "toy/repair" in said and "Why:" in said and "Mend:" in said
    assert "stray-space" in said
    labeled(page.button, "Mend what is mechanical").click().run()
    assert not page.exception
    assert "title: 'Toy problem'  # why" in rubric_file(door).read_text("utf-8")
    assert "stray-space" not in texts(page)
    labeled(page.button, "Measure on model answers").click().run()
    assert not page.exception


def test_lint_of_a_chapter_names_its_lines(door):  # noqa: F811
    chapter = door.folder / "knowledge" / "metrics.md"
    chapter.write_text(chapter.read_text("utf-8") + "\n## Short {#short}\n\nSee [this](gone.md).\n", "utf-8")
    page = door.open("workbench")
    labeled(page.radio, "Kind").set_value("chapter").run()
    assert not page.exception
    said = texts(page)
    assert "dead-link" in said and "section-too-short" in said and "line 15" in said
