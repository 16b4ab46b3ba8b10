"""What a speaker's name and a time stamp look like."""

import re
from functools import lru_cache

_DATE = r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?[ ]+)?"
TIME = _DATE + r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?:[ ]?[AaPp]\.?[Mm]\b\.?)?"
"""A time stamp: 0:12, 00:01:02, 00:01:02.345, 10:02 AM, 3/12/2024, 10:02:11."""
NAME = r"[^\W\d_][\w.'’@&/() -]{0,48}"
"""Characters of a name; whether it is one, `could_name` says."""

_CAPITALIZED = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|\d{1,2}|de|da|van|von|der|den|la|le|bin|al|del|di)", re.UNICODE)
_CLOCK = re.compile(r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](?P<fraction>\d+))?\s?(?:(?P<half>[AaPp])\.?[Mm])?")
_ADDRESS = re.compile(r"\w@[\w-]+\.\w")
_SAID = re.compile(r" (?:said|says|asks|asked|wrote)$", re.I)
_NUMBERED = re.compile(r"(q|a|question|answer)\s?\d{1,3}", re.I)
_TOPICS = frozenset(
    re.findall(
        r"\S+",
        """
        action actions agenda api approach architecture aside assumption assumptions attendees availability
        baseline benefit benefits big budget business candidates capacity caveat challenge challenges
        clarification class classes clicks code cold columns company con concern concerns conclusion cons
        constraint constraints context cost costs cpu crosstalk ctr data database dataset date decision
        definition definitions deployment design details disadvantage disadvantages downside duration edit
        effect embedding embeddings encoder english entities equation eval evaluation event events example
        examples experiment failure feature features feedback filter filtering final first flow follow-up
        followup formula fourth frequency freshness funnel furthermore future goal goals gpu ground hard
        heuristic heuristics hint hints hypothesis idea ideas implicit inaudible index inference infra
        infrastructure input inputs instead interview item items key keys label labels language last latency
        laughs laughter layer layers length level limitations link list location logging logs loss machine main
        math meaning media meeting memory metric metrics mitigation ml model modeling models monitoring music nb
        negative negatives next noise note notes number numbers objective objectives observation offline okay
        online option options organizer output outputs overview parameters participant participants phase
        pipeline plan point points popularity positive positives posts precision prediction privacy pro problem
        problems product production products prompt proposal pros ps purpose qps quality queries query questions
        rank ranker ranking rating ratio reason reasons recall recap recording reference references regarding
        remark reminder requirement requirements response result results retraining retrieval reward rewards
        risk risks role rows rule rules sampling scale schema scope score scores search second section sequence
        serving session setup short shot side signal signals size skew solution source sources speed split stage
        stages start status step steps storage strategy structure subject summary supervised system systems
        table tags takeaway takeaways target targets task tasks test testing tests then theory third thought
        throughput time timeline title tl;dr tldr tool tools topic topics total tower towers trade-off
        trade-offs tradeoff tradeoffs traffic train training transcript trick type types understanding
        unsupervised update upside users validation value values variables variant version video videos views
        warning weight weights window
        """,
    )
)
"""Words that open a line of an answer with a colon ("Funnel: 100k -> 500") or a line of metadata; never a speaker."""


def seconds(time: str | None) -> float | None:
    """Return the seconds of a time stamp, its date left out; None for none."""
    match = _CLOCK.search(time) if time else None
    if not match:
        return None
    total = 0.0
    for part in match["clock"].split(":"):
        total = total * 60 + int(part)
    if match["half"]:
        total = total * (60 if match["clock"].count(":") == 1 else 1) % 43_200 + 43_200 * (match["half"] in "Pp")
    return round(total + float(f"0.{match['fraction'] or 0}"), 3)


def known_seconds(value: object) -> float | None:
    """Return a time that can be one: a finite number from zero to some days."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e6:
        return None
    return float(value)


@lru_cache(maxsize=4096)
def tidy(label: str) -> str:
    """Return a label without marks and with single spaces; numbered questions and answers are one speaker each."""
    label = " ".join(label.replace("_", " ").split() if label.startswith("_") else label.split()).strip("*_ ")
    label = _SAID.sub("", label)
    numbered = _NUMBERED.fullmatch(label)
    return numbered[1] if numbered else label


@lru_cache(maxsize=4096)
def could_name(label: str) -> bool:
    """Say whether a label could be a person's name: few words, capitalized or a single one, and not a topic."""
    parts = [word for word in re.split(r"[\s/()]+", label) if word]
    if any("@" in part and not _ADDRESS.search(part) for part in parts):
        return False  # "Precision@10: 0.4"
    if not parts or len(parts) > 5 or parts[0].casefold() in _TOPICS or parts[-1].casefold() in _TOPICS:
        return False
    return len(parts) == 1 or all(_CAPITALIZED.fullmatch(word) or "@" in word for word in parts)
