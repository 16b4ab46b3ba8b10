"""A scorecard in every format: totals, caps, and text that neither Markdown, HTML nor a spreadsheet interprets."""

import csv
import io
import json

import pytest

from grader.answer import Answer, Turn
from grader.report import formats
from grader.report.formats import FORMATS, as_dict, headline, percent, plain, safe_cell, to_csv, to_markdown
from grader.report.stored import from_dict
from grader.scorecard import CAP, CheckpointScore, PhaseScore, Scorecard


def checkpoint(id: str, verdict: str, credit: float | None, **changes: object) -> CheckpointScore:
    fields = {"claim": f"Claim {id}.", "phase": "a", "tier": "basic", "weight": 1.0, "must_have": False}
    fields |= {"expected": True, "reason": "the words say it", "evidence": None, "closest": None, "guards": ()}
    fields |= {"borderline": False, "margin": None}
    return CheckpointScore(id=id, verdict=verdict, credit=credit, **fields | changes)


def card(*checkpoints: CheckpointScore) -> Scorecard:
    answer = Answer((Turn("interviewer", "Go."), Turn("candidate", "I count.", 3.0)), skipped=frozenset({"x"}))
    phases = (PhaseScore("a", "Phase <a>", checkpoints),)
    return Scorecard("toy", "Toy", 1, "staff", phases, answer, "signed", warnings=("Note.",), calibrated=True)


CAPPED = card(
    checkpoint("met", "met", 1.0), checkpoint("well", "met", 1.0), checkpoint("must", "missed", 0.0, must_have=True)
)


def test_the_headline_names_the_cap_and_what_is_missing() -> None:
    assert CAPPED.score == CAP
    assert headline(CAPPED).endswith("Capped at 60 %: a must-have is missing (`must`).")


def test_the_cap_in_words_is_the_cap_that_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "CAP", 0.5)
    assert "Capped at 50 %" in headline(CAPPED)


def test_without_enough_answers_there_is_no_score() -> None:
    nothing = card(checkpoint("a1", "not_assessed", None, reason="skipped"))
    assert headline(nothing) == "**Not enough answered to score.** Coverage 0 %."
    assert "Its question was skipped." in to_markdown(nothing)


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (0.0, "0 %"), (0.604, "60 %"), (1.0, "100 %")])
def test_percent(value: float | None, shown: str) -> None:
    assert percent(value) == shown


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("-x", "'-x"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=b", "a=b"), ("", "")],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


def test_the_csv_has_a_row_for_each_checkpoint_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(card(checkpoint("a1", "met", 1.0, claim="=HYPERLINK()"))))))
    assert [(row["checkpoint"], row["verdict"], row["claim"]) for row in rows] == [("a1", "met", "'=HYPERLINK()")]


@pytest.mark.parametrize("text", ["<b>", "[a](b)", "`x`", "*x*", "a|b", "&amp;"])
def test_markdown_shows_text_literally(text: str) -> None:
    assert plain(text) != text and "<" not in plain(text)
    assert plain(text) in to_markdown(card(checkpoint("a1", "met", 1.0, claim=text)))


def test_html_escapes_every_text() -> None:
    page = FORMATS["html"](card(checkpoint("a1", "met", 1.0, claim="<script>x</script>")))
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def test_json_is_read_back_and_written_again_unchanged() -> None:
    text = FORMATS["json"](CAPPED)
    assert from_dict(json.loads(text)) == CAPPED
    assert FORMATS["json"](from_dict(json.loads(text))) == text
    assert as_dict(CAPPED)["transcript"] == [
        {"speaker": "interviewer", "text": "Go."},
        {"speaker": "candidate", "text": "I count.", "seconds": 3.0},
    ]
