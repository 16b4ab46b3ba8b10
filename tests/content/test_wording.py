"""One spelling, and no sentence said twice: not in the guide, the rubrics, or the model answers."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from grader.language import words as w
from tests.content import shipped

SHORTEST = 6
"""Fewest words of a sentence that may stand only once; "How do you know?" may come again."""
TEXTS = sorted(
    path
    for pattern in (
        "knowledge/*.md",
        "rubrics/*.yaml",
        "rubrics/examples/*/*.md",
        "docs/**/*.md",
        "docs/**/*.yaml",
        "*.md",
    )
    for path in shipped.ROOT.glob(pattern)
)
BRITISH = re.compile(r"\b(?:" + "|".join(shipped.load(shipped.HERE / "british.yaml")) + r")\b", re.I)


@pytest.mark.parametrize(
    "word", ["colour", "labelled", "optimise", "behavioural", "analysed", "Catalogue", "judgement"]
)
def test_british_words_are_known(word):
    assert BRITISH.fullmatch(word)


@pytest.mark.parametrize(
    "word", ["color", "labeled", "optimize", "promise", "raised", "precise", "exercise", "otherwise"]
)
def test_american_words_pass(word):
    assert not BRITISH.search(word)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(shipped.ROOT)))
def test_spelling_is_american(path: Path):
    assert sorted(set(BRITISH.findall(path.read_text(encoding="utf-8")))) == []


def written() -> dict[str, list[str]]:
    """Return every text of the content with its place: what people wrote, not what quotes it."""
    texts: dict[str, list[str]] = {}
    for section in shipped.library().sections.values():
        texts[section.id] = [*section.paragraphs, *section.asks]
    for problem in shipped.PROBLEMS:
        rubric = shipped.rubric(problem)
        texts[problem] = [rubric.prompt, rubric.twist, *(r.answer for r in rubric.reveals)]
        texts[problem] += [text for reveal in rubric.reveals for text in reveal.ask]
        for c in rubric.checkpoints:
            texts[f"{problem}.{c.id}"] = [*c.phrasings, *c.contrasts, *c.probes, *c.hints]
    for answer in shipped.answers():
        texts[answer.name] = list(answer.said)
    return texts


def test_no_sentence_stands_twice():
    places = defaultdict(list)
    for place, texts in written().items():
        for text in texts:
            for sentence in shipped.sentences(text):
                said = w.words(sentence)
                if len(said) >= SHORTEST:
                    places[" ".join(said)].append(place)
    assert {s: p for s, p in places.items() if len(p) > 1} == {}
