"""Which words of a sentence are denied.

Denials ("not", "never", "avoid", "is useless", "it is false that", "instead of") reach some words of a sentence. Two denials of the
same words cancel out. A claim and a unit that use the same words, one denied and the other not, say opposite things.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from grader.language import denials as d
from grader.language.clauses import Clauses
from grader.language.lexicon import AUXILIARIES, DENYING_WORDS
from grader.language.plain import TALK, content, spelled_out
from grader.language.words import information as weight
from grader.language.words import stem


@dataclass(frozen=True)
class Toned:
    """A content word of a sentence and the denials that reach it."""

    stem: str
    weight: float
    denied: bool
    """Reached by an odd number of denials."""
    neutral: bool
    """In an if-clause that denies something: neither held nor denied."""


@dataclass(frozen=True)
class Toning:
    """The content words of one sentence and what denies them."""

    words: tuple[Toned, ...]
    denials: int
    """How many denials there are; asides ("instead of", "without") are not counted."""
    framed: bool
    """A frame ("it is false that"), or a speaker who is against it, denies it all."""
    aside: bool
    """Something is set aside for something else ("instead of")."""

    @property
    def lost(self) -> float:
        """Weight of the denied words."""
        return sum(word.weight for word in self.words if word.denied)

    @property
    def total(self) -> float:
        """Weight of all words."""
        return sum(word.weight for word in self.words)


@dataclass
class _Denials:
    """What denies the words of a sentence, while it is read: a reach counts up where it begins, down where it ends."""

    clauses: Clauses
    reached: list[int]
    hushed: list[int]
    """As `reached`, for if-clauses that deny something."""
    used: set[int] = field(default_factory=set)
    """Tokens that belong to a phrase of denial."""
    count: int = 0
    framed: bool = False
    aside: bool = False

    def phrases(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Yield (first token, token after the last, match) of each match of a pattern."""
        for match in pattern.finditer(self.clauses.text):
            yield self.clauses.at(match.start()), self.clauses.at(match.end()), match

    def is_used(self, start: int, end: int) -> bool:
        return not self.used.isdisjoint(range(start, end))

    def use(self, start: int, end: int) -> None:
        self.used.update(range(start, end))

    def reach(self, start: int, end: int) -> None:
        if start < end:
            self.reached[start] += 1
            self.reached[end] -= 1


@lru_cache(maxsize=20_000)
def toned(sentence: str) -> Toning:
    """Return the content words of one sentence with their denials.

    Reach: "not", "never", "avoid" and their like reach forward to a contrast, a reason or the next clause with a verb; "instead of"
    and "rather than" reach their object; "is useless", "makes no difference", "is not needed" reach back over their clause;
    "it is false that" and a denying lead before a colon reach all that follows; ", but that is wrong" all that went before.
    """
    clauses = Clauses(d.NOT_SAME.sub(r"\1a different", d.HEDGES.sub(" ", spelled_out(d.MENTIONED.sub("X", sentence)))))
    found = _Denials(clauses, [0] * (clauses.end + 1), [0] * (clauses.end + 1))
    # The order counts: a phrase that one of them used is not read again by those after it.
    _read_frames(found)
    _read_back_frame(found)
    _read_asides(found)
    _read_judgments(found)
    _read_harmless(found)
    _read_rejecting_phrases(found)
    _read_words(found)
    counts, neutral = list(accumulate(found.reached)), list(accumulate(found.hushed))
    words = tuple(
        Toned(stem(t), weight(t), counts[i] % 2 == 1, neutral[i] > 0)
        for i, t in enumerate(clauses.tokens)
        if t[0].isalnum() and t not in d.UNTONED and i not in found.used
    )
    return Toning(words, found.count, found.framed, found.aside)


def _read_frames(found: _Denials) -> None:
    """Read "it is false that" and a denying lead before a colon; both reach all that follows."""
    clauses = found.clauses
    frames = list(found.phrases(d.FRAME))
    starts = [start for start, _, _ in frames]
    ends = [*starts, clauses.end]
    for start, end, match in frames:
        lead = match.group().endswith(":")
        if found.is_used(start, end) or (lead and content(match.group()).keys() - TALK - d.LEAD):
            continue
        found.use(start, end)
        next_frame = ends[bisect_left(starts, end)]
        stop = clauses.end if lead else min(next_frame, clauses.first(d.ENDS_FRAME, end))
        found.reach(end, stop)
        if clauses.token(stop) in {"because", "since"}:
            found.hushed[stop] += 1
        found.count += 1
        found.framed = True


def _read_back_frame(found: _Denials) -> None:
    """Read ", but that is wrong" at the end, which reaches all that went before."""
    start, end, _ = next(found.phrases(d.BACK_FRAME), (0, 0, None))
    if start >= 3 and not found.is_used(start, end):
        found.use(start, end)
        found.reach(0, start)
        found.count += 1
        found.framed = True


def _read_asides(found: _Denials) -> None:
    """Read "instead of" and "without", which reach their object and count as no denial."""
    for start, end, match in found.phrases(d.LOCAL):
        found.use(start, end)
        found.reach(end, found.clauses.aside_end(end))
        found.aside = found.aside or match.group() != "without"


def _read_judgments(found: _Denials) -> None:
    """Read "is useless" and "makes no difference", which reach back over their clause."""
    clauses = found.clauses
    for start, end, _ in found.phrases(d.JUDGED):
        if found.is_used(start, end):
            continue
        found.use(start, end)
        gerund = clauses.tokens[0].endswith("ing") and clauses.first(d.SUBJECTS_OR_VERBS, 0) >= start
        found.reach(0 if gerund else clauses.clause_start(start), start)
        found.count += 1


def _read_harmless(found: _Denials) -> None:
    """Read "does not break", which speaks for what is not broken: only the breaking is denied."""
    for start, end, _ in found.phrases(d.HARMLESS):
        found.used.add(start)
        found.reach(start + 1, end)
        found.count += 1


def _read_rejecting_phrases(found: _Denials) -> None:
    """Read "stay away from" and "get rid of", which reach forward."""
    for start, end, _ in found.phrases(d.REJECT_PHRASES):
        found.use(start, end)
        found.reach(end, found.clauses.reach_end(end))
        found.count += 1


def _read_words(found: _Denials) -> None:
    """Read "not", "avoid" and the other single words that deny."""
    for i, token in enumerate(found.clauses.tokens):
        if i in found.used:
            continue
        if _negates(found.clauses, i) if token in DENYING_WORDS else _rejects(found, i):
            _deny(found, i)


def _negates(clauses: Clauses, i: int) -> bool:
    """Whether a denying word denies: not in "not only", "No, ..." and "neither ... nor"."""
    token, before, following = clauses.tokens[i], clauses.token(i - 1), clauses.token(i + 1)
    if following in d.SOFT_AFTER_NOT:
        # "not only inside" with nothing more to come is a denial: elsewhere too.
        nothing_more = clauses.first(d.MORE, i) == clauses.end
        if not (following == "only" and before in AUXILIARIES and nothing_more):
            return False
    else:
        end = clauses.reach_end(i + 1)
        if not d.SOFT_AFTER_NOT.isdisjoint(clauses.tokens[max(i + 1, end - 3) : end]):
            return False
    if token == "no" and following in {",", ".", "", "-"}:
        return False
    return not (token in {"or", "nor"} and before == "neither")


def _rejects(found: _Denials, i: int) -> bool:
    """Whether a word rejects what follows: "avoid", or "skip" before a word in -ing, where a verb may stand."""
    clauses = found.clauses
    token, before, following = clauses.tokens[i], clauses.token(i - 1), clauses.token(i + 1)
    if not (token in d.REJECTS or (token in d.STOPS_DOING and following.endswith("ing"))):
        return False
    if not before or i - 1 in found.used:
        return True
    return before in d.LEADS_TO_REJECT and not (before == "to" and clauses.first(d.NOT, 0) >= i)


def _deny(found: _Denials, i: int) -> None:
    """Let a denying word reach forward, and back over its clause where its predicate is empty or it takes a stance."""
    clauses = found.clauses
    token, before, following = clauses.tokens[i], clauses.token(i - 1), clauses.token(i + 1)
    end = clauses.clause_end(i + 1) if token in d.DENIES_SUBJECT else clauses.reach_end(i + 1)
    start = clauses.clause_start(i)
    empty = d.EMPTY_PREDICATE.match(clauses.joined, clauses.offsets[i + 1], clauses.offsets[end])
    stance = before in d.STANCE or following in {"be", "worth"} or (token == "never" and following in d.STANCE)
    if empty or stance:
        found.reach(start, i)
    if not empty:
        found.reach(i + 1, end)
    found.count += 1
    found.framed = found.framed or _speaker_is_against(clauses, i, end)
    if (_gives_a_reason(clauses, i, end) or clauses.first(d.IFS, start) < i) and start < end:
        found.hushed[start] += 1
        found.hushed[end] -= 1


def _speaker_is_against(clauses: Clauses, i: int, end: int) -> bool:
    """Whether a denial at token i is the speaker's stance on the whole sentence: "I would never ..."."""
    before = clauses.token(i - 1)
    rest = clauses.last_word_end(end)
    if rest < clauses.end and not d.TRAILING.match(clauses.joined, clauses.offsets[rest] + 1):
        return False
    if clauses.end < 6 or before not in d.LEADS_AGAINST or clauses.first(d.CONDITIONS, i) < end:
        return False
    if before == "do" and d.NEEDS.isdisjoint(clauses.tokens[i + 1 : i + 4]):
        return False
    commands = i == 0 and clauses.tokens[i] in d.REJECTS | {"never"}
    return commands or not d.SPEAKERS.isdisjoint(clauses.tokens[max(0, i - 3) : i])


def _gives_a_reason(clauses: Clauses, i: int, end: int) -> bool:
    """Whether a denial is the reason for what follows: "we do not want clicks, so ..."."""
    if end + 1 >= clauses.end or "so" not in clauses.tokens[end : end + 2]:
        return False
    return clauses.tokens[i] in {"nobody", "none"} or clauses.token(i + 1) == "want"


@lru_cache(maxsize=20_000)
def aside_of(clause: str) -> bool:
    """Whether a clause sets something aside: "rather than by clicks"."""
    return toned(clause).aside
