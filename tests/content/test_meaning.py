"""What the texts of a rubric mean to the real encoder: checkpoints apart, anchors at their claim, contrasts against it.

Two measures, both of the encoder alone, so that no change of the grader changes them: the cosine of two sentences, and
the alignment of their words.
"""

from itertools import combinations

import numpy as np
import pytest

from grader.language import words as w
from tests.content import shipped

EXCEPTIONS = shipped.load(shipped.HERE / "overlaps.yaml")
ALIKE = 0.60
"""Cosine of two claims above which a person has to say why they are two."""
CONFUSED = 0.90
"""Alignment of a claim and its contrast above which a paraphrase of one may pass for the other."""


def packed(texts, known, encoder):
    """Return all words of some texts one after the other: vectors, where each text starts, and weights.

    Words of the prompt (`known`, as stems) are in everything and weigh little.
    """
    held = encoder.words(texts)
    said = [w.lower(text[a:b]) for text, words in zip(texts, held, strict=True) for a, b in words.spans]
    weights = [w.information(x) * (1.0 if w.is_content(x) else 0.2) * (0.15 if w.stem(x) in known else 1) for x in said]
    starts = np.cumsum([0, *(len(words.spans) for words in held)])[:-1]
    return np.concatenate([words.vectors for words in held]), starts, np.array(weights)


def similarities(rubric, texts, encoder):
    """Return how well the words of each claim and of each text find each other, 0..1; shape (claims, texts)."""
    known = w.stems(rubric.prompt)
    claim_words, claims, claim_weights = packed([c.claim for c in rubric.checkpoints], known, encoder)
    text_words, starts, text_weights = packed(texts, known, encoder)
    cosine = np.clip(claim_words @ text_words.T, 0, 1)
    of_claim = np.maximum.reduceat(cosine, starts, axis=1) * claim_weights[:, None]
    of_text = np.maximum.reduceat(cosine, claims, axis=0) * text_weights
    found = np.add.reduceat(of_claim, claims, axis=0) / np.add.reduceat(claim_weights, claims)[:, None]
    said = np.add.reduceat(of_text, starts, axis=1) / np.add.reduceat(text_weights, starts)
    return (found + said) / 2


@pytest.fixture(scope="module")
def near_claims(encoder):
    """Similarity of every anchor and contrast to every claim of its rubric, with the checkpoint each belongs to."""
    tables = {}
    for problem in shipped.PROBLEMS:
        rubric = shipped.rubric(problem)
        for kind in ("anchors", "contrasts"):
            texts = [(i, text) for i, c in enumerate(rubric.checkpoints) for text in getattr(c, kind)]
            near = similarities(rubric, [text for _, text in texts], encoder)
            tables[problem, kind] = near, np.array([i for i, _ in texts])
    return tables


def standard(near):
    """Compare each claim's similarities with its own average: claims of common words are near to everything."""
    return (near - near.mean(1, keepdims=True)) / near.std(1, keepdims=True)


def farther(near, own):
    """Return for each text the share of the other claims that are farther away than its own."""
    relative = standard(near)
    return (relative < relative[own, np.arange(len(own))]).sum(0) / (len(near) - 1)


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_no_two_checkpoints_claim_the_same(problem, encoder):
    checkpoints = shipped.rubric(problem).checkpoints
    vectors = encoder.encode([c.claim for c in checkpoints])
    cosine = vectors @ vectors.T
    apart = {frozenset(entry["pair"]) for entry in EXCEPTIONS.get(problem, [])}
    for i, j in combinations(range(len(checkpoints)), 2):
        pair = frozenset((checkpoints[i].id, checkpoints[j].id))
        assert cosine[i, j] <= ALIKE or pair in apart, pair
        assert cosine[i, j] > ALIKE - 0.05 or pair not in apart, f"no exception needed: {pair}"


def test_every_exception_gives_a_reason():
    assert set(EXCEPTIONS) <= set(shipped.PROBLEMS)
    for entries in EXCEPTIONS.values():
        assert all(len(entry["pair"]) == 2 and shipped.count(entry["reason"]) >= 4 for entry in entries)


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_no_phrasing_stands_under_two_checkpoints(problem, encoder):
    checkpoints = shipped.rubric(problem).checkpoints
    texts = [(c.id, text) for c in checkpoints for text in c.anchors]
    vectors = encoder.encode([text for _, text in texts])
    cosine = vectors @ vectors.T
    for i, j in combinations(range(len(texts)), 2):
        assert texts[i][0] == texts[j][0] or cosine[i, j] < 0.75, f"{texts[i]} and {texts[j]}"


def test_the_anchors_of_a_checkpoint_are_nearest_their_own_claim(near_claims):
    """Taken together, since a single idiom ("keep a big red button") says little to an encoder by itself."""
    nearest = []
    for problem in shipped.PROBLEMS:
        near, own = near_claims[problem, "anchors"]
        relative = standard(near)
        nearest += [relative[:, own == i].mean(1).argmax() == i for i in range(len(near))]
    assert np.mean(nearest) >= 0.90


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_single_anchor_has_nine_of_ten_other_claims_farther_away(problem, near_claims):
    near, own = near_claims[problem, "anchors"]
    shares = farther(near, own)
    assert shares.mean() >= 0.88
    for i, checkpoint in enumerate(shipped.rubric(problem).checkpoints):
        assert shares[own == i].mean() >= 0.60, checkpoint.id


def test_that_holds_for_all_problems_together(near_claims):
    assert np.mean([farther(*near_claims[problem, "anchors"]).mean() for problem in shipped.PROBLEMS]) >= 0.90


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_contrast_is_not_taken_for_its_claim(problem, near_claims):
    near, own = near_claims[problem, "contrasts"]
    mine = near[own, np.arange(len(own))]
    assert mine.max() < CONFUSED
    assert np.median(mine) < 0.60


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_a_contrast_is_about_its_own_checkpoint(problem, near_claims):
    assert farther(*near_claims[problem, "contrasts"]).mean() >= 0.88
