"""Hostile text takes time in proportion to its length: it is doubled, and the ratio bounded."""

import time
from dataclasses import replace

import pytest

from grader.answer import Answer, Turn
from grader.grading import grade
from grader.guards import Point, Protected, denies, guard, warns
from grader.language.negation import toned
from grader.language.sentences import units
from grader.lint import lint
from grader.lint.fixing import Scalar, fixes
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

QUICK = 0.02
HOSTILE = {
    "spaces": " ", "newlines": "\n", "tabs": "\t", "lines of spaces": "\n ", "quotes": '"', "stops and quotes": '."',
    "denials": "not ", "joined denials": "not,", "choices": "without ", "frames": "i doubt that ", "commas": ",",
    "howevers": ", however", "dashes": "-", "brackets": "[(", "digits": "1", "one word": "a", "emoji": "\U0001f600",
    "separators": "\u2028", "short lines": "word\n", "joints": " and ", "names": "Ab ", "stops": "! ",
}  # fmt: skip


def _claiming(claim):
    rubric = a_rubric()
    phase = rubric.phases[0]
    return replace(rubric, phases=(replace(phase, checkpoints=(replace(phase.checkpoints[0], claim=claim),)),))


POINT = Point("Tests on later days.", question="How?", heard=("What?",), protected=Protected.of(["a a a a a a"]))
READERS = {
    "units": units,
    "toned": toned.__wrapped__,
    "guard": lambda text: guard(text, POINT, text, text),
    "denies": lambda text: denies(text, POINT.claim, text, text),
    "warns": warns.__wrapped__,
    "lint": lambda text: lint(_claiming(f"Counts {text} x"), StemEncoder()),
    "fixes": lambda text: list(fixes(text + "x", [Scalar(("title",), "x", len(text), len(text) + 1)])),
}


def _seconds(read, text):
    taken = []
    for _ in range(2):
        begun = time.process_time()
        read(text)
        taken.append(time.process_time() - begun)
    return min(taken)


def _text(hostile, size):
    return f"Say {hostile * (size // len(hostile))} x"


def _grows(read, hostile, size):
    """Say whether twice the text takes much more than twice the time; a busy machine gets three tries."""
    for _ in range(3):
        once, twice = (_seconds(read, _text(hostile, n)) for n in (size, 2 * size))
        if twice < max(QUICK, 3 * once):
            return False
    return True


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_twice_the_text_takes_about_twice_the_time(read, hostile):
    assert not _grows(read, hostile, 8_000)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_long_answer_is_graded_in_proportion(hostile):
    def graded(text):
        grade(a_rubric(), Answer((Turn("candidate", text),)), encoder=StemEncoder(), calibration=CALIBRATION)

    assert not _grows(graded, hostile, 2_000)
