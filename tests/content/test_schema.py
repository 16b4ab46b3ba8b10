"""Every shipped rubric and chapter has the form that docs/authoring.md promises."""

import json

import pytest

from grader.adapters.rubric_files import json_schema
from grader.rubric import PHASES
from library.chapter_files import read_file
from tests.content import shipped


def test_ten_rubrics_stand_on_the_shelf_without_a_mistake():
    assert shipped.shelf().mistakes == ()
    assert list(shipped.shelf().rubrics) == shipped.PROBLEMS
    assert len(shipped.PROBLEMS) == 10


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_rubric_is_complete(problem):
    rubric = shipped.rubric(problem)
    assert rubric.format == "ml_system_design"
    assert [phase.id for phase in rubric.phases] == list(PHASES)
    assert all(phase.checkpoints for phase in rubric.phases)
    assert 16 <= len(rubric.checkpoints) <= 24
    assert {c.tier for c in rubric.checkpoints} == {"basic", "strong", "staff"}
    assert 1 <= sum(c.must_have for c in rubric.checkpoints) <= 3
    assert 8 <= len(rubric.reveals) <= 12
    assert all(3 <= len(reveal.ask) <= 5 for reveal in rubric.reveals)
    assert rubric.twist


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_checkpoint_is_complete(problem):
    for c in shipped.rubric(problem).checkpoints:
        assert c.weight in (1, 2, 3), c.id
        assert c.counts, c.id
        assert 4 <= len(c.anchors) <= 6, c.id
        assert 2 <= len(c.contrasts) <= 3, c.id
        assert len(c.probes) >= 2, c.id
        assert len(c.hints) == 3, c.id


@pytest.mark.parametrize("path", shipped.CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_complete(path):
    chapter = read_file(path)
    assert chapter.mistakes == ()
    assert 4 <= len(chapter.sections) <= 8
    for section in chapter.sections:
        assert section.chapter != chapter.name, "it has a title of its own"
        assert set(section.phases) <= set(PHASES)
        assert section.phases
        assert set(section.problems) <= set(shipped.PROBLEMS)
        assert 2 <= len(section.asks) <= 3, section.id


def test_a_problem_has_a_chapter_of_its_own():
    own = {section.problems for section in shipped.library().sections.values() if section.problems}
    assert own == {(problem,) for problem in shipped.PROBLEMS}


def test_the_schema_for_editors_is_current():
    written = (shipped.ROOT / "rubrics" / "rubric.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == json_schema(), "write it again as docs/authoring.md says"


def test_rubrics_name_the_schema_for_editors():
    for problem in shipped.PROBLEMS:
        text = (shipped.ROOT / "rubrics" / f"{problem}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=rubric.schema.json\n"), problem
