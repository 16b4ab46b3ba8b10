"""A person's word over the grader's: applied, kept beside the original, undone without a trace."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answer import Answer, Span, Turn
from grader.evidence import Evidence
from grader.overrides import Override, labeled_rows, original, override, to_jsonl, undo
from grader.report.formats import as_dict, to_html, to_json, to_markdown
from grader.report.stored import from_dict
from grader.scorecard import CheckpointScore, PhaseScore, Scorecard
from tests.fakes import CALIBRATION, StemEncoder, a_rubric

WORDS = "We count how many letters land in the correct drawer. And then we go home."


def graded() -> Scorecard:
    from grader.grading import grade

    turns = (Turn("interviewer", "How would you measure it?"), Turn("candidate", WORDS, 12.5))
    return grade(a_rubric(), Answer(turns), encoder=StemEncoder(), calibration=CALIBRATION)


CARD = graded()
IDS = [c.id for c in CARD.checkpoints]
verdicts = st.sampled_from(["met", "partial", "missed", "contradicted", "not_assessed"])
overrides = st.builds(
    Override,
    checkpoint=st.sampled_from([*IDS, "gone"]),
    verdict=verdicts,
    reason=st.text(min_size=1),
    who=st.text(),
    when=st.floats(0, 4e9),
)


def of(card: Scorecard, checkpoint: str) -> CheckpointScore:
    return next(c for c in card.checkpoints if c.id == checkpoint)


@given(st.lists(overrides, max_size=6), overrides)
def test_override_then_undo_gives_back_the_scorecard_byte_for_byte(before, one):
    made = (*before, one)
    assert undo(made, one.checkpoint) == tuple(before)
    assert to_json(override(CARD, undo(made, one.checkpoint))) == to_json(override(CARD, before))


@given(st.lists(overrides, max_size=6))
def test_the_graders_own_scorecard_is_kept_whole(made):
    changed = override(CARD, made)
    assert to_json(original(changed)) == to_json(CARD)
    assert to_json(override(changed, made)) == to_json(changed), "applied twice, it is the same"


@given(st.lists(overrides, max_size=6))
def test_a_scorecard_survives_plain_data(made):
    changed = override(CARD, made)
    assert to_json(from_dict(json.loads(to_json(changed)))) == to_json(changed)


@pytest.mark.parametrize(
    ("verdict", "credit"),
    [("met", 1.0), ("partial", 0.5), ("missed", 0.0), ("contradicted", 0.0), ("not_assessed", None)],
)
def test_a_persons_verdict_has_a_credit(verdict, credit):
    other = next(c for c in CARD.checkpoints if c.verdict != verdict)
    changed = of(override(CARD, [Override(other.id, verdict, "I heard it", "Ada", 5.0)]), other.id)
    assert (changed.verdict, changed.credit) == (verdict, credit)
    assert changed.overruled is not None
    assert changed.overruled.graded == other


def test_confirming_keeps_the_graders_credit_and_ends_the_doubt():
    found = replace(of(CARD, "measure"), borderline=True)
    card = replace(CARD, phases=tuple(_with(p, found) for p in CARD.phases))
    confirmed = of(override(card, [Override("measure", found.verdict, "yes", "Ada")]), "measure")
    assert (confirmed.credit, confirmed.borderline) == (found.credit, False)


def _with(phase: PhaseScore, score: CheckpointScore) -> PhaseScore:
    return replace(phase, checkpoints=tuple(score if c.id == score.id else c for c in phase.checkpoints))


def test_the_score_follows_at_once_and_the_last_word_wins():
    up = override(CARD, [Override(i, "met", "said") for i in IDS])
    assert up.score == 1.0
    down = override(CARD, [*(Override(i, "met", "said") for i in IDS), *(Override(i, "missed", "no") for i in IDS)])
    assert down.score == 0.0


def test_a_miss_has_no_evidence_and_a_credit_does():
    words = Evidence(Span(1, 0, 20), "x", 0.4, of(CARD, "measure").evidence.parts)
    found = replace(of(CARD, "measure"), evidence=words, closest=None)
    card = replace(CARD, phases=tuple(_with(p, found) for p in CARD.phases))
    missed = of(override(card, [Override("measure", "missed", "no")]), "measure")
    assert missed.evidence is None
    assert missed.closest == words


def test_exports_list_both_verdicts():
    found = of(CARD, "repair")
    changed = override(CARD, [Override("repair", "met", "Said in a drawing.", "Ada", 5.0)])
    data = next(c for c in as_dict(changed)["checkpoints"] if c["id"] == "repair")
    assert data["verdict"] == "met"
    assert data["override"]["graded"]["verdict"] == found.verdict
    assert (data["override"]["who"], data["override"]["reason"]) == ("Ada", "Said in a drawing.")
    for text in (to_markdown(changed), to_html(changed)):
        assert "The grader had said" in text
        assert "Said in a drawing" in text


def test_without_overrides_nothing_is_added_to_the_export():
    assert "override" not in to_json(CARD)
    assert override(CARD, []) is CARD


def test_labels_hold_what_the_grader_needs_to_learn_from_them():
    made = [
        Override("measure", "missed", "no"),
        Override("repair", "not_assessed", "never asked"),
        Override("gone", "met", "?"),
    ]
    rows = labeled_rows(a_rubric(), override(CARD, made), "s1")
    assert [row["id"] for row in rows] == ["s1/measure"], "what is not assessed is no label"
    row = json.loads(to_jsonl(rows).splitlines()[0])
    assert row["score"] == 0.0
    assert row["answer"] == WORDS
    assert row["references"] == list(a_rubric().checkpoint("measure").phrasings)
    assert row["contrasts"]
    assert row["question"] == a_rubric().prompt


def test_labels_are_rows_that_the_grader_reads(tmp_path):
    from grader.agreement.row_files import read_rows

    made = [Override("measure", "partial", "half of it"), Override("scope", "met", "asked")]
    file = tmp_path / "labels.jsonl"
    file.write_text(to_jsonl(labeled_rows(a_rubric(), override(CARD, made), "s1")), "utf-8")
    assert {(row.id, row.score) for row in read_rows(file)} == {("s1/measure", 0.5), ("s1/scope", 1.0)}
