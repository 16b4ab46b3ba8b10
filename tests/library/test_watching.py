"""Watching: a changed file is in use by itself, only what changed is encoded, and two processes never disagree."""

import json
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from library.errors import GuideError, IndexMismatch, StoreError
from library.index import chroma_build
from library.index.chroma_search import ChromaGuide, build, current, refresh
from library.watching import Watcher
from tests.fakes import StemEncoder
from tests.library.index.test_chroma import Counting, section
from tests.ui.opening import CHAPTER, toy_app, write_content

ROOT = Path(__file__).parents[2]
MANY = 30


def many(**changes):
    sections = [section(f"s{i}", f"Topic{i} is about thing{i} and stuff{i}.", f"book{i % 5}") for i in range(MANY)]
    return {s.id: s for s in sections} | changes


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def held(folder):
    """A guide that is indexed, as a mapping that a test may change."""
    sections = many()
    build(folder, list(sections.values()), StemEncoder())
    return sections


def follow(folder, sections, encoder=None):
    return refresh(folder, lambda: list(sections.values()), encoder or StemEncoder())


def edited(sections, name, text):
    sections[name] = replace(sections[name], paragraphs=(text,))


class TestOnlyWhatChanged:
    def test_one_edited_section_encodes_that_section_alone(self, folder, held):
        edited(held, "book1/s1", "Zebras graze.")
        encoder = Counting()
        built = follow(folder, held, encoder)
        assert encoder.seen == ["S1. Zebras graze."]
        assert (built.added, built.changed, built.removed, built.unchanged) == (0, 1, 0, 2 * MANY - 1)
        assert ChromaGuide(folder, lambda: held, StemEncoder()).search("zebras graze")[0].section.id == "book1/s1"

    def test_nothing_changed_builds_nothing(self, folder, held):
        assert follow(folder, held) is None and current(folder) == "gen-1"

    def test_a_section_comes_and_another_goes(self, folder, held):
        del held["book0/s0"]
        held["book9/new"] = section("new", "Brand new words.", "book9")
        built = follow(folder, held)
        assert (built.added, built.changed, built.removed) == (2, 0, 2)
        guide = ChromaGuide(folder, lambda: held, StemEncoder())
        assert guide.search("brand new words")[0].section.id == "book9/new"
        assert not guide.outdated()

    def test_after_many_edits_every_known_vector_still_finds_itself(self, folder, held):
        for i in range(25):
            name = f"book{i % 5}/s{i}"
            edited(held, name, f"Edited{i} says word{i * 7}.")
            follow(folder, held)
        guide = ChromaGuide(folder, lambda: held, StemEncoder())
        assert guide.health(sample=1_000) and not guide.outdated()

    def test_a_worn_index_is_laid_out_anew_without_encoding_again(self, folder, held, monkeypatch):
        monkeypatch.setattr(chroma_build, "_WORN", 0.0)
        edited(held, "book1/s1", "Zebras graze.")
        encoder = Counting()
        built = follow(folder, held, encoder)
        assert len(encoder.seen) == 1 and built.unchanged == 2 * MANY - 1

    def test_old_generations_do_not_pile_up(self, folder, held):
        for i in range(6):
            edited(held, "book1/s1", f"Version{i}.")
            follow(folder, held)
        assert sorted(p.name for p in folder.glob("gen-*")) == ["gen-6", "gen-7"]

    def test_an_index_of_another_encoder_is_never_replaced_silently(self, folder, held):
        class Other(StemEncoder):
            id = "other@11111111"

        with pytest.raises(IndexMismatch, match="python -m interviewer index"):
            follow(folder, held, Other())
        assert current(folder) == "gen-1"

    def test_a_guide_that_vanishes_leaves_the_index(self, folder, held):
        with pytest.raises(GuideError, match="empty"):
            follow(folder, {})
        assert current(folder) == "gen-1"

    def test_from_nothing_tells_its_progress(self, folder):
        lines = []
        refresh(folder, list(many().values()), StemEncoder(), lines.append)
        assert lines == ["Encoding passages 1 to 60 of 60"]

    def test_a_search_goes_on_while_its_generation_is_taken_away(self, folder, held):
        guide = ChromaGuide(folder, lambda: held, StemEncoder())
        assert guide.search("Topic3 thing3")
        for i in range(4):
            edited(held, "book1/s1", f"Version{i}.")
            follow(folder, held)
            assert guide.search("Topic3 thing3")[0].section.id == "book3/s3"


class Turning:
    """Counts what a watcher asks of it."""

    def __init__(self):
        self.seen, self.acts, self.fail = ("files", "gen-1"), 0, None

    def look(self):
        return self.seen

    def act(self, progress):
        self.acts += 1
        progress("working")
        if self.fail:
            raise self.fail
        return None


class TestWatcher:
    @pytest.fixture
    def turning(self):
        return Turning()

    @pytest.fixture
    def watcher(self, turning):
        return Watcher(turning.look, turning.act, 0.01)

    def test_it_acts_once_for_each_change(self, turning, watcher):
        assert watcher.once() and not watcher.once()
        turning.seen = ("others", "gen-1")
        assert watcher.once() and not watcher.once()
        assert (turning.acts, watcher.now.rounds, watcher.now.step) == (2, 2, "")

    def test_another_process_that_builds_is_noticed(self, turning, watcher):
        watcher.once()
        turning.seen = ("files", "gen-2")
        assert watcher.once()

    @pytest.mark.parametrize("fault", [StoreError("The disk is full.", "Make room."), RuntimeError("odd")])
    def test_what_goes_wrong_is_said_and_tried_again_later(self, turning, watcher, fault, monkeypatch):
        turning.fail = fault
        assert watcher.once() and str(fault) in watcher.now.fault
        assert not watcher.once()
        turning.fail = None
        later = time.monotonic() + 60
        monkeypatch.setattr("library.watching.time.monotonic", lambda: later)
        assert watcher.once() and watcher.now.fault == ""

    def test_a_folder_that_is_just_being_moved_ends_nothing(self, turning, watcher):
        turning.look = None
        broken = Watcher(lambda: (_ for _ in ()).throw(OSError("gone")), turning.act, 0.01)
        assert not broken.once() and turning.acts == 0

    def test_it_runs_by_itself_until_stopped(self, turning, watcher):
        watcher.start()
        until = time.monotonic() + 20
        while turning.acts < 1 and time.monotonic() < until:
            time.sleep(0.01)
        watcher.stop()
        assert turning.acts == 1

    def test_every_0_seconds_means_never(self, turning):
        watcher = Watcher(turning.look, turning.act, 0)
        watcher.start()
        time.sleep(0.05)
        assert turning.acts == 0


@pytest.fixture
def app(tmp_path):
    write_content(tmp_path)
    return toy_app(tmp_path)


@pytest.fixture
def watched(app):
    """The app with a watcher that a test turns by hand."""
    app.prepare_index()
    watcher = Watcher(app.seen, app.follow, 0)
    watcher.once()
    return app, watcher, app.settings.grader.content[0]


class TestFiles:
    def test_a_dropped_rubric_and_chapter_are_in_use(self, watched):
        app, watcher, folder = watched
        (folder / "knowledge" / "zebras.md").write_text("## Stripes\n\nZebras have stripes.\n", "utf-8")
        (folder / "rubrics" / "more.yaml").write_text(
            "id: more\ntitle: More\nprompt: Do more.\ncheckpoints:\n- claim: More is done.\n", "utf-8"
        )
        assert watcher.once() and watcher.now.fault == ""
        assert "more" in app.content.rubrics()
        assert app.guide.search("zebras stripes")[0].section.id == "zebras/stripes"

    def test_a_chapter_that_breaks_is_named_and_its_last_good_version_is_found(self, watched):
        app, watcher, folder = watched
        path = folder / "knowledge" / "metrics.md"
        path.write_text("---\ntitle: Metrics\n", "utf-8")
        watcher.once()
        library = app.content.library()
        assert "metrics.md:1" in str(library.mistakes[0]) and library.earlier == {"metrics"}
        assert app.guide.search("a wrong drawer costs a whole day")[0].section.id == "metrics/counting"
        path.write_text(CHAPTER.replace("a whole day", "three zebras"), "utf-8")
        watcher.once()
        assert app.content.library().earlier == frozenset()
        assert "three zebras" in app.guide.search("three zebras")[0].paragraph

    def test_a_chapter_that_was_never_sound_serves_what_is_sound_of_it(self, watched):
        app, watcher, folder = watched
        (folder / "knowledge" / "half.md").write_text("## Good\n\nGiraffes are tall.\n\n## Empty\n", "utf-8")
        watcher.once()
        assert len(app.content.library().mistakes) == 1 and app.content.library().earlier == frozenset()
        assert app.guide.search("giraffes are tall")[0].section.id == "half/good"

    def test_a_chapter_that_is_removed_is_gone(self, watched):
        app, watcher, folder = watched
        (folder / "knowledge" / "more.md").write_text("## One\n\nZebras.\n", "utf-8")
        watcher.once()
        (folder / "knowledge" / "more.md").unlink()
        watcher.once()
        assert "more/one" not in app.content.sections() and not app.guide.outdated()

    def test_only_the_changed_file_is_read(self, watched, monkeypatch):
        app, watcher, folder = watched
        read = []
        real = app.content._chapter_files._read
        monkeypatch.setattr(app.content._chapter_files, "_read", lambda path: read.append(path.name) or real(path))
        (folder / "knowledge" / "zebras.md").write_text("## Stripes\n\nZebras have stripes.\n", "utf-8")
        watcher.once()
        assert read == ["zebras.md"]


def test_following_says_what_it_did(app):
    watcher = Watcher(app.seen, app.follow, 0)
    watcher.once()
    assert watcher.now.said.startswith("gen-1: added")


WRITER = """
    import json, sys, random
    from pathlib import Path
    from library.index.chroma_search import ChromaGuide, refresh
    from tests.fakes import StemEncoder
    from tests.library.index.test_chroma import section

    folder, shared, me = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

    def read():
        # What both processes see on disk: files, each a section.
        return {p.stem: section(p.stem, p.read_text(), "book") for p in sorted(shared.glob("*.txt"))}

    def sections():
        return {s.id: s for s in read().values()}

    guide = ChromaGuide(folder, sections, StemEncoder())
    for round in range(12):
        name = f"p{me}x{round % 5}"
        fresh = shared / f"{name}.new"
        fresh.write_text(f"Word{me}y{round} stands in {name}.")
        fresh.replace(shared / f"{name}.txt")
        refresh(folder, lambda: list(sections().values()), StemEncoder())
        found = guide.search(f"Word{me}y{round} stands in {name}", limit=1)
        assert found[0].section.id == f"book/{name}", (name, round, found)
        assert f"Word{me}y{round}" in found[0].paragraph
    print(json.dumps("done"))
"""


def test_two_processes_index_and_search_at_once_and_every_vector_finds_itself(tmp_path, folder):
    """App and terminal at once: each edits, indexes and searches; nothing is lost, old or unfindable."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "first.txt").write_text("The first section is here.")
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(folder), str(shared)]
    running = [
        subprocess.Popen([*command, str(me)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for me in (1, 2)
    ]
    for process in running:
        out, err = process.communicate(timeout=250)
        assert process.returncode == 0, err
        assert json.loads(out) == "done"
    sections = {s.id: s for p in shared.glob("*.txt") for s in [section(p.stem, p.read_text(), "book")]}
    guide = ChromaGuide(folder, lambda: sections, StemEncoder())
    assert not guide.outdated(), "the index is what is on disk"
    assert guide.health(sample=10_000), "every known vector finds itself"
    for name in sections:
        text = sections[name].paragraphs[0]
        assert guide.search(text, limit=1)[0].section.id == name
    assert len(list(folder.glob("gen-*"))) <= 2
