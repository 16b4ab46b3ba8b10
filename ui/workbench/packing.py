"""Packs in the page: what is there, one from a zip file, and away with one after saying what depends on it."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.listing import lines, mistakes, table
from ui.parts.state import keep, take
from ui.parts.text import escaped
from ui.parts.uploader import uploader

if TYPE_CHECKING:
    from interviewer.wiring import App
    from library.packs.contents import Pack, Shelved

_NOTICE = "packs_notice"
_ROUND = "packs_round"
_ORIGINS = {"built in": "built in", "content folder": "VIVA_CONTENT", "installed": "installed"}


def packs_view(app: "App") -> None:
    if notice := take(_NOTICE):
        st.success(escaped(notice))
    shelved = app.packs()
    rows = [
        (p.name, p.manifest.title or "–", p.manifest.version, p.manifest.license, p.manifest.language,
         _ORIGINS[p.origin], len(p.problems), len(p.chapters))
        for p in shelved
    ]  # fmt: skip
    heads = ("Pack", "Title", "Version", "License", "Language", "Where from", "Problems", "Chapters")
    table(heads, rows, "Packs")
    for pack in shelved:
        if pack.origin == "installed":
            with st.expander(escaped(f"{pack.name}: {len(pack.problems)} problems, {len(pack.chapters)} chapters")):
                lines([*pack.problems, *(f"{chapter} (chapter)" for chapter in pack.chapters)])
    st.header("Install", anchor=False)
    _install(app)
    installed = [p for p in shelved if p.origin == "installed"]
    if installed:
        st.header("Remove", anchor=False)
        _remove(app, installed)


def _install(app: "App") -> None:
    from grader.errors import InputError
    from library.packs.pack_files import read_zip

    file = uploader(
        "Pack as a zip file", key=f"packs_file_{take(_ROUND) or 0}", type=["zip"],
        disabled=app.settings.read_only,
        help="A zip of a folder with pack.yaml, rubrics/ and knowledge/. Nothing is installed before you say so.",
    )  # fmt: skip
    if file is None:
        return
    try:
        pack = read_zip(file.getvalue(), file.name)
    except InputError as error:
        st.error(escaped(f"✗ {error.message} {error.hint}"))
        mistakes(error.mistakes[:50])
        return
    _confirm(app, pack)


def _confirm(app: "App", pack: "Pack") -> None:
    from grader.errors import VivaError
    from library.packs import contents, pack_shelf

    name = st.text_input(
        "Install as", pack.manifest.name, key=f"packs_name_{pack.digest}", max_chars=40,
        help="The ids of what it brings begin with this name, so that nothing of another pack is in its way.",
    )  # fmt: skip
    try:
        change = pack_shelf.plan(app.settings.packs, pack, name)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    lines([*contents.described(pack, change.name), *contents.told(change)])
    same = change.replaces and not (change.added or change.changed or change.removed)
    label = "Replace" if change.replaces else "Install"
    if st.button(label, type="primary", key="packs_install", disabled=app.settings.read_only or bool(same)):
        try:
            pack_shelf.install(app.settings.packs, pack, name, replace=bool(change.replaces))
        except VivaError as error:
            st.error(escaped(str(error)))
            return
        keep(_NOTICE, f"Installed {change.name} {pack.manifest.version}: its problems can be chosen now.")
        st.rerun()


def _remove(app: "App", installed: "list[Shelved]") -> None:
    from grader.errors import VivaError
    from library.packs import contents, pack_shelf

    name = st.selectbox("Pack to remove", [p.name for p in installed], key="packs_gone")
    needs = app.needs(name)
    lines(contents.missed(needs))
    sure = not needs or st.checkbox("Remove it although something depends on it", key=f"packs_sure_{name}")
    if st.button("Remove", key="packs_remove", disabled=app.settings.read_only or not sure):
        try:
            pack_shelf.remove(app.settings.packs, name)
        except VivaError as error:
            st.error(escaped(str(error)))
            return
        keep(_NOTICE, f"Removed {name}. Finished interviews keep their scorecards.")
        st.rerun()
