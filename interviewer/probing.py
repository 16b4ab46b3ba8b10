"""Which gap to probe next, how, and when to leave a phase."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader import leaks
from grader import words as w
from grader.ports import Encoder
from grader.rubric import Checkpoint, Rubric
from grader.scorecard import CheckpointScore, Scorecard
from interviewer.interview import Interview
from interviewer.ports import FoundSection

PER_PHASE = {15: 1, 30: 1, 45: 2, 60: 3}
"""Most questions aimed at one phase before moving on, by planned minutes."""
IN_ALL = {15: 10, 30: 14, 45: 18, 60: 26}
"""Most questions of a whole interview, by planned minutes."""
LONGEST = 60
"""Most words of a question."""
_DOUBT = {"missed": 1.0, "not_assessed": 1.0, "contradicted": 0.8, "partial": 0.6}
_ELSEWHERE = 0.5
_NEAR, _FIT, _REPEAT = 1.0, 0.6, 0.8
_TOO_ALIKE = 0.85


@dataclass(frozen=True)
class Gap:
    """A checkpoint not met yet, and what asking about it promises."""

    checkpoint: Checkpoint
    """What is missing."""
    phase: str
    """Its phase."""
    value: float
    """Weight x doubt x phase x time: the expected gain of a question."""
    verdict: str
    """What the scorecard says of it now."""


@dataclass(frozen=True)
class Question:
    """A question that may be asked about a gap."""

    text: str
    """The words."""
    section: str
    """Id of the guide section it comes from, or of the nearest one; empty without a guide."""
    source: str
    """rubric | guide | candidate."""
    nearness: float = 0.0
    """Similarity to the gap."""
    fit: float = 0.0
    """Similarity to the candidate's last words."""
    repeats: float = 0.0
    """Greatest similarity to a question asked before."""

    @property
    def rank(self) -> float:
        """Nearness to the gap plus fit to the last turn, less likeness to what was asked."""
        return _NEAR * self.nearness + _FIT * self.fit - _REPEAT * self.repeats


def gaps(rubric: Rubric, scorecard: Scorecard, interview: Interview) -> list[Gap]:
    """Return the gaps worth a question, the most valuable first.

    Met checkpoints, those beyond the level, those asked about before (an exhausted gap is left) and those skipped are
    not among them.
    """
    opened = interview.opened
    focus = opened.focus if opened else ()
    asked = {probe.checkpoint for probe in interview.probes}
    budget = max(1.0, 60.0 * (opened.minutes if opened else 45) / max(len(rubric.phases), 1))
    found = []
    for score in scorecard.checkpoints:
        if not _worth_asking(score, asked, interview.skipped, focus):
            continue
        here = 1.0 if score.phase == interview.phase else _ELSEWHERE
        left = max(0.2, 1.0 - interview.seconds.get(score.phase, 0.0) / budget)
        doubt = 0.5 + 0.5 * _DOUBT[score.verdict] if score.must_have else _DOUBT[score.verdict]
        value = score.weight * doubt * here * left
        found.append(Gap(rubric.checkpoint(score.id), score.phase, round(value, 4), score.verdict))
    return sorted(found, key=lambda gap: -gap.value)


def _worth_asking(score: CheckpointScore, asked: set[str], skipped: Sequence[str], focus: Sequence[str]) -> bool:
    return (
        score.expected
        and score.verdict != "met"
        and score.id not in asked
        and score.id not in skipped
        and (not focus or score.id in focus)
    )


def next_gap(rubric: Rubric, found: Sequence[Gap], interview: Interview, *, leave_phase: bool = False) -> Gap | None:
    """Return the gap to ask about next, or None when the interview is through.

    Stays in the phase while it has gaps and questions left, then takes the next phase in the rubric's order that has a
    gap; when the last phase is through, what is still open elsewhere, by value.
    """
    minutes = interview.opened.minutes if interview.opened else 45
    if len(interview.probes) >= IN_ALL.get(minutes, 18):
        return None
    order = [phase.id for phase in rubric.phases]
    here = order.index(interview.phase) if interview.phase in order else 0
    spent = {phase: 0 for phase in order}
    for probe in interview.probes:
        spent[rubric.phase_of.get(probe.checkpoint, order[0])] += 1
    most = PER_PHASE.get(minutes, 2)
    ahead = order[here + 1 :] if leave_phase else order[here:]
    for phase in ahead:
        mine = [gap for gap in found if gap.phase == phase and spent[phase] < most]
        if mine:
            return mine[0]
    behind = [gap for gap in found if spent[gap.phase] < most]
    return behind[0] if behind else next(iter(found), None)


def choose(
    gap: Gap,
    sections: Sequence[FoundSection],
    interview: Interview,
    encoder: Encoder,
    *,
    safe: "SafeQuestion",
) -> Question | None:
    """Return the best question about a gap: near to it, fitting the last turn, unlike what was asked, giving nothing away.

    Candidates are the rubric's probes and the `Ask:` lines of the sections found; None when none of them is fit.
    """
    nearest = sections[0].section.id if sections else ""
    pool = [(text, nearest, "rubric") for text in gap.checkpoint.probes]
    pool += [(ask, found.section.id, "guide") for found in sections for ask in found.section.asks]
    pool = [entry for entry in pool if entry[0] not in interview.questions]
    if not pool:
        return None
    texts = [text for text, _, _ in pool]
    vectors = encoder.encode(texts)
    target = encoder.encode([gap.checkpoint.claim, *gap.checkpoint.anchors])
    # The claim says what is missing; its anchors say it in other words. A question is near when it is near to any.
    near = (vectors @ target.T).max(axis=1)
    last = encoder.encode([interview.last_words or interview.questions[-1]])[0]
    fit = vectors @ last
    before = encoder.encode(interview.questions) if interview.questions else None
    repeats = (vectors @ before.T).max(axis=1) if before is not None else fit * 0
    questions = [
        Question(text, section, source, _r(near[i]), _r(fit[i]), _r(repeats[i]))
        for i, (text, section, source) in enumerate(pool)
    ]
    own = [q for q in questions if q.source == "rubric"]
    floor = 0.8 * max((q.nearness for q in own), default=0.0)
    fit_for_use = [q for q in questions if q.source == "rubric" or q.nearness >= floor]
    fit_for_use = [q for q in fit_for_use if q.repeats < _TOO_ALIKE or q.source == "rubric"]
    ranked = sorted(fit_for_use, key=lambda q: (-q.rank, q.text))
    return next((q for q in ranked if len(q.text.split()) <= LONGEST and safe(q.text, gap.checkpoint)), None)


class SafeQuestion:
    """Says whether a question gives nothing away: no four words in a row of claim, anchors or the section's sentence."""

    def __init__(self, encoder: Encoder, sections: Sequence[FoundSection], own_words: str) -> None:
        """`own_words` are the candidate's; they may be quoted back."""
        self._encoder = encoder
        self._sections = sections
        self._own = own_words

    def __call__(self, text: str, checkpoint: Checkpoint) -> bool:
        """Return True when the text may be asked."""
        protected = [*checkpoint.phrasings, *self._nearest_sentences(checkpoint.claim)]
        return not leaks.shared_run(text, protected, self._own)

    def _nearest_sentences(self, claim: str) -> list[str]:
        nearest = []
        for found in self._sections:
            parts = leaks.sentences(found.section.text)
            if parts:
                close = self._encoder.encode(parts) @ self._encoder.encode([claim])[0]
                nearest.append(parts[int(close.argmax())])
        return nearest


def deeper(gap: Checkpoint, said: str, encoder: Encoder) -> Question | None:
    """Return one follow-up on the candidate's own phrase for a thin answer, or None when it has no phrase to hold on to."""
    phrase = own_phrase(said, gap.claim, encoder)
    if not phrase:
        return None
    ways = (
        "how would that work here, step by step?",
        "what would make you choose it, and what does it cost you?",
        "what would you do first, and how would you know it worked?",
    )
    way = ways[sum(map(ord, phrase)) % len(ways)]
    return Question(f"You said “{phrase}”: {way}", "", "candidate")


def own_phrase(said: str, claim: str, encoder: Encoder) -> str:
    """Return the one to four words of a turn that tell most about a claim, as they were said; empty when none tells."""
    spans = w.spans(said)[:120]
    tokens = [w.lower(said[a:b]) for a, b in spans]
    phrases = []
    for i in range(len(spans)):
        for j in range(i, min(i + 4, len(spans))):
            piece = said[spans[i][0] : spans[j][1]]
            inner = tokens[i : j + 1]
            edges = w.information(inner[0]) >= 2.0 and w.information(inner[-1]) >= 2.0
            if edges and not any(c in piece for c in ".!?;,:\n") and all(t not in _PRONOUNS for t in inner):
                phrases.append(piece)
    if not phrases:
        return ""
    close = encoder.encode(phrases) @ encoder.encode([claim])[0]
    return max(zip(phrases, close, strict=True), key=lambda pair: (float(pair[1]), pair[0]))[0]


_PRONOUNS = frozenset(
    {"i", "i'd", "i'm", "we", "we'd", "you", "it", "they", "don't", "know", "think", "maybe", "guess"}
)


def _r(value: float) -> float:
    return round(float(value), 4)
