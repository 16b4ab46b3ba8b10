"""Numbers agree: those of the reveals with each other, and both sides of every equation in the guide."""

import ast
import math
import operator
import re
from pathlib import Path

import pytest

from tests.content import shipped

EXACT, ABOUT = 0.005, 0.05
"""Relative errors allowed by `=` and by `~`."""
EQUATION = re.compile(r"([\d_.+\-*/() ]+) ([=~]) ([\d_.+\-*/() ]+)")
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def value(term: str) -> float:
    def of(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return OPERATIONS[type(node.op)](of(node.left), of(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -of(node.operand)
        assert isinstance(node, ast.Constant), term
        return float(node.value)

    return of(ast.parse(term.strip(), mode="eval").body)


def holds(equation: str) -> bool:
    match = EQUATION.fullmatch(equation)
    assert match, f"not an equation: {equation}"
    left, sign, right = match.groups()
    return math.isclose(value(left), value(right), rel_tol=EXACT if sign == "=" else ABOUT)


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("86_400 * 350 ~ 30_000_000", True),
        ("86_400 * 300 ~ 30_000_000", False),
        ("(1 + 2) / 4 = 0.75", True),
        ("1 / 3 = 0.34", False),
        ("-2 * 3 = -6", True),
    ],
)
def test_equations_are_judged_within_their_tolerance(equation, expected):
    assert holds(equation) is expected


def equations(path: Path) -> list[str]:
    """Return the code spans of a chapter that state an equation of plain numbers."""
    spans = re.findall(r"`([^`]+)`", path.read_text(encoding="utf-8"))
    return [span for span in spans if re.search(r"\d.* [=~] ", span) and not re.search(r"[A-Za-z]", span)]


@pytest.mark.parametrize("path", shipped.CHAPTERS, ids=lambda path: path.stem)
def test_the_arithmetic_of_the_guide_is_right(path):
    for equation in equations(path):
        assert holds(equation), equation


def test_the_chapters_on_capacity_and_scale_calculate():
    assert len(equations(shipped.ROOT / "knowledge" / "capacity.md")) >= 8
    assert len(equations(shipped.ROOT / "knowledge" / "scale.md")) >= 5


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_the_facts_of_a_problem_agree(problem):
    told = " ".join(reveal.answer for reveal in shipped.rubric(problem).reveals)
    relations = shipped.load(shipped.HERE / "reveal_numbers" / f"{problem}.yaml")
    assert len(relations) >= 3
    for relation in relations:
        for said in relation["says"]:
            assert said in told
        assert holds(relation["holds"]), relation["holds"]


@pytest.mark.parametrize("problem", shipped.PROBLEMS)
def test_most_numbers_that_are_told_stand_in_a_relation(problem):
    """A fact nobody checks against another is where contradictions hide."""
    answers = [reveal.answer for reveal in shipped.rubric(problem).reveals if re.search(r"\d", reveal.answer)]
    relations = shipped.load(shipped.HERE / "reveal_numbers" / f"{problem}.yaml")
    checked = [a for a in answers if any(said in a for relation in relations for said in relation["says"])]
    assert len(checked) >= 0.6 * len(answers), sorted(set(answers) - set(checked))
