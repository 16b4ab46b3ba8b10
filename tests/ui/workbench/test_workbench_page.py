"""Workbench: what is on the shelves, what is wrong with it, what it does to an answer."""

import re

import pytest

from tests.ui.opening import CHAPTER, Door, labeled, texts


def rubric_file(door: Door):
    return door.folder / "rubrics" / "toy.yaml"


def test_sound_content_is_listed_with_its_counts(door):
    page = door.open("workbench")
    assert not page.exception
    said = texts(page)
    assert "1 rubric in use. No mistakes." in said
    assert "1 chapter in use. No mistakes." in said
    assert "toy.yaml" in said
    assert "metrics.md" in said
    assert "The index is sound and up to date." in said


def test_a_bad_rubric_is_named_with_its_lines_and_the_good_ones_serve(door):
    (door.folder / "rubrics" / "bad.yaml").write_text("id: bad\ntitle: Bad\npromt: Design it.\nphases: []\n", "utf-8")
    page = door.open("workbench")
    assert not page.exception
    said = texts(page)
    assert "rubrics/bad.yaml:3" in said
    assert "promt" in said
    assert "1 rubric in use" in said
    assert "Toy problem" in said


def test_a_rubric_that_breaks_keeps_serving_its_last_good_version(door):
    page = door.open("workbench")
    sound = rubric_file(door).read_text("utf-8")
    rubric_file(door).write_text(sound.replace("title:", "titel:"), "utf-8")
    page.run()
    assert not page.exception
    assert "rubrics/toy.yaml" in texts(page)
    assert "last good version" in texts(page)
    assert door.app.content.rubrics()["toy"].title == "Toy problem"
    rubric_file(door).write_text(sound.replace("Toy problem", "Mended problem"), "utf-8")
    page.run()
    assert "last good version" not in texts(page)
    assert door.app.content.rubrics()["toy"].title == "Mended problem"
    rubric_file(door).unlink()
    assert "toy" not in door.app.content.rubrics(), "a file that is gone is gone"


def test_a_bad_chapter_is_named_with_its_lines(door):
    (door.folder / "knowledge" / "bad.md").write_text("# Only a title\n\nNo section.\n", "utf-8")
    page = door.open("workbench")
    assert "knowledge/bad.md:1" in texts(page)
    assert not page.exception


def test_a_changed_guide_is_said_and_rebuilt_with_progress(door):
    page = door.open("workbench")
    more = CHAPTER + "\n## Another idea\n\nCount also the letters that come back.\n"
    (door.folder / "knowledge" / "metrics.md").write_text(more, "utf-8")
    page.run()
    assert "The guide changed" in texts(page)
    labeled(page.button, "Rebuild index").click().run()
    assert not page.exception
    said = texts(page)
    assert re.search(r"Index rebuilt: \d+ passages added, 0 changed, 0 removed, \d+ unchanged\.", said)
    assert "The index is sound and up to date." in said


def test_a_text_is_judged_by_one_checkpoint_with_every_reason(door):
    page = door.open("workbench")
    page.selectbox(key="try_toy_checkpoint").set_value("measure").run()
    page.text_area(key="try_text").set_value("We count the letters which land in the correct drawer at night.").run()
    assert not page.exception
    said = texts(page)
    assert "similarity" in said
    assert "compared with" in said
    assert "Postal codes" not in said.split("compared with")[1][:400]


def test_a_text_is_judged_by_all_checkpoints_escaped(door):
    page = door.open("workbench")
    page.text_area(key="try_text").set_value("<script>alert(1)</script> we repair postal codes before sorting.").run()
    assert not page.exception
    assert "<script>" not in texts(page)
    assert texts(page).count("credit") >= 3


def test_the_search_shows_sections_and_the_question_that_would_be_asked(door):
    page = door.open("workbench")
    page.text_input(key="search_text").set_value("the order at the top matters").run()
    assert "Counting what landed right" in texts(page)
    page.selectbox(key="search_toy_checkpoint").set_value("measure").run()
    assert not page.exception
    assert "The interviewer would ask" in texts(page)


def test_the_editor_names_mistakes_by_line_and_saves_what_is_sound(door):
    page = door.open("workbench")
    area = next(a for a in page.text_area if a.key.startswith("editor_text_rubric"))
    sound = area.value
    area.set_value(sound.replace("title: Toy problem", "titel: Toy problem")).run()
    assert "toy.yaml:2" in texts(page)
    assert labeled(page.button, "Save").disabled
    area = next(a for a in page.text_area if a.key.startswith("editor_text_rubric"))
    area.set_value(sound.replace("title: Toy problem", "title: A better title")).run()
    assert "-title: Toy problem" in page.code[0].value, "the difference is shown before saving"
    labeled(page.button, "Save").click().run()
    assert not page.exception
    assert "title: A better title" in rubric_file(door).read_text("utf-8")
    assert "A better title" in texts(page), "in use without a restart"


def test_a_new_file_begins_from_a_sound_template(door):
    page = door.open("workbench")
    labeled(page.selectbox, "File").set_value("(new file)").run()
    assert not page.exception
    labeled(page.button, "Save").click().run()
    assert (door.folder / "rubrics" / "my_problem.yaml").exists()
    assert "my_problem" in door.app.content.rubrics()


@pytest.mark.parametrize("name", ["../evil", "Toy", "a/b", ""])
def test_a_name_that_leads_elsewhere_is_refused(door, name):
    page = door.open("workbench")
    labeled(page.selectbox, "File").set_value("(new file)").run()
    page.text_input(key="editor_name").set_value(name).run()
    assert "the name cannot be used" in texts(page)
    assert labeled(page.button, "Save").disabled


def test_read_only_switches_writing_off_and_says_so(door):
    door.read_only()
    page = door.open("workbench")
    assert "VIVA_READ_ONLY=1" in texts(page)
    assert labeled(page.button, "Rebuild index").disabled
    area = next(a for a in page.text_area if a.key.startswith("editor_text_rubric"))
    area.set_value(area.value.replace("Toy problem", "Better")).run()
    assert labeled(page.button, "Save").disabled
