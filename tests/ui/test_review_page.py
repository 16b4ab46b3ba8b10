"""Review: any transcript in, the same scorecard out, verdicts explained and challenged."""

import json

import pytest

from interviewer import history
from interviewer.session import Session
from tests.ui.opening import GOOD, TRANSCRIPT, Door, labeled, texts

LONG = " ".join([GOOD, "And I would look at the drawers every evening and talk with the people at the desk."] * 3)


def graded(door: Door, transcript: str = TRANSCRIPT):
    page = door.open("review")
    page.text_area[0].set_value(transcript).run()
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.button, "Grade").click().run()
    assert not page.exception
    return page


def test_the_words_of_the_page_are_a_contract(door):
    page = door.open("review")
    assert not page.exception
    assert [box.label for box in page.selectbox][:2] == ["Candidate", "Problem"]
    assert labeled(page.text_area, "Paste a transcript")
    assert labeled(page.button, "Grade")
    assert page.get("file_uploader")[0].label == "Transcript"


def test_a_pasted_transcript_is_read_and_the_problem_suggested(door):
    page = door.open("review")
    page.text_area[0].set_value(TRANSCRIPT).run()
    assert "Read as labeled text: 2 turns, 2 speakers" in texts(page)
    assert labeled(page.selectbox, "Candidate").value == "Candidate"
    assert labeled(page.selectbox, "Problem").value == "toy"
    assert "Toy problem" in texts(page)


def test_grading_keeps_a_session_and_shows_its_scorecard(door):
    page = graded(door)
    assert [h.value for h in page.header] == ["Scorecard"]
    assert {m.label for m in page.metric} == {"Score", "Coverage"}
    (attempt,) = history.attempts(door.app.services.events)
    assert (attempt.source, attempt.name, attempt.status) == ("imported", "pasted", "finished")
    assert attempt.score is not None
    for name in ("Markdown", "JSON", "CSV", "HTML"):
        assert labeled(page.get("download_button"), name)


def test_a_reload_shows_the_same_scorecard(door):
    graded(door)
    (attempt,) = history.attempts(door.app.services.events)
    again = door.open("review", r=attempt.session)
    assert [h.value for h in again.header] == ["Scorecard"]
    assert len(door.app.services.events.read(attempt.session)) == 2, "nothing was graded twice"


def test_the_export_is_graded_the_same_when_it_comes_back(door):
    graded(door)
    (first,) = history.attempts(door.app.services.events)
    from grader.report import to_json

    exported = to_json(Session(first.session, door.app.services).refresh().scorecard())
    page = door.open("review")
    page.text_area[0].set_value(exported).run()
    assert "Viva JSON" in texts(page)
    assert "The file names the problem" in texts(page)
    labeled(page.button, "Grade").click().run()
    second = next(a for a in history.attempts(door.app.services.events) if a.session != first.session)
    again = to_json(Session(second.session, door.app.services).refresh().scorecard())
    assert json.loads(again)["checkpoints"] == json.loads(exported)["checkpoints"]
    assert json.loads(again)["transcript"] == json.loads(exported)["transcript"]


def test_another_speaker_can_be_the_candidate(door):
    page = door.open("review")
    said = "We count how many letters land in the correct drawer, every evening, and talk about it."
    page.text_area[0].set_value(f"Robin: How?\nDana: {said}\nRobin: Fine. What else?\nDana: That is all.\n").run()
    who = labeled(page.selectbox, "Candidate")
    assert who.options == ["Robin", "Dana"]
    assert who.value == "Dana"
    who.set_value("Robin").run()
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.button, "Grade").click().run()
    (attempt,) = history.attempts(door.app.services.events)
    session = Session(attempt.session, door.app.services).refresh()
    assert [t.text for t in session.interview.turns if t.speaker == "candidate"] == ["How?", "Fine. What else?"]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("x" * 5_000_001, "larger than"),
        ('{"transcript": [', "not valid JSON"),
        ("Interviewer:\nCandidate:\n", "no spoken words"),
    ],
    ids=["too large", "damaged JSON", "no words"],
)
def test_what_cannot_be_read_is_explained_and_nothing_is_lost(door, pasted, said):
    page = door.open("review")
    page.text_area[0].set_value(pasted).run()
    assert not page.exception
    assert said in texts(page)
    assert page.text_area[0].value == pasted
    assert history.attempts(door.app.services.events) == []


def test_grade_without_a_transcript_says_what_is_missing(door):
    page = door.open("review")
    labeled(page.button, "Grade").click().run()
    assert "nothing to grade yet" in texts(page)


@pytest.mark.parametrize(
    ("pasted", "warning"),
    [
        (LONG, "No speaker labels"),
        (f"Candidate: {LONG}\n\nCandidate: {LONG}", "Only one speaker"),
        ("Candidate: " + "Wir zählen zuerst die Briefe und prüfen dann die Fächer am Abend. " * 6, "English"),
    ],
    ids=["no labels", "one speaker", "other language"],
)
def test_a_doubtful_transcript_is_graded_with_a_warning(door, pasted, warning):
    page = graded(door, pasted)
    assert [h.value for h in page.header] == ["Scorecard"]
    assert warning in texts(page)


def test_a_failing_grader_says_why_and_keeps_the_text(door, monkeypatch):
    from grader.errors import CalibrationError

    def fail(*_args, **_options):
        raise CalibrationError("There is no calibration for this encoder.", "Make one.")

    page = door.open("review")
    page.text_area[0].set_value(TRANSCRIPT).run()
    monkeypatch.setattr("interviewer.judging.grade", fail)
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.button, "Grade").click().run()
    assert not page.exception
    assert "There is no calibration for this encoder. Make one." in texts(page)
    assert page.text_area[0].value == TRANSCRIPT


def test_a_verdict_is_challenged_and_the_challenge_undone(door):
    page = graded(door)
    (attempt,) = history.attempts(door.app.services.events)
    before = page.metric[0].value
    labeled(page.selectbox, "Checkpoint").set_value("repair").run()
    labeled(page.radio, "Your verdict").set_value("met")
    labeled(page.text_input, "Reason").set_value("It was in the drawing.")
    labeled(page.button, "Override").click().run()
    assert not page.exception
    assert "It was in the drawing." in texts(page)
    assert page.metric[0].value != before
    labeled(page.button, "Undo").click().run()
    assert page.metric[0].value == before
    kinds = [recorded.event.kind for recorded in door.app.services.events.read(attempt.session)]
    assert kinds == ["TranscriptImported", "Graded", "VerdictOverridden", "OverrideUndone"]


def test_a_challenge_needs_a_verdict_and_a_reason(door):
    page = graded(door)
    labeled(page.button, "Override").click().run()
    assert "Choose your verdict" in texts(page)
    labeled(page.radio, "Your verdict").set_value("met")
    labeled(page.button, "Override").click().run()
    assert "A reason is missing" in texts(page)


def test_an_unknown_session_is_said(door):
    page = door.open("review", r="nobody")
    assert not page.exception
    assert "no such interview" in texts(page)


def test_the_replay_escapes_every_word(door):
    graded(door, TRANSCRIPT.replace("Who writes", "<img src=x onerror=alert(1)> Who writes"))
    (attempt,) = history.attempts(door.app.services.events)
    from ui.replay import replay_html

    session = Session(attempt.session, door.app.services).refresh()
    session.overrule("measure", "met", "I heard it.")
    markup = replay_html(session.scorecard())
    assert "<img" not in markup
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup
    assert 'data-checkpoint="measure"' in markup
    assert 'data-said="' in markup
