"""The quality gate: what is wrong with a transcript as something to judge, each as one constant sentence."""

import re
from collections.abc import Iterable

from grader.language import words as w
from grader.transcripts.utterance import Transcript

NO_LABELS = "No speaker labels were found: everything is taken as the candidate's."
ONE_SPEAKER = "Only one speaker was found: everything is taken as the candidate's."
TOO_SHORT = "The candidate says little: there may be too few words to judge."
UNATTRIBUTED = "More than a third of the words have no known speaker: check who said what."
OTHER_LANGUAGE = "This does not read as English: only English can be judged."
NO_PUNCTUATION = "There is hardly any punctuation, as in machine captions: it is cut where sentences probably end."
UNKNOWN = "The speakers' roles are not named: check who is the candidate."

KNOWN = frozenset((NO_LABELS, ONE_SPEAKER, TOO_SHORT, UNATTRIBUTED, OTHER_LANGUAGE, NO_PUNCTUATION, UNKNOWN))
"""Every such sentence: an export keeps those of the file it was made from."""
FEW_WORDS = 40
_NOBODY = re.compile(r"|\?+|n/?a|(?:unknown|unidentified|unnamed)\b.*|(?:speaker|voice)\s*\?", re.I)
_STOPS = re.compile(r"[.!?;,](?=\s|$)")


def warnings(transcript: Transcript) -> tuple[str, ...]:
    """Return what a reader should know before this transcript is judged."""
    texts = [u.text for u in transcript.utterances]
    said = sum(len(text.split()) for text in texts)
    lost = sum(len(u.text.split()) for u in transcript.utterances if nobody(u.label))
    speakers = {label.casefold() for label in transcript.labels}
    checks = {
        NO_LABELS: speakers == {""},
        ONE_SPEAKER: len(speakers) == 1 and speakers != {""},
        UNATTRIBUTED: speakers != {""} and lost > said / 3,
        TOO_SHORT: is_short(texts),
        OTHER_LANGUAGE: not w.is_english(" ".join(texts)[:20_000]),
        NO_PUNCTUATION: unpunctuated(texts),
    }
    return tuple(sentence for sentence, holds in checks.items() if holds)


def nobody(label: str) -> bool:
    """Say whether a label names nobody: empty, or as services write an unknown voice."""
    return bool(_NOBODY.fullmatch(label.strip()))


def is_short(texts: Iterable[str]) -> bool:
    """Say whether texts hold too few words to judge."""
    return sum(len(text.split()) for text in texts) < FEW_WORDS


def unpunctuated(texts: Iterable[str]) -> bool:
    """Say whether texts look like machine captions: under one stop in forty words, and enough words to tell."""
    said = " ".join(texts)[:100_000]
    count = len(said.split())
    return count >= FEW_WORDS and stops(said) < count / 40


def stops(text: str) -> int:
    """Return how many marks of punctuation end or part a sentence."""
    return len(_STOPS.findall(text))
