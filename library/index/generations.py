"""Generations of the index on disk: directories of which a pointer file names the current one.

One process may own a Chroma directory at a time, so a generation that the pointer ever named is never changed again.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from library.errors import IndexMismatch, StoreError
from library.index import passages

COLLECTION = "guide"
REBUILD = "Run `python -m interviewer index`."
_POINTER = "current"
_LOCK = "build.lock"
_WAIT = 120
_opening = threading.Lock()


class Unusable(IndexMismatch):
    """An index that only has to be built anew: it is damaged, or another version made it."""


def current(folder: Path) -> str:
    """Return the name of the current generation; IndexMismatch when there is none."""
    return str(_pointer(folder)["generation"])


def edits(folder: Path) -> int:
    """Return how many passages were taken out or put in since the current generation's vectors were laid out anew."""
    return int(_pointer(folder).get("edits", 0))


def _pointer(folder: Path) -> dict[str, Any]:
    try:
        held = json.loads((folder / _POINTER).read_text())
        return {**held, "generation": str(held["generation"])}
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexMismatch("There is no index of the guide.", REBUILD) from None


def next_name(folder: Path) -> str:
    """Return the name of a generation that is not there yet."""
    taken = [int(p.name[4:]) for p in folder.glob("gen-*") if p.name[4:].isdigit()]
    return f"gen-{max(taken, default=0) + 1}"


def point(folder: Path, generation: str, edited: int = 0) -> None:
    """Make a generation the current one, for this process and all others."""
    fresh = folder / f"{_POINTER}.new"
    fresh.write_text(json.dumps({"generation": generation, "edits": edited}))
    os.replace(fresh, folder / _POINTER)


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the one place of a builder; StoreError when the folder cannot be written or another build takes too long."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=_WAIT):
            yield
    except Timeout:
        raise StoreError("Another build of the index is running.", "Wait for it, then try again.") from None
    except OSError as error:
        raise StoreError(
            f"The index cannot be written to {folder}: {error.strerror}.", "Set VIVA_DATA to a folder you may write to."
        ) from None


def remove_old(folder: Path, keep: int = 1) -> None:
    """Delete all generations but the `keep` newest up to the current one; nothing while another process builds."""
    try:
        with FileLock(folder / _LOCK, timeout=0):
            prune(folder, keep)
    except (Timeout, OSError):
        return


def prune(folder: Path, keep: int) -> None:
    """Delete old generations, by one who holds the builder's place.

    Another process that is searching one of them is not harmed: it follows the pointer and searches again.
    """
    try:
        now = int(current(folder)[4:])
    except (IndexMismatch, ValueError):
        return
    for path in folder.glob("gen-*"):
        if not path.name[4:].isdigit() or not now - keep < int(path.name[4:]) <= now:
            shutil.rmtree(path, ignore_errors=True)


def client(path: Path) -> Any:
    """Return a client of the Chroma directory at a path; close it after use."""
    import chromadb
    from chromadb.config import Settings

    with _opening:
        return chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))


def opened(folder: Path, generation: str, encoder_id: str) -> tuple[Any, Any]:
    """Return client and collection of a generation.

    Unusable when it is damaged or of another version, IndexMismatch when another encoder made it.
    """
    path = folder / generation
    if not (path / "chroma.sqlite3").is_file():
        raise Unusable(f"The index {generation} is damaged: its database is missing.", REBUILD)
    held = None
    try:
        held = client(path)
        collection = held.get_collection(COLLECTION, embedding_function=None)
    except Exception as error:
        close(held)
        raise Unusable(f"The index {generation} is damaged: {error}.", REBUILD) from None
    made = collection.metadata or {}
    if made.get("encoder") == encoder_id and made.get("splitter") == passages.SPLITTER:
        return held, collection
    close(held)
    if made.get("encoder") != encoder_id:
        raise IndexMismatch(f"The index was made by the encoder {made.get('encoder')}, not {encoder_id}.", REBUILD)
    raise Unusable("The index was made by another version.", REBUILD)


def close(held: Any) -> None:
    """Close a client; one that is broken is let go."""
    if held is not None:
        try:
            held.close()
        except Exception:
            return
