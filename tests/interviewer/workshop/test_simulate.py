"""Scripted candidates hold whole interviews, and every promise is kept; a broken one is told."""

import pytest

from interviewer.workshop.simulate import CANDIDATES, Candidate, simulate, summary
from tests.fakes import StemEncoder, services
from tests.interviewer.turns import MET, SCOPE, VAGUE

EXAMPLES = {
    "strong": (SCOPE, MET, "Postal codes with typing errors are repaired before sorting, by a small model."),
    "weak": ("I would use something big.", "It depends on the letters."),
    "middling": (VAGUE,),
    "off_topic": ("Let me tell you about my garden, which is full of roses at this time of the year, all red.",),
}


def run(kind, seed=0, turns=20, **how):
    return simulate(services(**how), "toy", kind, EXAMPLES, turns=turns, seed=seed)


@pytest.mark.parametrize("kind", CANDIDATES)
@pytest.mark.parametrize("seed", range(3))
def test_every_promise_is_kept(kind, seed):
    found = run(kind, seed)
    assert found.broken == ()
    assert found.events[-1].event.kind == "Graded"


def test_a_strong_candidate_reaches_what_is_within_reach():
    assert run("strong").reached >= 0.8


def test_the_same_seed_is_the_same_interview():
    assert [r.event for r in run("hostile", 5).events] == [r.event for r in run("hostile", 5).events]
    assert len({Candidate("evasive", EXAMPLES, StemEncoder(), seed).answer("?") for seed in range(9)}) > 1


def test_turns_end_it():
    answers = [r for r in run("strong", turns=1).events if r.event.kind == "AnswerGiven"]
    assert len(answers) == 1


def test_a_broken_promise_is_told():
    class Praising:
        def phrase(self, question, *, last_words, persona):
            return f"Excellent! {question}", "fake"

    found = run("weak", phraser=Praising())
    assert any("praise" in what for what in found.broken)
    assert summary([found])["broken"]


def test_the_summary_counts():
    total = summary([run("strong"), run("weak")])
    assert total["interviews"] == 2 and total["broken"] == [] and total["strong_reached_least"] >= 0.8
