"""Edit a rubric or a chapter: checked while writing, compared before saving, taken back, renamed, deleted, played."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from library.editing.templates import TEMPLATES
from ui.parts.listing import lines, mistakes
from ui.parts.state import RUBRIC_DRAFT, keep, kept, show_session, take
from ui.parts.text import escaped, filled, moment
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
    """The file as it is, or the template."""
    text: str
    """The text as it was written so far."""
    ours: bool
    """Whether it may be changed here; what an installed pack brought may not."""


def begin_draft() -> bool:
    """Open the editor on a draft that another page made, if it did; say whether this tab began with one."""
    if (draft := take(RUBRIC_DRAFT)) is not None:
        name, text = draft
        keep("editor_kind", "rubric")
        keep("editor_rubric_file", _NEW)
        keep("editor_name", name)
        keep(f"{_TEXT}_rubric", text)
        keep(_ROUND, kept(_ROUND, 0) + 1)
        keep(_NOTICE, "This draft was made from your transcript. Rewrite its claims, then save it.")
        keep(_DRAFTED, True)
    return bool(kept(_DRAFTED))


def editor_view(app: "App") -> None:
    from library.editing.content_files import mistakes as found_in

    # each part keeps its place on the page: a button that moved would stand there twice while the page is drawn anew
    with st.container():
        if notice := take(_NOTICE):
            st.success(escaped(notice))
        if failed := take(_FAILED):
            st.error(escaped(failed))
    with st.container():
        one = _chosen(app)
    found = found_in(one.kind, one.name, one.text)
    with st.container():
        if found:
            st.error(f"✗ {len(found)} mistake{'s' * (len(found) != 1)}. It cannot be saved like this.")
            _with_lines(found, one.text)
        else:
            st.success("✓ No mistakes.")
    with st.container():
        if one.path is not None and one.text != one.before:
            with st.expander("What changes", expanded=True):
                st.code(_difference(one.before, one.text), language="diff")
    with st.container():
        barred = _barred(app, one)
    _buttons(app, one, bool(found), barred)
    if not found:
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
        help="Mistakes are named as soon as you stop writing for a moment.",
    )  # fmt: skip
    _numbers(key="editor_numbers", height=1)
    if not ours:
        st.caption("An installed pack is not edited here: change its source, and install that again.")
    return _Open(kind, name, path, before, text or "", ours)


def _named(kind: str) -> str:
    """Ask for the name of a new file; an uploaded one brings name and text along."""
    file = uploader(
        "Begin from a file of yours (or write below)", key=f"editor_{kind}_upload_{kept(_ROUND, 0)}", type=_TYPES[kind]
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
    """Return a sign for each file that is not simply sound."""
    shelf, library = app.content.shelf(), app.content.library()
    held = shelf if kind == "rubric" else library
    found = {mistake.file: "✗" for mistake in held.mistakes}
    return found | {str(held.paths[name]): "◐" for name in held.earlier}


def _difference(before: str, after: str) -> str:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=1)
    return "\n".join(found)


def _with_lines(found: "Sequence[Mistake]", text: str) -> None:
    """Show each mistake with the lines around it, numbered."""
    written = text.splitlines()
    for mistake in found[:30]:
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
    """Say whether another file or a change made elsewhere stands in the way of saving, and what to do about it."""
    from library.editing.content_files import ENDINGS

    folders = app.settings.grader.rubric_folders if one.kind == "rubric" else app.settings.grader.knowledge_folders
    taken = one.path is None and any((f / f"{one.name}{ENDINGS[one.kind]}").exists() for f in folders)
    if taken:
        st.error(escaped(f"{one.name}{ENDINGS[one.kind]} exists. Choose it above, or take another name."))
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
            help="Holds an interview by this text as it stands. Nobody else sees it, and nothing is saved over.",
        )  # fmt: skip
        undone = st.button(
            "Undo", key="editor_undo", disabled=app.settings.read_only or last is None,
            help=escaped(f"Take back: {last.title}, {moment(last.at)}") if last else "Nothing was changed here yet.",
        )  # fmt: skip
    if last is not None:
        st.caption(escaped(f"Undo takes back: {last.title}, {moment(last.at)}."))
    if saved:
        folder = one.path.parent.parent if one.path else app.settings.grader.content[-1]
        opened = one.before if one.path else None
        where = f"{FOLDERS[one.kind]}/{one.name}{ENDINGS[one.kind]}"
        _act(lambda: save(one.kind, folder, one.name, one.text, undo, opened), f"Saved {where}. It is in use now.", 0)
    if undone:
        _act(undo.undo, "Taken back.", 1)
    if played:
        _play(app, one)


def _stale(one: _Open) -> bool:
    """Say whether the file was changed elsewhere while it is edited here, and offer its text."""
    key = f"editor_opened_{one.path}_{kept(_ROUND, 0)}"
    if one.path is None:
        return False
    if kept(key) is None or one.text == one.before:
        keep(key, one.before)
    if kept(key) == one.before:
        return False
    st.warning("The file was changed elsewhere since you opened it. What changes, above, would take that back.")
    if st.button("Take the file's text", key="editor_reload"):
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
    held = attempts_of(app.services.events, one.name) if one.kind == "rubric" else 0
    with st.expander("Rename or delete"):
        if held:
            st.caption(f"{held} past interviews are about it. They keep their scorecards, under the old name.")
        if needs:
            st.caption(f"{len(needs)} places name it. Renaming changes them too; deleting leaves them without it.")
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
            _act(lambda: delete(one.kind, path, undo), f"Deleted {path.name}. Undo brings it back.", 1)


def _act(act: "Callable[[], object]", done: str, turn: int) -> None:
    """Do something to the files, say how it went, and draw the page anew; a `turn` makes the editor read them again."""
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
