"""Lint findings for the text in the editor, each with its line, the reason and a fix."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from ui.parts.state import keep, kept, start
from ui.parts.text import counted, escaped, filled

if TYPE_CHECKING:
    from grader.lint import Finding
    from interviewer.wiring import App

_MEASURED = "lint_measured"


def lint_view(
    app: "App", kind: Literal["rubric", "chapter"], name: str, text: str, reread: "Callable[[], None]"
) -> None:
    """Show lint findings for a valid text; model answers are graded only on request.

    `reread` is called after the file was changed.
    """
    findings = _of_rubric(app, name, text) if kind == "rubric" else _of_chapter(app, name, text)
    measured = kept(_MEASURED)
    if kind == "rubric" and measured is not None and measured[:2] == (name, text):
        findings = measured[2]
    title = f"◐ Lint: {counted(len(findings), 'finding')}" if findings else "✓ Lint found nothing"
    with st.expander(title, expanded=bool(findings)):
        st.html(f'<div class="viva"><ul class="plain">{"".join(map(_row, findings))}</ul></div>')
        if kind == "rubric":
            _measure(app, name, text)
            _fix(app, name, text, reread)
        else:
            st.caption("Whether each section is ever found: python -m interviewer lint")


def _row(finding: "Finding") -> str:
    return filled(
        "<li><p><strong>$rule</strong> · line $line · $message</p>"
        '<p class="quiet">Why: $why</p><p class="quiet">Fix: $fix</p></li>',
        rule=finding.rule, line=finding.line or "–", message=f"{finding.about}: {finding.message}",
        why=finding.why, fix=finding.mend,
    )  # fmt: skip


def _of_rubric(app: "App", name: str, text: str) -> "list[Finding]":
    from grader.lint.lint_files import lint_text

    return lint_text(text, f"{name}.yaml", app.encoder if start().judging.is_set() else None)


def _of_chapter(app: "App", name: str, text: str) -> "list[Finding]":
    from interviewer.workshop.interview_lint import links, sizes
    from interviewer.workshop.lint_places import located
    from library.chapter_files import parse_chapter

    own = {s.id: s for s in parse_chapter(text, name, f"{name}.md").sections}
    others = {i: s for i, s in app.content.sections().items() if i.partition("/")[0] != name}
    every = links(app.content.rubrics(), others | own, app.content.library().paths)
    mine = [f for f in every if f.about in own or f"'{name}/" in f.message]
    return located([*mine, *sizes(own)], app.content.shelf().paths, own, {name: Path(f"{name}.md")})


def _measure(app: "App", name: str, text: str) -> None:
    from grader.errors import VivaError
    from grader.lint.lint_files import answers_for, lint_text

    ready = start().judging.is_set()
    st.caption("Is a checkpoint always met, or never? Grading model answers shows it; that takes a minute or two.")
    if st.button("Measure on model answers", key="lint_measure", disabled=not ready):
        try:
            with st.spinner("Grading model answers to this problem and to others …"):
                answers = answers_for(name, app.settings.grader.rubric_folders)
                keep(_MEASURED, (name, text, lint_text(text, f"{name}.yaml", app.encoder, app.calibration(), answers)))
        except VivaError as error:
            st.error(escaped(str(error)))
        else:
            st.rerun()


def _fix(app: "App", name: str, text: str, reread: "Callable[[], None]") -> None:
    from grader.errors import VivaError
    from grader.lint.lint_files import fixed, written

    path = app.content.shelf().paths.get(name)
    fresh, changes = fixed(text)
    if not changes or path is None or written(path) != text:
        return
    st.caption("Can be fixed automatically: " + escaped("; ".join(sorted({fix.message for fix in changes}))))
    if st.button("Fix automatically", key="lint_fix", disabled=app.settings.read_only):
        try:
            app.undo.do(f"fixed {path.name}", {path: fresh.encode()})
        except VivaError as error:
            st.error(escaped(str(error)))
        else:
            reread()
            st.rerun()
