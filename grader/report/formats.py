"""A scorecard for people and programs: JSON, Markdown, CSV and one self-contained HTML file."""

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from grader.answer import Answer, Turn
from grader.evidence import Evidence
from grader.scorecard import CheckpointScore, Scorecard

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = {
    "met": ("✓", "met"),
    "partial": ("◐", "partly met"),
    "missed": ("○", "missed"),
    "contradicted": ("✗", "contradicted"),
    "not_assessed": ("–", "not assessed"),
}
"""A sign and a word for each verdict; never color alone."""

NOT_ASSESSED = {
    "not_reached": "the interview did not get there",
    "skipped": "its question was skipped",
    "too_short": "too little was said to judge",
    "other_language": "it is not in English",
}
"""What the reasons of `not_assessed` mean."""


def as_dict(scorecard: Scorecard) -> dict[str, Any]:
    """Return plain data with everything that was found, the judged transcript included; no wall-clock time."""
    return {
        "rubric": scorecard.rubric,
        "title": scorecard.title,
        "version": scorecard.version,
        "level": scorecard.level,
        "score": scorecard.score,
        "range": scorecard.range,
        "coverage": scorecard.coverage,
        "capped_by": [c.id for c in scorecard.missing_must_haves] if scorecard.capped else [],
        "calibrated": scorecard.calibrated,
        "signature": scorecard.signature,
        "warnings": list(scorecard.warnings),
        "phases": [{"id": p.id, "name": p.name, "score": p.score, "coverage": p.coverage} for p in scorecard.phases],
        "checkpoints": [_checkpoint(c, scorecard.answer) for c in scorecard.checkpoints],
        "reached": None if scorecard.answer.reached is None else sorted(scorecard.answer.reached),
        "skipped": sorted(scorecard.answer.skipped),
        "transcript": [turn_dict(turn) for turn in scorecard.answer.turns],
    }


def turn_dict(turn: Turn) -> dict[str, Any]:
    """Return a turn as plain data; `seconds` only where it is known."""
    known = {} if turn.seconds is None else {"seconds": turn.seconds}
    return {"speaker": turn.speaker, "text": turn.text, **known}


def _checkpoint(score: CheckpointScore, answer: Answer) -> dict[str, Any]:
    return {
        "id": score.id,
        "phase": score.phase,
        "claim": score.claim,
        "tier": score.tier,
        "weight": score.weight,
        "must_have": score.must_have,
        "expected": score.expected,
        "verdict": score.verdict,
        "reason": score.reason,
        "credit": score.credit,
        "borderline": score.borderline,
        "margin": score.margin,
        "evidence": _evidence(score.evidence, answer),
        "closest": _evidence(score.closest, answer),
        "guards": [{"name": g.name, "reason": g.reason} for g in score.guards],
        **_override(score, answer),
    }


def _override(score: CheckpointScore, answer: Answer) -> dict[str, Any]:
    """Return who overruled the grader and what it had found; nothing where nobody did."""
    if score.overruled is None:
        return {}
    by = score.overruled
    graded = _checkpoint(by.graded, answer)
    return {"override": {"reason": by.reason, "who": by.who, "when": by.when, "graded": graded}}


def _evidence(evidence: Evidence | None, answer: Answer) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "turn": evidence.span.turn,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": answer.quote(evidence.span),
        "similarity": evidence.similarity,
        "phrasing": evidence.phrasing,
        "parts": vars(evidence.parts),
    }


def to_json(scorecard: Scorecard) -> str:
    """Return the scorecard as JSON; the same scorecard gives the same bytes."""
    return json.dumps(as_dict(scorecard), ensure_ascii=False, indent=2) + "\n"


def frame(scorecard: Scorecard) -> "pd.DataFrame":
    """Return a table with one row per checkpoint."""
    import pandas as pd

    rows = [
        {
            "checkpoint": c.id,
            "phase": c.phase,
            "tier": c.tier,
            "weight": c.weight,
            "expected": c.expected,
            "verdict": c.verdict,
            "credit": c.credit,
            "similarity": shown.similarity if (shown := c.evidence or c.closest) else None,
            "reason": c.reason,
            "quote": scorecard.answer.quote(c.evidence.span) if c.evidence else None,
            "claim": c.claim,
        }
        for c in scorecard.checkpoints
    ]
    return pd.DataFrame(rows)


def to_csv(scorecard: Scorecard) -> str:
    """Return the table as CSV. Cells that a spreadsheet would run as a formula get a leading apostrophe."""
    table = frame(scorecard)
    for column in ("quote", "claim", "reason"):
        table[column] = table[column].map(lambda v: safe_cell(v) if isinstance(v, str) else v)
    return str(table.to_csv(index=False))


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: one that begins like it gets a leading apostrophe."""
    return f"'{text}" if text[:1] and text[:1] in "=+-@\t\r" else text


def to_markdown(scorecard: Scorecard) -> str:
    """Return the scorecard as Markdown: totals, phases, then each checkpoint with its quote."""
    lines = [f"# Scorecard: {plain(scorecard.title)}", "", headline(scorecard), ""]
    lines += [f"- Level: {scorecard.level}", f"- Signature: `{scorecard.signature}`"]
    lines += [f"- Note: {plain(w)}" for w in scorecard.warnings]
    lines += ["", "| Phase | Score | Coverage |", "|---|---|---|"]
    lines += [f"| {plain(p.name)} | {percent(p.score)} | {percent(p.coverage)} |" for p in scorecard.phases]
    for phase in scorecard.phases:
        lines += ["", f"## {plain(phase.name)}"]
        for c in phase.checkpoints:
            lines += ["", *_markdown_checkpoint(c, scorecard.answer)]
    return "\n".join(lines) + "\n"


def _markdown_checkpoint(c: CheckpointScore, answer: Answer) -> list[str]:
    sign, word = VERDICTS[c.verdict]
    marks = [word, f"credit {percent(c.credit)}", f"weight {c.weight:g}", c.tier]
    marks += ["must have"] * c.must_have + ["borderline"] * c.borderline + ["beyond your level"] * (not c.expected)
    lines = [f"### {sign} {plain(c.claim)}", "", f"`{c.id}` · {' · '.join(marks)}", ""]
    lines += [f"{sentence(c)}"]
    shown = c.evidence or c.closest
    if shown:
        label = "You said" if c.evidence else "Closest"
        lines += ["", f"{label} (turn {shown.span.turn + 1}, similarity {shown.similarity:.2f}):", ""]
        lines += [f"> {plain(line)}" for line in answer.quote(shown.span).splitlines()]
    return lines


def headline(scorecard: Scorecard) -> str:
    """Return the totals in one sentence."""
    if scorecard.score is None:
        return f"**Not enough answered to score.** Coverage {percent(scorecard.coverage)}."
    low, high = scorecard.range or (scorecard.score, scorecard.score)
    text = f"**Score {percent(scorecard.score)}** (between {percent(low)} and {percent(high)}). "
    text += f"Coverage {percent(scorecard.coverage)}."
    if scorecard.capped:
        names = ", ".join(f"`{c.id}`" for c in scorecard.missing_must_haves)
        text += f" Capped at 60 %: a must-have is missing ({names})."
    return text


def sentence(score: CheckpointScore) -> str:
    """Return why a checkpoint has its verdict, as a sentence."""
    reason = NOT_ASSESSED.get(score.reason, score.reason)
    text = f"{reason[:1].upper()}{reason[1:]}".rstrip(".") + "."
    if score.overruled:
        text += f" The grader had said: {VERDICTS[score.overruled.graded.verdict][1]}."
    return text


def percent(value: float | None) -> str:
    """Return 0..1 as a percentage, and no data as a dash."""
    return "–" if value is None else f"{100 * value:.0f} %"


def plain(text: str) -> str:
    """Escape what Markdown and HTML would interpret, so that words stay words."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]#|~$!:])", r"\\\1", escaped)


TURN = r"^\*\*(?P<speaker>Interviewer|Candidate):\*\* ?"
"""How a turn begins in the Markdown of a transcript."""

FACTS = r"^<!-- viva transcript (?P<facts>\{.*\}) -->$"
"""The comment that marks the Markdown as ours and keeps what the words do not tell."""


def transcript_markdown(answer: Answer, title: str = "") -> str:
    """Return the transcript as Markdown that imports again exactly, with what was reached and skipped."""
    lines = [f"# {' '.join(title.split())}", ""] if title else []
    lines += [f"<!-- viva transcript {_facts(answer)} -->", ""]
    for turn in answer.turns:
        first, *rest = turn.text.split("\n")
        lines += [f"**{turn.speaker.capitalize()}:** {first}", *map(_escaped_turn, rest), ""]
    return "\n".join(lines)


def _facts(answer: Answer) -> str:
    facts: dict[str, Any] = {"skipped": sorted(answer.skipped)}
    if answer.reached is not None:
        facts["reached"] = sorted(answer.reached)
    if any(turn.seconds is not None for turn in answer.turns):
        facts["seconds"] = [turn.seconds for turn in answer.turns]
    return json.dumps(facts).replace(">", "\\u003e")


def _escaped_turn(line: str) -> str:
    """Escape a line that would read as the beginning of a turn, however often it is escaped already."""
    return f"\\{line}" if re.match(rf"\\*{TURN[1:]}", line) else line


def to_html(scorecard: Scorecard) -> str:
    """Return one self-contained HTML page: no script, nothing loaded from elsewhere, every text escaped."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = resources.files("grader.report").joinpath("templates/scorecard.html").read_text(encoding="utf-8")
    return environment.from_string(source).render(
        card=scorecard, verdicts=VERDICTS, percent=percent, sentence=sentence, quote=scorecard.answer.quote
    )


FORMATS = {"md": to_markdown, "json": to_json, "csv": to_csv, "html": to_html}
"""Writers by the name of their format."""
