"""The Accuracy tab: a rubric's agreement with people's labels, and what past interviews show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import MEANINGS, badge_of, badge_text, rubric_name
from ui.parts.listing import lines, mistakes, sentences, table
from ui.parts.state import keep, kept
from ui.parts.text import counted, escaped, moment
from ui.workbench.anchoring import anchors_view

if TYPE_CHECKING:
    from grader.agreement.labels import Labeled, RubricAgreement
    from grader.rubric import Rubric
    from interviewer.records.rubric_feedback import Experience, Overruling, Unexplained
    from interviewer.wiring import App

_MEASURED, _STRANGE = "labels_measured", "labels_strange"


def accuracy_view(app: "App") -> None:
    """Let the user choose a rubric; show how well it grades."""
    from interviewer.records.rubric_feedback import experience

    rubrics = app.content.rubrics()
    if not rubrics:
        st.info("There is no valid rubric.")
        return
    problem = st.selectbox(
        "Problem", sorted(rubrics, key=lambda i: rubrics[i].title), key="grading_problem",
        format_func=lambda i: f"{rubric_name(rubrics[i])} · {badge_text(app, i)}",
    )  # fmt: skip
    rubric = rubrics[problem]
    past = experience(app.services.events, rubric)
    _labels(app, rubric, past)
    _past(app, rubric, past)


def _labels(app: "App", rubric: "Rubric", past: "Experience") -> None:
    from grader.agreement.labeling import marked_met
    from grader.agreement.labels import counts

    st.header("Labels", anchor=False)
    shelf = app.content.labels(rubric.id)
    mistakes(shelf.mistakes, app.settings.grader.rubric_folders)
    met, missed = counts(shelf.labeled)
    answers = counted(sum(not one.labeler for one in shelf.labeled), "answer")
    st.write(escaped(f"{badge_text(app, rubric.id)}. {MEANINGS[badge_of(app, rubric.id)]}."))
    st.caption(f"{answers} labeled, {counted(met, 'label')} met, {missed} missed or contradicted.")
    if shelf.labeled:
        _labelers(shelf.labeled)
        stamp = (rubric.digest, app.calibration().name, tuple((one.name, one.labeler) for one in shelf.labeled))
        if st.button(f"Grade the {answers} and compare", key="grading_measure"):
            _measure(app, rubric, stamp)
        measured_for, agreement = kept(f"{_MEASURED}_{rubric.id}", (None, None))
        if measured_for == stamp:
            _agreement(agreement)
    else:
        st.info("Write a model answer and its verdicts beside the rubric; docs/authoring.md shows how.")
    anchors_view(app, rubric, [*marked_met(shelf.labeled), *past.marked_met])


def _labelers(labeled: "Sequence[Labeled]") -> None:
    """Show where the people who labeled the same answers agree and differ."""
    from grader.agreement.labeling import people_line
    from grader.agreement.labels import people

    pairs = people(labeled)
    if not pairs:
        st.caption("One labeler so far. A second person's file is <answer>.<name>.verdicts.yaml.")
        return
    lines(people_line(pair) for pair in pairs)
    for pair in pairs:
        if pair.differ:
            with st.expander(escaped(f"Where {pair.first or 'the first labeler'} and {pair.second} differ")):
                table(("Answer", "Checkpoint", pair.first or "first", pair.second), pair.differ, "Differences")


def _measure(app: "App", rubric: "Rubric", stamp: object) -> None:
    from grader.agreement.labeling import measured
    from grader.errors import VivaError

    with st.status("Grading …") as status:
        try:
            agreement = measured(
                rubric,
                app.content.labels(rubric.id).labeled,
                app.encoder,
                app.calibration(),
                (*rubric.texts, *app.content.guide_texts()),
                lambda line: status.update(label=escaped(line)),
            )
        except VivaError as error:
            status.update(label=escaped(str(error)), state="error")
            return
        status.update(label="Graded", state="complete")
    keep(f"{_MEASURED}_{rubric.id}", (stamp, agreement))


def _agreement(agreement: "RubricAgreement") -> None:
    from grader.agreement.labeling import shown

    kappa = "–" if agreement.kappa is None else f"{agreement.kappa:.2f}"
    answers = counted(agreement.answers, "answer")
    st.write(escaped(f"Same verdict as people: {shown(agreement.share)}; Cohen's kappa {kappa}; {answers}."))
    rows = [
        (c.id, shown(c.share), c.stricter, c.kinder, c.claim)
        for c in sorted(agreement.checkpoints, key=lambda c: (c.share.value is None, c.share.value or 0.0, c.id))
    ]
    table(("Checkpoint", "Same verdict [95 %]", "Stricter", "Kinder", "Claim"), rows, "Agreement by checkpoint")
    st.caption("Lowest first. Intervals resample whole answers, so few answers make them wide.")


def _past(app: "App", rubric: "Rubric", past: "Experience") -> None:
    from interviewer.records.rubric_feedback import FEWEST

    st.header("Past interviews", anchor=False)
    if not past.n:
        others = f" {past.others} were graded by other versions." if past.others else ""
        st.caption(f"No interviews about this version of the rubric yet.{others}")
        _versions(past)
        return
    left = f"; {past.others} by other versions are left out" if past.others else ""
    st.caption(f"n={past.n}: interviews graded by this version{left}.")
    for title, checkpoints in (("Always met", past.always), ("Never met", past.never)):
        if checkpoints:
            st.write(f"**{title}**")
            lines(f"{c.id}: {c.claim} ({c.met} of {c.n})" for c in checkpoints)
    if not (past.always or past.never):
        few = f" A checkpoint counts once {FEWEST} interviews assessed it." if past.n < FEWEST else ""
        st.caption(f"No checkpoint was always or never met.{few}")
    if past.overruled:
        _overruled(past.overruled)
    overruled = f"{counted(len(past.overruled), 'verdict')} overruled, {past.confirmed} confirmed"
    st.caption(f"{overruled}, of {sum(c.n for c in past.checkpoints)} given.")
    _strange(app, rubric, past)
    _versions(past)


def _overruled(overruled: "Sequence[Overruling]") -> None:
    st.write("**Verdicts that people overruled**")
    rows = [(o.checkpoint, f"{o.graded} → {o.said}", o.reason or "–", o.quote or "–", o.who or "–") for o in overruled]
    sentences(("Checkpoint", "Verdict", "Why", "Words", "Who"), rows, "Overruled verdicts")


def _strange(app: "App", rubric: "Rubric", past: "Experience") -> None:
    from interviewer.records.rubric_feedback import unexplained

    if st.button("Find sentences that no checkpoint explains", key="grading_strange"):
        with st.spinner("Comparing …"):
            fresh = (rubric.digest, past.n, unexplained(app.services.events, rubric, app.encoder))
            keep(f"{_STRANGE}_{rubric.id}", fresh)
    strange: list[Unexplained]
    digest, n, strange = kept(f"{_STRANGE}_{rubric.id}", ("", 0, []))
    if (digest, n) != (rubric.digest, past.n):
        return
    if not strange:
        st.caption("Every sentence earned credit or is close to a checkpoint.")
        return
    rows = [(u.text, f"{u.interviews} of {past.n}", f"{u.nearest} ({u.similarity:.2f})") for u in strange]
    sentences(("Sentence", "Said in", "Closest"), rows, "Unexplained sentences")


def _versions(past: "Experience") -> None:
    if past.versions:
        st.write("**Versions**")
        rows = [
            (v.version if v.version is not None else "–", v.digest or "–", "on disk" if v.current else "earlier", v.n,
             moment(v.last))
            for v in past.versions
        ]  # fmt: skip
        table(("Version", "Digest", "Status", "Interviews", "Newest"), rows, "Versions")
