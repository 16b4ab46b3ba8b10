"""What is on the shelves: rubrics, chapters and the index, each with its state; an editor that checks as you type."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import RUBRIC_DRAFT, keep, kept, start, take
from ui.text import filled, html

if TYPE_CHECKING:
    from grader.errors import Mistake
    from interviewer.wiring import App

_NOTICE, _DRAFTED = "workbench_notice", "workbench_drafted"
_NEW = "(new file)"
_KINDS = {"rubric": "Rubric", "chapter": "Chapter"}
_TEMPLATES = {
    "rubric": """id: my_problem
title: My problem
prompt: Design a system that ...
phases:
- id: setup
  checkpoints:
  - id: goal
    claim: The candidate states one goal that can be measured.
    anchors:
    - We want more people to finish what they came for.
    contrasts:
    - The goal is to use the newest model.
    probes:
    - What should be better for people afterwards?
""",
    "chapter": """---
title: My chapter
problems: [my_problem]
phases: [setup]
---

# My chapter

## One idea

Say it in a paragraph or two.

> Ask: What would you ask about it?
""",
}


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]], label: str) -> None:
    head = "".join(filled('<th scope="col">$name</th>', name=name) for name in heads)
    body = "".join("<tr>" + "".join(filled("<td>$cell</td>", cell=c) for c in row) + "</tr>" for row in rows)
    st.html(
        f'<div class="viva wide" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _mistakes(found: "Sequence[Mistake]", folders: Iterable[Path]) -> None:
    """Show each mistake as `file:line: message (hint)`, with the file's path inside its content folder."""
    for mistake in found:
        shown = str(mistake)
        for folder in folders:
            shown = shown.replace(f"{folder.parent}/", "")
        html('<p class="viva"><span aria-hidden="true">✗</span> $shown</p>', shown=shown)


def rubrics_view(app: "App") -> None:
    """List the rubrics: the sound ones with their counts, the damaged ones with their lines."""
    from grader.errors import VivaError

    shelf = app.content.shelf()
    folders = app.settings.grader.rubric_folders
    _state(len(shelf.rubrics), "rubric", shelf.mistakes)
    _mistakes(shelf.mistakes, folders)
    try:
        labeled = set(app.calibration().rubrics) if start().judging.is_set() else None
    except VivaError:
        labeled = None
    rows = []
    for rubric in sorted(shelf.rubrics.values(), key=lambda r: r.title):
        points = rubric.checkpoints
        rows.append(
            (
                shelf.paths[rubric.id].name,
                rubric.title,
                "◐ last good version" if rubric.id in shelf.earlier else "✓ ok",
                f"{rubric.version} ({rubric.digest})",
                len(rubric.phases),
                len(points),
                sum(len(c.anchors) for c in points),
                sum(len(c.contrasts) for c in points),
                sum(len(c.probes) for c in points),
                "–" if labeled is None else "calibrated" if rubric.id in labeled else "uncalibrated",
            )
        )
    heads = (
        "File",
        "Problem",
        "Status",
        "Version",
        "Phases",
        "Checkpoints",
        "Anchors",
        "Contrasts",
        "Probes",
        "Labels",
    )
    _table(heads, rows, "Rubrics")


def guide_view(app: "App") -> None:
    """List the chapters with their counts, and what is wrong with the damaged ones."""
    library = app.content.library()
    _state(len(library.paths), "chapter", library.mistakes)
    _mistakes(library.mistakes, app.settings.grader.knowledge_folders)
    bad = {Path(m.file).stem for m in library.mistakes}
    rows = []
    for name, path in sorted(library.paths.items()):
        mine = [s for s in library.sections.values() if s.id.partition("/")[0] == name]
        status = "✗ mistakes" if name in bad else "✓ ok"
        words = sum(len(s.text.split()) for s in mine)
        problems = ", ".join(sorted({p for s in mine for p in s.problems})) or "all"
        rows.append(
            (
                path.name,
                mine[0].chapter if mine else "–",
                status,
                len(mine),
                sum(len(s.asks) for s in mine),
                f"{words:,}",
                problems,
            )
        )
    _table(("File", "Chapter", "Status", "Sections", "Questions", "Words", "For problems"), rows, "Chapters")


def _state(sound: int, kind: str, found: "Sequence[Mistake]") -> None:
    files = len({m.file for m in found})
    text = f"{sound} {kind}{'s' if sound != 1 else ''} in use."
    if not found:
        st.success(f"✓ {text} No mistakes.")
    else:
        st.error(
            f"✗ {len(found)} mistakes in {files} file{'s' if files != 1 else ''}; {text} Mend the lines named here:"
        )


def index_view(app: "App") -> None:
    """Say whether the index is sound and up to date, and offer to rebuild it."""
    from grader.errors import VivaError

    st.header("Index of the guide", anchor=False)
    if notice := take(_NOTICE):
        st.success(notice)
    if not start().judging.is_set():
        st.caption("The index can be checked as soon as the encoder is ready.")
        return
    try:
        outdated, healthy = app.guide.outdated(), app.guide.health()
    except VivaError as error:
        st.error(f"✗ {error}")
    else:
        if not healthy:
            st.error("✗ The index is damaged: it does not find what it holds. Rebuild it.")
        elif outdated:
            st.warning("◐ The guide changed since the index was built. Rebuild it to search the new text.")
        else:
            st.success("✓ The index is sound and up to date.")
    if st.button("Rebuild index", key="workbench_rebuild", disabled=app.settings.read_only):
        _rebuild(app)


def _rebuild(app: "App") -> None:
    from grader.errors import VivaError

    with st.status("Rebuilding the index …") as status:
        try:
            built = app.build_index(lambda line: status.update(label=line))
        except VivaError as error:
            status.update(label=str(error), state="error")
            return
    keep(
        _NOTICE,
        f"Index rebuilt: {built.added} passages added, {built.changed} changed, {built.removed} removed, "
        f"{built.unchanged} unchanged.",
    )
    st.rerun()


def begin_draft() -> bool:
    """Open the editor on a draft that another page made, if it did; say whether this tab holds one."""
    if (draft := take(RUBRIC_DRAFT)) is not None:
        keep(_DRAFTED, draft)
        keep("editor_kind", "rubric")
        keep("editor_rubric_file", _NEW)
        for key in ("editor_name", f"editor_rubric_{_NEW}"):
            take(key)
        keep("editor_notice", "This draft was made from your transcript. Rewrite its claims, then save it.")
    return kept(_DRAFTED) is not None


def _template(kind: str) -> tuple[str, str]:
    """Return the name and the text with which a new file begins."""
    if kind == "rubric" and (drafted := kept(_DRAFTED)) is not None:
        return drafted
    return ("my_problem" if kind == "rubric" else "my_chapter"), _TEMPLATES[kind]


def editor_view(app: "App") -> None:
    """Edit a file, or begin one from a template: checked while writing, compared before saving."""
    from grader.errors import VivaError
    from interviewer.adapters.content_files import ENDINGS, FOLDERS, mistakes, save

    if notice := take("editor_notice"):
        st.success(notice)
    kind = st.radio("Kind", list(_KINDS), format_func=_KINDS.__getitem__, horizontal=True, key="editor_kind")
    folders = app.settings.grader.rubric_folders if kind == "rubric" else app.settings.grader.knowledge_folders
    paths = [p for folder in folders for p in sorted(folder.glob(f"*{ENDINGS[kind]}"))]
    files = {p.name if len(folders) == 1 else f"{p.name} · {p.parent.parent.name}": p for p in paths}
    chosen = st.selectbox("File", [*files, _NEW], key=f"editor_{kind}_file")
    path = files.get(chosen)
    name = path.stem if path else st.text_input("Name", _template(kind)[0], key="editor_name")
    before = path.read_text(encoding="utf-8", errors="replace") if path else _template(kind)[1]
    text = st.text_area("Text", before, height=420, key=f"editor_{kind}_{chosen}")
    found = mistakes(kind, name, text)
    if found:
        st.error(f"✗ {len(found)} mistakes. It cannot be saved like this.")
        _mistakes(found, ())
    else:
        st.success("✓ No mistakes.")
    if path is not None and text != before:
        with st.expander("What changes", expanded=True):
            lines = difflib.unified_diff(before.splitlines(), text.splitlines(), "before", "after", lineterm="", n=1)
            st.code("\n".join(lines), language="diff")
    taken = path is None and any((f / f"{name}{ENDINGS[kind]}").exists() for f in folders)
    if taken:
        st.error(f"{name}{ENDINGS[kind]} exists. Choose it above, or take another name.")
    blocked = bool(found) or taken or app.settings.read_only or (path is not None and text == before)
    if st.button("Save", type="primary", key="editor_save", disabled=blocked):
        try:
            saved = save(kind, path.parent.parent if path else app.settings.grader.content[-1], name, text)
        except VivaError as error:
            st.error(str(error))
        else:
            keep("editor_notice", f"Saved {FOLDERS[kind]}/{saved.name}. It is in use now.")
            st.rerun()
