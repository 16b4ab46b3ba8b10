"""Labels beside a rubric: read with every mistake, compared with the grader and with each other."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.adapters.calibration_files import FOLDER
from grader.adapters.rubric_files import read_shelf
from grader.agreement.label_files import read_labels
from grader.agreement.labeling import agreement_lines, as_data, marked_met, measured, people_line, suggestion_line
from grader.agreement.labels import (
    ENOUGH,
    Label,
    Labeled,
    Suggestion,
    agreement,
    badge,
    counts,
    people,
    suggestions,
    wilson,
)
from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.grading import grade
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

GOOD = "Who writes the letters? We count how many letters land in the correct drawer."
TRANSCRIPT = f"Interviewer: Design a thing that sorts letters.\n\nCandidate: {GOOD}\n"
VERDICTS = """problem: toy
answer: strong
verdicts:
- {checkpoint: scope, verdict: met, quote: "Who writes the letters?"}
- {checkpoint: measure, verdict: met, quote: We count how many letters land in the correct drawer.}
- {checkpoint: repair, verdict: missed}
"""


@pytest.fixture
def beside(tmp_path):
    """Write verdict files and read them back."""

    def write(verdicts=VERDICTS, name="strong.verdicts.yaml", **more):
        (tmp_path / "strong.md").write_text(TRANSCRIPT, "utf-8")
        for file, text in {name: verdicts, **more}.items():
            (tmp_path / file).write_text(text, "utf-8")
        return read_labels(tmp_path, a_rubric())

    return write


def labeled(name, who="", **verdicts):
    answer = Answer((Turn("candidate", GOOD),))
    return Labeled(name, who, answer, {i: Label(v, GOOD if v == "met" else "") for i, v in verdicts.items()})


class TestReading:
    def test_two_people_on_one_answer(self, beside):
        shelf = beside(**{"strong.bo.verdicts.yaml": VERDICTS.replace("verdict: missed", "verdict: not_assessed")})
        assert shelf.mistakes == ()
        assert [(one.name, one.labeler) for one in shelf.labeled] == [("strong", "bo"), ("strong", "")]
        assert counts(shelf.labeled) == (2, 1), "the first labeler's alone"

    @pytest.mark.parametrize(
        ("verdicts", "line", "said"),
        [
            (VERDICTS.replace("scope", "scopes"), 4, "there is no checkpoint 'scopes'"),
            (VERDICTS.replace("verdict: missed", "verdict: wrong"), 6, "there is no verdict 'wrong'"),
            (VERDICTS.replace("repair", "scope"), 6, "stands twice"),
            (VERDICTS.replace(', quote: "Who writes the letters?"', ""), 4, "'met' without a quote"),
            (VERDICTS.replace("Who writes", "Who wrote"), 4, "not among the candidate's words"),
            (VERDICTS.replace("problem: toy", "problem: other"), 1, "`problem` is not 'toy'"),
            (VERDICTS.replace("- {checkpoint: repair, verdict: missed}", "- missed"), 6, "not an entry"),
            ("problem: toy\n", 1, "not a verdict file"),
            ("- a\n", 1, "not a verdict file"),
            ("problem: [\n", 2, "not valid YAML"),
            ("a: &x 1\nb: *x\n", 2, "alias"),
        ],
    )
    def test_mistakes_are_named_by_line(self, beside, verdicts, line, said):
        shelf = beside(verdicts)
        assert shelf.labeled == ()
        assert [m.line for m in shelf.mistakes if said in m.message] == [line], shelf.mistakes

    def test_verdicts_without_an_answer(self, beside):
        shelf = beside(name="weak.verdicts.yaml")
        assert "no answer" in str(shelf.mistakes[0]) and shelf.labeled == ()

    def test_a_name_that_says_nothing(self, beside):
        assert "name cannot be used" in str(beside(name="a.b.c.verdicts.yaml").mistakes[0])

    def test_none(self, tmp_path):
        assert read_labels(tmp_path / "missing", a_rubric()).labeled == ()


class TestAgreement:
    def graded(self, *names):
        card = grade(a_rubric(), Answer((Turn("candidate", GOOD),)), encoder=StemEncoder(), calibration=CALIBRATION)
        return dict.fromkeys(names, card)

    def test_the_same_verdicts(self):
        ones = [labeled(name, scope="missed", measure="met", repair="missed") for name in ("a", "b")]
        found = agreement(a_rubric(), ones, self.graded("a", "b"))
        assert (found.answers, found.share.n, found.share.value, found.kappa) == (2, 6, 1.0, 1.0)
        assert found.share.interval == wilson(6, 6), "where all agree, resampling has nothing to vary"
        assert [(c.id, c.share.n, c.stricter, c.kinder) for c in found.checkpoints] == [
            ("scope", 2, 0, 0), ("measure", 2, 0, 0), ("repair", 2, 0, 0)
        ]  # fmt: skip

    def test_stricter_and_kinder_are_kept_apart(self):
        ones = [labeled("a", measure="missed", repair="met"), labeled("b", measure="met", repair="missed")]
        found = {c.id: c for c in agreement(a_rubric(), ones, self.graded("a", "b")).checkpoints}
        assert (found["measure"].kinder, found["repair"].stricter) == (1, 1)
        low, high = found["measure"].share.interval
        assert found["measure"].share.value == 0.5 and (low, high) == (0.0, 1.0)
        assert (found["scope"].share.n, found["scope"].share.value) == (0, None)

    def test_a_second_labeler_is_not_what_the_grader_is_held_to(self):
        ones = [labeled("a", measure="met"), labeled("a", "bo", measure="missed")]
        assert agreement(a_rubric(), ones, self.graded("a")).share.n == 1

    def test_nothing_labeled_is_none_not_zero(self):
        found = agreement(a_rubric(), [], {})
        assert (found.answers, found.share.value, found.kappa) == (0, None, None)

    def test_it_is_told(self):
        ones = [labeled("a", scope="met", measure="met", repair="missed")]
        told = []
        found = measured(a_rubric(), ones, StemEncoder(), CALIBRATION, (), told.append)
        assert told == ["Grading toy/a, answer 1 of 1"]
        assert "| repair | 1.00 [0.21, 1.00] (n=1) | 0 | 0 |" in agreement_lines(found, "few labels")
        assert as_data(found, "few labels", ())["badge"] == "few labels"


class TestPeople:
    def test_kappa_of_two(self):
        ones = [labeled("a", scope="met", measure="met", repair="missed"), labeled("b", scope="missed", measure="met")]
        others = [
            labeled("a", "bo", scope="met", measure="missed", repair="missed"),
            labeled("b", "bo", scope="missed", measure="met"),
        ]
        (found,) = people([*ones, *others])
        assert (found.first, found.second, found.answers, found.share.n) == ("", "bo", 2, 5)
        # Observed agreement .8; by chance .6 x .4 met and .4 x .6 missed.
        assert found.share.value == 0.8 and found.kappa == pytest.approx((0.8 - 0.48) / 0.52, abs=1e-4)
        assert found.differ == (("a", "measure", "met", "missed"),)
        assert "the first labeler and bo: kappa 0.62" in people_line(found)

    def test_three_make_three_pairs(self):
        assert len(people([labeled("a", who, scope="met") for who in ("", "bo", "cy")])) == 3

    def test_one_person_or_no_common_answer(self):
        assert people([labeled("a", scope="met")]) == ()
        assert people([labeled("a", scope="met"), labeled("b", "bo", scope="met")]) == ()


class TestSuggestions:
    def test_the_farthest_first_and_what_is_near_is_left_out(self):
        sentences = [
            ("measure", "We count how many letters land in the correct drawer.", "a"),
            ("measure", "Tally zebras.", "b"),
            ("measure", "Count the letters in a drawer at noon.", "c"),
            ("unknown", "Tally zebras.", "d"),
        ]
        found = suggestions(a_rubric(), sentences, StemEncoder())
        assert {s.source for s in found} == {"b", "c"}
        assert [s.similarity for s in found if not s.rival] == sorted(s.similarity for s in found if not s.rival)

    def test_one_that_fits_another_checkpoint_better_says_so_and_comes_last(self):
        (found,) = suggestions(a_rubric(), [("scope", "Repair postal codes with typing errors.", "a")], StemEncoder())
        assert found.rival == "repair" and "nearer to repair" in suggestion_line(found)

    def test_nothing_marked_nothing_suggested(self):
        assert suggestions(a_rubric(), [], StemEncoder()) == []

    def test_what_people_marked_as_met_is_what_is_offered(self):
        assert marked_met([labeled("a", scope="met", repair="missed")]) == [("scope", GOOD, "a, labeled by the first")]

    def test_a_line(self):
        line = suggestion_line(Suggestion("a", "Words.", "strong", 0.3, ""))
        assert line == "a: “Words.” (strong; similarity 0.30)"


class TestBadge:
    CAL = Calibration("c", "e", 1, 1, 0.2, 0.8, 1.0, 0.1, rubrics=("known",))

    @pytest.mark.parametrize(
        ("problem", "counted", "said"),
        [
            ("known", (ENOUGH, ENOUGH), "calibrated"),
            ("known", (ENOUGH, ENOUGH - 1), "few labels"),
            ("other", (1, 0), "few labels"),
            ("other", (ENOUGH, ENOUGH), "uncalibrated"),
            ("known", (0, 0), "uncalibrated"),
        ],
    )
    def test_what_each_means(self, problem, counted, said):
        assert badge(problem, counted, self.CAL) == said

    def test_without_a_calibration_nothing_is_calibrated(self):
        assert badge("known", (ENOUGH, ENOUGH), None) == "uncalibrated"


SHIPPED = read_shelf([Path(__file__).parents[3] / "rubrics"]).rubrics
FIRST = next(iter(SHIPPED.values()))


def with_checkpoint(**changes):
    phase = FIRST.phases[0]
    changed = replace(phase.checkpoints[0], **changes)
    return replace(FIRST, phases=(replace(phase, checkpoints=(changed, *phase.checkpoints[1:])), *FIRST.phases[1:]))


@pytest.mark.parametrize("rubric", SHIPPED.values(), ids=SHIPPED)
def test_the_shipped_calibration_was_fitted_on_the_shipped_rubrics_as_they_are(rubric):
    path = next(FOLDER.glob("calibration-all-MiniLM*.json"))
    assert rubric.compared in json.loads(path.read_text("utf-8"))["rubrics"], "run python -m grader calibrate"


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (with_checkpoint(hints=("Think.",)), True),
        (with_checkpoint(probes=("Why?",)), True),
        (with_checkpoint(weight=9), True),
        (with_checkpoint(claim="Something else is claimed."), False),
        (with_checkpoint(anchors=("It is said in another way.",)), False),
        (with_checkpoint(contrasts=("The opposite is said.",)), False),
        (replace(FIRST, prompt="Design something else."), False),
    ],
    ids=["hints", "probes", "weight", "claim", "anchors", "contrasts", "prompt"],
)
def test_a_rubric_stays_calibrated_while_what_answers_are_compared_with_stays(changed, same):
    assert (changed.compared == FIRST.compared) is same
