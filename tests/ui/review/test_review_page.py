"""Review: any transcript in, the same scorecard out, verdicts explained and challenged."""

import json

import pytest

from interviewer.records import history
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
    page = door.open("review")
    page.text_area[0].set_value(f"Robin: Design a thing.\nDana: {GOOD}\nRobin: Fine?\nDana: Yes.\n").run()
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.selectbox, "Level").set_value("mid").run()
    labeled(page.button, "Grade").click().run()
    (first,) = history.attempts(door.app.services.events)
    from grader.report.formats import to_json

    exported = to_json(Session(first.session, door.app.services).refresh().scorecard())
    page = door.open("review")
    page.text_area[0].set_value(exported).run()
    assert "Viva JSON" in texts(page)
    assert "The file names the problem" in texts(page)
    labeled(page.button, "Grade").click().run()
    second = next(a for a in history.attempts(door.app.services.events) if a.session != first.session)
    again = to_json(Session(second.session, door.app.services).refresh().scorecard())
    assert json.loads(exported)["warnings"], "also what is doubtful about the original"
    assert again == exported, "byte for byte"


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
    monkeypatch.setattr("interviewer.turn.judging.grade", fail)
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
    from ui.scorecard.replay import replay_html

    session = Session(attempt.session, door.app.services).refresh()
    session.overrule("measure", "met", "I heard it.")
    markup = replay_html(session.scorecard())
    assert "<img" not in markup
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup
    assert 'data-checkpoint="measure"' in markup
    assert 'data-said="' in markup


PARAGRAPHS = """Design a thing that sorts letters.

I would count the letters that land, at night, in the correct drawer, and look at it every evening with the desk.

What breaks at the weekend?

Nobody is there then, so I keep the letters in a box until the people at the desk come in on Monday.
"""


def candidate_of(door: Door) -> list[list[str]]:
    found = history.attempts(door.app.services.events)
    sessions = [Session(a.session, door.app.services).refresh() for a in reversed(found)]
    return [[t.text for t in s.interview.turns if t.speaker == "candidate"] for s in sessions]


def test_paragraphs_without_speakers_are_given_some_by_hand(door):
    page = door.open("review")
    page.text_area[0].set_value(PARAGRAPHS).run()
    assert "No speaker labels" in texts(page)
    assert [r.value for r in page.radio] == ["Interviewer", "Candidate"] * 2
    labeled(page.button, "Use these speakers").click().run()
    assert not page.exception
    assert "No speaker labels" not in texts(page)
    assert "4 turns, 2 speakers" in texts(page)
    assert labeled(page.selectbox, "Candidate").value == "Candidate"
    labeled(page.radio, "Paragraph 3").set_value("")
    labeled(page.button, "Use these speakers").click().run()
    assert "2 turns, 2 speakers" in texts(page)
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.button, "Grade").click().run()
    assert not page.exception
    ((said,),) = candidate_of(door)
    assert "every evening" in said
    assert "Monday" in said
    assert "weekend" not in said


def test_many_paragraphs_come_in_pages_and_keep_what_was_chosen(door):
    page = door.open("review")
    page.text_area[0].set_value("\n\n".join(f"Paragraph {i} says what it has to say." for i in range(1, 31))).run()
    assert len(page.radio) == 20
    labeled(page.radio, "Paragraph 2").set_value("Interviewer")
    labeled(page.button, "Later paragraphs →").click().run()
    assert not page.exception
    assert len(page.radio) == 10
    labeled(page.radio, "Paragraph 30").set_value("Interviewer")
    labeled(page.button, "← Earlier paragraphs").click().run()
    assert labeled(page.radio, "Paragraph 2").value == "Interviewer"
    labeled(page.selectbox, "Problem").set_value("toy").run()
    labeled(page.button, "Grade").click().run()
    ((first, second),) = candidate_of(door)
    assert "Paragraph 2 " not in first + second
    assert "Paragraph 30" not in first + second


def test_another_transcript_begins_without_corrections(door):
    page = door.open("review")
    page.text_area[0].set_value(PARAGRAPHS).run()
    labeled(page.radio, "Paragraph 2").set_value("")
    labeled(page.button, "Use these speakers").click().run()
    page.text_area[0].set_value(PARAGRAPHS.replace("letters", "parcels")).run()
    assert "No speaker labels" in texts(page)
    assert labeled(page.radio, "Paragraph 2").value == "Candidate"


def test_two_problems_in_one_transcript_become_two_attempts(door):
    said = "I would count the letters that land, at night, in the correct drawer."
    page = door.open("review")
    page.text_area[0].set_value(
        f"Interviewer: Design a thing that sorts letters.\nCandidate: {said}\n"
        f"Interviewer: Next one: steer a ship.\nCandidate: I measure how deep the water is at the harbor.\n"
    ).run()
    labeled(page.multiselect, "Another problem begins at").set_value([2]).run()
    assert not page.exception
    assert "Part 2" in texts(page)
    labeled(page.selectbox, "Problem of part 1").set_value("toy").run()
    labeled(page.selectbox, "Problem of part 2").set_value("toy").run()
    labeled(page.button, "Grade 2 parts").click().run()
    assert not page.exception
    assert candidate_of(door) == [[said], ["I measure how deep the water is at the harbor."]]
    names = [a.name for a in history.attempts(door.app.services.events)]
    assert sorted(names) == ["pasted, part 1 of 2", "pasted, part 2 of 2"]
    labeled(page.button, "Part 2: Toy problem").click().run()
    assert not page.exception
    assert [h.value for h in page.header] == ["Scorecard"]


def test_a_part_without_a_problem_is_left_out(door):
    page = door.open("review")
    page.text_area[0].set_value(TRANSCRIPT + TRANSCRIPT.replace("letters", "ships").replace("drawer", "harbor")).run()
    labeled(page.multiselect, "Another problem begins at").set_value([2]).run()
    labeled(page.selectbox, "Problem of part 1").set_value("toy").run()
    labeled(page.selectbox, "Problem of part 2").set_value(None).run()
    labeled(page.button, "Grade 1 part").click().run()
    assert len(candidate_of(door)) == 1


def test_where_no_rubric_fits_one_is_started_from_the_transcript(door):
    page = door.open("review")
    page.text_area[0].set_value(
        "Interviewer: Plan a picnic for forty musicians by a lake.\n"
        "Candidate: Sandwiches travel well, whereas soup would spill on every violin. What about rain?\n"
    ).run()
    assert "No problem fits" in texts(page)
    labeled(page.button, "Start a rubric from this transcript").click().run()
    assert not page.exception
    assert [t.value for t in page.title] == ["Workbench"]
    (area,) = [a for a in page.text_area if a.key.startswith("editor_text_rubric")]
    assert "prompt: Plan a picnic for forty musicians by a lake." in area.value
    assert "claim: Sandwiches travel well, whereas soup would spill on every violin." in area.value
    assert "No mistakes" in texts(page)
    page.switch_page("ui/workbench/page.py").run()  # the test harness stays on the page that was opened
    labeled(page.button, "Save").click().run()
    assert not page.exception
    (added,) = set(door.app.content.rubrics()) - {"toy"}
    assert door.app.content.rubrics()[added].format == "custom"


def test_names_become_roles_in_the_files_if_wanted(door, monkeypatch):
    files = {}
    from ui.parts import bubbles

    real = bubbles.st.download_button
    monkeypatch.setattr(
        bubbles.st,
        "download_button",
        lambda label, data, *a, **k: (files.update({label: data}), real(label, data, *a, **k))[1],
    )
    page = graded(door, "Robin: Design a thing, Dana.\nDana: Thanks, Robin. I count letters.\nRobin: Why?\nDana: So.\n")
    assert "Robin" in files["JSON"]
    labeled(page.checkbox, "Names as roles").check().run()
    assert not page.exception
    assert set(files) == {"Markdown", "JSON", "CSV", "HTML", "Transcript", "This page as Markdown"}
    for label, data in files.items():
        assert "Robin" not in data, label
        assert "Dana" not in data, label
    assert "Thanks, [interviewer]." in files["Transcript"]


def test_without_names_there_is_nothing_to_choose(door):
    page = graded(door)
    assert "Names as roles" not in [box.label for box in page.checkbox]


def test_an_old_attempt_is_graded_again_and_both_judgments_are_kept(door):
    page = graded(door, TRANSCRIPT.replace(GOOD, "I count the letters that land, at night, in the correct drawer."))
    (attempt,) = history.attempts(door.app.services.events)
    assert "Grade again" not in [b.label for b in page.button]
    rubric = door.folder / "rubrics" / "toy.yaml"
    rubric.write_text(rubric.read_text("utf-8").replace("weight: 3", "weight: 1"), "utf-8")
    page.run()
    assert "Both judgments are kept" in texts(page)
    before = page.metric[0].value
    labeled(page.button, "Grade again").click().run()
    assert not page.exception
    assert "Grade again" not in [b.label for b in page.button]
    kinds = [recorded.event.kind for recorded in door.app.services.events.read(attempt.session)]
    assert kinds == ["TranscriptImported", "Graded", "Graded"]
    assert page.metric[0].value != before
    box = labeled(page.selectbox, "Judgment")
    assert len(box.options) == 2
    box.set_value(0).run()
    assert not page.exception
    assert page.metric[0].value == before, "the first judgment can still be looked at"
