"""What candidates ask about, whatever the problem: load, speed, data, money ... The same question has many wordings."""

import re
from functools import lru_cache

_PATTERNS = {
    "load": r"\b(?:q|t|r)ps\b|per second|\btraffic\b|(?:the|what|which|expected|serving) load\b|\bpeak\b|throughput"
    r"|\bvolume\b|requests? rate|concurren"
    r"|how many (?:requests|queries|searches|payments|transactions|refreshes|images|calls|questions|utterances)",
    "usage": r"(?:single|one|each|every|per|a) (?:user|person|member|customer|household)\b|\bsessions?\b"
    r"|how often (?:do|does) (?:they|people|users|members|one|a)|how many (?:views|plays|watches|clicks|impressions)\b",
    "confirm": r"second factor|two[- ]factor|\b2fa\b|\botp\b|\bconfirm(?:ation)?\b|step(?:ping)? up|\bverify\b"
    r"|e-?commerce|card present|in[- ]store|\bonline\b",
    "people": r"\b(?:daily|active|monthly) (?:users?|people|actives)|\b[dm]aus?\b|user ?base|\b(?:subscribers"
    r"|audience)\b"
    r"|how many (?:\w+ )?(?:users|people|members|subscribers|customers|accounts|households|employees|devices|cards"
    r"|vehicles|cars)|number of (?:users|members|subscribers|people|devices)",
    "stock": r"how (?:many|big|large)\b.{0,30}\b(?:documents?|docs|pages|index|movies|films|titles|catalog(?:ue)?|items"
    r"|posts|ads|library|collection|corpus|inventory|entities|entries)|\bcorpus\b|total number of (?:docs|documents"
    r"|pages)"
    r"|(?:size|number) of the\b.{0,20}\b(?:index|catalog|library|collection|corpus|inventory)",
    "speed": r"\blatency\b|how (?:fast|quick|quickly|soon)\b|\bmilliseconds?\b|\bms\b|time budget|response time"
    r"|\bdelay\b"
    r"|\bdeadline\b|real[- ]time|how long (?:can|may|does|do|should|until|before)\b|\bsla\b",
    "machines": r"\bgpus?\b|\bcpus?\b|\bservers?\b|\bmachines?\b|hardware|\bcompute\b|\bmemory\b|\bram\b|accelerators?"
    r"|\bshard|on[- ]device|\bchips?\b",
    "logs": r"\blogs?\b|\blogged\b|\bclick(?:s|stream)? (?:data|logs?)|interaction|\bsignals?\b|training data"
    r"|watch history|\bfeedback\b|\btrack(?:ed|ing)?\b|implicit|explicit|historical data|what data do we|\bhistory\b"
    r"|\bratings?\b|\bthumbs\b",
    "labels": r"\blabel|annotat|\braters?\b|\bjudg(?:e|ment)|ground truth|\btranscri(?:be|pt)|chargeback|learn that"
    r"|find out (?:that|whether|if|when|something)|\breported\b",
    "today": r"\bcurrent(?:ly)?\b|\bexist(?:s|ing)?\b|\btoday\b|right now|in production|\blive\b|\bbaseline\b|\bnow\b"
    r"|\breplac(?:e|ing)|\balready (?:have|running|there)|have in place|rules? engine|in place",
    "goal": r"\bgoals?\b|\bobjective\b|optimi[sz]|\bsuccess(?:ful)?\b|\bimprovement\b|\bachieve\b|\bkpis?\b"
    r"|what matters"
    r"|\bretention\b|business (?:goal|metric|model)|make money|subscription|ad[- ]supported|moneti[sz]|revenue"
    r"|hoping for|trying to beat",
    "money": r"\bcosts?\b|\bbudget\b|\bspend\b|\bmoney\b|\bdollars?\b|\bprice\b|\blos(?:e|ing|t|ses)\b|expensive|afford"
    r"|\bworth\b",
    "change": r"\bfresh(?:ness)?\b|\bup[- ]to[- ]date\b|breaking|recency|\bupdates?\b|how (?:often|quickly|fast|soon)\b"
    r".{0,40}\b(?:change|changes|appear|added|update|updated|new|old|searchable|findable|live|news)\b",
    "place": r"\blanguages?\b|\benglish\b|\bcountr(?:y|ies)\b|\bregions?\b|\baccents?\b|\bmarkets?\b|\blocales?\b"
    r"|worldwide|everywhere|all over the world|in the world",
    "device": r"\b(?:smart)?phones?\b|\bmobile\b|\bdesktop\b|\bdevices\b|\btelevisions?\b|\btvs?\b|\btablets?\b",
    "person": r"personali[sz]|\bsign(?:ed)? ?in\b|\blog(?:ged)?[- ]?in\b|\blocat(?:ion|ed)\b|who is (?:searching"
    r"|asking)"
    r"|\bprofiles?\b|\baccounts?\b|\bfamil(?:y|ies)\b|\bhousehold|\bkids?\b|\bchildren|same for everyone|\blogin\b",
    "newcomers": r"cold[- ]start|sign(?:ing)?[- ]?ups?|\bnewcomers?\b|\bjoin(?:s|ing)?\b"
    r"|(?:brand )?new (?:users?|people|members|movies|titles|ads|items|posts|accounts)",
    "rare": r"imbalance|unbalance|class balance|(?:percent(?:age)?|share|fraction|proportion) of|prevalence|base rate"
    r"|how (?:rare|common|frequent)|\bfraud rate|positive rate",
    "helpers": r"\banalysts?\b|\breviewers?\b|\bmoderators?\b|human(?:s)? (?:review|in the loop)|manual(?:ly)? review"
    r"|check (?:cases|images)|look(?:s)? at cases|send cases",
    "rights": r"permission|access (?:control|rights)|\brestricted\b|everybody read|allowed to (?:see|read)"
    r"|confidential",
    "privacy": r"privacy|consent|\bgdpr\b|\bfaces?\b|opted? out|leave the company|stay inside|\bexternal\b|hosted",
    "where": r"which (?:screen|page|surface)|home ?page|carousel|\bsurface\b|at once|\bslots?\b|how many\b.{0,20}\bshow"
    r"|where (?:in|are|do|does|will)\b.{0,40}\b(?:shown|appear|displayed|see|recommendations)",
    "kind": r"(?:what|which) (?:kinds?|types?|sorts?|classes|commands|fraud|quer(?:y|ies))|\bkind of\b|part of this"
    r"|general\b.{0,30}\b(?:special|or)|focus on|(?:whole|entire|open) web|what can (?:people|users) ask"
    r"|what do (?:people|users|folks)|(?:inside|within|just) one (?:site|product|shop|store)",
    "formats": r"\bpdfs?\b|\bformats?\b|\bocr\b|scann?ed|\bhtml\b|word files",
    "damage": r"\bhallucinat|wrong(?:ly)? (?:answer|declin)|false (?:positives?|alarms?|declines?)|\bharm|how bad\b"
    r"|block(?:ing)?\b.{0,30}\b(?:legit|good|honest|real)|\bmistakes?\b|\bintervention|quality\b|error rate|\baccura",
    "offline": r"\boffline\b|no (?:internet|network)|without (?:a )?(?:network|internet|wifi)|wi-?fi|internet (?:is"
    r"|goes)",
}
_TOPICS = {name: re.compile(pattern, re.I) for name, pattern in _PATTERNS.items()}

_PROCEDURE = re.compile(
    r"\b(?:should i (?:write|start|begin|draw|sketch|cover|go|use|talk|first)|do you want (?:me|a|to see)"
    r"|would you (?:like|prefer)|how (?:long|much time) (?:may|can|do|should) (?:i|we) (?:take|have|spend)"
    r"|(?:may|can|shall) i (?:start|begin|draw|sketch|write))\b",
    re.I,
)
_PROJECT = re.compile(
    r"\b(?:engineers?|team|data scientists?|headcount|sponsor(?:ing)?|stakeholders?|programming language|framework"
    r"|cloud provider|operating system|database|tech stack|launch|budget for (?:this|the) project|go[- ]live date)\b",
    re.I,
)


@lru_cache(maxsize=10_000)
def topics(text: str) -> frozenset[str]:
    """Return what a question asks about; `kind`, the vaguest, only when nothing else is."""
    found = frozenset(name for name, pattern in _TOPICS.items() if pattern.search(text))
    return found - {"kind"} or found


def about_procedure(question: str) -> bool:
    """Say whether a question is about how to hold the interview: that is up to the candidate."""
    return bool(_PROCEDURE.search(question))


def about_project(question: str) -> bool:
    """Say whether a question is about who builds it, with what and when, which no design depends on."""
    return bool(_PROJECT.search(question))
