"""For or against: which words of a sentence are denied, and whether it says the opposite of a claim."""

import re
from dataclasses import dataclass
from functools import lru_cache

from grader.guards.heard import known_stems
from grader.guards.plain import (
    AUXILIARIES,
    FINITE,
    FUNCTION,
    PRONOUNS,
    TALK,
    TOKEN,
    WORD,
    content,
    mass,
    plain,
    quote,
    sentences,
    spelled_out,
    words,
)
from grader.guards.point import Guard, Point
from grader.guards.thresholds import ASIDE, COPY, COVERED, FLOOR, HELD, HIT, NEAR_COPY
from grader.words import information as weight
from grader.words import stem

# Denials ("not", "never", "avoid", "is useless", "it is false that", "instead of") reach some words of a sentence. Two denials
# of the same words cancel out. A claim and a unit that use the same words, one denied and the other not, say opposite things.

_NOT = set("not never no none nobody nothing neither nor hardly barely lack lacks lacking absence absent".split())
_SOFT_AFTER_NOT = set("only just merely simply solely necessarily alone".split())  # "not only": a limit, not a denial
_MORE = set("but also too well additionally even".split())
_REJECTS = set("avoid reject oppose refuse forget neglect disregard dismiss abandon disagree".split())
_STOPS_DOING = set(
    "skip stop drop omit ignore".split()
)  # "skip cleaning" denies the cleaning, "drop bots" is a practice
_HEDGES = re.compile(
    r"\b(?:i|we) (?:do not|am not|are not) (?:know|sure|care|mind|see how|see a way)\b|\b(?:not sure|why not|no matter|no doubt|no problem|no worries|not to mention|"
    r"whether or not|if not|if nothing speaks against it|no more than|no less than|no later than|not long after|no way around|not to oversell it|no wait|"
    r"can not (?:stress|overstate|emphasize)|not to forget)\b"
)
_REJECT_PHRASES = re.compile(
    r"\b(?:leave|leaving|rule|ruling) (?:(?!out)\w+ ){0,3}out\b|\bstay(?:ing)? away from\b|\bget(?:ting)? rid of\b|\b(?:advise|argue|am|be|decide) against\b|\bfails? to\b|\bforget about\b|\brefrain from\b|\bdisagree with\b"
)
_LOCAL = re.compile(r"\b(?:without|instead of|rather than|as opposed to|in place of|in lieu of)\b")
_BAD = (
    "useless|pointless|unnecessary|needless|irrelevant|wrong|false|untrue|incorrect|mistaken|nonsense|misleading|dangerous|risky|silly|harmful|worthless|redundant|overrated|"
    "meaningless|overkill|bad practice|out of the question|a (?:big |common |serious |complete )?(?:mistake|myth|misconception|fallacy|lie|waste)|a (?:bad|terrible|poor) idea|an error|the opposite"
)
_DEGREE = r"(?:(?:just|simply|completely|totally|really|plainly|mostly|all|always|actually|clearly|quite|plain|utter|utterly|absolutely|of course) )*"
_IS = r"(?:is|are|was|were|be|being|seems?|looks?|sounds?|'s|'re)"
_JUDGED = re.compile(
    rf"\b{_IS} {_DEGREE}(?:{_BAD}|the same|of no (?:use|value|importance))\b|\bmakes? no difference\b|\badds? nothing\b|\bha(?:s|ve) no (?:effect|value|place|use|benefit)\b|\bhelps? nobody\b|\bwastes? (?:\w+ )?(?:time|effort|money)\b"
)
_EMPTY_PREDICATE = re.compile(
    r"^(?: (?:be|been|really|even|so|that|a|any|at|all|of|much|very))*(?: (?:matter|need|needed|necessary|useful|important|worth|worthwhile|true|right|required|helpful|help|good idea|good|correct|relevant|enough|sufficient|use|using|doing|having|it|interest|value|difference|the case))+ *$"
)
_FRAME = re.compile(
    rf"\bit(?:'s| is| was| would be) {_DEGREE}(?:not (?:true|correct|right|the case)|{_BAD})(?: to (?:think|say|believe|claim|assume))?(?: that| to)?\b"
    r"|\bi (?:\w+ )?(?:doubt|deny|dispute|disbelieve|refuse to believe)(?: that)?\b|\bi (?:would )?(?:do )?(?:not|never) (?:think|believe|agree|claim|say)(?: that)?\b"
    r"|\bthe opposite of\b|\bcontrary to\b|\b(?:myth|misconception|fallacy|mistake) (?:that|to (?:think|believe|say))(?: that)?\b"
    rf"|^[^:]{{0,90}}\b(?:(?:should|would|must|will|do|could) (?:not|never)|never|avoid|disagree|reject|against|{_BAD})\b[^:]{{0,70}}:"
)
_BACK_FRAME = re.compile(
    rf"[,;:.?!\"\u2014\u2013-]\s*(?:but |and |yet |though |however,? )*(?:(?:that|this|it|they|these|which|all of (?:that|this|it))(?:'s| is| are|'re| was| would be)? |is |are )?{_DEGREE}(?:not (?:true|right|correct|the case|so|needed|necessary|how it works|what we want|what i (?:would|want))|{_BAD})\b[^,:;]{{0,30}}$"
    r"|[,;.\u2014\u2013-]\s*(?:but |and |yet |which |that )*i (?:\w+ )?(?:disagree|do not (?:agree|believe|think so)|would (?:never|not) (?:do|want)|reject)\b"
    r"|\" is what we (?:want|do) (?:to avoid|not)|\? (?:no|nope|never|not)\b[^?]*$"
)
_DENIES_BEFORE = re.compile(
    rf"^\W*(?:but |and |yet |well,? |no,? |however,? |in fact,? |actually,? )*(?:(?:that|this|it|all (?:of )?(?:that|this)|those|these|such)(?: (?:idea|claim|advice|view|approach|belief|statement|answer))?(?:'s| is| are| was| would be) {_DEGREE}(?:not (?:true|right|correct|the case|so)|{_BAD})\b"
    r"|(?:none|nothing) of (?:that|this|it|these) (?:is|are|matters?|holds?|applies)\b|just kidding|i (?:\w+ )?(?:disagree|do not (?:agree|believe (?:that|this|it))|reject (?:that|this|it)|would (?:never|not) do (?:that|this|it|any))"
    r"|(?:not really|not at all|wrong|false|nonsense|nope|no|scratch that)(?:[,.!]|$))"
)
_STOPS_DENIAL = set("but however whereas although though because since so instead otherwise while yet".split()) | set(
    ";.:!?\u2014\u2013"
)
_SPEAKERS, _MODALS, _NEEDS = (
    {"i", "we", "you"},
    set("should would will must shall need could".split()),
    set("need bother want have care".split()),
)
_TRAILING = re.compile(r"^(?:,? ?)(?:although|because|since|even|so that|which)\b")
_STANCE = set(
    "should must shall need".split()
)  # "clicks should not be used": against the clicks too, not only against the use
_SUBORDINATORS = set("that which who whose when whenever where if whether how what why than as while".split())
_SUBJECTS = set("i we you he she they it there this that these those".split())
# Words of a lead such as "We should not do the following:"; a lead with other words states something itself.
_LEAD = {
    stem(w)
    for w in "avoid disagree reject wrong mistake bad terrible idea never against false myth leave out case here practice advice approach do done thing things statement statements claim claims believe true".split()
}
# Troubles are named in order to be removed; whether they are denied says nothing about the claim.
_TROUBLES = {
    stem(w)
    for w in "bias biased leak leakage leaking skew drift noise noisy error overfit overfitting spam bot robot bug failure fail stale duplicate fraud abuse harmful clickbait "
    "problem issue risk loss missing gap wrong bad mistake".split()
}


@lru_cache(maxsize=20_000)
def _stops(tokens: tuple[str, ...], i: int) -> bool:
    """Whether the reach of a denial ends before token i: a contrast, a reason, or a comma that opens a clause with its own verb."""
    if tokens[i] in _STOPS_DENIAL:
        return True
    if tokens[i] in {",", "and", "or"}:
        rest = list(tokens[i + 1 : i + 8])
        while rest and rest[0] in {"and", "or", "then", "just"}:
            rest.pop(0)
        if rest and rest[0] in {"who", "which", "whose"}:
            return True
        if not rest or rest[0] == "such":
            return False
        if rest[0] in _SUBJECTS | {"if", "when"}:
            return True
        end = next(
            (j for j, t in enumerate(rest) if t in _STOPS_DENIAL or t in {",", "which", "that", "who"}), len(rest)
        )
        return any(t in AUXILIARIES for t in rest[:end])
    return False


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


@dataclass(frozen=True)
class Toned:
    """A content word of a sentence and the denials that reach it."""

    stem: str
    weight: float
    denied: bool
    """Reached by an odd number of denials."""
    neutral: bool
    """In an if-clause that denies something: neither held nor denied."""


# "not in the same path" says "in a different path"; nothing else of it is denied.
_NOT_SAME = re.compile(r"\b(?:not|never) ((?:\w+ ){0,4}?)the same\b")
# What leaves a thing as it is speaks for the thing: "it does not break the closed path".
_HARMLESS = re.compile(
    r"\b(?:not|never) (?:(?:even|really|actually|at all) )?(?:affect|impact|influence|change|break|interrupt|disturb|hurt|harm|stop|touch|destroy|"
    r"(?:create|make|cause|leave|produce) (?:a |an |any )?(?:gap|break|problem|difference))\w*\b"
)


@lru_cache(maxsize=20_000)
def toned(sentence: str) -> tuple[tuple[Toned, ...], int, bool, bool]:
    """Return the content words of one sentence with their denials, how many denials, and two flags.

    The flags say whether a frame denies it all, and whether something is set aside for something else ("instead of").

    Reach: "not", "never", "avoid" and their like reach forward to a contrast, a reason or the next clause with a verb; "instead of"
    and "rather than" reach their object; "is useless", "makes no difference", "is not needed" reach back over their clause;
    "it is false that" and a denying lead before a colon reach all that follows; ", but that is wrong" all that went before.
    """
    text = _NOT_SAME.sub(r"\1a different", _HEDGES.sub(" ", spelled_out(sentence)))
    tokens = tuple(TOKEN.findall(text))
    spans = [m.span() for m in TOKEN.finditer(text)]
    count = [0] * len(tokens)
    neutral = [False] * len(tokens)
    used: set[int] = set()
    denials = 0

    def at(position: int) -> int:
        return next((i for i, (a, _) in enumerate(spans) if a >= position), len(tokens))

    def forward(start: int, subject: bool = False) -> int:
        for i in range(start, len(tokens)):
            between = tokens[start:i]
            if _stops(tokens, i):
                return i
            if (
                not subject
                and tokens[i] in FINITE
                and any(t not in FUNCTION for t in between)
                and not _SUBORDINATORS & set(between)
            ):
                return i
        return len(tokens)

    def backward(end: int) -> int:
        start = next((i + 1 for i in range(end - 1, -1, -1) if tokens[i] in _STOPS_DENIAL), 0)
        verbs = [i for i in range(start, end) if tokens[i] in AUXILIARIES]
        joints = [i for i in range(start, end) if tokens[i] in {",", "and", "or"} and any(v < i for v in verbs)]
        return joints[-1] + 1 if joints else start

    def reach(a: int, b: int) -> None:
        for i in range(a, b):
            count[i] += 1

    framed = aside = False
    against: list[int] = []
    for m in _FRAME.finditer(text):
        a, b = at(m.start()), at(m.end())
        lead = m.group().endswith(":")
        if used & set(range(a, b)) or (lead and content(m.group()).keys() - TALK - _LEAD):
            continue
        used |= set(range(a, b))
        later = [at(n.start()) for n in _FRAME.finditer(text) if n.start() > m.start()]
        end = (
            len(tokens)
            if lead
            else next(
                (
                    i
                    for i in range(b, len(tokens))
                    if i in later or tokens[i] in {";", "but", "instead", "because", "since"}
                ),
                len(tokens),
            )
        )
        reach(b, end)
        if end < len(tokens) and tokens[end] in {"because", "since"}:
            neutral[end:] = [True] * (len(tokens) - end)
        denials += 1
        framed = True
    back = _BACK_FRAME.search(text)
    if back and at(back.start()) >= 3 and not used & set(range(at(back.start()), at(back.end()))):
        used |= set(range(at(back.start()), at(back.end())))
        reach(0, at(back.start()))
        denials += 1
        framed = True
    for m in _LOCAL.finditer(text):
        a, b = at(m.start()), at(m.end())
        used |= set(range(a, b))
        end = next(
            (
                i
                for i in range(b, len(tokens))
                if tokens[i] in _SUBJECTS - {"that", "this", "it", "these", "they"} | {","}
                or tokens[i] in _STOPS_DENIAL - {"so", "since", "while", "although"}
                or (
                    tokens[i] in FINITE
                    and i > b + 1
                    and tokens[i - 1] not in FUNCTION
                    and not _SUBORDINATORS & set(tokens[b:i])
                )
            ),
            len(tokens),
        )
        reach(b, end)
        aside = aside or m.group() != "without"
    for m in _JUDGED.finditer(text):
        a, b = at(m.start()), at(m.end())
        if used & set(range(a, b)):
            continue
        used |= set(range(a, b))
        gerund = tokens[0].endswith("ing") and not (AUXILIARIES | _SUBJECTS - {"that"}) & set(tokens[:a])
        reach(0 if gerund else backward(a), a)
        denials += 1
    for m in _HARMLESS.finditer(text):
        a, b = at(m.start()), at(m.end())
        used.add(a)
        reach(a + 1, b)
        denials += 1
    for m in _REJECT_PHRASES.finditer(text):
        a, b = at(m.start()), at(m.end())
        used |= set(range(a, b))
        reach(b, forward(b))
        denials += 1
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else ""
        before = tokens[i - 1] if i else ""
        if i in used:
            continue
        reachable = tokens[i + 1 : forward(i + 1)]
        if token in _NOT:
            # "not only inside" with nothing more to come is a denial: elsewhere too.
            only = following in _SOFT_AFTER_NOT and not (
                following == "only" and before in AUXILIARIES and not _MORE & set(tokens[i:])
            )
            if only or (reachable and _SOFT_AFTER_NOT & set(reachable[-3:]) and following not in _SOFT_AFTER_NOT):
                continue
            if (token == "no" and following in {",", ".", "", "-"}) or (token in {"or", "nor"} and before == "neither"):
                continue
        elif not (
            (token in _REJECTS or (token in _STOPS_DOING and following.endswith("ing")))
            and (
                not before
                or i - 1 in used
                or (
                    before in AUXILIARIES | PRONOUNS | {",", "not", "never", "and", "to"}
                    and not (before == "to" and "not" not in tokens[:i])
                )
            )
        ):
            continue
        end = forward(i + 1, token in {"no", "none", "nobody", "nothing", "neither"})
        tail = " " + " ".join(tokens[i + 1 : end])
        start = backward(i)
        stance = before in _STANCE or following in {"be", "worth"} or (token == "never" and following in _STANCE)
        if _EMPTY_PREDICATE.match(tail) or stance:
            reach(start, i)
        if not _EMPTY_PREDICATE.match(tail):
            reach(i + 1, end)
        denials += 1
        rest = " ".join(tokens[end:]).strip(" .!\"')")
        if (
            (not rest or _TRAILING.match(rest))
            and not {"if", "unless", "until", "before", "without"} & set(tokens[i:end])
            and before in _MODALS | {"do", ""} | _SUBJECTS
            and len(tokens) >= 6
            and ((i == 0 and token in _REJECTS | {"never"}) or _SPEAKERS & set(tokens[max(0, i - 3) : i]))
            and (before != "do" or _NEEDS & set(tokens[i + 1 : i + 4]))
        ):
            against.append(i)
        reason = (
            end + 1 < len(tokens)
            and "so" in tokens[end : end + 2]
            and (token in {"nobody", "none"} or following == "want")
        )
        if reason or {"if", "unless"} & set(tokens[start:i]):
            for j in range(start, end):
                neutral[j] = True
    toned_words = tuple(
        Toned(stem(t), weight(t), count[i] % 2 == 1, neutral[i])
        for i, t in enumerate(tokens)
        if t[0].isalnum() and t not in FUNCTION and t not in _NOT and t not in _REJECTS and i not in used
    )
    return toned_words, denials, framed or bool(against), aside


@lru_cache(maxsize=20_000)
def aside_of(clause: str) -> bool:
    """Whether a clause sets something aside: "rather than by clicks"."""
    return toned(clause)[3]


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
    alike = other = 0.0
    for s, (_, denied) in claimed.items():
        mine = [t for t in tones if t.stem == s]
        swapped = [] if mine else [t for t in tones if t.stem in _OPPOSITE.get(s, ())]
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
    open_frame = before and list(_FRAME.finditer(spelled_out(before)))
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
