"""What is on the shelves: rubrics, chapters and the index, each with its state; an editor that checks as you type."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import badge_text, rubric_name
from ui.parts.listing import mistakes as _mistakes
from ui.parts.listing import table as _table
from ui.parts.state import keep, start, take
from ui.parts.text import escaped

if TYPE_CHECKING:
    from grader.errors import Mistake
    from interviewer.wiring import App

_NOTICE = "workbench_notice"


def rubrics_view(app: "App") -> None:
    """List the rubrics: the sound ones with their counts, the damaged ones with their lines."""
    shelf = app.content.shelf()
    folders = app.settings.grader.rubric_folders
    _state(len(shelf.rubrics), "rubric", shelf.mistakes)
    _mistakes(shelf.mistakes, folders)
    rows: list[tuple[object, ...]] = []
    for rubric in sorted(shelf.rubrics.values(), key=lambda r: r.title):
        points = rubric.checkpoints
        wrong = len(app.content.labels(rubric.id).mistakes)
        rows.append(
            (
                shelf.paths[rubric.id].name,
                rubric_name(rubric),
                "◐ last good version" if rubric.id in shelf.earlier else "✓ ok",
                badge_text(app, rubric.id) + (f", {wrong} mistakes in labels" if wrong else ""),
                f"{rubric.version} ({rubric.digest})",
                len(rubric.phases),
                len(points),
                sum(len(c.anchors) for c in points),
                sum(len(c.contrasts) for c in points),
                sum(len(c.probes) for c in points),
            )
        )
    in_use = {str(path) for path in shelf.paths.values()}
    for file in dict.fromkeys(m.file for m in shelf.mistakes if m.file not in in_use):
        many = sum(m.file == file for m in shelf.mistakes)
        rows.append((Path(file).name, "–", f"✗ {many} mistake{'s' * (many != 1)}", *["–"] * 7))
    heads = (
        "File",
        "Problem",
        "Status",
        "Grading",
        "Version",
        "Phases",
        "Checkpoints",
        "Anchors",
        "Contrasts",
        "Probes",
    )
    _table(heads, rows, "Rubrics")


def guide_view(app: "App") -> None:
    """List the chapters with their counts, and what is wrong with the damaged ones."""
    library = app.content.library()
    _state(len(library.paths), "chapter", library.mistakes)
    _mistakes(library.mistakes, app.settings.grader.knowledge_folders)
    bad = {m.file for m in library.mistakes}
    rows = []
    for name, path in sorted(library.paths.items()):
        mine = [s for s in library.sections.values() if s.id.partition("/")[0] == name]
        status = "◐ last good version" if name in library.earlier else "✗ mistakes" if str(path) in bad else "✓ ok"
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
        st.success(escaped(notice))
    if not start().judging.is_set():
        st.caption("The index can be checked as soon as the encoder is ready.")
        return
    try:
        outdated, healthy = app.guide.outdated(), app.guide.health()
    except VivaError as error:
        st.error(escaped(f"✗ {error}"))
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
            built = app.build_index(lambda line: status.update(label=escaped(line)))
        except VivaError as error:
            status.update(label=escaped(str(error)), state="error")
            return
    keep(
        _NOTICE,
        f"Index rebuilt: {built.added} passages added, {built.changed} changed, {built.removed} removed, "
        f"{built.unchanged} unchanged.",
    )
    st.rerun()
