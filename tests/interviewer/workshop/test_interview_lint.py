"""What lint finds in rubrics and guide as material for an interview."""

import json
from dataclasses import replace

import pytest

from grader.rubric import Checkpoint, Phase, Reveal
from interviewer import __main__ as terminal
from interviewer.turn.discretion import Discretion
from interviewer.workshop.interview_lint import RULES, links, lint, retrieval, sizes
from tests.fakes import CALIBRATION, ListGuide, StemEncoder, a_rubric, a_section

LONG = "Order matters most at the top, " * 10
SECTIONS = {
    s.id: s for s in (a_section("metrics/ranking", ["Why?"], LONG), a_section("setup/narrowing", ["Who?"], LONG))
}


def discretion(rubric):
    return Discretion(rubric, StemEncoder(), CALIBRATION)


def one(**changes):
    checkpoint = replace(a_rubric().checkpoint("measure"), **changes)
    return a_rubric(phases=(Phase("metrics", (checkpoint,)),))


def found(rubric, sections=SECTIONS, guide=None):
    return [(f.rule, f.about, f.message) for f in lint({"toy": rubric}, sections, discretion, guide)]


def test_nothing_in_the_sound_rubric():
    assert found(a_rubric()) == []


BAD = [
    ("a link to nowhere", one(guide=("metrics/none",)), "dead-link", "no guide section 'metrics/none'"),
    ("a probe that quotes", one(probes=("Is it the share of letters?",)), "probe-leaks", "“the share of letters”"),
    ("two questions in a probe", one(probes=("Why? How?",)), "probe-leaks", "probe 1 is not one question"),
    ("a first hint that quotes", one(hints=("Quality is measured by counting.",)), "hint-leaks", "hint 1 shares"),
    (
        "a probe that would earn the point",
        one(probes=("Right drawer reached, letters share, quality measured?",)),
        "probe-leaks",
        "would earn",
    ),
    (
        "hints from the answer to the topic",
        one(hints=("Think of the share of letters that reach the right drawer.", "Count.", "Numbers.")),
        "hints-out-of-order",
        "the first says more",
    ),
]


@pytest.mark.parametrize(("rubric", "rule", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_finds(rubric, rule, message):
    assert [f for f in found(rubric) if f[:2] == (rule, "toy/measure") and message in f[2]]


REVEALS = {
    "another number": (
        "The peak is 10,000 letters a second.",
        "At noon, people come. The peak is 25,000 letters a second.",
        True,
    ),
    "the same number": ("The peak is 10,000 letters a second.", "The peak is 10,000 letters a second, at noon.", False),
    "a number of another thing": ("About 400 million letters a day.", "About 12 million stamps a day.", False),
    "a figure of a part": ("18 letters a day.", "A tenth gets an answer, 2 letters a day.", False),
    "a denial": ("Some 300 sorting rules run today.", "There are no sorting rules.", True),
    "a denial of something else": ("Some 300 sorting rules run today.", "There are no night shifts.", False),
}


@pytest.mark.parametrize("case", REVEALS)
def test_facts_that_contradict_one_another(case):
    one_fact, other, at_odds = REVEALS[case]
    rubric = a_rubric(reveals=(Reveal(("a",), one_fact), Reveal(("b",), other)))
    assert any(f.rule == "reveal-contradicts" for f in lint({"toy": rubric}, SECTIONS)) == at_odds


def test_the_third_hint_may_nearly_say_it():
    assert not found(one(hints=("A.", "B.", "Quality is measured by the share of letters.")))


def test_links_both_ways():
    sections = SECTIONS | {"x/y": replace(a_section("x/y"), problems=("chess",))}
    told = [(f.about, f.message) for f in links({"toy": one(guide=("x/y",))}, sections)]
    assert ("toy/measure", "the section 'x/y' is for other problems only") in told
    assert ("x/y", "there is no problem 'chess'") in told


TARGETS = {
    "ranking.md#gone": False,
    "metrics.md#ranking": True,
    "./metrics.md": True,
    "#ranking": True,
    "#gone": False,
    "gone.md": False,
    "../../etc/passwd": False,
    "https://example.org/x": True,
}


@pytest.mark.parametrize("target", TARGETS)
def test_links_within_the_guide(target):
    section = a_section("metrics/ranking", ["Why?"], f"See [more]({target}) about it. {LONG}")
    dead = [f for f in links({}, {section.id: section}) if "leads nowhere" in f.message]
    assert bool(dead) != TARGETS[target]


def test_sizes():
    rules = {f.rule for f in sizes({"a": a_section(text="word " * 401)})}
    assert rules == {"section-too-long", "paragraph-too-long", "no-question"}
    assert [f.rule for f in sizes({"a": a_section(asks=["Why?"], text="short")})] == ["section-too-short"]


def test_a_section_that_no_checkpoint_leads_to():
    sections = {f"a/{i}": a_section(f"a/{i}", text=f"Word number {i}.") for i in range(7)}
    lost = [f.about for f in retrieval({"toy": one()}, sections, ListGuide(list(sections.values())))]
    assert lost == ["a/5", "a/6"], "the guide of this test finds the first five"


def test_sections_for_other_problems_are_not_missed():
    sections = {f"a/{i}": replace(a_section(f"a/{i}"), problems=("chess",)) for i in range(7)}
    assert not list(retrieval({"toy": one()}, sections, ListGuide(list(sections.values()))))


def test_a_checkpoint_of_one_claim_is_fine():
    assert not found(a_rubric(phases=(Phase("metrics", (Checkpoint("A claim.", "c"),)),)))


def test_every_rule_says_why_and_how():
    assert all(rule.why and rule.mend for rule in RULES.values())


def test_the_terminal_names_file_and_line_and_exits_1(tmp_path, monkeypatch, capsys):
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "rubrics" / "tiny.yaml").write_text(
        "id: tiny\ntitle: Tiny\nprompt: Sort it.\ncheckpoints:\n- claim: Letters are counted.\n  guide: [post/none]\n"
    )
    (tmp_path / "knowledge" / "post.md").write_text("# Post\n\n## Letters {#letters}\n\nToo short.\n")
    monkeypatch.setenv("VIVA_CONTENT", str(tmp_path))
    monkeypatch.setenv("VIVA_DATA", str(tmp_path / "data"))
    assert terminal.main(["lint", "--problem", "tiny", "--no-retrieval", "--json"]) == 1
    rows = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["dead-link"]["file"].endswith("tiny.yaml") and rows["dead-link"]["line"] == 6
    assert rows["dead-link"]["why"] and rows["dead-link"]["mend"]
