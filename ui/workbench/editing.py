"""The editor for rubrics and chapters: check, compare, save, undo, rename, delete, play a draft."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from library.editing.templates import TEMPLATES
from ui.parts.listing import lines, mistakes
from ui.parts.state import RUBRIC_DRAFT, keep, kept, show_session, take
from ui.parts.text import counted, escaped, filled, moment
from ui.parts.uploader import uploader
from ui.workbench.linting import lint_view
from ui.workbench.schema import keys_view

if TYPE_CHECKING:
    from grader.errors import Mistake
    from interviewer.wiring import App
    from library.editing.content_files import Kind

_NOTICE, _FAILED, _ROUND, _TEXT = "editor_notice", "editor_failed", "editor_round", "editor_uploaded"
_DRAFTED = "editor_drafted"
_NEW = "(new file)"
_KINDS: "dict[Kind, str]" = {"rubric": "Rubric", "chapter": "Chapter"}
_TYPES = {"rubric": ["yaml", "yml"], "chapter": ["md"]}
_AROUND = 1

_numbers = st.components.v2.component(
    "viva_numbers", js=(Path(__file__).parent / "numbers.js").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class _Open:
    """What is being edited."""

    kind: Literal["rubric", "chapter"]
    name: str
    path: Path | None
    """None for a new file."""
    before: str
    """The file's text, or the template."""
    text: str
    """The text in the editor."""
    ours: bool
    """Whether it may be edited here; files of installed packs may not."""


def begin_draft() -> bool:
    """Open a draft made on another page, if there is one; return whether this tab has opened any."""
    if (draft := take(RUBRIC_DRAFT)) is not None:
        name, text = draft
        keep("editor_kind", "rubric")
        keep("editor_rubric_file", _NEW)
        keep("editor_name", name)
        keep(f"{_TEXT}_rubric", text)
        keep(_ROUND, kept(_ROUND, 0) + 1)
        keep(_NOTICE, "This draft was made from your transcript. Rewrite the claims, then save.")
        keep(_DRAFTED, True)
    return bool(kept(_DRAFTED))


def editor_view(app: "App") -> None:
    from library.editing.content_files import mistakes as mistakes_in

    # containers fix each part's place: during a rerun, Streamlit shows an element that moved twice
    with st.container():
        if notice := take(_NOTICE):
            st.success(escaped(notice))
        if failed := take(_FAILED):
            st.error(escaped(failed))
    with st.container():
        one = _chosen(app)
    wrong = mistakes_in(one.kind, one.name, one.text)
    with st.container():
        if wrong:
            st.error(f"✗ {counted(len(wrong), 'mistake')}. Fix to save.")
            _with_lines(wrong, one.text)
        else:
            st.success("✓ No mistakes.")
    with st.container():
        if one.path is not None and one.text != one.before:
            with st.expander("What changes", expanded=True):
                st.code(_difference(one.before, one.text), language="diff")
    with st.container():
        barred = _barred(app, one)
    _buttons(app, one, bool(wrong), barred)
    if not wrong:
        lint_view(app, one.kind, one.name, one.text, lambda: keep(_ROUND, kept(_ROUND, 0) + 1))
    if one.path is not None and one.ours:
        _rename_or_delete(app, one)
    keys_view(one.kind)


def _chosen(app: "App") -> _Open:
    from grader.adapters.pack_names import pack_of
    from library.editing.content_files import ENDINGS

    kind = st.radio("Kind", list(_KINDS), format_func=_KINDS.__getitem__, horizontal=True, key="editor_kind")
    folders = app.settings.grader.rubric_folders if kind == "rubric" else app.settings.grader.knowledge_folders
    paths = [p for folder in folders for p in sorted(folder.glob(f"*{ENDINGS[kind]}")) if p.is_file()]
    files = {p.name if len(folders) == 1 else f"{p.name} · {p.parent.parent.name}": p for p in paths}
    state = _states(app, kind)
    chosen = st.selectbox(
        "File", [*files, _NEW], key=f"editor_{kind}_file",
        format_func=lambda label: f"{state.get(str(files.get(label)), '✓')} {label}" if label in files else label,
    )  # fmt: skip
    path = files.get(chosen)
    name = path.stem if path else _named(kind)
    before = path.read_text(encoding="utf-8", errors="replace") if path else TEMPLATES[kind]
    ours = path is None or not pack_of(path.parent)
    text = st.text_area(
        "Text", kept(f"{_TEXT}_{kind}", before) if path is None else before, height=420,
        key=f"editor_text_{kind}_{chosen}_{kept(_ROUND, 0)}", disabled=not ours,
        help="Mistakes are listed when you press Ctrl+Enter or pause typing.",
    )  # fmt: skip
    _numbers(key="editor_numbers", height=1)
    if not ours:
        st.caption("Installed packs cannot be edited here: edit the source and install it again.")
    return _Open(kind, name, path, before, text or "", ours)


def _named(kind: str) -> str:
    """Ask for the name of a new file; an upload sets its name and text."""
    file = uploader(
        "Start from a file (or write below)", key=f"editor_{kind}_upload_{kept(_ROUND, 0)}", type=_TYPES[kind]
    )
    if file is not None:
        text = file.getvalue().decode("utf-8-sig", "replace")
        if kept(f"{_TEXT}_{kind}") != text:
            keep(f"{_TEXT}_{kind}", text)
            keep("editor_name", Path(file.name).stem)
            keep(_ROUND, kept(_ROUND, 0) + 1)
            st.rerun()
    if kept("editor_name") is None:
        keep("editor_name", f"my_{'problem' if kind == 'rubric' else 'chapter'}")
    return str(st.text_input("Name", key="editor_name", max_chars=64))


def _states(app: "App", kind: str) -> dict[str, str]:
    """Return a sign for each file with mistakes, or whose last good version is in use."""
    shelf, library = app.content.shelf(), app.content.library()
    files = shelf if kind == "rubric" else library
    wrong = {mistake.file: "✗" for mistake in files.mistakes}
    return wrong | {str(files.paths[name]): "◐" for name in files.earlier}


def _difference(before: str, after: str) -> str:
    return "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=1))


def _with_lines(wrong: "Sequence[Mistake]", text: str) -> None:
    """Show each mistake with the numbered lines around it."""
    written = text.splitlines()
    for mistake in wrong[:30]:
        mistakes([mistake])
        if 0 < mistake.line <= len(written):
            first = max(1, mistake.line - _AROUND)
            rows = [
                filled(
                    '<span class="$kind">$number │ $line</span>\n',
                    kind="bad" if n == mistake.line else "near", number=f"{n:4}", line=written[n - 1][:200],
                )
                for n in range(first, min(len(written), mistake.line + _AROUND) + 1)
            ]  # fmt: skip
            st.html(f'<div class="viva"><pre class="lines">{"".join(rows)}</pre></div>')


def _barred(app: "App", one: _Open) -> bool:
    """Return whether another file or a change made elsewhere prevents saving, and show what to do."""
    from library.editing.content_files import ENDINGS

    folders = app.settings.grader.rubric_folders if one.kind == "rubric" else app.settings.grader.knowledge_folders
    taken = one.path is None and any((f / f"{one.name}{ENDINGS[one.kind]}").exists() for f in folders)
    if taken:
        st.error(escaped(f"{one.name}{ENDINGS[one.kind]} already exists. Open it above or choose another name."))
    return _stale(one) or taken


def _buttons(app: "App", one: _Open, bad: bool, barred: bool) -> None:
    from library.editing.content_files import ENDINGS, FOLDERS, save

    unchanged = one.path is not None and one.text == one.before
    closed = app.settings.read_only or not one.ours
    undo = app.undo
    last = undo.last()
    with st.container(horizontal=True):
        saved = st.button("Save", type="primary", key="editor_save", disabled=closed or bad or barred or unchanged)
        played = one.kind == "rubric" and st.button(
            "Play this draft", key="editor_play", disabled=app.settings.read_only or bad,
            help="Starts an interview with this text. Nobody else sees it, and no file is overwritten.",
        )  # fmt: skip
        undone = st.button(
            "Undo", key="editor_undo", disabled=app.settings.read_only or last is None,
            help=escaped(f"Undo: {last.title}, {moment(last.at)}") if last else "Nothing to undo.",
        )  # fmt: skip
    if last is not None:
        st.caption(escaped(f"Last change: {last.title}, {moment(last.at)}."))
    if saved:
        folder = one.path.parent.parent if one.path else app.settings.grader.content[-1]
        opened = one.before if one.path else None
        where = f"{FOLDERS[one.kind]}/{one.name}{ENDINGS[one.kind]}"
        _act(lambda: save(one.kind, folder, one.name, one.text, undo, opened), f"Saved {where}. It is in use now.", 0)
    if undone:
        _act(undo.undo, "Undone.", 1)
    if played:
        _play(app, one)


def _stale(one: _Open) -> bool:
    """Return whether the file was changed elsewhere since it was opened; offer to load or overwrite it."""
    key = f"editor_opened_{one.path}_{kept(_ROUND, 0)}"
    if one.path is None:
        return False
    if kept(key) is None or one.text == one.before:
        keep(key, one.before)
    if kept(key) == one.before:
        return False
    st.warning("The file was changed elsewhere since you opened it. Saving would undo that change.")
    if st.button("Load the file's text", key="editor_reload"):
        keep(_ROUND, kept(_ROUND, 0) + 1)
        st.rerun()
    if st.button("Keep mine", key="editor_keep"):
        keep(key, one.before)
        st.rerun()
    return True


def _play(app: "App", one: _Open) -> None:
    from grader.errors import VivaError
    from interviewer.session import Session
    from library.content import DRAFT
    from library.editing.content_files import save_draft

    try:
        save_draft(app.settings.drafts, one.name, one.text)
        session = Session.open(app.services, DRAFT + one.name, minutes=15)
    except VivaError as error:
        keep(_FAILED, str(error))
        st.rerun()
    show_session(session.id)
    st.switch_page("ui/interview/page.py")


def _rename_or_delete(app: "App", one: _Open) -> None:
    from interviewer.records.rubric_feedback import attempts_of
    from library.editing.content_files import ENDINGS, delete, depends, rename

    assert one.path is not None
    path, undo = one.path, app.undo
    needs = depends(one.kind, one.name, app.content.rubrics(), app.content.sections())
    attempts = attempts_of(app.services.events, one.name) if one.kind == "rubric" else 0
    with st.expander("Rename or delete"):
        if attempts:
            st.caption(f"Used in {counted(attempts, 'past interview')}. Scorecards are kept under the old name.")
        if needs:
            st.caption(f"Referenced in {counted(len(needs), 'place')}. Renaming updates them; deleting does not.")
            lines(needs[:20])
        fresh = st.text_input("New name", one.name, key=f"editor_rename_{one.path}", max_chars=64)
        closed = app.settings.read_only
        if st.button("Rename", key="editor_rename_now", disabled=closed or fresh == one.name):
            folders = app.settings.grader.content
            renamed = f"Renamed to {fresh}{ENDINGS[one.kind]}."
            _act(lambda: rename(one.kind, path, fresh, undo, folders), renamed, 1)
        what = "this rubric and its model answers" if one.kind == "rubric" else "this chapter"
        sure = st.checkbox(f"Delete {what}", key=f"editor_sure_{one.path}", disabled=closed)
        if st.button("Delete", key="editor_delete", disabled=closed or not sure):
            _act(lambda: delete(one.kind, path, undo), f"Deleted {path.name}. Undo restores it.", 1)


def _act(act: "Callable[[], object]", done: str, turn: int) -> None:
    """Change files, keep the outcome as a notice, and rerun the page; a `turn` of 1 makes the editor reread them."""
    from grader.errors import VivaError

    try:
        act()
    except VivaError as error:
        keep(_FAILED, str(error))
    else:
        keep(_NOTICE, done)
        for kind in _KINDS:
            take(f"{_TEXT}_{kind}")
        keep(_ROUND, kept(_ROUND, 0) + turn)
    st.rerun()
