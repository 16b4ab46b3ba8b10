"""Does a rubric grade well: agreement with the people who labeled its model answers, and what past interviews say."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import MEANINGS, badge_of, badge_text, rubric_name
from ui.parts.listing import lines, mistakes, sentences, table
from ui.parts.state import keep, kept
from ui.parts.text import escaped, moment
from ui.workbench.anchoring import anchors_view

if TYPE_CHECKING:
    from grader.agreement.labels import RubricAgreement
    from grader.rubric import Rubric
    from interviewer.records.rubric_feedback import Experience, Unexplained
    from interviewer.wiring import App

_MEASURED, _STRANGE = "labels_measured", "labels_strange"


def grading_view(app: "App") -> None:
    """Let a rubric be chosen and say how well it grades."""
    from interviewer.records.rubric_feedback import experience

    rubrics = app.content.rubrics()
    if not rubrics:
        st.info("There is no sound rubric.")
        return
    problem = st.selectbox(
        "Problem", sorted(rubrics, key=lambda i: rubrics[i].title), key="grading_problem",
        format_func=lambda i: f"{rubric_name(rubrics[i])} · {badge_text(app, i)}",
    )  # fmt: skip
    rubric = rubrics[problem]
    seen = experience(app.services.events, rubric)
    _labels(app, rubric, seen)
    _past(app, rubric, seen)


def _labels(app: "App", rubric: "Rubric", seen: "Experience") -> None:
    from grader.agreement.labeling import marked_met, people_line
    from grader.agreement.labels import counts, people

    st.header("Labels", anchor=False)
    shelf = app.content.labels(rubric.id)
    mistakes(shelf.mistakes, app.settings.grader.rubric_folders)
    met, missed = counts(shelf.labeled)
    badge = badge_of(app, rubric.id)
    answers = sum(not one.labeler for one in shelf.labeled)
    st.write(escaped(f"{badge_text(app, rubric.id)}: {MEANINGS[badge]}."))
    st.caption(f"{answers} labeled answers, {met} labels met, {missed} missed or contradicted.")
    if not shelf.labeled:
        st.info("Write a model answer and its verdicts beside the rubric; docs/authoring.md shows how.")
    pairs = people(shelf.labeled)
    if pairs:
        lines(people_line(pair) for pair in pairs)
        for pair in pairs:
            if pair.differ:
                with st.expander(escaped(f"Where {pair.first or 'the first labeler'} and {pair.second} differ")):
                    table(("Answer", "Checkpoint", pair.first or "first", pair.second), pair.differ, "Differences")
    elif shelf.labeled:
        st.caption("One labeler so far. A second person's file is <answer>.<name>.verdicts.yaml.")
    stamp = (rubric.digest, app.calibration().name, tuple((one.name, one.labeler) for one in shelf.labeled))
    if shelf.labeled and st.button(f"Grade the {answers} answers and compare", key="grading_measure"):
        _measure(app, rubric, stamp)
    held = kept(f"{_MEASURED}_{rubric.id}")
    if held is not None and held[0] == stamp:
        _agreement(held[1])
    anchors_view(app, rubric, [*marked_met(shelf.labeled), *seen.marked_met])


def _measure(app: "App", rubric: "Rubric", stamp: object) -> None:
    from grader.agreement.labeling import measured
    from grader.errors import VivaError

    with st.status("Grading …") as status:
        try:
            found = measured(
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
    keep(f"{_MEASURED}_{rubric.id}", (stamp, found))


def _agreement(found: "RubricAgreement") -> None:
    from grader.agreement.labeling import shown

    kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
    st.write(escaped(f"Same verdict as people: {shown(found.share)}; Cohen's kappa {kappa}; {found.answers} answers."))
    rows = [
        (c.id, shown(c.share), c.stricter, c.kinder, c.claim)
        for c in sorted(found.checkpoints, key=lambda c: (c.share.value is None, c.share.value or 0.0, c.id))
    ]
    table(("Checkpoint", "Same verdict [95 %]", "Stricter", "Kinder", "Claim"), rows, "Agreement by checkpoint")
    st.caption("The lowest first. Intervals resample whole answers; with few answers they are wide, and honest.")


def _past(app: "App", rubric: "Rubric", seen: "Experience") -> None:
    from interviewer.records.rubric_feedback import FEWEST

    st.header("Past interviews", anchor=False)
    if not seen.n:
        others = f" {seen.others} were graded by other versions." if seen.others else ""
        st.caption(f"No interviews about this version of the rubric yet.{others}")
        _versions(seen)
        return
    left = f"; {seen.others} by other versions are left out" if seen.others else ""
    st.caption(f"n={seen.n} interviews graded by this version{left}.")
    for title, found in (("Always met", seen.always), ("Never met", seen.never)):
        if found:
            st.write(f"**{title}**")
            lines(f"{c.id}: {c.claim} ({c.met} of {c.n})" for c in found)
    if not (seen.always or seen.never):
        few = f" It takes {FEWEST} interviews that assessed a checkpoint." if seen.n < FEWEST else ""
        st.caption(f"No checkpoint was always or never met.{few}")
    if seen.overruled:
        st.write("**Verdicts that people overruled**")
        rows = [
            (o.checkpoint, f"{o.graded} → {o.said}", o.reason or "–", o.quote or "–", o.who or "–")
            for o in seen.overruled
        ]
        st.html(sentences(("Checkpoint", "Verdict", "Why", "Words", "Who"), rows, "Overruled verdicts"))
    overruled = f"{len(seen.overruled)} verdicts overruled, {seen.confirmed} confirmed"
    st.caption(f"{overruled}, of {sum(c.n for c in seen.checkpoints)} given.")
    _strange(app, rubric, seen)
    _versions(seen)


def _strange(app: "App", rubric: "Rubric", seen: "Experience") -> None:
    from interviewer.records.rubric_feedback import unexplained

    if st.button("Find sentences that no checkpoint explains", key="grading_strange"):
        with st.spinner("Comparing …"):
            held = (rubric.digest, seen.n, unexplained(app.services.events, rubric, app.encoder))
            keep(f"{_STRANGE}_{rubric.id}", held)
    digest, n, found = kept(f"{_STRANGE}_{rubric.id}", ("", 0, []))
    if (digest, n) != (rubric.digest, seen.n):
        return
    strange: list[Unexplained] = found
    if not strange:
        st.caption("Every sentence earned something, or is near to a checkpoint.")
        return
    rows = [(u.text, f"{u.interviews} of {seen.n}", f"{u.nearest} ({u.similarity:.2f})") for u in strange]
    st.html(sentences(("Sentence", "Said in", "Nearest"), rows, "Unexplained sentences"))


def _versions(seen: "Experience") -> None:
    if seen.versions:
        st.write("**Which version judged what**")
        rows = [
            (v.version if v.version is not None else "–", v.digest or "–", "on disk" if v.current else "earlier", v.n,
             moment(v.last))
            for v in seen.versions
        ]  # fmt: skip
        table(("Version", "Digest", "Is", "Interviews", "Newest"), rows, "Versions")
