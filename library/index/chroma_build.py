"""Building the guide's index: laid out anew, or a copy of the current generation with what changed replaced."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path
from typing import Any

from grader.ports import Encoder
from library.errors import GuideError, IndexMismatch
from library.guide import Section
from library.index import generations as g
from library.index import passages as p
from library.index.passages import Passage, passages
from library.index.ports import Built, Progress

_BATCH = 500
_PORTION = 64
_NOTE = "digests.json"
_KEPT = 2
"""Generations that stay after a change: the current one, and the one that others may just be searching."""
_WORN = 0.25
"""Share of passages replaced one by one after which the vectors are laid out anew: graphs wear."""
Sections = Sequence[Section] | Callable[[], Sequence[Section]]


def build(folder: Path, sections: Sections, encoder: Encoder, progress: Progress = lambda _: None) -> Built:
    """Build the next generation of the index below `folder` and point to it.

    `sections` may be a call that reads them, so that nobody else's newer build is undone. GuideError for an empty
    guide; StoreError when the folder cannot be written or another build is running.
    """
    if not callable(sections):
        _whole(sections)
    with g.building(folder):
        wanted = _whole(sections)
        try:
            held = _vectors(folder, encoder.id)
        except IndexMismatch:
            held = {}
        return _anew(folder, wanted, held, encoder, progress)


def refresh(folder: Path, sections: Sections, encoder: Encoder, progress: Progress = lambda _: None) -> Built | None:
    """Bring the index up to date, encoding only what changed; None when nothing did.

    As `build`, but an index made by another encoder is refused with IndexMismatch, never silently replaced.
    """
    with g.building(folder):
        wanted = _whole(sections)
        try:
            generation = g.current(folder)
        except IndexMismatch:
            return _anew(folder, wanted, {}, encoder, progress)
        try:
            digests = _digests(folder, generation, encoder.id)
        except g.Unusable:
            return _anew(folder, wanted, {}, encoder, progress)
        fresh = [one for one in wanted if digests.get(one.id) != one.digest]
        gone = digests.keys() - {one.id for one in wanted}
        if not fresh and not gone:
            return None
        edited = g.edits(folder) + len(fresh) + len(gone)
        if edited > _WORN * len(digests):
            return _anew(folder, wanted, _vectors(folder, encoder.id), encoder, progress)
        return _edited(folder, generation, fresh, gone, digests, encoder, progress, edited)


def _whole(sections: Sections) -> list[Passage]:
    held = sections() if callable(sections) else sections
    if not held:
        raise GuideError("The guide is empty: nothing to index.", "Add a Markdown chapter to knowledge/.")
    return [passage for section in held for passage in passages(section)]


def _anew(
    folder: Path,
    wanted: Sequence[Passage],
    old: Mapping[str, tuple[str, list[float]]],
    encoder: Encoder,
    progress: Progress,
) -> Built:
    """Lay out all vectors in a new generation; those of unchanged passages are copied."""
    kept = {one.id: old[one.id][1] for one in wanted if one.id in old and old[one.id][0] == one.digest}
    kept |= _encoded([one for one in wanted if one.id not in kept], encoder, progress)
    generation = g.next_name(folder)
    client = g.client(folder / generation)
    try:
        collection = client.create_collection(
            g.COLLECTION,
            embedding_function=None,
            metadata={"hnsw:space": "cosine", "encoder": encoder.id, "splitter": p.SPLITTER},
        )
        _add(collection, wanted, kept, progress)
    finally:
        g.close(client)
    _note(folder / generation, {one.id: one.digest for one in wanted}, encoder.id)
    g.point(folder, generation)
    g.prune(folder, _KEPT)
    return _built(generation, wanted, {i: digest for i, (digest, _) in old.items()})


def _edited(
    folder: Path,
    old: str,
    fresh: Sequence[Passage],
    gone: AbstractSet[str],
    digests: Mapping[str, str],
    encoder: Encoder,
    progress: Progress,
    edited: int,
) -> Built:
    """Copy the current generation, which nobody changes, and replace in the copy what is not as on disk."""
    vectors = _encoded(fresh, encoder, progress)
    generation = g.next_name(folder)
    _copied(folder / old, folder / generation)
    client, collection = g.opened(folder, generation, encoder.id)
    try:
        stale = [*gone, *(one.id for one in fresh if one.id in digests)]
        for i in range(0, len(stale), _BATCH):
            collection.delete(ids=stale[i : i + _BATCH])
        _add(collection, fresh, vectors, progress)
    finally:
        g.close(client)
    left = {i: digest for i, digest in digests.items() if i not in gone}
    _note(folder / generation, left | {one.id: one.digest for one in fresh}, encoder.id)
    g.point(folder, generation, edited)
    g.prune(folder, _KEPT)
    added = sum(one.id not in digests for one in fresh)
    removed = len(gone)
    return Built(generation, added, len(fresh) - added, removed, len(digests) - removed - (len(fresh) - added))


def _copied(old: Path, new: Path) -> None:
    """Copy a generation that other processes may be opening.

    Chroma writes to its database even when it is only opened, and a plain copy then meets a journal that vanishes, or
    half a write. SQLite copies its own files whole.
    """
    shutil.copytree(old, new, ignore=shutil.ignore_patterns("*.sqlite3*"))
    for path in old.glob("*.sqlite3"):
        with closing(sqlite3.connect(path)) as held, closing(sqlite3.connect(new / path.name)) as copy:
            held.backup(copy)


def _built(generation: str, wanted: Sequence[Passage], old: Mapping[str, str]) -> Built:
    ids = {one.id for one in wanted}
    return Built(
        generation,
        added=sum(one.id not in old for one in wanted),
        changed=sum(one.id in old and old[one.id] != one.digest for one in wanted),
        removed=sum(i not in ids for i in old),
        unchanged=sum(old.get(one.id) == one.digest for one in wanted),
    )


def _encoded(fresh: Sequence[Passage], encoder: Encoder, progress: Progress) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for i in range(0, len(fresh), _PORTION):
        some = fresh[i : i + _PORTION]
        progress(f"Encoding passages {i + 1} to {i + len(some)} of {len(fresh)}")
        found |= dict(zip((one.id for one in some), encoder.encode([one.text for one in some]).tolist(), strict=True))
    return found


def _add(collection: Any, some: Sequence[Passage], vectors: Mapping[str, list[float]], progress: Progress) -> None:
    for i in range(0, len(some), _BATCH):
        batch = some[i : i + _BATCH]
        if len(some) > _BATCH:
            progress(f"Writing passages {i + 1} to {i + len(batch)} of {len(some)}")
        collection.add(
            ids=[one.id for one in batch],
            documents=[one.text for one in batch],
            metadatas=[one.metadata for one in batch],
            embeddings=[vectors[one.id] for one in batch],
        )


def _digests(folder: Path, generation: str, encoder_id: str) -> dict[str, str]:
    """Return the digest of every passage of a generation, as noted beside it; as Chroma has it, which is slow, else."""
    try:
        noted = json.loads((folder / generation / _NOTE).read_text(encoding="utf-8"))
        if noted["encoder"] == encoder_id and noted["splitter"] == p.SPLITTER:
            return {str(i): str(digest) for i, digest in noted["digests"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    held = _held(folder, generation, encoder_id, ["metadatas"])
    return {i: str(m["content_hash"]) for i, m in zip(held["ids"], held["metadatas"], strict=True)}


def _note(place: Path, digests: Mapping[str, str], encoder_id: str) -> None:
    noted = {"encoder": encoder_id, "splitter": p.SPLITTER, "digests": digests}
    (place / _NOTE).write_text(json.dumps(noted), encoding="utf-8")


def _vectors(folder: Path, encoder_id: str) -> dict[str, tuple[str, list[float]]]:
    """Return digest and vector of every passage of the current generation."""
    held = _held(folder, g.current(folder), encoder_id, ["embeddings", "metadatas"])
    return {
        i: (str(m["content_hash"]), v.tolist())
        for i, m, v in zip(held["ids"], held["metadatas"], held["embeddings"], strict=True)
    }


def _held(folder: Path, generation: str, encoder_id: str, what: list[str]) -> dict[str, Any]:
    client, collection = g.opened(folder, generation, encoder_id)
    try:
        return dict(collection.get(include=what))
    except Exception as error:
        raise g.Unusable(f"The index {generation} is damaged: {error}.", g.REBUILD) from None
    finally:
        g.close(client)
