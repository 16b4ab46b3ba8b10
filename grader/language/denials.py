"""Words and phrases that deny, and those that only seem to."""

import re

from grader.language.clauses import SUBJECTS
from grader.language.lexicon import AUXILIARIES, DENYING_WORDS, GUARD_FUNCTION, PRONOUNS
from grader.language.words import stem

SOFT_AFTER_NOT = set("only just merely simply solely necessarily alone".split())  # "not only": a limit, not a denial
MORE = frozenset("but also too well additionally even".split())
REJECTS = set("avoid reject oppose refuse forget neglect disregard dismiss abandon disagree".split())
STOPS_DOING = set(
    "skip stop drop omit ignore".split()
)  # "skip cleaning" denies the cleaning, "drop bots" is a practice
HEDGES = re.compile(
    r"\b(?:i|we) (?:do not|am not|are not) (?:know|sure|care|mind|see how|see a way)\b|\b(?:not sure|why not|no matter|no doubt|no problem|no worries|not to mention|"
    r"whether or not|if not|if nothing speaks against it|no more than|no less than|no later than|not long after|no way around|not to oversell it|no wait|"
    r"can not (?:stress|overstate|emphasize)|not to forget)\b"
)
REJECT_PHRASES = re.compile(
    r"\b(?:leave|leaving|rule|ruling) (?:(?!out)\w+ ){0,3}out\b|\bstay(?:ing)? away from\b|\bget(?:ting)? rid of\b|\b(?:advise|argue|am|be|decide) against\b|\bfails? to\b|\bforget about\b|\brefrain from\b|\bdisagree with\b"
)
LOCAL = re.compile(r"\b(?:without|instead of|rather than|as opposed to|in place of|in lieu of)\b")
BAD = (
    "useless|pointless|unnecessary|needless|irrelevant|wrong|false|untrue|incorrect|mistaken|nonsense|misleading|dangerous|risky|silly|harmful|worthless|redundant|overrated|"
    "meaningless|overkill|bad practice|out of the question|a (?:big |common |serious |complete )?(?:mistake|myth|misconception|fallacy|lie|waste)|a (?:bad|terrible|poor) idea|an error|the opposite"
)
DEGREE = r"(?:(?:just|simply|completely|totally|really|plainly|mostly|all|always|actually|clearly|quite|plain|utter|utterly|absolutely|of course) )*"
_IS = r"(?:is|are|was|were|be|being|seems?|looks?|sounds?|'s|'re)"
JUDGED = re.compile(
    rf"\b{_IS} {DEGREE}(?:{BAD}|the same|of no (?:use|value|importance))\b|\bmakes? no difference\b|\badds? nothing\b|\bha(?:s|ve) no (?:effect|value|place|use|benefit)\b|\bhelps? nobody\b|\bwastes? (?:\w+ )?(?:time|effort|money)\b"
)
EMPTY_PREDICATE = re.compile(
    r"(?: (?:be|been|really|even|so|that|a|any|at|all|of|much|very))*(?: (?:matter|need|needed|necessary|useful|important|worth|worthwhile|true|right|required|helpful|help|good idea|good|correct|relevant|enough|sufficient|use|using|doing|having|it|interest|value|difference|the case))+ *$"
)
FRAME = re.compile(
    rf"\bit(?:'s| is| was| would be) {DEGREE}(?:not (?:true|correct|right|the case)|{BAD})(?: to (?:think|say|believe|claim|assume))?(?: that| to)?\b"
    r"|\bi (?:\w+ )?(?:doubt|deny|dispute|disbelieve|refuse to believe)(?: that)?\b|\bi (?:would )?(?:do )?(?:not|never) (?:think|believe|agree|claim|say)(?: that)?\b"
    r"|\bthe opposite of\b|\bcontrary to\b|\b(?:myth|misconception|fallacy|mistake) (?:that|to (?:think|believe|say))(?: that)?\b"
    rf"|^[^:]{{0,90}}\b(?:(?:should|would|must|will|do|could) (?:not|never)|never|avoid|disagree|reject|against|{BAD})\b[^:]{{0,70}}:"
)
BACK_FRAME = re.compile(
    # The comma of a "however" that follows a mark is reached from that mark, and need not be a beginning itself.
    r"(?:[;:.?!\"\u2014\u2013-]|,(?!(?<=[,;:.?!\"\u2014\u2013-] however,) \S))"
    rf"\s*(?:but |and |yet |though |however,? )*(?:(?:that|this|it|they|these|which|all of (?:that|this|it))(?:'s| is| are|'re| was| would be)? |is |are )?{DEGREE}(?:not (?:true|right|correct|the case|so|needed|necessary|how it works|what we want|what i (?:would|want))|{BAD})\b[^,:;]{{0,30}}$"
    r"|[,;.\u2014\u2013-]\s*(?:but |and |yet |which |that )*i (?:\w+ )?(?:disagree|do not (?:agree|believe|think so)|would (?:never|not) (?:do|want)|reject)\b"
    r"|\" is what we (?:want|do) (?:to avoid|not)|\? (?:no|nope|never|not)\b[^?]*$"
)
SPEAKERS, _MODALS, NEEDS = (
    {"i", "we", "you"},
    set("should would will must shall need could".split()),
    set("need bother want have care".split()),
)
TRAILING = re.compile(r"(?:,? ?)(?:although|because|since|even|so that|which)\b")
STANCE = set(
    "should must shall need".split()
)  # "clicks should not be used": against the clicks too, not only against the use
# Words of a lead such as "We should not do the following:"; a lead with other words states something itself.
LEAD = {
    stem(w)
    for w in "avoid disagree reject wrong mistake bad terrible idea never against false myth leave out case here practice advice approach do done thing things statement statements claim claims believe true".split()
}

NOT, IFS = frozenset({"not"}), frozenset({"if", "unless"})
CONDITIONS = frozenset({"if", "unless", "until", "before", "without"})
ENDS_FRAME = frozenset({";", "but", "instead", "because", "since"})
SUBJECTS_OR_VERBS = AUXILIARIES | SUBJECTS - {"that"}
DENIES_SUBJECT = frozenset({"no", "none", "nobody", "nothing", "neither"})
UNTONED = GUARD_FUNCTION | DENYING_WORDS | REJECTS
LEADS_TO_REJECT = AUXILIARIES | PRONOUNS | {",", "not", "never", "and", "to"}
LEADS_AGAINST = _MODALS | {"do", ""} | SUBJECTS

# "not in the same path" says "in a different path"; nothing else of it is denied.
NOT_SAME = re.compile(r"\b(?:not|never) ((?:\w+ ){0,4}?)the same\b")
# What leaves a thing as it is speaks for the thing: "it does not break the closed path".
HARMLESS = re.compile(
    r"\b(?:not|never) (?:(?:even|really|actually|at all) )?(?:affect|impact|influence|change|break|interrupt|disturb|hurt|harm|stop|touch|destroy|"
    r"(?:create|make|cause|leave|produce) (?:a |an |any )?(?:gap|break|problem|difference))\w*\b"
)


# A share of "none" or a label "not spam" names an outcome; it denies nothing.
MENTIONED = re.compile(r"[\"\u201c](?:none|nothing|(?:no|not|none|never)(?: \w+){1,2})[\"\u201d]", re.IGNORECASE)
