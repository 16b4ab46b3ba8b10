"""Labels beside a rubric: `examples/<id>/<answer>.md` with `<answer>.verdicts.yaml`.

A second person's verdicts on the same answer are `<answer>.<person>.verdicts.yaml`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from grader.adapters.yaml_source import Source, read_source
from grader.agreement.labels import Label, Labeled
from grader.answer import Answer
from grader.errors import InputError, Mistake
from grader.rubric import Rubric
from grader.scorecard import Verdict
from grader.transcripts import contents, read_transcript, suggest_candidate, to_answer

ENDING = ".verdicts.yaml"
_NAME = re.compile(r"(?P<answer>[A-Za-z0-9_-]{1,64})(?:\.(?P<who>[A-Za-z0-9_-]{1,64}))?")


@dataclass(frozen=True)
class LabelShelf:
    """The labels of one rubric, and what is wrong with the rest."""

    labeled: tuple[Labeled, ...]
    """Sound verdict files with their answers."""
    mistakes: tuple[Mistake, ...]
    """What is wrong; nothing is skipped silently."""


def read_labels(folder: Path, rubric: Rubric) -> LabelShelf:
    """Read the verdict files of a folder of model answers. Never raises for what is in the files."""
    labeled: list[Labeled] = []
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        named = _NAME.fullmatch(path.name.removesuffix(ENDING))
        if named is None:
            hint = "name it <answer>.verdicts.yaml or <answer>.<person>.verdicts.yaml"
            mistakes.append(Mistake(str(path), 0, "the name cannot be used", hint))
            continue
        answer = _answer(folder / f"{named['answer']}.md", mistakes)
        labels, found = parse_labels(read_source(path), rubric, answer)
        mistakes += found
        if answer is not None and not found:
            labeled.append(Labeled(named["answer"], named["who"] or "", answer, labels))
    return LabelShelf(tuple(labeled), tuple(mistakes))


def _answer(path: Path, mistakes: list[Mistake]) -> Answer | None:
    try:
        transcript = read_transcript(contents(path), str(path))
        return to_answer(transcript, suggest_candidate(transcript))[0]
    except FileNotFoundError:
        mistakes.append(Mistake(str(path), 0, "there are verdicts, but no answer", "add the transcript"))
    except InputError as error:
        mistakes += error.mistakes or (Mistake(str(path), 0, error.message, error.hint),)
    except OSError as error:
        mistakes.append(Mistake(str(path), 0, f"cannot be read: {error.strerror}", "check its permissions"))
    return None


def parse_labels(source: Source, rubric: Rubric, answer: Answer | None) -> tuple[dict[str, Label], tuple[Mistake, ...]]:
    """Return the labels of a verdict file by checkpoint, and every mistake with its line."""
    if source.mistakes or source.value is None:
        return {}, source.mistakes
    rows = source.value.get("verdicts") if isinstance(source.value, dict) else None
    if not isinstance(rows, list):
        return {}, (
            source.mistake((), "not a verdict file: expected `verdicts:` with a list", "see docs/authoring.md"),
        )
    bare = rubric.id.rpartition(".")[2]
    mistakes: list[Mistake] = []
    if source.value.get("problem") not in (bare, rubric.id):
        mistakes.append(source.mistake(("problem",), f"`problem` is not '{bare}'", "name the rubric it lies beside"))
    labels: dict[str, Label] = {}
    for i, row in enumerate(rows):
        wrong = _wrong(row, rubric, answer, labels)
        if wrong:
            mistakes.append(source.mistake(("verdicts", i), *wrong))
        else:
            labels[row["checkpoint"]] = Label(row["verdict"], str(row.get("quote") or ""))
    return labels, tuple(mistakes)


def _wrong(row: object, rubric: Rubric, answer: Answer | None, seen: dict[str, Label]) -> tuple[str, str] | None:
    """Return message and hint for one entry of a verdict file, or None when it is sound."""
    if not isinstance(row, dict):
        return "not an entry", "write {checkpoint: ..., verdict: ..., quote: ...}"
    checkpoint, verdict, quote = row.get("checkpoint"), row.get("verdict"), str(row.get("quote") or "")
    if not isinstance(checkpoint, str) or checkpoint not in rubric.phase_of:
        return f"there is no checkpoint '{checkpoint}'", "use the ids of the rubric"
    if checkpoint in seen:
        return f"the checkpoint '{checkpoint}' stands twice", "keep one"
    if verdict not in get_args(Verdict):
        return f"there is no verdict '{verdict}'", f"use {', '.join(get_args(Verdict))}"
    if verdict in ("met", "partial", "contradicted") and not quote.strip():
        return f"'{verdict}' without a quote", "copy the candidate's words that earn it"
    if quote and answer is not None and not any(quote in t.text for t in answer.turns if t.speaker == "candidate"):
        return "the quote is not among the candidate's words", "copy it exactly, from one turn"
    return None
