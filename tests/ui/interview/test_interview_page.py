"""Interview: home, the conversation, the scorecard; nothing said is ever lost."""

import re
import threading

import pytest
from streamlit.testing.v1 import AppTest

from interviewer import events as e
from interviewer.session import LONGEST_ANSWER, Session
from tests.ui.opening import GOOD, ROOT, Door, labeled, texts
from ui.parts import state

ANSWER = "Every evening I would take the share of letters that ended in the right drawer as our quality number."


def started(door: Door):
    page = door.open("interview")
    press(page, "Start interview")
    return page


def press(page, label: str):
    labeled(page.button, label).click().run()
    assert not page.exception
    return page


def say(page, text: str):
    page.chat_input[0].set_value(text).run()
    assert not page.exception
    return page


def session_of(door: Door) -> Session:
    return Session(door.app.services.events.sessions()[0], door.app.services).refresh()


def bubbles(page) -> list[str]:
    return [text.value for text in page.text]


def ended(door: Door, *answers: str):
    page = started(door)
    for answer in answers or (GOOD,):
        say(page, answer)
    press(page, "End interview")
    return press(page, "End now")


# Home


def test_home_offers_every_choice_under_its_name(door):
    page = door.open("interview")
    assert not page.exception
    assert [box.label for box in page.selectbox] == ["Problem", "Level", "Length", "Persona"]
    assert labeled(page.selectbox, "Problem").options == ["Toy problem · 3 checkpoints"]
    assert labeled(page.selectbox, "Level").options == ["Junior", "Mid", "Senior", "Staff"]
    assert labeled(page.selectbox, "Length").options == ["15 minutes", "30 minutes", "45 minutes", "60 minutes"]
    assert labeled(page.toggle, "Practice mode").value is False
    assert labeled(page.button, "Start interview").disabled is False


def test_home_never_shows_what_a_checkpoint_claims(door):
    page = door.open("interview")
    assert not [c for c in door.app.content.rubrics()["toy"].checkpoints if c.claim in texts(page)]


def test_the_status_line_names_what_is_ready(door):
    said = texts(door.open("interview"))
    for part in ("encoder", "calibration test", "guide of 1 sections", "wording built-in"):
        assert part in said.replace("\\", "")


def test_before_an_answer_can_be_judged_the_button_says_why_it_waits(door, monkeypatch):
    go_on = threading.Event()
    ready = type(door.app).calibration
    monkeypatch.setattr(type(door.app), "calibration", lambda self: go_on.wait(30) and ready(self))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    start = labeled(page.button, "Start interview")
    assert start.disabled and "Getting ready" in texts(page)
    go_on.set()
    state.wait(30)
    assert labeled(page.run().button, "Start interview").disabled is False


def test_before_the_index_is_ready_an_interview_is_held_with_the_rubrics_own_questions(door, monkeypatch):
    go_on = threading.Event()
    prepare = state._prepare_index
    monkeypatch.setattr(state, "_prepare_index", lambda app, now: go_on.wait(60) and prepare(app, now))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert state.wait_to_judge(30)
    page = press(page.run(), "Start interview")
    assert "the rubric's own questions" in texts(page)
    say(page, ANSWER)
    first = session_of(door).interview.probes[-1]
    assert first.source == "rubric" and "guide is not available" in first.reason
    go_on.set()
    state.wait(30)
    say(page, "Then I would look at the drawers by hand every single evening, with two people.")
    assert "guide is not available" not in session_of(door).interview.probes[-1].reason
    assert "the rubric's own questions" not in texts(page)


def test_a_fault_of_the_start_is_named_with_what_to_do(door, monkeypatch):
    from grader.errors import CalibrationError

    def refuse() -> None:
        raise CalibrationError("No calibration for this encoder.", "Run `python -m grader calibrate LABELS...`.")

    monkeypatch.setattr(type(door.app), "calibration", lambda self: refuse())
    page = door.open("interview")
    assert labeled(page.button, "Start interview").disabled
    assert any("calibrate" in error.value for error in page.error)


def test_what_was_chosen_is_what_is_opened(door):
    page = door.open("interview")
    labeled(page.selectbox, "Level").set_value("staff")
    labeled(page.selectbox, "Length").set_value(15)
    labeled(page.selectbox, "Persona").set_value("brisk")
    labeled(page.toggle, "Practice mode").set_value(True)
    press(page, "Start interview")
    opened = session_of(door).interview.opened
    assert (opened.problem, opened.level, opened.minutes, opened.persona, opened.practice) == (
        "toy", "staff", 15, "brisk", True,
    )  # fmt: skip


def test_an_unfinished_interview_is_offered_and_can_be_resumed(door):
    say(started(door), ANSWER)
    page = press(door.open("interview"), "Resume")
    assert ANSWER in bubbles(page)


def test_deleting_an_unfinished_interview_asks_first(door):
    started(door)
    page = press(door.open("interview"), "Delete")
    assert door.app.services.events.sessions()
    press(page, "Delete it")
    assert not door.app.services.events.sessions()


# The conversation


def test_the_vague_prompt_comes_first_and_an_answer_gets_one_question(door):
    page = started(door)
    assert bubbles(page) == ["Design a thing that sorts letters."]
    say(page, ANSWER)
    assert bubbles(page)[1] == ANSWER
    assert bubbles(page)[-1].count("?") == 1


def test_the_words_of_the_page_are_a_contract(door):
    page = started(door)
    assert {"Hint", "Skip", "End interview", "Pause"} <= {b.label for b in page.button}
    assert len(page.chat_input) == 1


def test_a_mock_shows_no_verdict_and_no_rubric_text(door):
    page = say(say(started(door), GOOD), ANSWER)
    said = texts(page).split("<style>")[0] + "\n".join(bubbles(page)[2:])
    assert not [c for c in door.app.content.rubrics()["toy"].checkpoints if c.claim in said]
    assert not re.search(r"\b(met|missed|contradicted|credit)\b|●|○○", said)


def test_practice_mode_shows_dots_per_phase(door):
    page = door.open("interview")
    labeled(page.toggle, "Practice mode").set_value(True)
    press(page, "Start interview")
    say(page, GOOD)
    assert re.search(r"[●○]{2} \d of 2", texts(page))


@pytest.mark.parametrize(
    ("text", "named"),
    [("hm", "shortest"), ("abc", "shortest"), ("x" * (LONGEST_ANSWER + 1), f"{LONGEST_ANSWER:,}")],
    ids=["2 characters", "3 characters", "too long"],
)
def test_a_refused_answer_is_put_back_with_the_limit_named(door, text, named):
    page = say(started(door), text)
    assert named in page.warning[0].value
    assert page.chat_input[0].proto.set_value and page.chat_input[0].proto.value == text
    assert bubbles(page) == ["Design a thing that sorts letters."]


@pytest.mark.parametrize(
    "text",
    ["# A heading? **bold** $x$ :red[red]", "![x](https://example.com/x.png)", "<script>alert(1)</script> and more"],
    ids=["markdown", "remote image", "script"],
)
def test_what_a_candidate_types_stays_text(door, text):
    page = say(started(door), text)
    assert text in bubbles(page)
    assert not any(text in str(m.value) for m in page.markdown)


def test_line_breaks_are_kept(door):
    page = say(started(door), "First the letters.\n\nThen the drawers, by postal code.")
    assert "First the letters.\n\nThen the drawers, by postal code." in bubbles(page)


def test_a_reload_goes_on_where_it_stood(door):
    page = say(started(door), ANSWER)
    before = bubbles(page)
    again = door.open("interview", s=session_of(door).id)
    assert bubbles(again) == before
    assert len(bubbles(say(again, "Then I would look at the drawers by hand every evening."))) > len(before)


def test_another_page_and_back_keeps_the_interview(door):
    page = say(started(door), ANSWER)
    page.switch_page("ui/review/page.py").run()
    page.switch_page("ui/interview/page.py").run()
    assert ANSWER in bubbles(page)


def test_a_turn_that_was_stored_without_a_reply_gets_it_at_the_next_look(door):
    started(door)
    session_of(door).take(ANSWER)
    page = door.open("interview", s=session_of(door).id)
    assert bubbles(page)[1] == ANSWER and len(bubbles(page)) == 3
    assert not session_of(door).interview.owes_reply


def test_an_unknown_address_is_said_plainly_with_a_way_home(door):
    page = door.open("interview", s="nonesuch")
    assert "no such interview" in page.error[0].value
    press(page, "Back to the start page")
    assert labeled(page.button, "Start interview")


def test_a_stale_tab_is_told_and_goes_on_from_the_newest_state(door):
    page = started(door)
    session_of(door).answer("Somebody typed this in another tab, about letters and drawers.")
    say(page, ANSWER)
    assert "another tab" in page.warning[0].value
    assert page.chat_input[0].proto.value == ANSWER
    assert "Somebody typed this in another tab, about letters and drawers." in bubbles(page)
    say(page, ANSWER)
    assert [t.text for t in session_of(door).interview.turns].count(ANSWER) == 1


def test_a_reply_that_fails_keeps_the_answer_and_offers_two_ways_on(door, monkeypatch):
    page = started(door)
    guide = type(door.app.guide)
    search = guide.search

    def fail(self, *args, **options):
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr(guide, "search", fail)
    say(page, ANSWER)
    assert ANSWER in bubbles(page)
    assert "on fire" in page.error[0].value
    assert page.chat_input[0].disabled
    press(page, "Retry")
    assert page.error, "it fails again"
    press(page, "Continue with built-in questions")
    assert not page.error and bubbles(page)[-1].endswith("?")
    say(page, "And every drawer has a camera that a person looks through at night.")
    assert not page.error, "it goes on with built-in questions"
    monkeypatch.setattr(guide, "search", search)
    assert [type(r.event) for r in session_of(door).events].count(e.AnswerGiven) == 2


def test_retry_makes_the_reply_once_the_fault_is_gone(door, monkeypatch):
    page = started(door)
    with monkeypatch.context() as broken:
        broken.setattr(type(door.app.guide), "search", lambda *a, **k: 1 / 0)
        say(page, ANSWER)
    press(page, "Retry")
    assert not page.error and bubbles(page)[-1].endswith("?")


def test_hints_are_given_in_turn_until_none_is_left(door):
    page = started(door)
    for level in (1, 2, 3):
        press(page, "Hint")
        assert f"hint, level {level}" in texts(page)
    press(page, "Hint")
    assert "no further hint" in page.warning[0].value


def test_skip_is_no_answer_and_not_wrong(door):
    page = say(started(door), ANSWER)
    press(page, "Skip")
    assert "not counted as wrong" in texts(page)
    assert bubbles(page)[-1].endswith("?")


def test_pause_stops_the_clock_and_the_box(door):
    page = press(started(door), "Pause")
    assert page.chat_input[0].disabled
    press(page, "Go on")
    assert not page.chat_input[0].disabled


def test_the_last_answer_can_be_amended(door):
    page = say(started(door), ANSWER)
    press(page, "Amend last answer")
    box = labeled(page.text_area, "Your answer")
    assert box.value == ANSWER
    box.set_value("We weigh the letters.")
    press(page, "Save")
    assert "We weigh the letters." in bubbles(page) and ANSWER not in bubbles(page)


def test_notes_and_sketch_are_kept_as_events(door):
    page = started(door)
    labeled(page.text_area, "Notes").set_value("ask about volume").run()
    labeled(page.text_area, "Sketch in Mermaid").set_value("flowchart LR\n a --> b").run()
    assert not page.exception
    again = door.open("interview", s=session_of(door).id)
    assert labeled(again.text_area, "Notes").value == "ask about volume"
    assert labeled(again.text_area, "Sketch in Mermaid").value == "flowchart LR\n a --> b"
    say(page, ANSWER)
    assert not page.warning, "one's own notes do not make a tab stale"


# After the end


def test_the_end_is_asked_for_and_gives_the_scorecard(door):
    page = started(door)
    say(page, GOOD)
    press(page, "End interview")
    assert session_of(door).interview.state != "closed"
    press(page, "End now")
    assert [h.value for h in page.header] == ["Scorecard"]
    assert [m.label for m in page.metric] == ["Score", "Coverage"]
    assert {"Markdown", "JSON", "CSV", "HTML", "Transcript"} <= {d.label for d in page.get("download_button")}


def test_the_scorecard_quotes_the_candidate(door):
    page = ended(door, "Which people write these letters?", ANSWER, ANSWER.replace("Every", "Each"))
    assert ANSWER in texts(page)


def test_too_little_is_not_scored(door):
    page = ended(door, "We see.")
    assert page.metric[0].value == "–"
    assert "Not enough answered to score" in texts(page)


def test_the_scorecard_says_what_was_asked_and_why(door):
    page = ended(door, ANSWER)
    probe = session_of(door).interview.probes[0]
    assert probe.text in texts(page) and "Why: " in texts(page)


def test_the_story_tells_each_phase_with_quote_section_and_advice(door):
    page = ended(door, "Our quality number is the share of letters that reach the proper, right drawer.", ANSWER)
    said = texts(page)
    for part in ("What went well", "You made the point", "the share of letters", "Next time:", "of 45 minutes"):
        assert part in said
    assert "This page as Markdown" in {d.label for d in page.get("download_button")}


def test_a_phase_can_be_drilled(door):
    page = ended(door, "Well, I would take some letters and put them somewhere, in some drawers of some kind.")
    drills = [b for b in page.button if b.label == "Drill this phase"]
    drills[-1].click().run()
    assert set(session_of(door).interview.opened.focus) == {"measure", "repair"}


def test_a_drill_is_a_short_interview_on_what_was_chosen(door):
    page = ended(door, "Well, I would take some letters and put them somewhere, in some drawers of some kind.")
    labeled(page.multiselect, "Checkpoints to drill").set_value(["repair"]).run()
    press(page, "Drill this")
    opened = session_of(door).interview.opened
    assert (opened.focus, opened.minutes) == (("repair",), 15)
    assert bubbles(page)


def test_a_new_interview_can_be_started_afterwards(door):
    page = press(ended(door), "New interview")
    assert labeled(page.button, "Start interview")


def test_an_interview_killed_before_its_grade_is_graded_at_the_next_look(door):
    page = say(started(door), GOOD)
    session = session_of(door)
    door.app.services.events.append(session.id, session.interview.seq, [e.Closed("candidate")], 1.0)
    page = door.open("interview", s=session.id)
    assert [h.value for h in page.header] == ["Scorecard"]
    assert session_of(door).interview.scorecard is not None


def test_a_graded_example_is_shown_and_left_again(door):
    folder = door.folder / "rubrics" / "examples" / "toy"
    folder.mkdir(parents=True)
    (folder / "strong.md").write_text(f"Interviewer: Design it.\n\nCandidate: {GOOD}\n", encoding="utf-8")
    page = press(door.open("interview"), "See a graded example")
    assert [h.value for h in page.header] == ["Scorecard"]
    press(page, "Back")
    assert labeled(page.button, "Start interview")
    assert not door.app.services.events.sessions(), "an example is no attempt"
