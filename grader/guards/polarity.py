"""For or against: whether a sentence says the opposite of a claim."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.guards.heard import known_stems
from grader.guards.point import Guard, Point
from grader.guards.thresholds import ASIDE, CLOSE_COPY, COPY, COVERED, FLOOR, HELD, HIT, NEAR_COPY
from grader.language.denials import BAD, DEGREE, FRAME
from grader.language.lexicon import AUXILIARIES, COMPLEMENTS
from grader.language.negation import Toned, aside_of, toned
from grader.language.plain import WORD, content, mass, plain, quote, sentences, spelled_out, words
from grader.language.words import opposite_stems, stem

_DENIES_BEFORE = re.compile(
    rf"^\W*(?:but |and |yet |well,? |no,? |however,? |in fact,? |actually,? )*(?:(?:that|this|it|all (?:of )?(?:that|this)|those|these|such)(?: (?:idea|claim|advice|view|approach|belief|statement|answer))?(?:'s| is| are| was| would be) {DEGREE}(?:not (?:true|right|correct|the case|so)|{BAD})\b"
    r"|(?:none|nothing) of (?:that|this|it|these) (?:is|are|matters?|holds?|applies)\b|just kidding|i (?:\w+ )?(?:disagree|do not (?:agree|believe (?:that|this|it))|reject (?:that|this|it)|would (?:never|not) do (?:that|this|it|any))"
    r"|(?:not really|not at all|wrong|false|nonsense|nope|no|scratch that)(?:[,.!]|$))"
)

# Troubles are named in order to be removed; whether they are denied says nothing about the claim.
_TROUBLES = {
    stem(w)
    for w in "bias biased leak leakage leaking skew drift noise noisy error overfit overfitting spam bot robot bug failure fail stale duplicate fraud abuse harmful clickbait "
    "problem issue risk loss missing gap wrong bad mistake".split()
}

_COMPLEMENTS = opposite_stems(COMPLEMENTS)
_CLAUSE = re.compile(r"[,;:()]|\b(?:so that|so|because|since|but|whereas|although|while|or if)\b")
_BARE_NOT = re.compile(r"\s*(?:and |but )?not\b")
_REASON = re.compile(r"\b(?:because|since|so that|as a consequence|therefore)\b", re.IGNORECASE)


def _statements(phrasing: str) -> list[str]:
    """Return the sentences of a phrasing, without the fragments of a list: whether "sequence number" is denied cannot be told."""
    parts = sentences(phrasing)
    return [p for p in parts if len(words(p)) >= 4] or parts


@dataclass(frozen=True)
class _Claimed:
    """A sentence of a claim: its words, and what denies them."""

    weights: dict[str, float]
    """Stem -> weight."""
    denied: dict[str, bool | None]
    """Stem -> whether it is denied; None in a clause with a denial of its own.

    Inside such a clause a denial may sit on the verb or on the noun ("is not included", "has no") and mean the same.
    """
    denials: int


@lru_cache(maxsize=5_000)
def _claimed(sentence: str) -> _Claimed:
    """Read what a sentence claims and denies, clause by clause.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.
    """
    claimed = _Claimed({}, {}, 0)
    for clause in filter(WORD.search, _CLAUSE.split(plain(sentence))):
        tones = toned(clause)
        fresh = [word for word in tones.words if word.stem not in claimed.weights and word.stem not in _TROUBLES]
        if _BARE_NOT.match(clause) and AUXILIARIES.isdisjoint(words(clause)):
            claimed.weights.update((word.stem, word.weight) for word in fresh)
            claimed.denied.update((word.stem, True) for word in fresh)
            continue
        denials = tones.denials if tones.lost >= 0.2 * tones.total else 0
        unclear = tones.lost > 0 and not aside_of(clause)
        for word in fresh:
            claimed.weights.setdefault(word.stem, word.weight)
            claimed.denied.setdefault(word.stem, None if denials or (unclear and word.denied) else word.denied)
        claimed = replace(claimed, denials=claimed.denials + denials)
    return claimed


@dataclass(frozen=True)
class Stand:
    """How a unit stands to one sentence of a claim, as shares 0 to 1."""

    alike: float
    """Share of the sentence's weight that the unit holds as the sentence does."""
    other: float
    """Share of the sentence's weight that the unit holds the other way round."""
    hit: float
    """Share of the unit's denied weight that is the sentence's."""


def opposition(unit: str, sentence: str, demoted: frozenset[str] = frozenset()) -> Stand:
    """Compare a unit with one sentence of a claim.

    `demoted` stems (the question's) count little. A sentence with denials of its own is held alike by a unit with as many
    (modulo two), wherever they sit.
    """
    tones, claimed = toned(unit), _claimed(sentence)
    share = {s: w * (0.15 if s in demoted else 1.0) for s, w in claimed.weights.items()}
    total = sum(share.values())
    if not total:
        return Stand(0.0, 0.0, 0.0)
    said: dict[str, list[Toned]] = {}
    for tone in tones.words:
        said.setdefault(tone.stem, []).append(tone)
    as_many = claimed.denials % 2 == tones.denials % 2
    alike = sum(share[s] for s, denied in claimed.denied.items() if _holds(said, s, denied, as_many))
    other = sum(share[s] for s, denied in claimed.denied.items() if _opposes(said, s, denied))
    hit = sum(t.weight for t in tones.words if t.denied and t.stem in claimed.weights) / (tones.lost or 1.0)
    return Stand(alike / total, other / total, hit)


def _holds(said: dict[str, list[Toned]], s: str, denied: bool | None, as_many: bool) -> bool:
    """Whether a unit holds a word as the claim does; where the claim is unclear (None), the number of denials decides."""
    own = said.get(s, [])
    if denied is None:
        return bool(own) and as_many
    if own:
        return any(t.denied == denied or t.neutral for t in own)
    return any(t.denied != denied for opposite in _COMPLEMENTS.get(s, ()) for t in said.get(opposite, ()))


def _opposes(said: dict[str, list[Toned]], s: str, denied: bool | None) -> bool:
    """Whether a unit holds a word, but not as the claim does."""
    return denied is not None and s in said and not _holds(said, s, denied, as_many=False)


def _same_tones(unit: str, sentence: str) -> float:
    """Share of a sentence's weight that the unit holds and denies just as the sentence does, with as many denials."""
    ours, theirs = toned(unit), toned(sentence)
    if (ours.denials, ours.framed, ours.aside) != (theirs.denials, theirs.framed, theirs.aside):
        return 0.0
    if not (theirs.denials or theirs.aside):
        return 0.0
    own = {(t.stem, t.denied) for t in ours.words}
    return sum(t.weight for t in theirs.words if (t.stem, t.denied) in own) / theirs.total if theirs.total else 0.0


def _copies(unit: str, sentence: str, covered: float, own: float) -> bool:
    """Whether the unit holds `covered` of the sentence's weight, and `own` of the unit's weight is the sentence's."""
    ours, theirs = content(unit), content(sentence)
    shared = ours.keys() & theirs.keys()
    return (
        bool(theirs)
        and mass(shared, theirs) >= covered * sum(theirs.values())
        and mass(shared, ours) >= own * sum(ours.values())
    )


@dataclass(frozen=True)
class _Balance:
    """What a unit says for one sentence of a claim and what it says against it, 0 to 1."""

    support: float
    against: float


def _balance(unit: str, sentence: str, demoted: frozenset[str]) -> _Balance:
    """Weigh what a unit holds of a sentence against what it denies.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.
    """
    tones, theirs = toned(unit), _claimed(sentence).denials
    if not (tones.denials or tones.aside or theirs):
        return _Balance(0.0, 0.0)
    stand = opposition(unit, sentence, demoted)
    support = max(stand.alike, _same_tones(unit, sentence), _supporting_clause(unit, sentence, demoted))
    least = FLOOR if tones.denials else ASIDE if tones.aside else 2.0
    reverses = stand.other >= least and (stand.other >= COVERED or stand.hit >= HIT)
    against = stand.other if reverses else 0.0
    if (tones.denials or theirs) and _copies(unit, sentence, *(COPY if tones.denials else CLOSE_COPY)):
        if theirs % 2 == tones.denials % 2:
            support = 1.0 if theirs else support
        elif theirs or _turns_round(unit, sentence, stand):
            against = 1.0
    return _Balance(support, against)


def _turns_round(unit: str, sentence: str, stand: Stand) -> bool:
    """Whether a copy of a sentence without denials says the opposite by one of its own."""
    if stand.hit < 0.5 or " but " in unit:
        return False
    return stand.alike < HELD or _copies(unit, sentence, *NEAR_COPY)


def _supporting_clause(unit: str, sentence: str, demoted: frozenset[str]) -> float:
    """Return how far the best clause of "we do this because ..." holds the sentence alike, if it copies it with as many denials."""
    clauses = _REASON.split(unit)
    if toned(unit).framed or len(clauses) == 1:
        return 0.0
    theirs = _claimed(sentence).denials % 2
    copies = [c for c in clauses if toned(c).denials % 2 == theirs and _copies(c, sentence, *COPY)]
    return max((opposition(clause, sentence, demoted).alike for clause in copies), default=0.0)


def _ends_in_frame(before: str) -> bool:
    """Whether the unit before ends in a frame that is still open: "It is a mistake to believe that"."""
    text = spelled_out(before)
    frames = list(FRAME.finditer(text))
    return bool(frames) and not WORD.search(text[frames[-1].end() :])


def reversed_(unit: str, point: Point, before: str = "", after: str = "") -> Guard | None:
    """Fire for a unit that denies the claim's words, copies a denying claim with one denial more or less, or is taken back.

    Its branches are one rule; each is a row of the table in its test, and apart they would hide their order.
    """
    if after and _DENIES_BEFORE.match(spelled_out(after)):
        return Guard("reversed", f"Taken back in the next sentence: {quote(after)!r}.")
    if before and _ends_in_frame(before):
        unit = f"{before} {unit}"
    demoted = known_stems(point.question, ())
    tones = toned(unit)
    balances = [_balance(unit, sentence, demoted) for p in point.phrasings for sentence in _statements(p)]
    support = max([_same_tones(unit, p) for p in point.phrasings] + [b.support for b in balances])
    if max((b.against for b in balances), default=0.0) > support:
        return Guard("reversed", f"Says the opposite: {quote(unit)!r}.")
    kept = sum(t.weight for t in tones.words if not t.denied)
    if tones.framed and support < COVERED and tones.lost > kept:
        return Guard("reversed", f"Denied by its own words: {quote(unit)!r}.")
    return None
