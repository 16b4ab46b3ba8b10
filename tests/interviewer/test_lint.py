"""What lint finds in rubrics and guide."""

from dataclasses import replace

import pytest

from grader.rubric import Checkpoint, Phase
from interviewer.discretion import Discretion
from interviewer.lint import links, lint, retrieval, sizes
from tests.fakes import CALIBRATION, ListGuide, StemEncoder, a_rubric, a_section

SECTIONS = {s.id: s for s in (a_section("metrics/ranking", ["Why?"]), a_section("setup/narrowing", ["Who?"]))}


def discretion(rubric):
    return Discretion(rubric, StemEncoder(), CALIBRATION)


def one(**changes):
    checkpoint = replace(a_rubric().checkpoint("measure"), **changes)
    return a_rubric(phases=(Phase("metrics", (checkpoint,)),))


def messages(rubric, sections=SECTIONS, guide=None):
    return [str(f) for f in lint({"toy": rubric}, sections, discretion, guide) if f.kind != "size"]


def test_nothing_serious_in_the_sound_rubric():
    assert not [f for f in lint({"toy": a_rubric()}, SECTIONS, discretion) if f.serious]


BAD = [
    ("a link to nowhere", one(guide=("metrics/none",)), "no guide section 'metrics/none'"),
    ("no link", one(guide=()), "no guide section teaches it (advice)"),
    ("a probe that leaks", one(probes=("Is it the share of letters?",)), "probe 1 shares “the share of letters”"),
    ("two questions in a probe", one(probes=("Why? How?",)), "probe 1 is not one question"),
    ("a first hint that leaks", one(hints=("Quality is measured by counting.",)), "hint 1 shares"),
    (
        "a probe that would earn the point",
        one(probes=("Right drawer reached, letters share, quality measured?",)),
        "earn",
    ),
]


@pytest.mark.parametrize(("rubric", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_finds(rubric, message):
    assert any(message in found and "toy/measure" in found for found in messages(rubric))


def test_the_third_hint_may_nearly_say_it():
    assert not messages(one(hints=("A.", "B.", "Quality is measured by the share of letters.")))[1:]


def test_links_both_ways():
    sections = SECTIONS | {"x/y": replace(a_section("x/y"), problems=("chess",))}
    found = [str(f) for f in links({"toy": one(guide=("x/y",))}, sections)]
    assert "toy/measure: the section 'x/y' is for other problems only" in found
    assert "x/y: there is no problem 'chess'" in found
    assert "setup/narrowing: no checkpoint links to it (advice)" in found


def test_sizes():
    long = replace(a_section(text="word " * 151), asks=())
    assert [f.message.split(" ")[0] for f in sizes({"a": long})] == ["a", "no"]
    assert "only" in next(iter(sizes({"a": a_section(asks=["Why?"], text="short")}))).message


def test_retrieval_tells_where_a_claim_leads():
    wrong = ListGuide([a_section(f"other/{i}") for i in range(3)])
    (found,) = retrieval(one(guide=("metrics/ranking",)), wrong)
    assert "leads to other/0" in found.message and not found.serious
    assert not list(retrieval(one(guide=("other/0",)), wrong))


def test_a_checkpoint_of_one_claim_is_fine():
    rubric = a_rubric(phases=(Phase("metrics", (Checkpoint("A claim.", "c"),)),))
    assert not [f for f in lint({"toy": rubric}, {}, discretion) if f.serious]
