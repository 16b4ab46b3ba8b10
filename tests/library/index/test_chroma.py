"""The index on real Chroma: generations, the pointer, damage, two processes."""

import json
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from library.errors import GuideError, IndexMismatch, StoreError
from library.guide import Section
from library.index import generations, passages
from library.index.chroma_search import ChromaGuide, build, current, remove_old
from tests.fakes import StemEncoder

ROOT = Path(__file__).parents[3]
TOPICS = {
    "cats": "Cats sleep on the sofa and chase small mice at night.",
    "ships": "Ships carry heavy cargo across the wide ocean for weeks.",
    "bread": "Bread needs flour, water, salt and a warm oven.",
    "trains": "Trains run on steel rails and stop at every station.",
}


def section(name, text, chapter="book", asks=(), problems=(), phases=()):
    return Section(f"{chapter}/{name}", chapter.title(), name.title(), 1, (text,), tuple(asks), problems, phases)


def a_guide(**changes):
    sections = [section(name, text, f"book{i // 2}") for i, (name, text) in enumerate(TOPICS.items())]
    return {s.id: s for s in sections} | changes


class Counting(StemEncoder):
    """Counts what it encodes."""

    def __init__(self):
        self.seen = []

    def encode(self, texts):
        self.seen += texts
        return super().encode(texts)


def index(folder, sections, encoder=None):
    return build(folder, list(sections.values()), encoder or StemEncoder())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def sections():
    return a_guide()


@pytest.fixture
def guide(folder, sections):
    index(folder, sections)
    return ChromaGuide(folder, lambda: sections, StemEncoder())


class TestBuilding:
    def test_the_first_generation_adds_all(self, folder, sections):
        built = index(folder, sections)
        assert (built.generation, built.added, built.changed, built.removed, built.unchanged) == ("gen-1", 8, 0, 0, 0)

    def test_building_again_copies_every_vector(self, folder, sections):
        index(folder, sections)
        encoder = Counting()
        built = index(folder, sections, encoder)
        assert (built.generation, built.unchanged, built.added) == ("gen-2", 8, 0)
        assert encoder.seen == []

    def test_only_what_changed_is_encoded(self, folder, sections):
        index(folder, sections)
        old = sections["book0/cats"]
        changed = sections | {old.id: replace(old, paragraphs=("Cats purr.",))}
        changed |= {"book9/new": section("new", "Brand new words.", "book9")}
        del changed["book0/ships"]
        encoder = Counting()
        built = index(folder, changed, encoder)
        assert (built.added, built.changed, built.removed, built.unchanged) == (2, 1, 2, 5)
        assert len(encoder.seen) == 3

    def test_copied_vectors_find_themselves(self, folder, sections):
        for _ in range(3):
            index(folder, sections)
        assert ChromaGuide(folder, lambda: sections, StemEncoder()).health(sample=100)

    def test_an_empty_guide_is_refused_and_the_old_index_stays(self, folder, sections, guide):
        with pytest.raises(GuideError, match="empty"):
            build(folder, [], StemEncoder())
        assert current(folder) == "gen-1" and guide.search("cats sleep")

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StoreError, match="VIVA_DATA"):
            index(tmp_path / "file" / "index", a_guide())

    def test_a_long_paragraph_is_cut_and_found_by_either_half(self, folder):
        text = " ".join(f"Sentence number {i} is about cats." for i in range(60)) + " Zebras graze."
        long = {"book/long": section("long", text)}
        assert index(folder, long).added > 2
        (found,) = ChromaGuide(folder, lambda: long, StemEncoder()).search("zebras graze")
        assert "Zebras" in found.paragraph

    def test_progress_is_told(self, folder, sections):
        lines = []
        build(folder, list(sections.values()), StemEncoder(), lines.append)
        assert lines == ["Encoding passages 1 to 8 of 8"]


class TestSearching:
    @pytest.mark.parametrize("topic", TOPICS)
    def test_every_section_finds_itself(self, guide, topic):
        found = guide.search(TOPICS[topic])
        assert found[0].section.heading == topic.title() and found[0].paragraph == TOPICS[topic]

    def test_every_known_vector_finds_itself(self, guide):
        assert guide.health(sample=100)

    def test_words_alone_find_too(self, guide):
        assert guide.search("flour")[0].section.id == "book1/bread"

    @pytest.mark.parametrize("query", ["", "   "])
    def test_nothing_is_found_for_nothing(self, guide, query):
        assert guide.search(query) == []

    def test_at_most_as_many_as_wanted_best_first(self, guide):
        found = guide.search("cats and ships", limit=2)
        assert {f.section.id for f in found} == {"book0/cats", "book0/ships"}
        assert found[0].rank >= found[1].rank

    def test_sections_of_other_problems_are_left_out(self, folder):
        both = {
            "a/x": section("x", "Cats sleep.", "a", problems=("pets",)),
            "b/y": section("y", "Cats sleep.", "b", problems=("zoo",)),
            "c/z": section("z", "Cats sleep.", "c"),
        }
        index(folder, both)
        guide = ChromaGuide(folder, lambda: both, StemEncoder())
        assert {f.section.id for f in guide.search("cats", problem="pets")} == {"a/x", "c/z"}
        assert len(guide.search("cats")) == 3

    def test_the_phase_comes_first_and_the_rest_fills_up(self, folder):
        both = {
            "a/x": section("x", "Cats sleep on sofas.", "a", phases=("data",)),
            "b/y": section("y", "Dogs bark.", "b", phases=("metrics",)),
            "c/z": section("z", "Fish swim.", "c"),
        }
        index(folder, both)
        found = ChromaGuide(folder, lambda: both, StemEncoder()).search("cats sleep on sofas", phase="metrics")
        assert found[-1].section.id == "a/x" and len(found) == 3

    def test_one_chapter_gives_two_of_three(self, folder):
        many = {f"a/{i}": section(str(i), f"Cats sleep {i}.", "a") for i in range(5)}
        many["b/y"] = section("y", "Cats walk.", "b")
        index(folder, many)
        found = ChromaGuide(folder, lambda: many, StemEncoder()).search("cats sleep")
        assert [f.section.id.split("/")[0] for f in found].count("a") == 2

    def test_a_question_leads_to_its_section(self, folder):
        asking = {
            "a/x": section("x", "Nothing of interest.", "a", asks=("How do zebras cross rivers?",)),
            "b/y": section("y", "Zebras.", "b"),
        }
        index(folder, asking)
        found = ChromaGuide(folder, lambda: asking, StemEncoder()).search("how do zebras cross rivers")
        assert found[0].section.id == "a/x"

    def test_a_section_removed_from_disk_is_not_found_before_the_index_follows(self, folder, sections, guide):
        del sections["book0/cats"]
        assert all(f.section.id != "book0/cats" for f in guide.search("cats sleep"))


class TestPointer:
    def test_an_open_guide_follows_it(self, folder, sections, guide):
        assert guide.search("zebras")[0].section.id != "book9/zebras"
        sections["book9/zebras"] = section("zebras", "Zebras graze.", "book9")
        index(folder, sections)
        assert guide.search("zebras graze")[0].section.id == "book9/zebras"

    def test_outdated_means_the_disk_differs(self, folder, sections, guide):
        assert not guide.outdated()
        sections["book9/zebras"] = section("zebras", "Zebras graze.", "book9")
        assert guide.outdated()
        index(folder, sections)
        assert not guide.outdated()

    def test_old_generations_go_and_the_current_stays(self, folder, sections):
        for _ in range(3):
            index(folder, sections)
        remove_old(folder)
        assert sorted(p.name for p in folder.glob("gen-*")) == ["gen-3"]
        assert ChromaGuide(folder, lambda: sections, StemEncoder()).search("cats")

    def test_a_build_that_died_leaves_the_old_index_in_use(self, folder, sections, guide, monkeypatch):
        monkeypatch.setattr(generations, "point", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index(folder, sections)
        assert current(folder) == "gen-1" and guide.search("cats")
        monkeypatch.undo()
        assert index(folder, sections).generation == "gen-3"


class TestRefusing:
    def test_no_index_names_the_command(self, folder, sections):
        with pytest.raises(IndexMismatch, match="python -m interviewer index"):
            ChromaGuide(folder, lambda: sections, StemEncoder()).search("cats")

    def test_an_index_of_another_encoder_names_the_command(self, folder, sections, guide):
        class Other(StemEncoder):
            id = "other@11111111"

        other = ChromaGuide(folder, lambda: sections, Other())
        for act in (lambda: other.search("cats"), other.outdated, other.health):
            with pytest.raises(IndexMismatch, match=r"stems@00000000, not other@11111111.*python -m interviewer index"):
                act()

    def test_another_encoder_encodes_everything_anew(self, folder, sections, guide):
        class Other(StemEncoder):
            id = "other@11111111"

        assert index(folder, sections, Other()).added == 8

    @pytest.mark.parametrize("damage", ["no database", "no collection", "empty folder"])
    def test_a_damaged_generation_is_named_and_has_to_be_built_anew(self, tmp_path, sections, damage):
        index(tmp_path / "built", sections)
        folder = tmp_path / "found"  # Chroma remembers a path that it opened in this process
        shutil.copytree(tmp_path / "built", folder)
        generation = folder / "gen-1"
        if damage == "no database":
            (generation / "chroma.sqlite3").unlink()
        else:
            shutil.rmtree(generation)
            generation.mkdir()
        if damage == "no collection":
            _in_a_process(f"import chromadb; chromadb.PersistentClient({str(generation)!r})")
        guide = ChromaGuide(folder, lambda: sections, StemEncoder())
        with pytest.raises(IndexMismatch, match="damaged"):
            guide.search("cats")
        assert guide.outdated() and not guide.health()
        index(folder, sections)
        assert guide.search("cats") and guide.health()

    @pytest.mark.parametrize("pointer", ["", "{}", "no json", "[]", '{"generation": "gen-7"}'])
    def test_a_damaged_pointer(self, folder, sections, guide, pointer):
        (folder / "current").write_text(pointer)
        with pytest.raises(IndexMismatch, match="python -m interviewer index"):
            guide.search("cats")

    def test_another_version_has_to_be_built_anew(self, folder, sections, guide, monkeypatch):
        monkeypatch.setattr(passages, "SPLITTER", "next")
        fresh = ChromaGuide(folder, lambda: sections, StemEncoder())
        assert fresh.outdated()


def _in_a_process(code):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


READER = """
    import json, sys, time
    from pathlib import Path
    from library.index.chroma_search import ChromaGuide, current
    from tests.fakes import StemEncoder
    from tests.library.index.test_chroma import a_guide, section

    folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
    sections = a_guide() | {f"late{i}/{i}": section(str(i), f"Zebra{i} grazes.", f"late{i}") for i in range(3)}
    guide = ChromaGuide(folder, lambda: sections, StemEncoder())
    print("ready", flush=True)
    while not stop.exists():
        assert guide.search("Cats sleep on the sofa")[0].section.id == "book0/cats"
        time.sleep(0.02)
    print(json.dumps([guide.search(f"zebra{i}")[0].section.id for i in range(3)]))
    print(json.dumps([current(folder), guide.health(sample=100)]))
"""


def test_a_reader_in_another_process_follows_while_a_writer_builds(tmp_path, folder, sections):
    """Reading never fails and never shows old vectors for ever; every vector of the last generation finds itself."""
    index(folder, sections)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", textwrap.dedent(READER), str(folder), str(stop)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline().strip() == "ready"
        for i in range(3):
            sections[f"late{i}/{i}"] = section(str(i), f"Zebra{i} grazes.", f"late{i}")
            index(folder, sections)
        stop.touch()
        out, err = reader.communicate(timeout=120)
    assert reader.returncode == 0, err
    found, (generation, healthy) = map(json.loads, out.strip().splitlines()[-2:])
    assert found == [f"late{i}/{i}" for i in range(3)]
    assert (generation, healthy) == ("gen-4", True)
