"""For or against: whether a sentence says the opposite of a claim."""

import re
from functools import lru_cache

from grader.guards.heard import known_stems
from grader.guards.point import Guard, Point
from grader.guards.thresholds import ASIDE, COPY, COVERED, FLOOR, HELD, HIT, NEAR_COPY
from grader.language.negation import BAD, DEGREE, FRAME, Toned, aside_of, toned
from grader.language.plain import AUXILIARIES, WORD, content, mass, plain, quote, sentences, spelled_out, words
from grader.language.words import stem

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

# Pairs of which one denied means the other: "not in the same path" is "in different paths".
_PAIRS = (
    "same different|same separate|increase decrease|more less|first last|fast slow|faster slower|high low|higher lower|large small|larger smaller|big small|bigger smaller|"
    "positive negative|include exclude|allow prevent|cheap expensive|top bottom|maximum minimum|open closed|connected separated|connected disconnected|hot cold|true false|"
    "possible impossible|long short|longer shorter|public private|correct incorrect|correctly incorrectly|better worse|best worst|most least|early late|earlier later|"
    "complete incomplete|on off|dynamic static|dynamic fixed|variable fixed|limited unlimited|online offline|rare common|harder softer|heavier lighter|"
    "inside outside|internal external|within outside|together apart|together separately|same own"
)
_OPPOSITE: dict[str, set[str]] = {}
for _a, _b in (pair.split() for pair in _PAIRS.split("|")):
    _OPPOSITE.setdefault(stem(_a), set()).add(stem(_b))
    _OPPOSITE.setdefault(stem(_b), set()).add(stem(_a))


def _statements(phrasing: str) -> list[str]:
    """Return the sentences of a phrasing, without the fragments of a list: whether "sequence number" is denied cannot be told."""
    parts = sentences(phrasing)
    return [p for p in parts if len(words(p)) >= 4] or parts


@lru_cache(maxsize=5_000)
def _claimed(sentence: str) -> tuple[dict[str, tuple[float, bool | None]], int]:
    """Stem -> (weight, denied) of a claim's sentence, and its denials; denied is None in a clause with a denial of its own.

    Inside such a clause a denial may sit on the verb or on the noun ("is not included", "has no") and mean the same.
    """
    found: dict[str, tuple[float, bool | None]] = {}
    total = 0
    for clause in re.split(
        r"[,;:()]|\b(?:so that|so|because|since|but|whereas|although|while|or if)\b", plain(sentence)
    ):
        if not WORD.search(clause):
            continue
        tones, denials, _, _ = toned(clause)
        reached = sum(t.weight for t in tones if t.denied)
        if re.match(r"\s*(?:and |but )?not\b", clause) and not AUXILIARIES & set(words(clause)):
            found |= {t.stem: (t.weight, True) for t in tones if t.stem not in found and t.stem not in _TROUBLES}
            continue
        if reached < 0.2 * sum(t.weight for t in tones):
            denials = 0
        total += denials
        for t in tones:
            if t.stem not in found and t.stem not in _TROUBLES:
                found[t.stem] = (
                    t.weight,
                    None if denials or (reached and t.denied and not aside_of(clause)) else t.denied,
                )
    return found, total


def opposition(unit: str, sentence: str, demoted: frozenset[str] = frozenset()) -> tuple[float, float, float]:
    """How a unit stands to one sentence of a claim.

    Returns the shares of the sentence's weight that the unit holds alike and the other way round, and the share of the unit's
    denied words that are the sentence's. `demoted` stems (the question's) count little. A sentence with denials of its own is held
    alike by a unit with as many (modulo two), wherever they sit.
    """
    tones, denials, _, _ = toned(unit)
    claimed, claimed_denials = _claimed(sentence)
    share = {s: w * (0.15 if s in demoted else 1.0) for s, (w, _) in claimed.items()}
    total = sum(share.values())
    if not total:
        return 0.0, 0.0, 0.0
    said: dict[str, list[Toned]] = {}
    for tone in tones:
        said.setdefault(tone.stem, []).append(tone)
    alike = other = 0.0
    for s, (_, denied) in claimed.items():
        mine = said.get(s, [])
        swapped = [] if mine else [t for o in _OPPOSITE.get(s, ()) for t in said.get(o, ())]
        if denied is None:
            alike += share[s] * (bool(mine) and claimed_denials % 2 == denials % 2)
        elif any(t.denied == denied or t.neutral for t in mine) or any(t.denied != denied for t in swapped):
            alike += share[s]
        elif mine:
            other += share[s]
    reached = [t for t in tones if t.denied]
    hit = sum(t.weight for t in reached if t.stem in claimed) / (sum(t.weight for t in reached) or 1.0)
    return alike / total, other / total, hit


def _same_tones(unit: str, sentence: str) -> float:
    """Share of a sentence's weight that the unit holds and denies just as the sentence does, with as many denials."""
    ours, theirs = toned(unit), toned(sentence)
    if ours[1:] != theirs[1:] or not (theirs[1] or theirs[3]):
        return 0.0
    mine = {(t.stem, t.denied) for t in ours[0]}
    total = sum(t.weight for t in theirs[0])
    return sum(t.weight for t in theirs[0] if (t.stem, t.denied) in mine) / total if total else 0.0


_REASON = re.compile(r"\b(?:because|since|so that|as a consequence|therefore)\b", re.IGNORECASE)


def _copies(unit: str, sentence: str, covered: float, own: float) -> bool:
    """Whether the unit holds `covered` of the sentence's weight, and `own` of the unit's weight is the sentence's."""
    ours, theirs = content(unit), content(sentence)
    shared = ours.keys() & theirs.keys()
    return (
        bool(theirs)
        and mass(shared, theirs) >= covered * sum(theirs.values())
        and mass(shared, ours) >= own * sum(ours.values())
    )


def reversed_(unit: str, point: Point, before: str = "", after: str = "") -> Guard | None:
    """See that the unit uses the claim's words and denies them, copies a denying claim with a denial more or less, or is taken back."""
    if after and _DENIES_BEFORE.match(spelled_out(after)):
        return Guard("reversed", f"Taken back in the next sentence: {quote(after)!r}.")
    open_frame = before and list(FRAME.finditer(spelled_out(before)))
    if open_frame and not WORD.search(spelled_out(before)[open_frame[-1].end() :]):
        unit = f"{before} {unit}"
    demoted = known_stems(point.question, ())
    tones, denials, framed, aside = toned(unit)
    support = max((_same_tones(unit, p) for p in point.phrasings), default=0.0)
    against = 0.0
    for sentence in (s for p in point.phrasings for s in _statements(p)):
        theirs = _claimed(sentence)[1]
        if not (denials or aside or theirs):
            continue
        alike, other, hit = opposition(unit, sentence, demoted)
        support = max(support, alike, _same_tones(unit, sentence))
        if other >= (FLOOR if denials else ASIDE if aside else 2.0) and (other >= COVERED or hit >= HIT):
            against = max(against, other)
        if (denials or theirs) and _copies(unit, sentence, *(COPY if denials else (0.9, 0.8))):
            if theirs % 2 == denials % 2:
                support = 1.0 if theirs else support
            elif theirs or (
                hit >= 0.5 and " but " not in unit and (alike < HELD or _copies(unit, sentence, *NEAR_COPY))
            ):
                against = 1.0
        if not framed and len(clauses := _REASON.split(unit)) > 1:
            for clause in clauses:
                same = toned(clause)[1] % 2 == theirs % 2
                if same and _copies(clause, sentence, *COPY):
                    support = max(support, opposition(clause, sentence, demoted)[0])
    if against > support:
        return Guard("reversed", f"Says the opposite: {quote(unit)!r}.")
    if framed and support < COVERED:
        lost = sum(t.weight for t in tones if t.denied)
        if lost > sum(t.weight for t in tones if not t.denied):
            return Guard("reversed", f"Denied by its own words: {quote(unit)!r}.")
    return None
