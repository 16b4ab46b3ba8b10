"""Progress: every past interview, what became better, what to work on."""

import pytest

from interviewer.events import AnswerGiven, TranscriptImported
from interviewer.records import history
from interviewer.session import Session
from tests.ui.opening import GOOD, Door, labeled, texts

POOR = "I would train a big model on something and see what happens to the whole of it."


def imported(door: Door, text: str, name: str = "call.vtt") -> Session:
    turns = (("interviewer", "Go on."), ("candidate", text))
    session = Session.import_transcript(door.app.services, TranscriptImported("toy", "senior", name, turns))
    session.close()
    return session


def live(door: Door, text: str, *, close: bool = True) -> Session:
    session = Session.open(door.app.services, "toy")
    session.answer(text)
    if close:
        session.close()
    return session


def sessions(door: Door) -> list[str]:
    return [a.session for a in history.attempts(door.app.services.events)]


def test_before_the_first_interview_nothing_is_made_up(door):
    page = door.open("progress")
    assert not page.exception
    assert "No interview yet" in texts(page)
    assert not page.metric
    assert not page.selectbox
    assert labeled(page.button, "Import").disabled


def test_open_finished_and_imported_interviews_are_listed(door):
    live(door, POOR)
    live(door, GOOD, close=False)
    imported(door, GOOD, "<b>call</b>.vtt")
    page = door.open("progress")
    assert not page.exception
    table = texts(page)
    assert "&lt;b&gt;call&lt;/b&gt;.vtt" in table
    assert "<b>call" not in table
    assert "open" in table
    assert len(labeled(page.selectbox, "Interview").options) == 3


def test_one_is_deleted_only_after_a_confirmation(door):
    keep, drop = live(door, POOR).id, live(door, GOOD).id
    page = door.open("progress")
    labeled(page.selectbox, "Interview").set_value(drop).run()
    labeled(page.button, "Delete").click().run()
    assert len(sessions(door)) == 2, "not before it is confirmed"
    labeled(page.button, "Keep").click().run()
    assert "Delete now" not in [b.label for b in page.button]
    labeled(page.button, "Delete").click().run()
    labeled(page.button, "Delete now").click().run()
    assert not page.exception
    assert sessions(door) == [keep]
    assert "Deleted 1 interview." in texts(page)


def test_all_are_deleted_after_a_confirmation(door):
    live(door, POOR)
    live(door, GOOD, close=False)
    page = door.open("progress")
    labeled(page.button, "Delete all").click().run()
    assert "all 2 interviews" in texts(page)
    labeled(page.button, "Delete now").click().run()
    assert sessions(door) == []
    assert "No interview yet" in texts(page)


def test_a_live_interview_opens_on_the_interview_page(door):
    session = live(door, POOR)
    page = door.open("progress")
    labeled(page.button, "Open").click().run()
    assert not page.exception
    assert page.query_params["s"] in (session.id, [session.id])


def test_an_import_opens_on_the_review_page(door):
    session = imported(door, GOOD)
    page = door.open("progress")
    labeled(page.button, "Open").click().run()
    assert not page.exception
    assert page.query_params["r"] in (session.id, [session.id])
    assert [h.value for h in page.header] == ["Scorecard"]


def test_two_attempts_are_compared_checkpoint_by_checkpoint(door):
    first, second = live(door, POOR), live(door, POOR)
    second.overrule("measure", "met", "Said on the whiteboard.")
    first.overrule("scope", "met", "Asked at the door.")
    page = door.open("progress")
    assert not page.exception
    assert labeled(page.selectbox, "Earlier").value == first.id
    assert labeled(page.selectbox, "Later").value == second.id
    said = texts(page)
    assert "Newly met: 1" in said
    assert "Lost: 1" in said
    labeled(page.selectbox, "Earlier").set_value(second.id).run()
    assert "Newly met: 0" in texts(page)


def test_verdicts_over_attempts_carry_signs_and_words(door):
    live(door, POOR)
    page = door.open("progress")
    said = texts(page)
    assert "Checkpoints by attempt" in said
    assert "○" in said
    assert "missed" in said
    assert "A trend needs two attempts" in said


def test_the_weakest_checkpoints_cite_the_guide_and_can_be_drilled(door):
    live(door, POOR)
    page = door.open("progress")
    assert "Work on these" in texts(page)
    labeled(page.button, "Drill this").click().run()
    assert not page.exception
    drill = history.attempts(door.app.services.events)[0]
    assert drill.status == "open"
    opened = Session(drill.session, door.app.services).refresh().interview.opened
    assert opened.focus == tuple(w.id for w in history.weakest(history.attempts(door.app.services.events)))


def test_a_damaged_interview_is_named_and_can_be_deleted(door):
    import sqlalchemy as sa

    session = live(door, POOR)
    engine = sa.create_engine(door.app.settings.url)
    with engine.begin() as db:
        db.execute(sa.text("UPDATE events SET body = '{' WHERE seq = 1"))
    engine.dispose()
    page = door.open("progress")
    assert not page.exception
    assert "damaged" in texts(page)
    assert labeled(page.button, "Open").disabled
    labeled(page.button, "Delete").click().run()
    labeled(page.button, "Delete now").click().run()
    assert session.id not in door.app.services.events.sessions()


@pytest.mark.parametrize("count", [3])
def test_the_trend_is_drawn_for_several_attempts(door, count):
    for _ in range(count):
        live(door, GOOD + " " + POOR)
    page = door.open("progress")
    assert not page.exception
    assert page.get("vega_lite_chart")
    assert f"{count} attempts" in texts(page)


def test_old_attempts_are_graded_again_and_both_judgments_are_kept(door):
    first, second = imported(door, GOOD), live(door, POOR)
    page = door.open("progress")
    assert "Grade again" not in [b.label for b in page.button]
    rubric = door.folder / "rubrics" / "toy.yaml"
    rubric.write_text(rubric.read_text("utf-8").replace("weight: 3", "weight: 1"), "utf-8")
    page.run()
    assert "2 interviews were graded before" in texts(page)
    labeled(page.button, "Grade again").click().run()
    assert not page.exception
    assert "Graded 2 interviews again." in texts(page)
    assert "Grade again" not in [b.label for b in page.button]
    for session in (first, second):
        kinds = [r.event.kind for r in door.app.services.events.read(session.id)]
        assert kinds.count("Graded") == 2


def test_the_minutes_of_each_phase_are_shown_where_they_are_known(door):
    imported(door, GOOD)
    assert "Time per phase" not in texts(door.open("progress"))
    session = Session.open(door.app.services, "toy")
    session.hint()
    at = door.app.services.events.read(session.id)[-1].at
    door.app.services.events.append(session.id, len(session.events), [AnswerGiven(POOR)], at + 150.0)
    session.refresh().close()
    said = texts(door.open("progress"))
    assert "Time per phase" in said
    assert '<td class="cell">2.5</td>' in said
    assert "Hints" in said.split("Time per phase")[1]


def test_roles_for_names_are_offered_where_there_is_something_to_export(door):
    assert "Names as roles" not in [box.label for box in door.open("progress").checkbox]
    imported(door, GOOD).overrule("measure", "met", "Ada saw it.", "Ada")
    page = door.open("progress")
    box = labeled(page.checkbox, "Names as roles")
    assert box.value is False, "names stay unless somebody says otherwise"
    box.check().run()
    assert not page.exception
