"""What a pack may contain, and how a pack and its installation are described."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from grader.errors import Mistake

MANIFEST = "pack.yaml"
MAX_FILES = 2_000
"""Most files of a pack."""
MAX_FILE = 1_000_000
"""Most bytes of one file."""
MAX_TOTAL = 20_000_000
"""Most bytes of a pack, unpacked."""
MAX_ZIP = 10_000_000
"""Most bytes of a zip file."""
MAX_RATIO = 200
"""How many times larger than packed a file may become; text becomes three to twenty times larger."""
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What a pack may be called."""
OWN_FOLDERS = ("rubrics", "knowledge")
"""Folders whose files belong to a pack."""
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_DRIVE = re.compile(r"[A-Za-z]:")
_KINDS = {
    "manifest": re.compile(r"pack\.yaml"),
    "paper": re.compile(r"(?:README|LICENSE|NOTICE|CHANGELOG)(?:\.(?:md|txt))?"),
    "rubric": re.compile(r"rubrics/[a-z0-9_]{1,64}\.ya?ml"),
    "answer": re.compile(r"rubrics/examples/[a-z0-9_]{1,64}/[A-Za-z0-9_-]{1,64}\.md"),
    "labels": re.compile(r"rubrics/examples/[a-z0-9_]{1,64}/[\w-]{1,64}(?:\.[\w-]{1,64})?\.verdicts\.yaml", re.A),
    "chapter": re.compile(r"knowledge/[a-z0-9_]{1,64}\.md"),
}
_STRAY_FOLDER, _STRAY = "__MACOSX", (".DS_Store", "Thumbs.db", "desktop.ini", "rubric.schema.json")
"""Files that systems and editors leave behind: skipped, and listed as left out."""


@dataclass(frozen=True)
class Manifest:
    """What `pack.yaml` says."""

    name: str
    """Short name; what the pack brings is called `name.id` once installed."""
    version: str
    """Version of the pack."""
    license: str
    """Under which its texts may be used, such as `CC-BY-4.0`."""
    language: str
    """Language of its texts, such as `en`."""
    title: str = ""
    """Name shown to people."""


@dataclass(frozen=True)
class Pack:
    """A pack as read; every file is valid."""

    manifest: Manifest
    """What `pack.yaml` says."""
    files: Mapping[str, bytes]
    """Its files by path, with forward slashes."""
    problems: Mapping[str, str]
    """What each problem is, by bare id: title and number of checkpoints."""
    chapters: Mapping[str, int]
    """Number of sections by bare name of the chapter."""
    left_out: tuple[str, ...] = ()
    """Files that do not belong to it."""
    notes: tuple[str, ...] = ()
    """What a reader should know, though nothing is wrong."""

    @property
    def digest(self) -> str:
        """First eight hex digits of the sha256 of all its files."""
        return digest(self.files)

    @property
    def answers(self) -> int:
        """Number of model answers."""
        return sum(kind(path) == "answer" for path in self.files)


@dataclass(frozen=True)
class Shelved:
    """A pack among the content folders."""

    name: str
    """Name that its ids begin with; for what is not installed, its own name."""
    manifest: Manifest
    """What `pack.yaml` says."""
    origin: Literal["built in", "content folder", "installed"]
    """How it got there."""
    place: str
    """Its folder."""
    problems: tuple[str, ...]
    """Ids of its problems, as they are known."""
    chapters: tuple[str, ...]
    """Names of its chapters, as they are known."""
    digest: str = ""
    """Digest of its files when it was installed; empty for others."""


@dataclass(frozen=True)
class PackChange:
    """What installing a pack changes on disk."""

    name: str
    """Name that the ids begin with."""
    added: tuple[str, ...]
    """Paths that are new."""
    changed: tuple[str, ...] = ()
    """Paths whose text differs."""
    removed: tuple[str, ...] = ()
    """Paths that are removed."""
    replaces: str = ""
    """Version that is replaced; empty for none."""


@dataclass(frozen=True)
class Dependents:
    """What depends on a pack."""

    attempts: int = 0
    """Interviews about its problems; their scorecards stay."""
    open_attempts: int = 0
    """Those of them that are not finished and could not go on."""
    links: tuple[str, ...] = ()
    """Checkpoints and chapters of other content that refer to it."""

    def __bool__(self) -> bool:
        return bool(self.attempts or self.links)


def digest(files: Mapping[str, bytes]) -> str:
    """Return the first eight hex digits of the sha256 of files and their paths."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return total.hexdigest()[:8]


def kind(path: str) -> str:
    """Return what a path inside a pack is: manifest, paper, rubric, answer, labels or chapter; empty for others."""
    return next((name for name, form in _KINDS.items() if form.fullmatch(path)), "")


def stray(path: str) -> bool:
    """Say whether a file is one that systems and editors leave behind."""
    *folders, name = path.split("/")
    return "\n" not in path and (_STRAY_FOLDER in folders or name in _STRAY)


def unsafe(path: str) -> str:
    """Return why a path may not be in a pack at all, wherever it leads; nothing when it may."""
    if not path or "\0" in path or not path.isprintable():
        return "a name that cannot be shown"
    if "\\" in path:
        return "a backslash in its name"
    if path.startswith("/") or _DRIVE.match(path):
        return "an absolute path"
    parts = path.split("/")
    if ".." in parts or "." in parts or "" in parts:
        return "a path that leads elsewhere (`..`)"
    if unicodedata.normalize("NFC", path) != path:
        return "a name that some systems write in two ways"
    return "" if all(_PART.fullmatch(part) for part in parts) else "an unusual name"


def misplaced(paths: Iterable[str]) -> list[Mistake]:
    """Return what is wrong with the paths of a pack: tricks, unexpected kinds, names that differ by case alone."""
    found: list[Mistake] = []
    seen: dict[str, str] = {}
    for path in paths:
        shown = path.encode("unicode_escape").decode()[:120]
        if why := unsafe(path):
            found.append(Mistake(shown, 0, f"refused: {why}", "use plain names below rubrics/ and knowledge/"))
        elif not kind(path):
            hint = "a pack holds pack.yaml, rubrics/*.yaml, rubrics/examples/<id>/*, knowledge/*.md, README and LICENSE"
            found.append(Mistake(shown, 0, "refused: an unexpected kind of file", hint))
        elif (other := seen.setdefault(path.casefold(), path)) != path:
            found.append(Mistake(shown, 0, f"refused: differs from {other} by case alone", "rename one of them"))
    return found


def compared(name: str, fresh: Pack, old: Mapping[str, bytes] | None, version: str = "") -> PackChange:
    """Say what installing a pack does to the files of the one that it replaces, if any."""
    before = old or {}
    return PackChange(
        name,
        tuple(sorted(fresh.files.keys() - before.keys())),
        tuple(sorted(p for p in fresh.files.keys() & before.keys() if fresh.files[p] != before[p])),
        tuple(sorted(before.keys() - fresh.files.keys())),
        version,
    )


def described(pack: Pack, name: str) -> list[str]:
    """Return lines that say what a pack adds under a name."""
    m = pack.manifest
    lines = [f"{m.title or m.name} {m.version}, license {m.license}, language {m.language}, digest {pack.digest}"]
    lines += [f"  problem  {name}.{i}: {what}" for i, what in sorted(pack.problems.items())]
    lines += [f"  chapter  {name}.{i}: {_many(n, 'section')}" for i, n in sorted(pack.chapters.items())]
    labels = sum(kind(path) == "labels" for path in pack.files)
    lines.append(f"  {_many(pack.answers, 'model answer')}, {_many(labels, 'verdict file')}")
    lines += [f"  left out {path}" for path in pack.left_out]
    return lines + [f"  note: {note}" for note in pack.notes]


def told(change: PackChange) -> list[str]:
    """Return lines that say what installing does to the files that are there."""
    if not change.replaces:
        return [f"  adds {_many(len(change.added), 'file')}"]
    lines = [f"  replaces version {change.replaces}"]
    for word, paths in (("adds", change.added), ("changes", change.changed), ("removes", change.removed)):
        lines += [f"  {word} {path}" for path in paths]
    return lines if len(lines) > 1 else ["  is installed already, the same in every file"]


def listed(one: Shelved) -> list[str]:
    """Return lines that show a pack that is there."""
    m = one.manifest
    lines = [f"{one.name} {m.version} ({one.origin}), license {m.license}, language {m.language}: {one.place}"]
    lines += [f"  problem  {i}" for i in one.problems] + [f"  chapter  {i}" for i in one.chapters]
    return lines


def missed(needs: Dependents) -> list[str]:
    """Return lines that say what depends on a pack."""
    if not needs:
        return ["Nothing depends on it."]
    lines = [f"{_many(needs.attempts, 'interview')} about its problems, {needs.open_attempts} not finished"]
    return lines + [f"{link} names something of it" for link in needs.links]


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
