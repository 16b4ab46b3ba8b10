"""Length and reading level: short enough to be read, plain enough to be understood at once."""

import re

import pytest
import textstat

from library.chapter_files import read_file
from tests.content import shipped

PARAGRAPH = 165
"""Most words of a paragraph: the encoder reads 256 tokens."""


def grade(text: str) -> float:
    """Return the Automated Readability Index: years of school, from letters per word and words per sentence."""
    return textstat.automated_readability_index(text)


@pytest.mark.parametrize("path", shipped.CHAPTERS, ids=lambda path: path.stem)
def test_sections_are_of_a_size(path):
    for section in read_file(path).sections:
        assert 120 <= shipped.count(section.text) <= 350, section.id
        assert re.search(r"\d", section.text), f"{section.id}: an example has numbers"
        for paragraph in section.paragraphs:
            assert shipped.count(paragraph) <= PARAGRAPH, f"{section.id}: {paragraph[:40]}"


@pytest.mark.parametrize("path", shipped.CHAPTERS, ids=lambda path: path.stem)
def test_sections_read_easily(path):
    for section in read_file(path).sections:
        prose = " ".join(p for p in section.paragraphs if not p.startswith("|"))
        # Formulas and marks are not words.
        assert grade(re.sub(r"`[^`]*`", "that", re.sub(r"[*_]", "", prose))) <= 13, section.id


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_rubric_texts_are_of_a_size(problem):
    for c in shipped.rubric(problem).checkpoints:
        assert 9 <= shipped.count(c.claim) <= 24, c.claim
        assert all(6 <= shipped.count(text) <= 32 for text in c.anchors), c.id
        assert all(8 <= shipped.count(text) <= 24 for text in c.contrasts), c.id
        assert all(shipped.count(text) <= 30 for text in c.hints), c.id


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_probes_and_hints_are_plain_speech(problem):
    checkpoints = shipped.rubric(problem).checkpoints
    assert grade(" ".join(text for c in checkpoints for text in c.probes)) <= 8
    assert grade(" ".join(text for c in checkpoints for text in c.hints)) <= 8


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_the_colloquial_answer_sounds_spoken(problem):
    spoken, strong = (grade(" ".join(shipped.answer(problem, kind).said)) for kind in ("colloquial", "strong"))
    assert spoken <= 7
    assert spoken < strong <= 12
