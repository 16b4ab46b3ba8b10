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

FEWEST = 3
"""Fewest interviews that assessed a checkpoint before always and never mean anything."""
_FAR = 0.45
"""Similarity of a sentence to every phrasing of a rubric below which no checkpoint explains it."""
_SAME = 0.6
"""Similarity from which two people said the same."""
_WORDS = 8
"""Fewest words of a sentence worth explaining."""
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
    found = _interviews(store, rubric.id)
    own = [(s, card, held) for s, card, held, digest, _ in found if card and digest == rubric.digest]
    judged: Counter[str] = Counter()
    met: Counter[str] = Counter()
    overruled: list[Overruling] = []
    confirmed = 0
    for session, card, interview in own:
        said = {o.checkpoint: o for o in interview.overrides}
        for c in card["checkpoints"]:
            by = said.get(c["id"])
            verdict = by.verdict if by else c["verdict"]
            judged[c["id"]] += verdict != "not_assessed"
            met[c["id"]] += verdict == "met"
            if by and by.verdict == c["verdict"]:
                confirmed += 1
            elif by:
                quote = str((c["evidence"] or c["closest"] or {}).get("quote", ""))
                overruled.append(Overruling(session, c["id"], c["verdict"], by.verdict, by.reason, by.who, quote))
    graded = sum(bool(card) for _, card, *_ in found)
    return Experience(
        len(own),
        graded - len(own),
        tuple(Seen(c.id, c.claim, judged[c.id], met[c.id]) for c in rubric.checkpoints),
        tuple(overruled),
        confirmed,
        _versions(found, rubric),
    )


def attempts_of(store: Events, problem: str) -> int:
    """Return how many interviews are about a problem, in any version."""
    return len(_interviews(store, problem))


def unexplained(store: Events, rubric: Rubric, encoder: Encoder, most: int = 10) -> list[Unexplained]:
    """Return sentences that no checkpoint explains, those that several people said first.

    Left out is what earned or lost anything, and what is near to a claim, an anchor or a contrast.
    """
    spoken: list[tuple[str, str]] = []
    for session, card, _, digest, _ in _interviews(store, rubric.id):
        if card and digest == rubric.digest:
            spoken += [(session, text) for text in _unused(card)]
    spoken = list(dict.fromkeys(spoken))[:_MOST]
    owners = [(c.id, text) for c in rubric.checkpoints for text in (*c.phrasings, *c.contrasts)]
    if not spoken or not owners:
        return []
    vectors = encoder.encode([*(text for _, text in owners), *(text for _, text in spoken)])
    said = vectors[len(owners) :]
    near = said @ vectors[: len(owners)].T
    alike = said @ said.T >= _SAME
    sessions = np.array([session for session, _ in spoken])
    found: list[tuple[int, Unexplained]] = []
    for i, (session, text) in enumerate(spoken):
        best = int(np.argmax(near[i]))
        if near[i, best] < _FAR:
            many = len({session, *sessions[alike[i]]})
            found.append((i, Unexplained(text, session, many, round(float(near[i, best]), 4), owners[best][0])))
    taken: list[int] = []
    shown: list[Unexplained] = []
    for i, one in sorted(found, key=lambda pair: (-pair[1].interviews, pair[1].similarity, pair[1].text)):
        if len(shown) < most and not alike[i, taken].any():  # what several people said is shown once
            taken.append(i)
            shown.append(one)
    return shown


_Found = tuple[str, dict[str, Any], Interview, str, float]


def _interviews(store: Events, problem: str) -> list[_Found]:
    """Return (session, scorecard, interview, digest, start) of each interview about a problem, the newest first."""
    found: list[_Found] = []
    for session in store.sessions():
        try:
            recorded = store.read(session)
            interview = replay(recorded)
        except VivaError:
            continue  # damaged ones are listed under Progress
        if interview.problem == problem:
            card: dict[str, Any] = dict(interview.scorecard or {})
            opened = interview.opened or interview.imported
            digest = _digest(str(card.get("signature", ""))) or (opened.digest if opened else "")
            found.append((session, card, interview, digest, recorded[0].at))
    return found


def _digest(signature: str) -> str:
    return signature.partition("|")[0].partition("@")[2]


def _versions(found: Sequence[_Found], rubric: Rubric) -> tuple[Version, ...]:
    held: dict[str, list[_Found]] = {}
    for one in found:
        held.setdefault(one[3], []).append(one)
    versions = [
        Version(
            digest,
            next((int(card["version"]) for _, card, *_ in group if card.get("version") is not None), None),
            len(group),
            max(at for *_, at in group),
            digest == rubric.digest,
        )
        for digest, group in held.items()
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
