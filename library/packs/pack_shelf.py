"""Installed packs on disk: installed whole or not at all, listed, removed."""

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from grader.adapters import content_writer
from grader.adapters.pack_names import MARK, installed
from grader.rubric import Rubric
from grader.settings import ROOT
from library.errors import PackError, StoreError
from library.guide import Section
from library.packs import contents
from library.packs.contents import Manifest, Pack, PackChange, Shelved
from library.packs.manifest import read_manifest

_FRESH, _OLD, _GONE = ".new", ".old", ".gone"
"""Endings of folders that only exist while something is changed; no pack's name has a dot."""


def plan(folder: Path, pack: Pack, name: str = "") -> PackChange:
    """Say what installing a pack below `folder` under a name would change. PackError for a name that cannot be used."""
    name = name or pack.manifest.name
    if not contents.NAME.fullmatch(name):
        raise PackError(f"'{name}' is not a usable name.", "Use small letters, digits, _ and -, a letter first.")
    there = folder / name
    before = read_manifest(there) if (there / MARK).is_file() else None
    return contents.compared(name, pack, _files(there) if before else None, before.version if before else "")


def install(folder: Path, pack: Pack, name: str = "", *, replace: bool = False) -> PackChange:
    """Put a pack below `folder`, whole or not at all, and say what that changed.

    PackError when its name is taken by another version and `replace` is not given; StoreError when the folder
    cannot be written, ReadOnlyError when it may not be.
    """
    change = plan(folder, pack, name)
    there = folder / change.name
    with _locked(folder):
        if (there / MARK).is_file() and not replace:
            if not (change.added or change.changed or change.removed):
                return change
            hint = "Replace it (--replace), or install this one under another name (--as NAME)."
            raise PackError(f"A pack '{change.name}' {change.replaces} is installed already.", hint)
        fresh, old = folder / f"{change.name}{_FRESH}", folder / f"{change.name}{_OLD}"
        if old.exists() and not there.exists():  # an earlier replacement died halfway
            os.replace(old, there)
        for stale in (fresh, old):
            shutil.rmtree(stale, ignore_errors=True)
        for path, data in pack.files.items():
            target = fresh.joinpath(*path.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (fresh / MARK).write_text(json.dumps({"digest": pack.digest}) + "\n", encoding="utf-8")
        if there.exists():
            os.replace(there, old)
        os.replace(fresh, there)
        shutil.rmtree(old, ignore_errors=True)
    return change


def remove(folder: Path, name: str) -> None:
    """Remove an installed pack. PackError when there is none of this name; otherwise as `install`."""
    if not contents.NAME.fullmatch(name) or not (folder / name / MARK).is_file():
        known = ", ".join(path.name for path in installed(folder)) or "none"
        raise PackError(f"No pack '{name}' is installed.", f"Installed: {known}.")
    with _locked(folder):
        gone = folder / f"{name}{_GONE}"
        shutil.rmtree(gone, ignore_errors=True)
        os.replace(folder / name, gone)
        shutil.rmtree(gone, ignore_errors=True)


def shelved(folders: Collection[Path], problems: Mapping[str, Path], chapters: Mapping[str, Path]) -> list[Shelved]:
    """Return the packs among the content folders; `problems` and `chapters` are the files of what is in use."""
    found = []
    for folder in folders:
        manifest = read_manifest(folder)
        marked = (folder / MARK).is_file()
        if manifest is None and not marked:
            continue
        manifest = manifest or Manifest(folder.name, "damaged", "unknown", "unknown")
        found.append(
            Shelved(
                folder.name if marked else manifest.name,
                manifest,
                "installed" if marked else "built in" if folder == ROOT else "content folder",
                str(folder),
                tuple(sorted(i for i, path in problems.items() if path.parent.parent == folder)),
                tuple(sorted(i for i, path in chapters.items() if path.parent.parent == folder)),
                _mark(folder) if marked else "",
            )
        )
    return found


def links_to(name: str, rubrics: Mapping[str, Rubric], sections: Mapping[str, Section]) -> tuple[str, ...]:
    """Return the checkpoints and sections of other content that name something of an installed pack."""
    own = f"{name}."
    found = [
        f"{rubric.id}/{checkpoint.id}"
        for rubric in rubrics.values()
        if not rubric.id.startswith(own)
        for checkpoint in rubric.checkpoints
        if any(link.startswith(own) for link in checkpoint.guide)
    ]
    found += [
        s.id for s in sections.values() if not s.id.startswith(own) and any(p.startswith(own) for p in s.problems)
    ]
    return tuple(sorted(found))


def _files(folder: Path) -> dict[str, bytes]:
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MARK)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


def _mark(folder: Path) -> str:
    try:
        return str(json.loads((folder / MARK).read_text(encoding="utf-8")).get("digest", ""))
    except (OSError, ValueError, AttributeError):
        return ""


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the packs; errors of the file system become StoreError."""
    content_writer.require_writable()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "packs.lock", timeout=30):
            yield
    except Timeout:
        raise StoreError("Another process is changing the packs.", "Wait for it, then try again.") from None
    except OSError as error:
        hint = "Make the folder writable, or name another one with VIVA_DATA."
        raise StoreError(f"The packs in {folder} cannot be changed: {error.strerror}.", hint) from error
