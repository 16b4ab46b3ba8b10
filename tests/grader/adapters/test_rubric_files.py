"""A rubric file is read whole or refused with every mistake, its line and the mend."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.adapters.rubric_files import json_schema, parse_rubric, read_rubric, read_shelf
from grader.errors import RubricError

ROOT = Path(__file__).resolve().parents[3]
GOOD = """\
id: letters
title: Letters
prompt: Design a letter sorter.
phases:
- id: setup
  checkpoints:
  - id: scope
    claim: Asks who writes the letters.
    probes: ["What first?"]
"""

BROKEN = {
    "a typo in a key": (GOOD.replace("    claim", "    clam"), 8, "unknown key 'clam'", "did you mean 'claim'?"),
    "a typo at the top": (GOOD.replace("prompt:", "promt:"), 3, "unknown key 'promt'", "did you mean 'prompt'?"),
    "a duplicate key": (
        GOOD.replace("title: Letters\n", "title: Letters\ntitle: Again\n"),
        3,
        "stands twice",
        "keep one",
    ),
    "a duplicate id": (GOOD + "  - {id: scope, claim: Again.}\n", 10, "'scope' stands twice", "own"),
    "an empty claim": (GOOD.replace("Asks who writes the letters.", "''"), 8, "the claim is empty", "one sentence"),
    "an unknown phase": (GOOD.replace("- id: setup", "- id: settup"), 5, "unknown phase 'settup'", "setup, scale"),
    "a phase twice": (
        GOOD + "- id: setup\n  checkpoints: [{id: b, claim: B.}]\n",
        10,
        "phase 'setup' stands twice",
        "merge",
    ),
    "a wrong tier": (GOOD + "    tier: expert\n", 10, "'tier'", "rubric.schema.json"),
    "a weight of zero": (GOOD + "    weight: 0\n", 10, "the weight is 0", "above 0"),
    "a weight that is no number": (GOOD + "    weight: .nan\n", 10, "the weight is nan", "above 0"),
    "a probe that asks nothing": (GOOD.replace("What first?", "Say what."), 9, "asks no question", "question mark"),
    "four hints": (GOOD + "    hints: [a, b, c, d]\n", 10, "4 hints", "keep three"),
    "an id that is not the file's name": (GOOD.replace("id: letters", "id: post"), 1, "not the file's name", "equal"),
    "an id with a path": (GOOD.replace("id: letters", "id: ../letters"), 1, "not a usable id", "letters, digits"),
    "an alias": (GOOD.replace("title: Letters", "title: &t Letters\ntwist: *t"), 3, "alias", "refused"),
    "tabs": (GOOD.replace("  checkpoints", "\tcheckpoints"), 6, "not valid YAML", "indents"),
    "an unclosed quote": (GOOD.replace("Letters", "'Letters"), 2, "not valid YAML", "quotes"),
    "a list": ("- 1\n- 2\n", 1, "not a rubric", "template"),
    "nothing": ("", 1, "empty", "authoring.md"),
    "no checkpoints": ("id: letters\ntitle: A\nprompt: B\nphases: []\n", 4, "no checkpoint", "at least one"),
    "an unsafe tag": (GOOD.replace("Letters", "!!python/object/apply:os.system [id]"), 2, "not valid YAML", ""),
    "a missing prompt": (GOOD.replace("prompt: Design a letter sorter.\n", ""), 1, "'prompt' is missing", "add"),
    "an empty anchor": (GOOD + "    anchors: ['']\n", 10, "empty entry in anchors", "remove"),
    "a reveal without an answer": (GOOD + "reveals: [{ask: [a], answer: ''}]\n", 10, "reveal needs", "fill"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rubric_is_refused_with_line_and_mend(case: str) -> None:
    text, line, message, hint = BROKEN[case]
    with pytest.raises(RubricError) as caught:
        parse_rubric(text, "letters.yaml")
    found = [m for m in caught.value.mistakes if message in m.message]
    assert found, caught.value.mistakes
    assert (found[0].file, found[0].line) == ("letters.yaml", line)
    assert hint in found[0].hint
    assert f"letters.yaml:{line}: " in str(caught.value)


def test_every_mistake_is_reported_at_once() -> None:
    text = GOOD.replace("    claim", "    clam").replace("title: Letters\n", "titel: Letters\n")
    with pytest.raises(RubricError) as caught:
        parse_rubric(text, "letters.yaml")
    assert {m.line for m in caught.value.mistakes} >= {2, 8}


def test_a_minimal_rubric_gets_honest_defaults() -> None:
    rubric = parse_rubric(
        "id: tiny\ntitle: Tiny\nprompt: Say it.\ncheckpoints:\n- claim: Says it.\n- claim: Says more.\n", "tiny.yaml"
    )
    assert [c.id for c in rubric.checkpoints] == ["c01", "c02"]
    assert rubric.format == "custom"
    assert {(c.tier, c.weight, c.must_have, c.earned_by) for c in rubric.checkpoints} == {
        ("basic", 1.0, False, "saying")
    }


def test_a_mistake_in_a_minimal_rubric_has_its_own_line() -> None:
    with pytest.raises(RubricError) as caught:
        parse_rubric(
            "id: tiny\ntitle: Tiny\nprompt: Say it.\ncheckpoints:\n- claim: Says it.\n- clame: Says more.\n",
            "tiny.yaml",
        )
    assert {m.line for m in caught.value.mistakes} == {6}


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"id: bad\ntitle: \xff\n")
    with pytest.raises(RubricError, match=r"bad.yaml:2: not UTF-8"):
        read_rubric(tmp_path / "bad.yaml")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("#" * 1_000_001)
    with pytest.raises(RubricError, match="larger than 1,000,000 bytes"):
        read_rubric(tmp_path / "big.yaml")


def test_a_shelf_keeps_the_good_and_names_the_bad(tmp_path: Path) -> None:
    (tmp_path / "letters.yaml").write_text(GOOD)
    (tmp_path / "worse.yaml").write_text("id: worse\n")
    shelf = read_shelf([tmp_path, tmp_path / "missing"])
    assert set(shelf.rubrics) == {"letters"}
    assert {Path(m.file).name for m in shelf.mistakes} == {"worse.yaml"}


def test_an_id_in_two_folders_is_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letters.yaml").write_text(GOOD)
    shelf = read_shelf([tmp_path / "a", tmp_path / "b"])
    assert shelf.paths["letters"].parent.name == "a"
    assert "is taken by" in shelf.mistakes[0].message


SHORT = "id: tiny\ntitle: Tiny\nprompt: Say it.\ncheckpoints:\n- claim: Says it.\n"
FORMS = {
    "the short form": (SHORT, True),
    "the short form with everything": (
        SHORT + "  anchors: [a]\n  tier: staff\nreveals: [{ask: [x], answer: y}]\nversion: 2\n",
        True,
    ),
    "phases": (GOOD, True),
    "phases without ids": (GOOD.replace("  - id: scope\n    claim", "  - claim"), True),
    "both": (SHORT + "phases: []\n", False),
    "neither": ("id: tiny\ntitle: Tiny\nprompt: Say it.\n", False),
    "an unknown key in the short form": (SHORT + "  anchor: [a]\n", False),
    "a claim that is missing": (SHORT.replace("claim: Says it.", "tier: basic"), False),
    "an unknown tier": (SHORT + "  tier: expert\n", False),
}


@pytest.mark.parametrize("case", FORMS)
def test_the_schema_for_editors_and_the_reader_agree(case: str) -> None:
    text, sound = FORMS[case]
    schema_says = Draft202012Validator(json_schema()).is_valid(yaml.safe_load(text))
    try:
        parse_rubric(text, "letters.yaml" if "id: letters" in text else "tiny.yaml")
        reader_says = True
    except RubricError:
        reader_says = False
    assert (schema_says, reader_says) == (sound, sound)


@pytest.mark.parametrize("path", sorted((ROOT / "rubrics").glob("*.yaml")) + sorted((ROOT / "docs").rglob("m*.yaml")))
def test_the_schema_takes_what_is_shipped(path: Path) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert list(Draft202012Validator(json_schema()).iter_errors(yaml.load(path.read_text("utf-8"), loader))) == []


def test_the_schema_carries_the_meaning_of_each_field() -> None:
    claim = json_schema()["$defs"]["Checkpoint"]["properties"]["claim"]
    assert "one statement" in claim["description"]
