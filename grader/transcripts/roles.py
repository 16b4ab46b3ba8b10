"""Who is the candidate: suggested from labels and from who asks, decided by the user."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from grader.answer import Answer, Speaker, Turn
from grader.transcripts import quality
from grader.transcripts.stops import cut_at_stops
from grader.transcripts.utterance import Transcript

_NUMBER = r"(?:\s*#?\d+)?(?:\s*[(\[].*|\s+[-–].*)?"


@dataclass(frozen=True)
class _Family:
    """Words that name the two sides of one way to write an interview."""

    interviewer: re.Pattern[str]
    candidate: re.Pattern[str]


_FAMILIES = (
    _Family(
        re.compile(rf"(?:(?:interviewer|recruiter|hiring manager){_NUMBER}|.*(?:[(\[]|\s[-–]\s*)interviewer\W*)", re.I),
        re.compile(rf"(?:(?:candidate|interviewee|applicant){_NUMBER}|.*(?:[(\[]|\s[-–]\s*)candidate\W*)", re.I),
    ),
    _Family(re.compile(r"q|question", re.I), re.compile(r"a|answer", re.I)),
    _Family(
        re.compile(r"host|assistant|ai|(?:interview(?:ing)? )?bot|viva|system|chatgpt|claude|gemini|copilot", re.I),
        re.compile(r"me|i|you|user|human|self|guest", re.I),
    ),
)
"""Explicit roles, question and answer, chat; earlier ones are stronger."""


@lru_cache(maxsize=4096)
def family(label: str) -> int | None:
    """Return which family of role names a label belongs to: 0 explicit, 1 question and answer, 2 chat."""
    known = (i for i, f in enumerate(_FAMILIES) if f.interviewer.fullmatch(label) or f.candidate.fullmatch(label))
    return next(known, None)


@lru_cache(maxsize=4096)
def role(label: str) -> Speaker | None:
    """Return the role that a label names, or None for a name such as `Dana`."""
    label = label.strip()
    if any(f.interviewer.fullmatch(label) for f in _FAMILIES):
        return "interviewer"
    return "candidate" if any(f.candidate.fullmatch(label) for f in _FAMILIES) else None


def suggest_candidate(transcript: Transcript) -> str:
    """Suggest the label of the candidate: by role, else who asks least for how much is said."""
    labels = transcript.labels
    places = {label: place for place, label in enumerate(labels)}
    named = [label for label in labels if role(label) == "candidate"]
    others = named or [label for label in labels if role(label) != "interviewer" and not quality.nobody(label)]
    said: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for utterance in transcript.utterances:
        said[utterance.label] += len(utterance.text.split())
        asked[utterance.label] += utterance.text.count("?")
    return max(others or labels, key=lambda label: (said[label] - 30 * asked[label], -places[label]))


def to_answer(transcript: Transcript, candidate: str = "") -> tuple[Answer, tuple[str, ...]]:
    """Turn a transcript into an answer to judge, and the warnings that belong to it.

    `candidate` is the candidate's label, in any case; empty takes the suggested one, another swaps the speakers. A
    single speaker is the candidate. Captions without punctuation get line ends where sentences probably end; what Viva
    exported stays as it was. Raises KeyError when no utterance has the label.
    """
    chosen = candidate or suggest_candidate(transcript)
    if chosen.casefold() not in {label.casefold() for label in transcript.labels}:
        raise KeyError(chosen)
    bare = quality.NO_PUNCTUATION in transcript.warnings and not transcript.format.startswith("Viva")
    turns = tuple(
        Turn("candidate" if u.label.casefold() == chosen.casefold() else "interviewer", text, u.seconds)
        for u in transcript.utterances
        for text in (cut_at_stops(u.text) if bare and quality.stops(u.text) == 0 else u.text,)
    )
    warnings = dict.fromkeys(transcript.warnings)
    if not candidate and len(transcript.labels) > 1 and not any(role(label) for label in transcript.labels):
        warnings[quality.UNKNOWN] = None
    if quality.is_short(t.text for t in turns if t.speaker == "candidate"):
        warnings[quality.TOO_SHORT] = None
    reached = None if transcript.reached is None else frozenset(transcript.reached)
    return Answer(turns, reached, frozenset(transcript.skipped)), tuple(warnings)
