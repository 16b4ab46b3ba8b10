"""No question gives its answer away: probes, low hints, and the guide's own questions."""

import pytest

from grader.language.leaks import sentences, shared_run
from library.chapter_files import read_file
from tests.content import shipped


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_probes_and_low_hints_share_no_four_words_with_what_they_ask_for(problem):
    for c in shipped.rubric(problem).checkpoints:
        for text in (*c.probes, *c.hints[:2]):
            assert shared_run(text, c.phrasings) == "", f"{c.id}: {text}"


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_probes_do_not_leak_another_checkpoint(problem):
    rubric = shipped.rubric(problem)
    claims = [c.claim for c in rubric.checkpoints]
    for c in rubric.checkpoints:
        for text in c.probes:
            assert shared_run(text, claims) == "", f"{c.id}: {text}"


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_probe_asks_one_short_question(problem):
    for c in shipped.rubric(problem).checkpoints:
        for text in c.probes:
            assert text.count("?") == 1, f"{c.id}: {text}"
            assert shipped.count(text) <= 40, f"{c.id}: {text}"


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_the_prompt_and_the_twist_leak_nothing(problem):
    rubric = shipped.rubric(problem)
    phrasings = [p for c in rubric.checkpoints for p in c.phrasings]
    assert shared_run(rubric.prompt, phrasings) == ""
    assert shared_run(rubric.twist, phrasings) == ""


@pytest.mark.parametrize("path", shipped.CHAPTERS, ids=lambda path: path.stem)
def test_the_questions_of_a_section_are_single_and_do_not_quote_it(path):
    for section in read_file(path).sections:
        taught = [s for paragraph in section.paragraphs for s in sentences(paragraph)]
        for text in section.asks:
            assert text.endswith("?"), text
            assert text.count("?") == 1, text
            assert shipped.count(text) <= 35, text
            assert shared_run(text, taught) == "", text


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_the_guide_teaches_without_repeating_a_claim(problem):
    paragraphs = [p for s in shipped.library().sections.values() if problem in s.problems for p in s.paragraphs]
    for c in shipped.rubric(problem).checkpoints:
        assert shared_run(c.claim, paragraphs) == "", c.id
