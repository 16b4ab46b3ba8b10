"""Workbench for authors: packs, the editor's undo, rename, delete and drafts, and whether a rubric grades well."""

import io
import zipfile

import pytest

from interviewer.session import Session
from library.packs import pack_shelf
from library.packs.pack_files import read_zip
from tests.ui.opening import Door, labeled, texts

PACK = {
    "pack.yaml": "name: acme\nversion: 1.0\nlicense: MIT\nlanguage: en\n",
    "rubrics/toy.yaml": "id: toy\ntitle: Toy problem\nprompt: Sort letters.\ncheckpoints:\n- claim: Letters are sorted.\n",
    "knowledge/metrics.md": "---\nproblems: [toy]\n---\n\n## Sorting\n\nZebras sort letters.\n",
}


def zipped(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return held.getvalue()


def upload(page, data, name="acme.zip"):
    box = next(f for f in page.file_uploader if f.key.startswith("packs_file"))
    return box.set_value((name, data, "application/zip")).run()


def editor(page):
    return next(a for a in page.text_area if a.key.startswith("editor_text_rubric"))


def write_labels(door: Door) -> None:
    folder = door.folder / "rubrics" / "examples" / "toy"
    folder.mkdir(parents=True)
    said = "I would count how many of the letters land in the correct drawer every day."
    (folder / "strong.md").write_text(f"Interviewer: Design it.\n\nCandidate: {said}\n", "utf-8")
    rows = f'- {{checkpoint: measure, verdict: met, quote: "{said}"}}\n- {{checkpoint: repair, verdict: missed}}\n'
    (folder / "strong.verdicts.yaml").write_text(f"problem: toy\nanswer: strong\nverdicts:\n{rows}", "utf-8")
    other = rows.replace("verdict: missed", "verdict: partial, quote: I would count")
    (folder / "strong.bo.verdicts.yaml").write_text(f"problem: toy\nanswer: strong\nverdicts:\n{other}", "utf-8")


class TestPacks:
    def test_installing_shows_what_it_adds_and_both_problems_can_be_played(self, door):
        page = upload(door.open("workbench"), zipped(PACK))
        assert not page.exception
        assert "acme.toy: Toy problem, 1 checkpoints" in texts(page)
        assert "acme" not in {p.name for p in door.app.packs()}, "nothing before it is said"
        labeled(page.button, "Install").click().run()
        assert not page.exception
        assert "Installed acme 1.0" in texts(page)
        assert set(door.app.content.rubrics()) == {"toy", "acme.toy"}
        assert "Toy problem (acme.toy)" in texts(page), "told apart from the other of this title"
        door.app.follow()
        for problem in ("toy", "acme.toy"):
            session = Session.open(door.app.services, problem)
            session.answer("I would count how many of the letters land in the correct drawer every day.")
            assert session.close("candidate").rubric == problem

    def test_a_bad_one_is_refused_with_every_reason(self, door):
        page = upload(door.open("workbench"), zipped(PACK | {"../evil.md": "x", "rubrics/run.py": "x"}))
        said = texts(page)
        assert "leads elsewhere" in said and not any(b.label == "Install" for b in page.button)
        assert door.app.packs() == []

    def test_removing_says_what_depends_on_it(self, door):
        page = upload(door.open("workbench"), zipped(PACK))
        labeled(page.button, "Install").click().run()
        Session.open(door.app.services, "acme.toy")
        page.run()
        assert "1 interview about its problems, 1 not finished" in texts(page)
        assert labeled(page.button, "Remove").disabled
        page.checkbox(key="packs_sure_acme").check().run()
        labeled(page.button, "Remove").click().run()
        assert not page.exception
        assert set(door.app.content.rubrics()) == {"toy"}

    def test_read_only(self, door):
        pack_shelf.install(door.app.settings.packs, read_zip(zipped(PACK), "acme.zip"))
        door.read_only()
        page = door.open("workbench")
        assert labeled(page.button, "Remove").disabled
        assert next(f for f in page.file_uploader if f.key.startswith("packs_file")).disabled


class TestEditor:
    def test_undo_brings_the_file_and_the_text_back(self, door):
        page = door.open("workbench")
        path = door.folder / "rubrics" / "toy.yaml"
        before = path.read_text("utf-8")
        editor(page).set_value(before.replace("Toy problem", "Better")).run()
        labeled(page.button, "Save").click().run()
        assert "Better" in path.read_text("utf-8")
        labeled(page.button, "Undo").click().run()
        assert not page.exception
        assert path.read_text("utf-8") == before and editor(page).value == before
        assert labeled(page.button, "Undo").disabled

    def test_a_file_changed_elsewhere_is_not_saved_over(self, door):
        page = door.open("workbench")
        path = door.folder / "rubrics" / "toy.yaml"
        before = path.read_text("utf-8")
        editor(page).set_value(before.replace("Toy problem", "Ours")).run()
        path.write_text(before.replace("Toy problem", "Theirs"), "utf-8")
        page.run()
        assert "changed elsewhere" in texts(page) and labeled(page.button, "Save").disabled
        labeled(page.button, "Take the file's text").click().run()
        assert "Theirs" in editor(page).value

    def test_a_draft_is_played_and_not_published(self, door):
        page = door.open("workbench")
        path = door.folder / "rubrics" / "toy.yaml"
        before = path.read_text("utf-8")
        editor(page).set_value(before.replace("Design a thing that sorts letters", "Design a draft")).run()
        labeled(page.button, "Play this draft").click().run()
        assert not page.exception
        (session,) = door.app.services.events.sessions()
        assert Session(session, door.app.services).refresh().rubric.prompt.startswith("Design a draft")
        assert path.read_text("utf-8") == before and set(door.app.content.rubrics()) == {"toy"}

    def test_rename_and_delete_say_what_depends_on_it(self, door):
        chapter = door.folder / "knowledge" / "metrics.md"
        chapter.write_text(chapter.read_text("utf-8").replace("problems: all", "problems: [toy]"), "utf-8")
        Session.open(door.app.services, "toy")
        page = door.open("workbench")
        assert "1 past interviews are about it" in texts(page) and "section metrics/counting is for it" in texts(page)
        labeled(page.text_input, "New name").set_value("letters").run()
        labeled(page.button, "Rename").click().run()
        assert not page.exception
        assert set(door.app.content.rubrics()) == {"letters"}
        assert "problems: [letters]" in chapter.read_text("utf-8")
        page = door.open("workbench")
        page.checkbox(key=f"editor_sure_{door.folder / 'rubrics' / 'letters.yaml'}").check().run()
        labeled(page.button, "Delete").click().run()
        assert not page.exception
        assert door.app.content.rubrics() == {}
        labeled(door.open("workbench").button, "Undo").click().run()
        assert set(door.app.content.rubrics()) == {"letters"}

    def test_mistakes_show_their_lines(self, door):
        page = door.open("workbench")
        editor(page).set_value(editor(page).value.replace("title:", "titel:", 1)).run()
        assert "2 │ titel" in texts(page)

    def test_every_key_is_explained(self, door):
        said = texts(door.open("workbench"))
        assert "must_have" in said and "When missed, the whole score is capped" in said

    def test_read_only_switches_every_button_off(self, door):
        door.read_only()
        page = door.open("workbench")
        for name in ("Save", "Play this draft", "Undo", "Rename", "Delete"):
            assert labeled(page.button, name).disabled, name


class TestGrading:
    def test_without_labels_it_is_uncalibrated_and_says_what_to_do(self, door):
        said = texts(door.open("workbench"))
        assert "○ uncalibrated" in said and "Write a model answer" in said
        assert "No interviews about this version of the rubric yet." in said

    def test_agreement_by_checkpoint_with_two_labelers(self, door):
        write_labels(door)
        page = door.open("workbench")
        assert "◐ few labels" in texts(page)
        assert "the first labeler and bo: kappa" in texts(page)
        next(b for b in page.button if b.key == "grading_measure").click().run()
        assert not page.exception
        assert "Same verdict as people" in texts(page) and "(n=1)" in texts(page)
        labeled(page.button, "Suggest anchors").click().run()
        assert not page.exception

    def test_a_bad_verdict_file_is_named_by_line(self, door):
        write_labels(door)
        path = door.folder / "rubrics" / "examples" / "toy" / "strong.verdicts.yaml"
        path.write_text(path.read_text("utf-8").replace("measure", "measures"), "utf-8")
        said = texts(door.open("workbench"))
        assert "strong.verdicts.yaml:4" in said and "mistakes in labels" in said

    def test_past_interviews_are_summed_up(self, door):
        for _ in range(3):
            session = Session.open(door.app.services, "toy")
            session.answer(
                "I would count how many of the letters land in the correct drawer every day. Penguins march over frozen glaciers toward breeding grounds."
            )
            session.close("candidate")
            session.overrule("measure", "met", "They <b>said</b> it.", "bo")
        page = door.open("workbench")
        said = texts(page)
        assert "n=3 interviews graded by this version." in said and "Never met" in said
        assert "They &lt;b&gt;said&lt;/b&gt; it." in said or "Always met" in said
        labeled(page.button, "Find sentences that no checkpoint explains").click().run()
        assert not page.exception
        assert "Penguins" in texts(page)


def test_home_shows_the_badge_of_the_chosen_problem(door):
    page = door.open("interview")
    assert "○ uncalibrated" in texts(page)


@pytest.mark.parametrize("name", ["metrics"])
def test_a_chapter_that_breaks_says_that_its_last_good_version_serves(door, name):
    page = door.open("workbench")
    (door.folder / "knowledge" / f"{name}.md").write_text("---\ntitle: x\n", "utf-8")
    page.run()
    assert "◐ last good version" in texts(page)
    assert "metrics/counting" in door.app.content.sections()
