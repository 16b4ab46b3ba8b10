"""Names of what came with an installed pack: `pack.id`, so that two packs with one id are told apart.

An installed pack lies in a folder of its own with a mark beside its `rubrics/` and `knowledge/`. Everything else, the
shipped content and the folders of VIVA_CONTENT, keeps its bare names.
"""

from collections.abc import Collection
from pathlib import Path

MARK = "installed.json"
"""File that only installing writes, at the top of an installed pack."""


def pack_of(folder: Path) -> str:
    """Return the name of the installed pack that a `rubrics/` or `knowledge/` folder belongs to; empty for none."""
    return folder.parent.name if (folder.parent / MARK).is_file() else ""


def installed(packs: Path) -> list[Path]:
    """Return the folders of the installed packs by name; a folder with a dot is one that is just being changed."""
    return sorted(mark.parent for mark in packs.glob(f"*/{MARK}") if "." not in mark.parent.name)


def qualified(name: str, pack: str, own: Collection[str]) -> str:
    """Return the name under which something is known that a pack's file calls `name`.

    `own` are the bare names of what the pack brings along; other names mean what is there without it.
    """
    return f"{pack}.{name}" if pack and name in own else name
