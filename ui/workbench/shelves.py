"""The content on disk: rubrics, chapters and the index, each with its status and mistakes."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import badge_text, rubric_name
from ui.parts.listing import mistakes, table
from ui.parts.state import keep, start, take
from ui.parts.text import counted, escaped

if TYPE_CHECKING:
    from grader.errors import Mistake
    from grader.rubric import Rubric
    from interviewer.wiring import App

_NOTICE = "workbench_notice"
_RUBRIC_HEADS = tuple("File Problem Status Grading Version Phases Checkpoints Anchors Contrasts Probes".split())


def rubrics_view(app: "App") -> None:
    """List the rubrics in use with their counts, and the broken ones with their mistakes."""
    shelf = app.content.shelf()
    folders = app.settings.grader.rubric_folders
    _state(len(shelf.rubrics), "rubric", shelf.mistakes)
    mistakes(shelf.mistakes, folders)
    rows = [_rubric_row(app, rubric) for rubric in sorted(shelf.rubrics.values(), key=lambda r: r.title)]
    in_use = {str(path) for path in shelf.paths.values()}
    for file, number in Counter(m.file for m in shelf.mistakes if m.file not in in_use).items():
        rows.append((Path(file).name, "–", f"✗ {counted(number, 'mistake')}", *["–"] * 7))
    table(_RUBRIC_HEADS, rows, "Rubrics")


def _rubric_row(app: "App", rubric: "Rubric") -> tuple[object, ...]:
    shelf, points = app.content.shelf(), rubric.checkpoints
    wrong = len(app.content.labels(rubric.id).mistakes)
    return (
        shelf.paths[rubric.id].name,
        rubric_name(rubric),
        "◐ last good version" if rubric.id in shelf.earlier else "✓ ok",
        badge_text(app, rubric.id) + (f", {counted(wrong, 'mistake')} in labels" if wrong else ""),
        f"{rubric.version} ({rubric.digest})",
        len(rubric.phases),
        len(points),
        sum(len(c.anchors) for c in points),
        sum(len(c.contrasts) for c in points),
        sum(len(c.probes) for c in points),
    )


def guide_view(app: "App") -> None:
    """List the chapters with their counts, and the mistakes of the broken ones."""
    library = app.content.library()
    _state(len(library.paths), "chapter", library.mistakes)
    mistakes(library.mistakes, app.settings.grader.knowledge_folders)
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
    table(("File", "Chapter", "Status", "Sections", "Questions", "Words", "For problems"), rows, "Chapters")


def _state(valid: int, kind: str, wrong: "Sequence[Mistake]") -> None:
    in_use = f"{counted(valid, kind)} in use."
    if not wrong:
        st.success(f"✓ {in_use} No mistakes.")
    else:
        files = len({m.file for m in wrong})
        st.error(f"✗ {counted(len(wrong), 'mistake')} in {counted(files, 'file')}; {in_use} Fix these lines:")


def index_view(app: "App") -> None:
    """Show whether the index is sound and up to date, and offer to rebuild it."""
    from grader.errors import VivaError

    st.header("Index of the guide", anchor=False)
    if notice := take(_NOTICE):
        st.success(escaped(notice))
    if not start().judging.is_set():
        st.caption("The index can be checked once the encoder is ready.")
        return
    try:
        outdated, healthy = app.guide.outdated(), app.guide.health()
    except VivaError as error:
        st.error(escaped(f"✗ {error}"))
    else:
        if not healthy:
            st.error("✗ The index is damaged: it does not find its own passages. Rebuild it.")
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
        f"Index rebuilt: {counted(built.added, 'passage')} added, {built.changed} changed, {built.removed} removed, "
        f"{built.unchanged} unchanged.",
    )
    st.rerun()
