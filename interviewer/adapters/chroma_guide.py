"""The guide in Chroma: built as whole generations, found by meaning and by words.

One process may own a Chroma directory at a time, so an index is never changed in place. Each build writes a new
generation directory under a file lock, copying the vectors of unchanged passages, and then swaps a pointer file. A
running app reads the pointer before each search and follows it. Generations nobody points at go at the next start.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from grader import words as w
from grader.ports import Encoder
from interviewer.errors import GuideError, IndexMismatch, StoreError
from interviewer.guide import Section
from interviewer.meaning import meaning
from interviewer.ports import FoundSection

SPLITTER = "passages-200-2"
"""Raised when the splitting changes: an index made by another is built anew."""
_TOKENS = 200
_COLLECTION = "guide"
_POINTER = "current"
_BATCH = 500
_FUSION = 60
_POOL = 30
_NEAREST = 300
_PER_CHAPTER = 2
_TWINS = 5
"""As many passages may have the same text."""
_WEIGHTS = {"paragraph": 0.5, "second": 0.25, "title": 0.25, "ask": 0.25, "keyword": 0.5}
"""Share of each ranking in the fused one; docs/interviewer.md has the figures they were chosen by."""
_REBUILD = "Run `python -m interviewer index`."
Progress = Callable[[str], None]


class _Unusable(IndexMismatch):
    """An index that only has to be built anew: it is damaged, or another version made it."""


@dataclass(frozen=True)
class Built:
    """What a build did, in passages: titles, paragraphs and questions of sections."""

    generation: str
    """Name of the new generation's directory."""
    added: int
    """Passages that are new."""
    changed: int
    """Passages whose text changed."""
    removed: int
    """Passages that are gone."""
    unchanged: int
    """Passages whose vector was copied."""


@dataclass(frozen=True)
class _Passage:
    id: str
    text: str
    digest: str
    metadata: dict[str, Any]


def build(folder: Path, sections: Sequence[Section], encoder: Encoder, progress: Progress = lambda _: None) -> Built:
    """Build the next generation of the index below `folder` and point to it.

    GuideError for an empty guide; StoreError when the folder cannot be written or another build is running.
    """
    if not sections:
        raise GuideError("The guide is empty: nothing to index.", "Add a Markdown chapter to knowledge/.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "build.lock", timeout=120):
            return _build(folder, sections, encoder, progress)
    except Timeout:
        raise StoreError("Another build of the index is running.", "Wait for it, then try again.") from None
    except OSError as error:
        raise StoreError(
            f"The index cannot be written to {folder}: {error.strerror}.", "Set VIVA_DATA to a folder you may write to."
        ) from None


def _build(folder: Path, sections: Sequence[Section], encoder: Encoder, progress: Progress) -> Built:
    passages = [p for section in sections for p in _passages(section)]
    old = _stored(folder, encoder.id)
    kept = {p.id: old[p.id][1] for p in passages if p.id in old and old[p.id][0] == p.digest}
    fresh = [p for p in passages if p.id not in kept]
    for i in range(0, len(fresh), 64):
        some = fresh[i : i + 64]
        progress(f"Encoding passages {i + 1} to {i + len(some)} of {len(fresh)}")
        kept |= dict(zip((p.id for p in some), encoder.encode([p.text for p in some]).tolist(), strict=True))
    generation = _next_name(folder)
    collection = _client(folder / generation).create_collection(
        _COLLECTION,
        embedding_function=None,
        metadata={"hnsw:space": "cosine", "encoder": encoder.id, "splitter": SPLITTER},
    )
    for i in range(0, len(passages), _BATCH):
        some = passages[i : i + _BATCH]
        collection.add(
            ids=[p.id for p in some],
            documents=[p.text for p in some],
            metadatas=[p.metadata for p in some],
            embeddings=[kept[p.id] for p in some],
        )
    _point(folder, generation)
    ids = {p.id for p in passages}
    return Built(
        generation,
        added=sum(p.id not in old for p in passages),
        changed=sum(p.id in old and old[p.id][0] != p.digest for p in passages),
        removed=sum(i not in ids for i in old),
        unchanged=len(passages) - len(fresh),
    )


def _passages(section: Section) -> Iterator[_Passage]:
    """Yield what gets a vector of its own: the title, each paragraph and each question of a section."""
    pieces = [("title", f"{section.chapter}: {section.heading}")]
    pieces += [("paragraph", text) for paragraph in section.paragraphs for text in _short(paragraph)]
    pieces += [("ask", text) for text in section.asks]
    scope = {f"problem_{p}": True for p in section.problems or ("all",)}
    scope |= {f"phase_{p}": True for p in section.phases or ("all",)}
    for n, (sort, text) in enumerate(pieces):
        digest = hashlib.sha256(f"{section.heading}\0{text}\0{section.problems}{section.phases}".encode()).hexdigest()
        metadata = {"section": section.id, "kind": sort, "content_hash": digest, "text": text, **scope}
        identity = hashlib.sha256(f"{section.id}\0{n}".encode()).hexdigest()[:32]
        yield _Passage(identity, f"{section.heading}. {text}" if sort == "paragraph" else text, digest, metadata)


def _short(paragraph: str) -> list[str]:
    """Cut a paragraph that is longer than the encoder reads; 1 token is about .75 words."""
    if len(w.spans(paragraph)) <= _TOKENS * 0.75:
        return [paragraph]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=int(_TOKENS * 0.75),
        chunk_overlap=0,
        length_function=lambda text: len(w.spans(text)),
        separators=["\n\n", "\n", ". ", "; ", ", ", " "],
    )
    return splitter.split_text(paragraph)


def _stored(folder: Path, encoder_id: str) -> dict[str, tuple[str, list[float]]]:
    """Return digest and vector of every passage of the current generation, if the same encoder made it."""
    try:
        collection = _open(folder, current(folder), encoder_id)
    except (IndexMismatch, StoreError):
        return {}
    held = collection.get(include=["embeddings", "metadatas"])
    return {
        i: (str(m["content_hash"]), list(map(float, v)))
        for i, m, v in zip(held["ids"], held["metadatas"], held["embeddings"], strict=True)
    }


def current(folder: Path) -> str:
    """Return the name of the current generation; IndexMismatch when there is none."""
    try:
        return str(json.loads((folder / _POINTER).read_text())["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexMismatch("There is no index of the guide.", _REBUILD) from None


def _next_name(folder: Path) -> str:
    taken = [int(p.name[4:]) for p in folder.glob("gen-*") if p.name[4:].isdigit()]
    return f"gen-{max(taken, default=0) + 1}"


def _point(folder: Path, generation: str) -> None:
    fresh = folder / f"{_POINTER}.new"
    fresh.write_text(json.dumps({"generation": generation}))
    os.replace(fresh, folder / _POINTER)


def remove_old(folder: Path) -> None:
    """Delete the generations nobody points at; called at start, when nothing of this process is open."""
    try:
        keep = current(folder)
        with FileLock(folder / "build.lock", timeout=0):
            for path in folder.glob("gen-*"):
                if path.name != keep:
                    shutil.rmtree(path, ignore_errors=True)
    except (IndexMismatch, Timeout, OSError):
        return


def _client(path: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))


def _open(folder: Path, generation: str, encoder_id: str) -> Any:
    path = folder / generation
    if not (path / "chroma.sqlite3").is_file():
        raise _Unusable(f"The index {generation} is damaged: its database is missing.", _REBUILD)
    try:
        collection = _client(path).get_collection(_COLLECTION, embedding_function=None)
    except Exception as error:
        raise _Unusable(f"The index {generation} is damaged: {error}.", _REBUILD) from None
    made_by = (collection.metadata or {}).get("encoder")
    if made_by != encoder_id:
        raise IndexMismatch(f"The index was made by the encoder {made_by}, not {encoder_id}.", _REBUILD)
    if (collection.metadata or {}).get("splitter") != SPLITTER:
        raise _Unusable("The index was made by another version.", _REBUILD)
    return collection


class ChromaGuide:
    """Searches the current generation, dense and by keyword, and follows the pointer."""

    def __init__(self, folder: Path, sections: Callable[[], Mapping[str, Section]], encoder: Encoder) -> None:
        """`sections` gives the guide as it is on disk, by id."""
        self._folder = folder
        self._sections = sections
        self._encoder = encoder
        self._lock = threading.Lock()
        self._opened: tuple[str, Any, Any] | None = None
        self._keywords: tuple[int, Any, list[str]] | None = None

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[FoundSection]:
        """Return the sections nearest to a query, best first. IndexMismatch when there is no fitting index.

        Rankings by paragraph, title, question and keyword are fused by weighted reciprocal rank (Cormack, Clarke and
        Büttcher 2009). Sections of the phase come first. At most two are of one chapter, so that the words of a
        problem, which fill its own chapter, do not crowd out the general ones. General sections of none of `phases`,
        which are all that the problem has, are left out.
        """
        sections = {i: s for i, s in self._sections().items() if _fits(s, problem, frozenset(phases))}
        if not sections or not query.strip():
            return []
        here = {i: s for i, s in sections.items() if not phase or not s.phases or phase in s.phases}
        found = self._fused(query, here, problem, phase, limit) if here else []
        if len(found) < limit and len(here) < len(sections):
            rest = {i: s for i, s in sections.items() if i not in here}
            found += self._fused(query, rest, problem, "", limit - len(found))
        return found

    def _fused(
        self, query: str, sections: Mapping[str, Section], problem: str, phase: str, limit: int
    ) -> list[FoundSection]:
        dense = self._dense(query, problem, phase, sections)
        nearest = dict(reversed(dense["paragraph"]))
        orders = {sort: list(dict.fromkeys(i for i, _ in found)) for sort, found in dense.items()}
        orders["second"] = _second([i for i, _ in dense["paragraph"]])
        orders["keyword"] = [i for i in self._by_keyword(query) if i in sections]
        rank: dict[str, float] = {}
        for sort, order in orders.items():
            for place, section_id in enumerate(order[:_POOL]):
                rank[section_id] = rank.get(section_id, 0.0) + _WEIGHTS[sort] / (_FUSION + place + 1)
        best = _spread(sorted(rank, key=lambda i: (-rank[i], i)), limit)
        return [FoundSection(sections[i], round(rank[i], 6), nearest.get(i, sections[i].paragraphs[0])) for i in best]

    def outdated(self) -> bool:
        """Say whether the index has to be built anew: the guide on disk differs, or it is damaged.

        IndexMismatch when there is none, or one made by another encoder.
        """
        try:
            held = self._held(["metadatas"])
        except _Unusable:
            return True
        indexed = dict(zip(held["ids"], (str(m["content_hash"]) for m in held["metadatas"]), strict=True))
        return indexed != {p.id: p.digest for s in self._sections().values() for p in _passages(s)}

    def health(self, sample: int = 20) -> bool:
        """Say whether known vectors find themselves; a right count proves nothing."""
        try:
            held = self._held(["embeddings"], sample)
            return bool(held["ids"]) and all(
                i in {document.id for document in self._nearest(list(map(float, vector)), _TWINS)}
                for i, vector in zip(held["ids"], held["embeddings"], strict=True)
            )
        except _Unusable:
            return False

    def _dense(
        self, query: str, problem: str, phase: str, sections: Mapping[str, Section]
    ) -> dict[str, list[tuple[str, str]]]:
        """Return (section, text) of the nearest passages of each kind, best first."""
        vector = meaning(query, self._encoder).tolist()
        scope: list[dict[str, Any]] = []
        if problem:
            scope.append({"$or": [{"problem_all": True}, {f"problem_{problem}": True}]})
        if phase:
            scope.append({"$or": [{"phase_all": True}, {f"phase_{phase}": True}]})
        wanted = {"$and": scope} if len(scope) > 1 else next(iter(scope), None)
        found: dict[str, list[tuple[str, str]]] = {"paragraph": [], "title": [], "ask": []}
        for document in self._nearest(vector, _NEAREST, wanted):
            section, sort = str(document.metadata["section"]), str(document.metadata["kind"])
            if section in sections:
                found[sort].append((section, str(document.metadata["text"])))
        return found

    def _nearest(self, vector: list[float], count: int, wanted: dict[str, Any] | None = None) -> list[Any]:
        store = self._store()
        try:
            return list(store.similarity_search_by_vector(vector, k=count, filter=wanted))
        except Exception as error:  # chromadb raises its own kinds for files that vanished or broke
            raise _Unusable(f"The index cannot be searched: {error}.", _REBUILD) from None

    def _held(self, what: list[str], count: int | None = None) -> dict[str, Any]:
        """Return ids and whatever is asked for of the current generation's passages."""
        self._store()
        assert self._opened is not None
        try:
            return dict(self._opened[2].get(include=what, limit=count))
        except Exception as error:
            raise _Unusable(f"The index cannot be read: {error}.", _REBUILD) from None

    def _store(self) -> Any:
        from langchain_chroma import Chroma

        with self._lock:
            generation = current(self._folder)
            if self._opened is None or self._opened[0] != generation:
                collection = _open(self._folder, generation, self._encoder.id)
                store = Chroma(
                    client=_client(self._folder / generation),
                    collection_name=_COLLECTION,
                    create_collection_if_not_exists=False,
                )
                self._opened = (generation, store, collection)
            return self._opened[1]

    def _by_keyword(self, query: str) -> list[str]:
        """Return the sections that share words with a query, best first."""
        import bm25s

        sections = self._sections()
        stamp = hash(tuple((i, s.text) for i, s in sections.items()))
        with self._lock:
            if self._keywords is None or self._keywords[0] != stamp:
                index = bm25s.BM25()
                index.index([_stems(_words_of(s)) for s in sections.values()], show_progress=False)
                self._keywords = (stamp, index, list(sections))
            _, index, ids = self._keywords
        wanted = [s for s in _stems(query) if s in index.vocab_dict]
        if not wanted:
            return []
        scores = index.get_scores(wanted)
        return [ids[i] for i in sorted(range(len(ids)), key=lambda i: (-scores[i], ids[i])) if scores[i] > 0]


def _fits(section: Section, problem: str, phases: frozenset[str]) -> bool:
    if section.problems:
        return not problem or problem in section.problems
    return not phases or not section.phases or not phases.isdisjoint(section.phases)


def _second(order: Sequence[str]) -> list[str]:
    """Rank sections by their second-best paragraph: two near ones say more than one."""
    seen: set[str] = set()
    again = [i for i in order if i in seen or seen.add(i)]  # type: ignore[func-returns-value]
    return list(dict.fromkeys(again))


def _spread(order: Sequence[str], limit: int) -> list[str]:
    """Take the first of an order, at most two of one chapter; if that leaves too few, the others follow."""
    taken: dict[str, int] = {}
    first: list[str] = []
    later: list[str] = []
    for section_id in order:
        chapter = section_id.split("/")[0]
        taken[chapter] = taken.get(chapter, 0) + 1
        (first if taken[chapter] <= _PER_CHAPTER else later).append(section_id)
    return [*first, *later][:limit]


def _words_of(section: Section) -> str:
    return " ".join([section.chapter, section.heading, section.text, *section.asks])


def _stems(text: str) -> list[str]:
    return [w.stem(word) for word in w.words(text) if w.is_content(word)]
