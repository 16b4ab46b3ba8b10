"""Rubrics and guide hold on to each other in both directions."""

import pytest

from tests.content import shipped


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_every_checkpoint_has_sections_that_exist(problem):
    for c in shipped.rubric(problem).checkpoints:
        assert 1 <= len(c.guide) <= 4, c.id
        assert len(set(c.guide)) == len(c.guide), c.id
        assert set(c.guide) <= set(shipped.library().sections), c.id


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_no_checkpoint_points_into_the_chapter_of_another_problem(problem):
    for c in shipped.rubric(problem).checkpoints:
        for section in (shipped.library().sections[s] for s in c.guide):
            assert not section.problems or problem in section.problems, f"{c.id} -> {section.id}"


def test_every_section_is_used_by_a_checkpoint():
    used = {s for rubric in shipped.shelf().rubrics.values() for c in rubric.checkpoints for s in c.guide}
    assert sorted(set(shipped.library().sections) - used) == []


def test_every_phase_of_every_problem_has_sections_to_ask_from():
    for problem in shipped.PROBLEMS:
        for phase in shipped.rubric(problem).phases:
            fitting = [
                s
                for s in shipped.library().sections.values()
                if phase.id in s.phases and (not s.problems or problem in s.problems)
            ]
            assert len(fitting) >= 4, f"{problem}: {phase.id}"
