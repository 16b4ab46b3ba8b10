"""The names of people in the labels of speakers."""

import re

from grader.answer import Speaker
from grader.transcripts.names import could_name
from grader.transcripts.roles import role

_ASIDE = re.compile(r"[(\[][^)\]]*+(?:[)\]]|$)| [-–—|] .*")
"""What is no name in a label: a bracket, which reaches to the end if nobody closes it, and what follows a dash."""
_NO_NAME = frozenset(
    """speaker participant guest unknown unidentified voice host panel panelist team user me you i the de da van von
    der den la le bin al del di dr mr mrs ms prof interviewer interviewee candidate recruiter applicant""".split()
)
"""Words of labels that are no names, or hardly tell who somebody is."""


def names_of(speakers: dict[str, Speaker]) -> dict[str, Speaker]:
    """Return the names in labels with the role of their speaker: whole ones and their words.

    `speakers` gives the role of each label. "Dana Roe (she/her)" holds "Dana Roe", "Dana" and "Roe"; "Speaker 1" and
    "Interviewer" hold none. A word that two speakers share belongs to the first.
    """
    found: dict[str, Speaker] = {}
    for label, side in speakers.items():
        plain = " ".join(_ASIDE.sub(" ", " ".join(label.split())).replace("_", " ").split())
        plain = re.sub(r"@\S*", "", plain).replace(".", " ").title() if "@" in plain else plain
        if role(plain) is not None or not could_name(plain):
            continue
        words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain) if len(word) > 1]
        words = [word for word in words if word.casefold() not in _NO_NAME]
        if len(words) > 1:
            found.setdefault(plain, side)
        for word in words:
            found.setdefault(word, side)
    return found
