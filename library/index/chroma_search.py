"""The guide in Chroma: found by meaning and by words.

One process may own a Chroma directory at a time, so an index is never changed in place (`chroma_build`). A running app
reads the pointer to the current generation before each search and follows it.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.language import words as w
from grader.language.meaning import meaning
from grader.ports import Encoder
from library.guide import Section
from library.index import generations as g
from library.index.chroma_build import build, refresh
from library.index.generations import current, remove_old
from library.index.passages import passages
from library.index.ports import FoundSection

__all__ = ["ChromaGuide", "build", "current", "refresh", "remove_old"]
_FUSION = 60
_POOL = 30
_NEAREST = 300
_PER_CHAPTER = 2
_PATIENCE = 3
"""How often a search follows a pointer that moves while it searches."""
_TWINS = 5
"""As many passages may have the same text."""
_WEIGHTS = {"paragraph": 0.5, "second": 0.25, "title": 0.25, "ask": 0.25, "keyword": 0.5}
"""Share of each ranking in the fused one; docs/interviewer.md has the figures they were chosen by."""


class ChromaGuide:
    """Searches the current generation, dense and by keyword, and follows the pointer."""

    def __init__(self, folder: Path, sections: Callable[[], Mapping[str, Section]], encoder: Encoder) -> None:
        """`sections` gives the guide as it is on disk, by id."""
        self._folder = folder
        self._sections = sections
        self._encoder = encoder
        self._lock = threading.Lock()
        self._opened: tuple[str, Any, Any] | None = None
        self._client: Any = None
        self._before: Any = None
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
        except g.Unusable:
            return True
        indexed = dict(zip(held["ids"], (str(m["content_hash"]) for m in held["metadatas"]), strict=True))
        return indexed != {p.id: p.digest for s in self._sections().values() for p in passages(s)}

    def health(self, sample: int = 20) -> bool:
        """Say whether known vectors find themselves; a right count proves nothing."""
        try:
            held = self._held(["embeddings"], sample)
            return bool(held["ids"]) and all(
                i in {document.id for document in self._nearest(list(map(float, vector)), _TWINS)}
                for i, vector in zip(held["ids"], held["embeddings"], strict=True)
            )
        except g.Unusable:
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
        def ask(store: Any, _: Any) -> list[Any]:
            return list(store.similarity_search_by_vector(vector, k=count, filter=wanted))

        return list(self._asked(ask, "searched"))

    def _held(self, what: list[str], count: int | None = None) -> dict[str, Any]:
        """Return ids and whatever is asked for of the current generation's passages."""
        return dict(self._asked(lambda _, collection: collection.get(include=what, limit=count), "read"))

    def _asked(self, ask: Callable[[Any, Any], Any], what: str) -> Any:
        """Ask the current generation; once more when it was replaced and taken away meanwhile."""
        for _ in range(_PATIENCE):
            generation, store, collection = self._store()
            try:
                return ask(store, collection)
            except Exception as error:  # chromadb raises its own kinds for files that vanished or broke
                fault = error
            if current(self._folder) == generation:
                break
        raise g.Unusable(f"The index cannot be {what}: {fault}.", g.REBUILD) from None

    def _store(self) -> tuple[str, Any, Any]:
        """Return name, store and collection of the current generation; the one before stays open for who is in it."""
        from langchain_chroma import Chroma

        with self._lock:
            generation = self._opening()
            if self._opened is None or self._opened[0] != generation:
                client, collection = g.opened(self._folder, generation, self._encoder.id)
                store = Chroma(client=client, collection_name=g.COLLECTION, create_collection_if_not_exists=False)
                g.close(self._before)
                self._before, self._client = self._client, client
                self._opened = (generation, store, collection)
            return self._opened

    def _opening(self) -> str:
        """Return the generation to open, looking again when it was replaced between pointer and directory."""
        for _ in range(_PATIENCE):
            generation = current(self._folder)
            if (self._folder / generation).is_dir():
                break
        return generation

    def _by_keyword(self, query: str) -> list[str]:
        """Return the sections that share words with a query, best first."""
        import bm25s

        sections = self._sections()
        stamp = hash(tuple(sections.values()))
        with self._lock:
            if self._keywords is None or self._keywords[0] != stamp:
                index = bm25s.BM25()
                index.index([list(_stems(_words_of(s))) for s in sections.values()], show_progress=False)
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


@lru_cache(maxsize=20_000)
def _stems(text: str) -> tuple[str, ...]:
    """Return the content words of a text as stems; remembered, so that an edit stems one section and not the guide."""
    return tuple(w.stem(word) for word in w.words(text) if w.is_content(word))
