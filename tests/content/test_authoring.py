"""docs/authoring.md cannot lie: its examples are read, its errors are produced, its commands exist."""

import re
import shlex
from dataclasses import fields

import pytest

import grader.__main__ as judge
import interviewer.__main__ as hold
from grader.adapters.rubric_files import parse_rubric, read_rubric
from grader.adapters.yaml_source import parse_source
from grader.errors import RubricError
from grader.language.leaks import shared_run
from grader.rubric import PHASES, Checkpoint, Rubric
from library.guide import read_chapter
from tests.content import shipped

GUIDE = (shipped.ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
EXAMPLES = shipped.ROOT / "docs" / "examples"
SHOWN = re.findall(r"^```(\w*)\n(.*?)^```", GUIDE, re.S | re.M)
WHOLE = ("url_shortener", "conflict_story")


@pytest.mark.parametrize("name", WHOLE)
def test_problems_that_are_not_about_machine_learning(name):
    rubric = read_rubric(EXAMPLES / f"{name}.yaml")
    assert rubric.format == "custom"
    assert not {phase.id for phase in rubric.phases} & set(PHASES)
    assert 8 <= len(rubric.checkpoints) <= 12
    assert {c.tier for c in rubric.checkpoints} == {"basic", "strong", "staff"}
    for c in rubric.checkpoints:
        assert c.counts and len(c.anchors) >= 3 and len(c.contrasts) >= 2 and len(c.probes) >= 2 and len(c.hints) == 3
        for text in (*c.probes, *c.hints[:2]):
            assert shared_run(text, c.phrasings) == "", f"{c.id}: {text}"


@pytest.mark.parametrize("name", WHOLE)
def test_the_line_for_editors_names_the_schema(name):
    first = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (EXAMPLES / path).resolve() == shipped.ROOT / "rubrics" / "rubric.schema.json"


def test_the_minimal_rubric_has_fifteen_lines_at_most_and_is_the_one_shown():
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 15
    assert ("yaml", text) in SHOWN
    assert len(read_rubric(EXAMPLES / "minimal.yaml").checkpoints) == 3


def test_the_broken_rubric_gives_exactly_the_errors_shown(monkeypatch):
    monkeypatch.chdir(shipped.ROOT)
    with pytest.raises(RubricError) as caught:
        read_rubric((EXAMPLES / "broken.yaml").relative_to(shipped.ROOT))
    assert ("", f"{caught.value}\n") in SHOWN


def test_the_written_out_checkpoint_is_sound():
    (text,) = [text for kind, text in SHOWN if kind == "yaml" and text.startswith("id: hotel_prices")]
    rubric = parse_rubric(text, "hotel_prices.yaml")
    (checkpoint,) = rubric.checkpoints
    assert set(checkpoint.guide) <= set(shipped.library().sections)
    assert all(shared_run(t, checkpoint.phrasings) == "" for t in (*checkpoint.probes, *checkpoint.hints[:2]))
    (labels,) = [text for kind, text in SHOWN if kind == "yaml" and text.startswith("problem:")]
    for verdict in parse_source(labels, "verdicts").value["verdicts"]:
        assert verdict["checkpoint"] == checkpoint.id
        assert any(verdict["quote"] in text for kind, text in SHOWN if kind == "")


def test_the_chapter_shown_is_sound():
    (text,) = [text for kind, text in SHOWN if kind == "markdown"]
    head, body = text.removeprefix("---\n").split("\n---\n")
    chapter = read_chapter(body, "hotels", parse_source(head, "hotels.md").value, 1, "hotels.md")
    assert chapter.mistakes == ()
    (section,) = chapter.sections
    assert section.id == "hotels/lead-time" and section.problems == ("hotel_prices",) and len(section.asks) == 2
    assert section.id in GUIDE


def test_every_key_is_explained():
    for field in (*fields(Rubric), *fields(Checkpoint)):
        assert f"`{field.name}`" in GUIDE, field.name
    assert all(f"`{phase}`" in GUIDE for phase in PHASES)


COMMANDS = re.findall(r"python -m (grader|interviewer) ([a-z]+[^\n`]*)", GUIDE)


@pytest.mark.parametrize(("package", "line"), COMMANDS)
def test_commands_are_understood(package, line):
    parser = (judge if package == "grader" else hold)._parser()
    assert parser.parse_args(shlex.split(line)).run


def test_the_pages_name_files_that_exist():
    for name in re.findall(r"examples/\w+\.yaml", GUIDE):
        assert (EXAMPLES.parent / name).is_file(), name
