"""Where the clauses of a sentence begin and end, as far as a denial's reach needs it."""

from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property
from itertools import accumulate

from grader.language.lexicon import AUXILIARIES, FINITE, GUARD_FUNCTION
from grader.language.plain import TOKEN

SUBJECTS = frozenset("i we you he she they it there this that these those".split())
_CONTRAST = frozenset("but however whereas although though because since so instead otherwise while yet".split())
_BREAKS = _CONTRAST | frozenset(";.:!?\u2014\u2013")
_SUBORDINATORS = frozenset("that which who whose when whenever where if whether how what why than as while".split())
_OPENS_CLAUSE = SUBJECTS - {"that", "this", "it", "these", "they"} | {","}
_ENDS_ASIDE = _BREAKS - {"so", "since", "while", "although"}
_JOINTS = frozenset({",", "and", "or"})


class Clauses:
    """The tokens of a sentence and the places of those that bound a reach.

    Each token is looked at once and its kind remembered by place, so that the time grows with the length, not its square.
    """

    def __init__(self, text: str) -> None:
        """Read a plain text with its contractions spelled out."""
        matches = list(TOKEN.finditer(text))
        self.text = text
        self.tokens = tuple(m.group() for m in matches)
        self.end = len(self.tokens)
        self._starts = [m.start() for m in matches]
        self.joined = " " + " ".join(self.tokens)
        self.offsets = list(accumulate((len(t) + 1 for t in self.tokens), initial=0))
        """Where in `joined` the space before each token stands."""
        self._places: dict[Collection[str], list[int]] = {}

    def token(self, i: int) -> str:
        """Return a token, or nothing outside the sentence."""
        return self.tokens[i] if 0 <= i < self.end else ""

    def at(self, offset: int) -> int:
        """Return the first token that starts at an offset of the text or later."""
        return bisect_left(self._starts, offset)

    def first(self, kinds: frozenset[str], start: int) -> int:
        """Return the first token of some kinds from `start` on, or the end."""
        return self._first(self._of(kinds), start)

    def reach_end(self, start: int) -> int:
        """Return where a denial that begins before `start` ends: at its clause's end or at the next finite verb."""
        return min(self.clause_end(start), self._verb(self._of(FINITE), start, self._first(self._telling, start) + 1))

    def clause_end(self, start: int) -> int:
        """Return where the clause ends: at a contrast, a reason, or a comma that opens a clause with a verb of its own."""
        return self._first(self._stops, start)

    def clause_start(self, end: int) -> int:
        """Return where the clause before `end` starts: after a break, or after a comma or "and" that no verb precedes."""
        start = self._last(self._of(_BREAKS), end) + 1
        joint = self._last(self._of(_JOINTS), end)
        return joint + 1 if joint > self.first(AUXILIARIES, start) else start

    def aside_end(self, start: int) -> int:
        """Return where the object of "instead of" or "without" ends."""
        verb = self._verb(self._predicates, start, start + 2)
        return min(self.first(_OPENS_CLAUSE, start), self.first(_ENDS_ASIDE, start), verb)

    def last_word_end(self, start: int) -> int:
        """Return the first token from `start` on that does not just close a sentence or quotation, or the end."""
        return self._first(self._solid, start)

    def _of(self, kinds: frozenset[str]) -> list[int]:
        if kinds not in self._places:
            self._places[kinds] = [i for i, t in enumerate(self.tokens) if t in kinds]
        return self._places[kinds]

    def _first(self, places: list[int], start: int) -> int:
        k = bisect_left(places, start)
        return places[k] if k < len(places) else self.end

    def _last(self, places: list[int], end: int) -> int:
        k = bisect_left(places, end)
        return places[k - 1] if k else -1

    def _verb(self, verbs: list[int], start: int, start_at: int) -> int:
        """Return the first verb from `start_at` on, if no subordinate clause opens between `start` and it."""
        i = self._first(verbs, start_at)
        return i if self.first(_SUBORDINATORS, start) >= i else self.end

    @cached_property
    def _telling(self) -> list[int]:
        return [i for i, t in enumerate(self.tokens) if t not in GUARD_FUNCTION]

    @cached_property
    def _predicates(self) -> list[int]:
        return [i for i in self._of(FINITE) if i and self.tokens[i - 1] not in GUARD_FUNCTION]

    @cached_property
    def _solid(self) -> list[int]:
        return [i for i, t in enumerate(self.tokens) if t not in ".!\"')"]

    @cached_property
    def _stops(self) -> list[int]:
        return [i for i in range(self.end) if self._is_stop(i)]

    def _is_stop(self, i: int) -> bool:
        return self.tokens[i] in _BREAKS or (self.tokens[i] in _JOINTS and _opens_clause(self.tokens[i + 1 : i + 8]))


def _opens_clause(following: tuple[str, ...]) -> bool:
    """Whether the tokens after a comma, "and" or "or" are a clause with a verb of its own."""
    skipped = next((i for i, t in enumerate(following) if t not in {"and", "or", "then", "just"}), len(following))
    rest = following[skipped:]
    if not rest or rest[0] == "such":
        return False
    if rest[0] in SUBJECTS | {"if", "when", "who", "which", "whose"}:
        return True
    end = next((j for j, t in enumerate(rest) if t in _BREAKS or t in {",", "which", "that", "who"}), len(rest))
    return any(t in AUXILIARIES for t in rest[:end])
