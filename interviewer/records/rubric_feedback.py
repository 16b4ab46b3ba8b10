"""What past interviews say about a rubric.

Checkpoints that tell nobody apart, sentences that no checkpoint explains, and verdicts that people overruled.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.errors import VivaError
from grader.language import words as w
from grader.language.sentences import units
from grader.ports import Encoder
from grader.rubric import Rubric
from interviewer.interview import Interview, replay
from interviewer.ports import Events
from interviewer.records.stored import rubric_digest

FEWEST = 3
"""Fewest interviews that must have assessed a checkpoint for `always` and `never`."""
_FAR = 0.45
"""Similarity of a sentence to every phrasing of a rubric below which no checkpoint explains it."""
_SAME = 0.6
"""Similarity from which two people said the same."""
_WORDS = 8
"""Fewest words of a sentence that a checkpoint should explain."""
_MOST = 400
"""Most sentences that are compared, of the newest interviews."""


@dataclass(frozen=True)
class Seen:
    """What past interviews made of one checkpoint."""

    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim."""
    n: int
    """Interviews that assessed it."""
    met: int
    """Of these, met."""


@dataclass(frozen=True)
class Overruling:
    """A verdict that a person changed."""

    session: str
    """Id of the interview."""
    checkpoint: str
    """Id of the checkpoint."""
    graded: str
    """The grader's verdict."""
    said: str
    """The person's."""
    reason: str
    """Why."""
    who: str
    """Who; may be empty."""
    quote: str
    """The candidate's words that it is about; empty for none."""


@dataclass(frozen=True)
class Version:
    """Interviews that one version of a rubric judged, or was opened with."""

    digest: str
    """Digest of the rubric."""
    version: int | None
    """Its number; None before grading."""
    n: int
    """Interviews."""
    last: float
    """Unix time of the newest one's start."""
    current: bool
    """Whether the rubric on disk is this one."""


@dataclass(frozen=True)
class Experience:
    """What past interviews say about the rubric as it is now."""

    n: int
    """Graded interviews of this very version."""
    others: int
    """Graded interviews of other versions; they are left out, since they measured other things."""
    checkpoints: tuple[Seen, ...]
    """Every checkpoint, in the rubric's order."""
    overruled: tuple[Overruling, ...]
    """Verdicts that people changed, of this version."""
    confirmed: int
    """Verdicts that people looked at and confirmed."""
    versions: tuple[Version, ...]
    """Interviews by version, the newest first."""

    @property
    def always(self) -> tuple[Seen, ...]:
        """Checkpoints that everybody met: they tell nobody apart."""
        return tuple(c for c in self.checkpoints if c.n >= FEWEST and c.met == c.n)

    @property
    def never(self) -> tuple[Seen, ...]:
        """Checkpoints that nobody met: too hard, or worded as nobody speaks."""
        return tuple(c for c in self.checkpoints if c.n >= FEWEST and c.met == 0)

    @property
    def marked_met(self) -> list[tuple[str, str, str]]:
        """(checkpoint, words, where) that a person called met: what might become an anchor."""
        return [(o.checkpoint, o.quote, "an interview") for o in self.overruled if o.said == "met" and o.quote]


@dataclass(frozen=True)
class Unexplained:
    """A sentence that is near to no checkpoint."""

    text: str
    """The candidate's words."""
    session: str
    """Id of the interview."""
    interviews: int
    """Interviews in which somebody said about the same, this one included."""
    similarity: float
    """To the nearest phrasing of the rubric."""
    nearest: str
    """Id of the checkpoint that the phrasing belongs to."""


def experience(store: Events, rubric: Rubric) -> Experience:
    """Return what the interviews in a store say about a rubric; n is 0 when there are none."""
    interviews = _interviews(store, rubric.id)
    own = [(s, card, interview) for s, card, interview, digest, _ in interviews if card and digest == rubric.digest]
    judged: Counter[str] = Counter()
    met: Counter[str] = Counter()
    overruled: list[Overruling] = []
    confirmed = 0
    for session, card, interview in own:
        overrides = {o.checkpoint: o for o in interview.overrides}
        for c in card["checkpoints"]:
            by = overrides.get(c["id"])
            verdict = by.verdict if by else c["verdict"]
            judged[c["id"]] += verdict != "not_assessed"
            met[c["id"]] += verdict == "met"
            if by and by.verdict == c["verdict"]:
                confirmed += 1
            elif by:
                quote = str((c["evidence"] or c["closest"] or {}).get("quote", ""))
                overruled.append(Overruling(session, c["id"], c["verdict"], by.verdict, by.reason, by.who, quote))
    graded = sum(bool(card) for _, card, *_ in interviews)
    return Experience(
        len(own),
        graded - len(own),
        tuple(Seen(c.id, c.claim, judged[c.id], met[c.id]) for c in rubric.checkpoints),
        tuple(overruled),
        confirmed,
        _versions(interviews, rubric),
    )


def attempts_of(store: Events, problem: str) -> int:
    """Return how many interviews are about a problem, in any version."""
    return len(_interviews(store, problem))


def unexplained(store: Events, rubric: Rubric, encoder: Encoder, most: int = 10) -> list[Unexplained]:
    """Return sentences that no checkpoint explains, those that several people said first.

    Left out is what earned or lost anything, and what is near to a claim, an anchor or a contrast.
    """
    spoken = _spoken(store, rubric)
    owners = [(c.id, text) for c in rubric.checkpoints for text in (*c.phrasings, *c.contrasts)]
    if not spoken or not owners:
        return []
    vectors = encoder.encode([*(text for _, text in owners), *(text for _, text in spoken)])
    sentences = vectors[len(owners) :]
    near = sentences @ vectors[: len(owners)].T
    alike = sentences @ sentences.T >= _SAME
    sessions = np.array([session for session, _ in spoken])
    candidates: dict[int, Unexplained] = {}
    for i, (session, text) in enumerate(spoken):
        best = int(np.argmax(near[i]))
        if near[i, best] < _FAR:
            people = len({session, *sessions[alike[i]]})
            candidates[i] = Unexplained(text, session, people, round(float(near[i, best]), 4), owners[best][0])
    order = sorted(candidates, key=lambda i: (-candidates[i].interviews, candidates[i].similarity, candidates[i].text))
    chosen: list[int] = []
    for i in order:
        if len(chosen) < most and not alike[i, chosen].any():  # what several people said is shown once
            chosen.append(i)
    return [candidates[i] for i in chosen]


def _spoken(store: Events, rubric: Rubric) -> list[tuple[str, str]]:
    """Return (session, sentence) of what earned or lost nothing in interviews that this version of a rubric judged."""
    spoken = [
        (session, text)
        for session, card, _, digest, _ in _interviews(store, rubric.id)
        if card and digest == rubric.digest
        for text in _unused(card)
    ]
    return list(dict.fromkeys(spoken))[:_MOST]


_Past = tuple[str, dict[str, Any], Interview, str, float]


def _interviews(store: Events, problem: str) -> list[_Past]:
    """Return (session, scorecard, interview, digest, start) of each interview about a problem, the newest first."""
    past: list[_Past] = []
    for session in store.sessions():
        try:
            recorded = store.read(session)
            interview = replay(recorded)
        except VivaError:
            continue  # damaged ones are listed under Progress
        if interview.problem == problem:
            card: dict[str, Any] = dict(interview.scorecard or {})
            opened = interview.opened or interview.imported
            digest = rubric_digest(str(card.get("signature", ""))) or (opened.digest if opened else "")
            past.append((session, card, interview, digest, recorded[0].at))
    return past


def _versions(past: Sequence[_Past], rubric: Rubric) -> tuple[Version, ...]:
    by_digest: dict[str, list[_Past]] = {}
    for one in past:
        by_digest.setdefault(one[3], []).append(one)
    versions = [
        Version(
            digest,
            next((int(card["version"]) for _, card, *_ in group if card.get("version") is not None), None),
            len(group),
            max(at for *_, at in group),
            digest == rubric.digest,
        )
        for digest, group in by_digest.items()
    ]
    return tuple(sorted(versions, key=lambda v: -v.last))


def _unused(card: dict[str, Any]) -> list[str]:
    """Return the candidate's sentences that earned or lost nothing, longest windows apart."""
    spans = [c["evidence"] for c in card["checkpoints"] if c["evidence"]]
    left = []
    for number, turn in enumerate(card["transcript"]):
        if turn["speaker"] != "candidate":
            continue
        for start, end in units(turn["text"]):
            text = turn["text"][start:end].strip()
            used = any(s["turn"] == number and s["start"] < end and start < s["end"] for s in spans)
            if not used and len(w.words(text)) >= _WORDS and not text.endswith("?"):
                left.append(text)
    return left
