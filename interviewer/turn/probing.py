"""Which gap to probe next, how, and when to leave a phase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.language import words as w
from grader.language.meaning import meaning
from grader.ports import Encoder
from grader.rubric import EXPECTED, PHASES, Checkpoint, Rubric, Tier
from grader.scorecard import CheckpointScore, Scorecard
from interviewer.interview import Interview
from library.index.ports import FoundSection

PER_PHASE = {15: 1, 30: 1, 45: 2, 60: 3}
"""Most questions aimed at one phase before moving on, by planned minutes."""
IN_ALL = {15: 10, 30: 14, 45: 18, 60: 26}
"""Most questions of a whole interview, by planned minutes."""
_DOUBT = {"missed": 1.0, "not_assessed": 1.0, "contradicted": 0.8}
_PRESSED = {"junior": 0.4, "mid": 0.5, "senior": 0.6, "staff": 0.8}
"""Doubt about something half said: the higher the level, the harder it is pushed."""
_OWN_TIER = 1.25
"""How much more a checkpoint of the candidate's own level is worth than one below it."""
_ELSEWHERE = 0.5
_LEAST_TIME = 0.2
_NEAR, _FIT, _REPEAT = 1.0, 0.6, 0.8
_TOO_ALIKE = 0.85
OPEN = (
    "Walk me through it from beginning to end: what happens, and in which order?",
    "Where would this break first, and what would you do about it?",
    "How would you know that it works?",
    "What did you decide against, and why?",
    "What would change if there were ten times as much of everything?",
    "What have we not talked about yet that matters here?",
)
"""Questions that fit any design, for gaps whose author wrote none."""
_TIERS: tuple[Tier, ...] = ("basic", "strong", "staff")


@dataclass(frozen=True)
class Gap:
    """A checkpoint not met yet, and what asking about it promises."""

    checkpoint: Checkpoint
    """What is missing."""
    phase: str
    """Its phase."""
    value: float
    """Weight x doubt x phase x level x time left: the expected gain of a question."""
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
    """rubric | guide | candidate | open."""
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


def wording(checkpoint: Checkpoint) -> str:
    """Return everything a rubric says about a gap, line by line: what the guide is searched for."""
    return "\n".join((*checkpoint.phrasings, *checkpoint.probes))


def guide_phases(rubric: Rubric) -> tuple[str, ...]:
    """Return the phases whose general guide sections a problem may be asked from; never empty.

    A problem of another format may call a phase "data" too, but the chapters of the ten phases are about models.
    """
    own = tuple(phase.id for phase in rubric.phases)
    if rubric.format == "ml_system_design":
        return own
    return tuple(phase for phase in own if phase not in PHASES) or ("",)


Safe = Callable[[Question], bool]
"""Says whether a question may be asked."""


def budgets(rubric: Rubric, minutes: int) -> dict[str, float]:
    """Return the seconds planned for each phase: its share of the interview, equal shares where none is given."""
    shares = {phase.id: 1.0 if phase.share is None else phase.share for phase in rubric.phases}
    whole = sum(shares.values()) or 1.0
    return {phase: 60.0 * minutes * share / whole for phase, share in shares.items()}


def gaps(rubric: Rubric, scorecard: Scorecard, interview: Interview) -> list[Gap]:
    """Return the gaps worth a question, the most valuable first.

    Met checkpoints, those beyond the level, those asked about before (an exhausted gap is left) and those skipped are
    not among them.
    """
    opened = interview.opened
    asked = {probe.checkpoint for probe in interview.probes}
    planned = budgets(rubric, opened.minutes if opened else 45)
    found = []
    for score in scorecard.checkpoints:
        if not _worth_asking(score, asked, interview.skipped, interview.focus):
            continue
        here = 1.0 if score.phase == interview.phase else _ELSEWHERE
        left = max(_LEAST_TIME, 1.0 - interview.seconds.get(score.phase, 0.0) / max(planned[score.phase], 1.0))
        value = score.weight * _doubt(score, interview.level) * here * _level(score.tier, interview.level) * left
        found.append(Gap(rubric.checkpoint(score.id), score.phase, round(value, 4), score.verdict))
    return sorted(found, key=lambda gap: -gap.value)


def _doubt(score: CheckpointScore, level: str) -> float:
    doubt = _DOUBT.get(score.verdict, _PRESSED.get(level, 0.6))
    return 0.5 + 0.5 * doubt if score.must_have else doubt


def _level(tier: Tier, level: str) -> float:
    highest = max((t for t in _TIERS if t in EXPECTED.get(level, frozenset(_TIERS))), key=_TIERS.index)  # type: ignore[call-overload]
    return _OWN_TIER if tier == highest else 1.0


def _worth_asking(score: CheckpointScore, asked: set[str], skipped: Sequence[str], focus: Sequence[str]) -> bool:
    return (
        score.expected
        and score.verdict != "met"
        and score.id not in asked
        and score.id not in skipped
        and (not focus or score.id in focus)
    )


def spoken_of(scorecard: Scorecard) -> str:
    """Return the phase that the candidate's last turn was about, by the weight it earned there; empty when by none."""
    earned = _earned_last(scorecard)
    return max(earned, key=lambda phase: earned[phase]) if earned else ""


def _earned_last(scorecard: Scorecard) -> dict[str, float]:
    """Return the weight that the candidate's last turn earned in each phase."""
    turns = scorecard.answer.turns
    last = max((i for i, turn in enumerate(turns) if turn.speaker == "candidate"), default=-1)
    earned: dict[str, float] = {}
    for score in scorecard.checkpoints:
        if score.credit and score.evidence and score.evidence.span.turn == last:
            earned[score.phase] = earned.get(score.phase, 0.0) + score.weight * score.credit
    return earned


def earned_last(scorecard: Scorecard) -> float:
    """Return the weight that the candidate's last turn earned."""
    return sum(_earned_last(scorecard).values())


def questions_left(rubric: Rubric, found: Sequence[Gap], interview: Interview) -> int:
    """Return how many questions may be asked beyond one for each phase that has gaps and no question yet."""
    minutes = interview.opened.minutes if interview.opened else 45
    spent = _spent(rubric, interview)
    untouched = {gap.phase for gap in found if not spent[gap.phase]}
    return IN_ALL.get(minutes, 18) - len(interview.probes) - len(untouched)


def next_gap(
    rubric: Rubric, found: Sequence[Gap], interview: Interview, *, spoke_of: str = "", leave_phase: bool = False
) -> Gap | None:
    """Return the gap to ask about next, or None when the interview is through.

    Follows the candidate into the phase just spoken of, else stays in the phase, while it has gaps, questions and time
    left and every later phase can still get its question. Then comes the next phase in the rubric's order without one,
    and at last what is still open, by value.
    """
    minutes = interview.opened.minutes if interview.opened else 45
    if len(interview.probes) >= IN_ALL.get(minutes, 18):
        return None
    order = [phase.id for phase in rubric.phases]
    here = order.index(interview.phase) if interview.phase in order else 0
    spent, most, planned = _spent(rubric, interview), PER_PHASE.get(minutes, 2), budgets(rubric, minutes)
    best = {gap.phase: gap for gap in reversed(found) if spent[gap.phase] < most}
    hurried = interview.nudged or questions_left(rubric, found, interview) <= 0
    for phase in () if leave_phase else (spoke_of, interview.phase):
        over = interview.seconds.get(phase, 0.0) >= planned.get(phase, 0.0)
        if phase in best and not (spent[phase] and (over or hurried)):
            return best[phase]
    around = [*order[here + 1 :], *order[: here + 1]]
    untouched = [phase for phase in around if phase in best and not spent[phase]]
    ahead = [phase for phase in around if phase in best]
    return best[(untouched or ahead)[0]] if ahead else next(iter(found), None)


def _spent(rubric: Rubric, interview: Interview) -> dict[str, int]:
    """Return the number of questions asked about each phase."""
    spent = {phase.id: 0 for phase in rubric.phases}
    for probe in interview.probes:
        if probe.checkpoint in rubric.phase_of:
            spent[rubric.phase_of[probe.checkpoint]] += 1
    return spent


def choose(
    gap: Gap, sections: Sequence[FoundSection], interview: Interview, encoder: Encoder, *, safe: Safe
) -> Question | None:
    """Return the best question about a gap: near to it, fitting the last turn, unlike those asked, giving nothing away.

    Candidates are the rubric's probes and the `Ask:` lines of the sections found; None when none of them is fit.
    """
    ranked = sorted(_fit_for_use(_measured(gap, sections, interview, encoder)), key=lambda q: (-q.rank, q.text))
    return next((question for question in ranked if safe(question)), None)


def open_question(gap: Gap, interview: Interview, *, safe: Safe) -> Question | None:
    """Return the next question that fits any design, for a gap without one of its own; None when all were asked."""
    if gap.checkpoint.probes:
        return None
    left = (Question(text, "", "open") for text in OPEN if text not in interview.questions)
    return next(filter(safe, left), None)


def _measured(gap: Gap, sections: Sequence[FoundSection], interview: Interview, encoder: Encoder) -> list[Question]:
    nearest = sections[0].section.id if sections else ""
    pool = [(text, nearest, "rubric") for text in gap.checkpoint.probes]
    pool += [(ask, found.section.id, "guide") for found in sections for ask in found.section.asks]
    pool = [entry for entry in pool if entry[0] not in interview.questions]
    if not pool:
        return []
    vectors = encoder.encode([text for text, _, _ in pool])
    # The claim says what is missing, its anchors say it in other words: near to any of them is near.
    near = (vectors @ encoder.encode(list(gap.checkpoint.phrasings)).T).max(axis=1)
    fit = vectors @ meaning(interview.last_words or interview.turns[-1].text, encoder)
    repeats = (vectors @ encoder.encode(interview.questions).T).max(axis=1) if interview.questions else fit * 0
    return [
        Question(text, section, source, _r(near[i]), _r(fit[i]), _r(repeats[i]))
        for i, (text, section, source) in enumerate(pool)
    ]


def _fit_for_use(questions: Sequence[Question]) -> list[Question]:
    """Drop guide questions that aim elsewhere or were nearly asked before; the rubric's own always aim right."""
    floor = 0.8 * max((q.nearness for q in questions if q.source == "rubric"), default=0.0)
    return [q for q in questions if q.source == "rubric" or (q.nearness >= floor and q.repeats < _TOO_ALIKE)]


def deeper(gap: Checkpoint, said: str, encoder: Encoder) -> Question | None:
    """Return one follow-up on the candidate's own phrase for a thin answer, or None when it has none to hold on to."""
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
