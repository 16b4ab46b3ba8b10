"""What a scorecard means for the next interview: what went well, what was missing, what to say next time.

Plain sentences from templates. Every praise quotes the candidate, every gap names the guide section that teaches it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.rubric import Checkpoint, Rubric
from grader.scorecard import CheckpointScore, PhaseScore, Scorecard
from interviewer.events import ProbePosed
from interviewer.interview import Interview
from interviewer.turn.probing import budgets
from library.guide import Section

_WHY = {
    "partial": "Only half said",
    "missed": "Not said",
    "contradicted": "The opposite was said",
    "skipped": "Skipped",
    "not_reached": "Not reached",
    "too_short": "Too little was said to judge",
    "other_language": "Not said in English",
}


@dataclass(frozen=True)
class StoryLine:
    """One sentence about one checkpoint."""

    checkpoint: str
    """Its id."""
    text: str
    """The sentence."""
    quote: str = ""
    """The candidate's own words it rests on; empty when there are none."""
    section: str = ""
    """Id of the guide section that teaches it."""
    probe: str = ""
    """The question that was asked about it; empty when none was."""
    reason: str = ""
    """Why that question was asked."""


@dataclass(frozen=True)
class PhaseStory:
    """One phase in words."""

    phase: str
    """Id of the phase."""
    name: str
    """Title shown to people."""
    time: str
    """How long it took of what was planned; empty when no time was taken."""
    went_well: tuple[StoryLine, ...]
    """What was said, with quotes."""
    missing: tuple[StoryLine, ...]
    """What was not, the largest loss first."""
    next_time: tuple[StoryLine, ...]
    """What to say next time, for each of `missing`."""


def narrate(
    scorecard: Scorecard,
    interview: Interview,
    rubric: Rubric | None = None,
    sections: Mapping[str, Section] | None = None,
) -> tuple[PhaseStory, ...]:
    """Tell what happened, phase by phase, for the checkpoints expected at the candidate's level.

    `rubric` gives hints and guide sections; without it, or for a checkpoint it no longer has, those are left out.
    `sections` leaves out links that lead nowhere.
    """
    known = {c.id: c for c in rubric.checkpoints} if rubric else {}
    probes = {probe.checkpoint: probe for probe in reversed(interview.probes)}
    return tuple(
        PhaseStory(
            phase.id,
            phase.name,
            _time(phase.id, interview, rubric),
            tuple(_well(c, scorecard) for c in _expected(phase) if c.verdict == "met"),
            tuple(_missing(c, scorecard, known.get(c.id), probes.get(c.id), sections) for c in _open(phase)),
            tuple(_next_time(c, known[c.id], sections) for c in _open(phase) if c.id in known),
        )
        for phase in scorecard.phases
    )


def ledger(interview: Interview) -> tuple[str, ...]:
    """Return what help was taken and what was left out, one sentence each."""
    lines = [f"Hint {hint.level} for “{hint.checkpoint}”: {hint.text}" for hint in interview.hints]
    lines += [f"Skipped the question about “{checkpoint}”." for checkpoint in interview.skipped]
    if interview.told:
        count = len(interview.told)
        lines.append(f"Asked for {count} {'fact' if count == 1 else 'facts'} before or while designing.")
    return tuple(lines)


def to_markdown(stories: tuple[PhaseStory, ...], help_taken: tuple[str, ...] = ()) -> str:
    """Return the stories as Markdown."""
    lines: list[str] = []
    for story in stories:
        lines += [f"## {story.name}" + (f" ({story.time})" if story.time else ""), ""]
        for title, entries in (
            ("Went well", story.went_well),
            ("Missing", story.missing),
            ("Next time", story.next_time),
        ):
            if entries:
                lines += [f"**{title}**", "", *(_bullet(line) for line in entries), ""]
    if help_taken:
        lines += ["## Help taken", "", *(f"- {line}" for line in help_taken), ""]
    return "\n".join(lines)


def _bullet(line: StoryLine) -> str:
    quote = " ".join(line.quote.split())
    parts = [line.text, f"“{quote}”" if quote else "", f"(guide: {line.section})" if line.section else ""]
    return "- " + " ".join(part for part in parts if part)


def _expected(phase: PhaseScore) -> list[CheckpointScore]:
    return [c for c in phase.checkpoints if c.expected]


def _open(phase: PhaseScore) -> list[CheckpointScore]:
    found = [c for c in _expected(phase) if c.verdict != "met"]
    return sorted(found, key=lambda c: -c.weight * (1.0 - (c.credit or 0.0)))


def _time(phase: str, interview: Interview, rubric: Rubric | None) -> str:
    spent = interview.seconds.get(phase, 0.0)
    if not spent or interview.opened is None:
        return ""
    planned = f", {budgets(rubric, interview.opened.minutes).get(phase, 0.0) / 60:.0f} planned" if rubric else ""
    return f"{spent / 60:.0f} of {interview.opened.minutes} minutes{planned}"


def _well(score: CheckpointScore, scorecard: Scorecard) -> StoryLine:
    return StoryLine(score.id, f"You made the point: {_lower(score.claim)}", _quote(score, scorecard))


def _missing(
    score: CheckpointScore,
    scorecard: Scorecard,
    checkpoint: Checkpoint | None,
    probe: ProbePosed | None,
    sections: Mapping[str, Section] | None,
) -> StoryLine:
    why = _WHY.get(score.verdict) or _WHY.get(score.reason, "Not judged")
    asked = " although you were asked" if probe and score.verdict == "missed" else ""
    return StoryLine(
        score.id,
        f"{why}{asked}: {_lower(score.claim)}",
        _quote(score, scorecard),
        _section(checkpoint, probe, sections),
        probe.text if probe else "",
        probe.reason if probe else "",
    )


def _next_time(score: CheckpointScore, checkpoint: Checkpoint, sections: Mapping[str, Section] | None) -> StoryLine:
    advice = checkpoint.hints[-1] if checkpoint.hints else checkpoint.claim
    return StoryLine(score.id, advice, section=_section(checkpoint, None, sections))


def _section(checkpoint: Checkpoint | None, probe: ProbePosed | None, sections: Mapping[str, Section] | None) -> str:
    wanted = [*(checkpoint.guide if checkpoint else ()), *([probe.section] if probe and probe.section else [])]
    return next((s for s in wanted if sections is None or s in sections), "")


def _quote(score: CheckpointScore, scorecard: Scorecard) -> str:
    return scorecard.answer.quote(score.evidence.span) if score.evidence else ""


def _lower(claim: str) -> str:
    """Return a claim as the end of a sentence: a first word that is not a name or a short form begins small."""
    first = claim.split(" ", 1)[0]
    return claim if first[1:] != first[1:].lower() or len(first) == 1 else claim[:1].lower() + claim[1:]
