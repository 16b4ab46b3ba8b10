"""A problem of another format gets no questions about models: the shipped guide, on real Chroma, is for the ten phases."""

from dataclasses import replace
from pathlib import Path

import pytest

from grader.adapters.rubric_files import read_rubric
from grader.rubric import Checkpoint, Phase
from interviewer.session import Session
from library.chapter_files import read_library
from library.guide import Section
from library.index.chroma_search import ChromaGuide, build
from tests.fakes import StemEncoder, a_rubric, services

ROOT = Path(__file__).parents[3]
VAGUE = "One could look at all of this from many sides, and some sides would be more useful to us than other sides."


def own(name, problems=(), phases=()):
    text = "Letters that reach a drawer, writers and postal codes: a section of somebody's own guide."
    ask = "Which of the drawers would you watch on a rainy day?"
    return Section(f"own/{name}", "Own", "Drawers", 1, (text,), (ask,), problems, phases)


OWN = [
    own("the-problem", problems=("toy",)),
    own("a-phase-of-the-problem", problems=("toy",), phases=("metrics",)),
    own("everything"),
    own("a-phase-of-its-own", phases=("judging",)),
]
OTHER = own("another-phase", phases=("cooking",))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Return the shipped guide and some sections of one's own: indexed once, and only those named are there."""
    shipped = read_library([ROOT / "knowledge"]).sections
    folder = tmp_path_factory.mktemp("index")
    build(folder, [*shipped.values(), *OWN, OTHER], StemEncoder())

    def guide(*others):
        sections = {**shipped, **{section.id: section for section in others}}
        return ChromaGuide(folder, lambda: sections, StemEncoder())

    return guide


def probes(rubric, guide):
    session = Session.open(services(rubric, guide=guide), rubric.id, level="staff")
    while session.interview.purpose != "closing":
        session.answer(VAGUE)
    assert session.interview.probes
    return session.interview.probes


def in_phases_named(*names, **changes):
    """Return the toy problem with phases of other names."""
    rubric = a_rubric(**changes)
    return replace(rubric, phases=tuple(replace(p, id=name) for p, name in zip(rubric.phases, names, strict=True)))


CUSTOM = {
    "backend": read_rubric(ROOT / "docs" / "examples" / "url_shortener.yaml"),
    "behavioral": read_rubric(ROOT / "docs" / "examples" / "conflict_story.yaml"),
    "phases of its own": in_phases_named("sorting", "judging", format="custom"),
    "phases called like the ten": a_rubric(format="custom"),
    "some called like the ten": in_phases_named("sorting", "metrics", format="custom"),
    "about data, by name": a_rubric(
        format="custom",
        phases=(
            Phase(
                "data", (Checkpoint("Tables are split by customer.", "shards", probes=("Where do the rows live?",)),)
            ),
        ),
    ),
}


@pytest.mark.parametrize("rubric", CUSTOM.values(), ids=CUSTOM)
def test_a_problem_of_another_format_is_asked_its_own_questions_only(rubric, index):
    assert rubric.format == "custom"
    for probe in probes(rubric, index()):
        assert (probe.source, probe.section) in {("rubric", ""), ("candidate", "")}


def test_the_same_problem_in_the_usual_format_is_asked_from_the_guide(index):
    assert all(probe.section for probe in probes(a_rubric(), index()))


@pytest.mark.parametrize("section", OWN, ids=lambda section: section.id)
def test_a_guide_of_ones_own_is_used(section, index):
    rubric = in_phases_named("sorting", "judging", format="custom")
    assert {probe.section for probe in probes(rubric, index(section))} == {section.id}


def test_a_guide_of_ones_own_for_other_phases_is_not(index):
    rubric = in_phases_named("sorting", "judging", format="custom")
    assert {probe.section for probe in probes(rubric, index(OTHER))} == {""}
