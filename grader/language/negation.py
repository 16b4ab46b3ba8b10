"""Which words of a sentence are denied."""

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from grader.language.plain import AUXILIARIES, FINITE, FUNCTION, PRONOUNS, TALK, TOKEN, content, spelled_out
from grader.language.words import information as weight
from grader.language.words import stem

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
BAD = (
    "useless|pointless|unnecessary|needless|irrelevant|wrong|false|untrue|incorrect|mistaken|nonsense|misleading|dangerous|risky|silly|harmful|worthless|redundant|overrated|"
    "meaningless|overkill|bad practice|out of the question|a (?:big |common |serious |complete )?(?:mistake|myth|misconception|fallacy|lie|waste)|a (?:bad|terrible|poor) idea|an error|the opposite"
)
DEGREE = r"(?:(?:just|simply|completely|totally|really|plainly|mostly|all|always|actually|clearly|quite|plain|utter|utterly|absolutely|of course) )*"
_IS = r"(?:is|are|was|were|be|being|seems?|looks?|sounds?|'s|'re)"
_JUDGED = re.compile(
    rf"\b{_IS} {DEGREE}(?:{BAD}|the same|of no (?:use|value|importance))\b|\bmakes? no difference\b|\badds? nothing\b|\bha(?:s|ve) no (?:effect|value|place|use|benefit)\b|\bhelps? nobody\b|\bwastes? (?:\w+ )?(?:time|effort|money)\b"
)
_EMPTY_PREDICATE = re.compile(
    r"(?: (?:be|been|really|even|so|that|a|any|at|all|of|much|very))*(?: (?:matter|need|needed|necessary|useful|important|worth|worthwhile|true|right|required|helpful|help|good idea|good|correct|relevant|enough|sufficient|use|using|doing|having|it|interest|value|difference|the case))+ *$"
)
FRAME = re.compile(
    rf"\bit(?:'s| is| was| would be) {DEGREE}(?:not (?:true|correct|right|the case)|{BAD})(?: to (?:think|say|believe|claim|assume))?(?: that| to)?\b"
    r"|\bi (?:\w+ )?(?:doubt|deny|dispute|disbelieve|refuse to believe)(?: that)?\b|\bi (?:would )?(?:do )?(?:not|never) (?:think|believe|agree|claim|say)(?: that)?\b"
    r"|\bthe opposite of\b|\bcontrary to\b|\b(?:myth|misconception|fallacy|mistake) (?:that|to (?:think|believe|say))(?: that)?\b"
    rf"|^[^:]{{0,90}}\b(?:(?:should|would|must|will|do|could) (?:not|never)|never|avoid|disagree|reject|against|{BAD})\b[^:]{{0,70}}:"
)
_BACK_FRAME = re.compile(
    # The comma of a "however" that follows a mark is reached from that mark, and need not be a beginning itself.
    r"(?:[;:.?!\"\u2014\u2013-]|,(?!(?<=[,;:.?!\"\u2014\u2013-] however,) \S))"
    rf"\s*(?:but |and |yet |though |however,? )*(?:(?:that|this|it|they|these|which|all of (?:that|this|it))(?:'s| is| are|'re| was| would be)? |is |are )?{DEGREE}(?:not (?:true|right|correct|the case|so|needed|necessary|how it works|what we want|what i (?:would|want))|{BAD})\b[^,:;]{{0,30}}$"
    r"|[,;.\u2014\u2013-]\s*(?:but |and |yet |which |that )*i (?:\w+ )?(?:disagree|do not (?:agree|believe|think so)|would (?:never|not) (?:do|want)|reject)\b"
    r"|\" is what we (?:want|do) (?:to avoid|not)|\? (?:no|nope|never|not)\b[^?]*$"
)
_STOPS_DENIAL = set("but however whereas although though because since so instead otherwise while yet".split()) | set(
    ";.:!?\u2014\u2013"
)
_SPEAKERS, _MODALS, _NEEDS = (
    {"i", "we", "you"},
    set("should would will must shall need could".split()),
    set("need bother want have care".split()),
)
_TRAILING = re.compile(r"(?:,? ?)(?:although|because|since|even|so that|which)\b")
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

_OPENS_CLAUSE = _SUBJECTS - {"that", "this", "it", "these", "they"} | {","}
_ENDS_ASIDE = _STOPS_DENIAL - {"so", "since", "while", "although"}
_LEADS_TO_REJECT = AUXILIARIES | PRONOUNS | {",", "not", "never", "and", "to"}
_LEADS_AGAINST = _MODALS | {"do", ""} | _SUBJECTS


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


# A share of "none" or a label "not spam" names an outcome; it denies nothing.
_MENTIONED = re.compile(r"[\"\u201c](?:none|nothing|(?:no|not|none|never)(?: \w+){1,2})[\"\u201d]", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def toned(sentence: str) -> tuple[tuple[Toned, ...], int, bool, bool]:
    """Return the content words of one sentence with their denials, how many denials, and two flags.

    The flags say whether a frame denies it all, and whether something is set aside for something else ("instead of").

    Reach: "not", "never", "avoid" and their like reach forward to a contrast, a reason or the next clause with a verb; "instead of"
    and "rather than" reach their object; "is useless", "makes no difference", "is not needed" reach back over their clause;
    "it is false that" and a denying lead before a colon reach all that follows; ", but that is wrong" all that went before.
    """
    # Each token is looked at once and its kind remembered by place, so that no text takes the square of its length.
    text = _NOT_SAME.sub(r"\1a different", _HEDGES.sub(" ", spelled_out(_MENTIONED.sub("X", sentence))))
    tokens = tuple(TOKEN.findall(text))
    starts = [m.start() for m in TOKEN.finditer(text)]
    n = len(tokens)
    joined = " " + " ".join(tokens)
    offsets = list(accumulate((len(t) + 1 for t in tokens), initial=0))  # where the space before each token stands
    reached, hushed = [0] * (n + 1), [0] * (n + 1)  # up where a reach or an if-clause begins, down where it ends
    used: set[int] = set()
    denials = 0

    def places(kinds: Collection[str]) -> list[int]:
        return [i for i, t in enumerate(tokens) if t in kinds]

    stops = [i for i in range(n) if _stops(tokens, i)]
    breaks, verbs, joints = places(_STOPS_DENIAL), places(AUXILIARIES), places({",", "and", "or"})
    finite, subordinators = places(FINITE), places(_SUBORDINATORS)
    telling = [i for i, t in enumerate(tokens) if t not in FUNCTION]
    clauses, asides = places(_OPENS_CLAUSE), places(_ENDS_ASIDE)
    predicates = [i for i in finite if i and tokens[i - 1] not in FUNCTION]
    subjects = places(AUXILIARIES | _SUBJECTS - {"that"})
    more, nots, ifs = places(_MORE), places({"not"}), places({"if", "unless"})
    conditions = places({"if", "unless", "until", "before", "without"})
    solid = [i for i, t in enumerate(tokens) if t not in ".!\"')"]

    def first(found: list[int], start: int) -> int:
        k = bisect_left(found, start)
        return found[k] if k < len(found) else n

    def last(found: list[int], end: int) -> int:
        k = bisect_left(found, end)
        return found[k - 1] if k else -1

    def at(position: int) -> int:
        return bisect_left(starts, position)

    def verb(found: list[int], start: int, start_at: int) -> int:
        """Return the first verb from `start_at` on, if no clause opens between `start` and it."""
        i = first(found, start_at)
        return i if first(subordinators, start) >= i else n

    def forward(start: int, subject: bool = False) -> int:
        end = first(stops, start)
        return end if subject else min(end, verb(finite, start, first(telling, start) + 1))

    def backward(end: int) -> int:
        start = last(breaks, end) + 1
        joint = last(joints, end)
        return joint + 1 if joint > first(verbs, start) else start

    def reach(a: int, b: int) -> None:
        if a < b:
            reached[a] += 1
            reached[b] -= 1

    framed = aside = False
    against: list[int] = []
    frames = list(FRAME.finditer(text))
    ends_frame = sorted({at(m.start()) for m in frames} | set(places({";", "but", "instead", "because", "since"})))
    for m in frames:
        a, b = at(m.start()), at(m.end())
        lead = m.group().endswith(":")
        if used & set(range(a, b)) or (lead and content(m.group()).keys() - TALK - _LEAD):
            continue
        used |= set(range(a, b))
        end = n if lead else first(ends_frame, b)
        reach(b, end)
        if end < n and tokens[end] in {"because", "since"}:
            hushed[end] += 1
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
        reach(b, min(first(clauses, b), first(asides, b), verb(predicates, b, b + 2)))
        aside = aside or m.group() != "without"
    for m in _JUDGED.finditer(text):
        a, b = at(m.start()), at(m.end())
        if used & set(range(a, b)):
            continue
        used |= set(range(a, b))
        gerund = tokens[0].endswith("ing") and first(subjects, 0) >= a
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
        following = tokens[i + 1] if i + 1 < n else ""
        before = tokens[i - 1] if i else ""
        if i in used:
            continue
        if token in _NOT:
            far = forward(i + 1)
            # "not only inside" with nothing more to come is a denial: elsewhere too.
            only = following in _SOFT_AFTER_NOT and not (
                following == "only" and before in AUXILIARIES and first(more, i) == n
            )
            soft = _SOFT_AFTER_NOT & set(tokens[max(i + 1, far - 3) : far])
            if only or (soft and following not in _SOFT_AFTER_NOT):
                continue
            if (token == "no" and following in {",", ".", "", "-"}) or (token in {"or", "nor"} and before == "neither"):
                continue
        elif not (
            (token in _REJECTS or (token in _STOPS_DOING and following.endswith("ing")))
            and (
                not before
                or i - 1 in used
                or (before in _LEADS_TO_REJECT and not (before == "to" and first(nots, 0) >= i))
            )
        ):
            continue
        end = forward(i + 1, token in {"no", "none", "nobody", "nothing", "neither"})
        empty = _EMPTY_PREDICATE.match(joined, offsets[i + 1], offsets[end])
        start = backward(i)
        stance = before in _STANCE or following in {"be", "worth"} or (token == "never" and following in _STANCE)
        if empty or stance:
            reach(start, i)
        if not empty:
            reach(i + 1, end)
        denials += 1
        rest = first(solid, end)
        if (
            (rest == n or _TRAILING.match(joined, offsets[rest] + 1))
            and first(conditions, i) >= end
            and before in _LEADS_AGAINST
            and n >= 6
            and ((i == 0 and token in _REJECTS | {"never"}) or _SPEAKERS & set(tokens[max(0, i - 3) : i]))
            and (before != "do" or _NEEDS & set(tokens[i + 1 : i + 4]))
        ):
            against.append(i)
        reason = end + 1 < n and "so" in tokens[end : end + 2] and (token in {"nobody", "none"} or following == "want")
        if (reason or first(ifs, start) < i) and start < end:
            hushed[start] += 1
            hushed[end] -= 1
    count, neutral = list(accumulate(reached)), list(accumulate(hushed))
    toned_words = tuple(
        Toned(stem(t), weight(t), count[i] % 2 == 1, neutral[i] > 0)
        for i, t in enumerate(tokens)
        if t[0].isalnum() and t not in FUNCTION and t not in _NOT and t not in _REJECTS and i not in used
    )
    return toned_words, denials, framed or bool(against), aside


@lru_cache(maxsize=20_000)
def aside_of(clause: str) -> bool:
    """Whether a clause sets something aside: "rather than by clicks"."""
    return toned(clause)[3]
