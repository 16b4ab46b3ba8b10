"""Attempts, trends and comparisons, computed from the events of many interviews."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.errors import InputError, VivaError
from interviewer import events as e
from interviewer.interview import Interview, replay
from interviewer.ports import Events
from interviewer.records.stored import overridden, rubric_digest

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["open", "finished", "damaged"]

_JUDGED = ("partial", "missed", "contradicted")
"""Verdicts of what was judged and is not met."""


@dataclass(frozen=True)
class Outcome:
    """What an attempt got for one checkpoint."""

    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim."""
    phase: str
    """Id of its phase."""
    weight: float
    """Its weight."""
    expected: bool
    """Whether it was expected at the level."""
    verdict: str
    """The verdict, a person's over the grader's."""
    credit: float | None
    """0..1; None when not assessed."""


@dataclass(frozen=True)
class PhaseOutcome:
    """What an attempt got for one phase."""

    id: str
    """Id of the phase."""
    name: str
    """Title shown to people."""
    score: float | None
    """0..1; None when nothing of it was assessed."""
    minutes: float
    """Time spent in it; 0 when unknown, as in an import."""


@dataclass(frozen=True)
class Attempt:
    """One interview, live or imported, open or finished."""

    session: str
    """Id of the session."""
    status: Status
    """open, finished, or damaged: its events cannot be read."""
    problem: str = ""
    """Id of the rubric."""
    title: str = ""
    """Name of the problem as it was when graded; empty before."""
    at: float = 0.0
    """Unix time of its first event."""
    source: Literal["live", "imported"] = "live"
    """Conducted here, or imported as a transcript."""
    name: str = ""
    """Name of the imported file."""
    level: str = ""
    """Level of the candidate."""
    score: float | None = None
    """0..1; None without one."""
    coverage: float | None = None
    """0..1; None before grading."""
    version: int | None = None
    """Version of the rubric that graded it."""
    digest: str = ""
    """Digest of the rubric: of the grading, else of the start."""
    signature: str = ""
    """What its scorecard depends on besides the words; empty before grading."""
    minutes: float = 0.0
    """Time without pauses; for an import, of its time stamps."""
    answers: int = 0
    """Number of the candidate's turns."""
    hints: int = 0
    """Hints taken."""
    overrides: int = 0
    """Checkpoints that a person judged."""
    phases: tuple[PhaseOutcome, ...] = ()
    """Phase by phase, in the rubric's order."""
    checkpoints: tuple[Outcome, ...] = ()
    """Checkpoint by checkpoint, in the rubric's order."""
    fault: str = ""
    """What is wrong with a damaged one."""


def attempts(store: Events) -> list[Attempt]:
    """Return every attempt in a store, the newest first. One that cannot be read is listed as damaged."""
    return [_read(store, session) for session in store.sessions()]


def _read(store: Events, session: str) -> Attempt:
    try:
        return attempt(session, store.read(session))
    except VivaError as error:
        return Attempt(session, "damaged", fault=error.message)


def attempt(session: str, recorded: Sequence[e.Recorded]) -> Attempt:
    """Fold the events of one session into an attempt; NotExpected when they do not fit together."""
    interview = replay(recorded)
    card = overridden(interview)
    opened, imported = interview.opened, interview.imported
    digest = opened.digest if opened else imported.digest if imported else ""
    return Attempt(
        session=session,
        status="finished" if interview.state == "closed" else "open",
        problem=interview.problem,
        title=str(card.get("title", "")),
        at=recorded[0].at if recorded else 0.0,
        source="imported" if imported else "live",
        name=imported.name if imported else "",
        level=interview.level,
        score=card.get("score"),
        coverage=card.get("coverage"),
        version=card.get("version"),
        digest=rubric_digest(str(card.get("signature", ""))) or digest,
        signature=str(card.get("signature", "")),
        minutes=round(_seconds(interview) / 60, 2),
        answers=sum(turn.speaker == "candidate" for turn in interview.turns),
        hints=len(interview.hints),
        overrides=len({o.checkpoint for o in interview.overrides}),
        phases=tuple(_phase(p, interview) for p in card.get("phases", ())),
        checkpoints=tuple(_outcome(c) for c in card.get("checkpoints", ())),
    )


def _seconds(interview: Interview) -> float:
    if interview.imported is None:
        return interview.elapsed
    stamps = [turn.seconds for turn in interview.turns if turn.seconds is not None]
    return max(stamps) - min(stamps) if stamps else 0.0


def _phase(data: Mapping[str, Any], interview: Interview) -> PhaseOutcome:
    minutes = round(interview.seconds.get(data["id"], 0.0) / 60, 2)
    return PhaseOutcome(data["id"], data["name"], data["score"], minutes)


def _outcome(data: Mapping[str, Any]) -> Outcome:
    names = ("id", "claim", "phase", "weight", "expected", "verdict", "credit")
    return Outcome(**{name: data[name] for name in names})


@dataclass(frozen=True)
class VerdictChange:
    """One checkpoint in two attempts."""

    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim, as in the later attempt."""
    before: str
    """Verdict in the earlier attempt."""
    after: str
    """Verdict in the later one."""


@dataclass(frozen=True)
class AttemptComparison:
    """Two attempts of one problem, checkpoint by checkpoint."""

    newly_met: tuple[VerdictChange, ...]
    """Met now, not before."""
    lost: tuple[VerdictChange, ...]
    """Met before, judged and not met now."""
    still_missing: tuple[VerdictChange, ...]
    """Judged and not met now, and not met before."""
    kept: tuple[VerdictChange, ...]
    """Met both times."""
    not_judged: tuple[VerdictChange, ...]
    """Not assessed in the later attempt: no verdict, so no loss."""
    same_rubric: bool
    """Whether one version of the rubric graded both."""


def compare(earlier: Attempt, later: Attempt) -> AttemptComparison:
    """Compare two graded attempts; checkpoints that only one of them has are left out.

    InputError when they are of different problems or one is not graded.
    """
    if earlier.problem != later.problem:
        raise InputError("These are attempts of different problems.", "Pick two of the same problem.")
    if not (earlier.checkpoints and later.checkpoints):
        raise InputError("One of these attempts has no scorecard yet.", "End it first.")
    before = {c.id: c for c in earlier.checkpoints}
    changes = [
        VerdictChange(c.id, c.claim, before[c.id].verdict, c.verdict) for c in later.checkpoints if c.id in before
    ]

    def those(fits: Callable[[VerdictChange], bool]) -> tuple[VerdictChange, ...]:
        return tuple(change for change in changes if fits(change))

    return AttemptComparison(
        newly_met=those(lambda c: c.after == "met" and c.before != "met"),
        lost=those(lambda c: c.after in _JUDGED and c.before == "met"),
        still_missing=those(lambda c: c.after in _JUDGED and c.before != "met"),
        kept=those(lambda c: c.after == "met" and c.before == "met"),
        not_judged=those(lambda c: c.after == "not_assessed"),
        same_rubric=earlier.digest == later.digest,
    )


def same_rubric(attempts: Iterable[Attempt], like: Attempt) -> list[Attempt]:
    """Return the graded attempts that the rubric of one attempt judged, in the same version, the earliest first."""
    fitting = (a for a in attempts if a.checkpoints and (a.problem, a.digest) == (like.problem, like.digest))
    return sorted(fitting, key=lambda a: a.at)


def trend(attempts: Sequence[Attempt]) -> "pd.DataFrame":
    """Return the score of each phase over attempts: attempt (1, 2, ...), at, session, phase, score (0..100 or NaN).

    Give it attempts of one rubric version (`same_rubric`): other versions measure other things.
    """
    import pandas as pd

    rows = [
        {
            "attempt": n,
            "at": attempt.at,
            "session": attempt.session,
            "phase": phase.name,
            "score": None if phase.score is None else 100 * phase.score,
        }
        for n, attempt in enumerate(attempts, 1)
        for phase in attempt.phases
    ]
    return pd.DataFrame(rows, columns=["attempt", "at", "session", "phase", "score"]).astype({"score": "float64"})


def heatmap(attempts: Sequence[Attempt]) -> "pd.DataFrame":
    """Return verdicts with one row per checkpoint id and one column per attempt (1, 2, ...), in the rubric's order."""
    import pandas as pd

    ids = list(dict.fromkeys(c.id for a in attempts for c in a.checkpoints if c.expected))
    verdicts = {n: {c.id: c.verdict for c in a.checkpoints} for n, a in enumerate(attempts, 1)}
    columns = {n: [verdict_of.get(i) for i in ids] for n, verdict_of in verdicts.items()}
    return pd.DataFrame(columns, index=pd.Index(ids, name="checkpoint"), dtype=object)


@dataclass(frozen=True)
class Weak:
    """A checkpoint that keeps costing weight."""

    problem: str
    """Id of the rubric."""
    id: str
    """Id of the checkpoint."""
    claim: str
    """Its claim."""
    phase: str
    """Id of its phase."""
    judged: int
    """Attempts that assessed it."""
    met: int
    """Attempts that met it."""
    lost: float
    """Mean weight lost per attempt that assessed it."""


def weakest(attempts: Iterable[Attempt], limit: int = 5) -> list[Weak]:
    """Return the checkpoints that lose most weight over all attempts, the worst first; none that was always met."""
    by_checkpoint: dict[tuple[str, str], list[Outcome]] = {}
    for one in sorted(attempts, key=lambda a: a.at):
        for outcome in one.checkpoints:
            if outcome.expected and outcome.credit is not None:
                by_checkpoint.setdefault((one.problem, outcome.id), []).append(outcome)
    weak = [
        Weak(
            problem,
            checkpoint,
            outcomes[-1].claim,
            outcomes[-1].phase,
            judged=len(outcomes),
            met=sum(o.verdict == "met" for o in outcomes),
            lost=round(sum(o.weight * (1.0 - (o.credit or 0.0)) for o in outcomes) / len(outcomes), 4),
        )
        for (problem, checkpoint), outcomes in by_checkpoint.items()
    ]
    return sorted((w for w in weak if w.lost > 0), key=lambda w: (-w.lost, w.problem, w.id))[:limit]
