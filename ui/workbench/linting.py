"""What lint says of a text, beside it: each finding with its line, why, and an example of the mend."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from ui.parts.state import keep, kept, start
from ui.parts.text import escaped, filled

if TYPE_CHECKING:
    from grader.lint import Finding
    from interviewer.wiring import App

_MEASURED = "lint_measured"


def lint_view(
    app: "App", kind: Literal["rubric", "chapter"], name: str, text: str, mended: "Callable[[], None]"
) -> None:
    """Show what lint finds in a text that can be read; model answers are graded only when asked.

    `mended` is called when the file was changed, so that the text is read again.
    """
    found = _of_rubric(app, name, text) if kind == "rubric" else _of_chapter(app, name, text)
    held = kept(_MEASURED)
    if kind == "rubric" and held is not None and held[:2] == (name, text):
        found = held[2]
    title = f"◐ Lint: {len(found)} finding{'s' * (len(found) != 1)}" if found else "✓ Lint found nothing"
    with st.expander(title, expanded=bool(found)):
        st.html(f'<div class="viva"><ul class="plain">{"".join(map(_row, found))}</ul></div>')
        if kind == "rubric":
            _measure(app, name, text)
            _mend(app, name, text, mended)
        else:
            st.caption("Whether each section is ever found: python -m interviewer lint")


def _row(finding: "Finding") -> str:
    return filled(
        "<li><p><strong>$rule</strong> · line $line · $message</p>"
        '<p class="quiet">Why: $why</p><p class="quiet">Mend: $mend</p></li>',
        rule=finding.rule, line=finding.line or "–", message=f"{finding.about}: {finding.message}",
        why=finding.why, mend=finding.mend,
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
    found = [f for f in every if f.about in own or f"'{name}/" in f.message]
    return located([*found, *sizes(own)], app.content.shelf().paths, own, {name: Path(f"{name}.md")})


def _measure(app: "App", name: str, text: str) -> None:
    from grader.errors import VivaError
    from grader.lint.lint_files import answers_for, lint_text

    ready = start().judging.is_set()
    st.caption("Does a checkpoint fire on everything, or never? Grading model answers tells; it takes a minute or two.")
    if st.button("Measure on model answers", key="lint_measure", disabled=not ready):
        try:
            with st.spinner("Grading model answers to this problem and to others …"):
                answers = answers_for(name, app.settings.grader.rubric_folders)
                keep(_MEASURED, (name, text, lint_text(text, f"{name}.yaml", app.encoder, app.calibration(), answers)))
        except VivaError as error:
            st.error(escaped(str(error)))
        else:
            st.rerun()


def _mend(app: "App", name: str, text: str, mended: "Callable[[], None]") -> None:
    from grader.errors import VivaError
    from grader.lint.lint_files import fixed, written

    path = app.content.shelf().paths.get(name)
    fresh, changes = fixed(text)
    if not changes or path is None or written(path) != text:
        return
    st.caption("Mechanical: " + escaped("; ".join(sorted({fix.message for fix in changes}))))
    if st.button("Mend what is mechanical", key="lint_mend", disabled=app.settings.read_only):
        try:
            app.undo.do(f"mended {path.name}", {path: fresh.encode()})
        except VivaError as error:
            st.error(escaped(str(error)))
        else:
            mended()
            st.rerun()
