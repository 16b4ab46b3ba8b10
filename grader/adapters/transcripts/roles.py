"""Who is the candidate: suggested from labels and from who asks, decided by the user."""

import re
from collections import Counter

from grader.adapters.transcripts.utterance import Transcript
from grader.answer import Answer, Speaker, Turn

_INTERVIEWERS = re.compile(
    r"(interviewer\b.*|interview(?:ing)? bot|host|assistant|ai|q|question|recruiter|hiring manager|viva|bot)", re.I
)
_CANDIDATES = re.compile(r"(candidate\b.*|interviewee|me|i|you|user|human|a|answer|applicant|self)", re.I)
ONE_SPEAKER = "Only one speaker was found: everything is taken as the candidate's."
UNKNOWN = "The speakers' roles are not named: check who is the candidate."


def role(label: str) -> Speaker | None:
    """Return the role that a label names, or None for a name such as `Dana`."""
    label = label.strip()
    if _INTERVIEWERS.fullmatch(label):
        return "interviewer"
    return "candidate" if _CANDIDATES.fullmatch(label) else None


def suggest_candidate(transcript: Transcript) -> str:
    """Suggest the label of the candidate: by role, else who asks least for how much is said."""
    labels = transcript.labels
    for label in labels:
        if role(label) == "candidate":
            return label
    others = [label for label in labels if role(label) != "interviewer"] or list(labels)
    said: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for utterance in transcript.utterances:
        said[utterance.label] += len(utterance.text.split())
        asked[utterance.label] += utterance.text.count("?")
    return max(others, key=lambda label: (said[label] - 30 * asked[label], -labels.index(label)))


def to_answer(transcript: Transcript, candidate: str = "") -> tuple[Answer, tuple[str, ...]]:
    """Turn a transcript into an answer to judge, and the warnings that belong to it.

    `candidate` is the candidate's label; empty takes the suggested one. A single speaker is the candidate.
    Raises KeyError when no utterance has the label.
    """
    chosen = candidate or suggest_candidate(transcript)
    known = {label.lower() for label in transcript.labels}
    if chosen.lower() not in known:
        raise KeyError(chosen)
    warnings = list(transcript.warnings)
    if len(known) == 1 and not warnings:
        warnings.append(ONE_SPEAKER)
    if len(known) > 1 and not candidate and not any(role(label) for label in transcript.labels):
        warnings.append(UNKNOWN)
    turns = tuple(
        Turn("candidate" if u.label.lower() == chosen.lower() else "interviewer", u.text, u.seconds)
        for u in transcript.utterances
    )
    reached = None if transcript.reached is None else frozenset(transcript.reached)
    return Answer(turns, reached, frozenset(transcript.skipped)), tuple(warnings)
