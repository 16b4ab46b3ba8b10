"""Rows as JSON lines, and labeled model answers as rows."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from grader.adapters.yaml_source import read_source
from grader.agreement.fitting import LabeledAnswer
from grader.agreement.rows import Row
from grader.errors import Mistake, RowsError
from grader.rubric import Rubric
from grader.scorecard import Verdict
from grader.transcripts import contents, read_transcript, to_answer

_LISTS = ("references", "contrasts", "heard", "protected")


def read_rows(path: Path) -> list[Row]:
    """Read a file of rows. RowsError names every bad line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RowsError(f"{path}: not UTF-8 text.", "Save it as UTF-8.") from None
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    # Only line feeds end a row: an answer may hold a Unicode line separator.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line), number))
        except (ValueError, TypeError, RecursionError) as error:
            message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            mistakes.append(Mistake(str(path), number, message, "see docs/grading.md for the keys of a row"))
    if mistakes:
        raise RowsError(f"{path} has {len(mistakes)} bad line(s).", mistakes=tuple(mistakes))
    if not rows:
        raise RowsError(f"{path} holds no rows.", "Expected one JSON object per line.")
    return rows


def _row(value: Any, number: int) -> Row:
    if not isinstance(value, dict):
        raise TypeError("not a JSON object")
    lists = {key: _texts(value, key) for key in _LISTS}
    references = lists["references"] or ((value["reference"],) if isinstance(value.get("reference"), str) else ())
    if not references or not any(r.strip() for r in references):
        raise ValueError("neither `reference` nor `references`")
    if not isinstance(value.get("answer"), str):
        raise ValueError("`answer` is missing or not a text")
    asked = value.get("earned_by") or "saying"
    if asked not in ("saying", "asking"):
        raise ValueError(f"`earned_by` is '{asked}', not saying or asking")
    return Row(
        id=str(value.get("id", number)),
        question=str(value.get("question") or ""),
        references=tuple(r for r in references if r.strip()),
        answer=value["answer"],
        contrasts=lists["contrasts"],
        heard=lists["heard"],
        protected=lists["protected"],
        earned_by="asking" if asked == "asking" else "saying",
        score=_mark(value.get("score")),
        group=str(value.get("qid", "")),
        family=str(value.get("attack") or value.get("type") or ""),
    )


def _texts(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    held = value.get(key) or []
    if not isinstance(held, list) or not all(isinstance(t, str) for t in held):
        raise TypeError(f"`{key}` is not a list of texts")
    return tuple(held)


def _mark(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"`score` is {value!r}, not a number from 0 to 1")
    return float(value)


def labeled_answers(folder: Path, rubrics: Mapping[str, Rubric]) -> Iterator[LabeledAnswer]:
    """Yield each model answer below a folder (`<problem>/<kind>.md`) with its labels (`<kind>.verdicts.yaml`).

    RowsError names the file and line of a label that fits no rubric. A second person's verdicts
    (`<kind>.<person>.verdicts.yaml`) are for comparing people, not for fitting: they are left out.
    """
    for path in sorted(p for p in folder.rglob("*.verdicts.yaml") if p.name.count(".") == 2):
        source = read_source(path)
        if source.mistakes or not isinstance(source.value, dict):
            raise RowsError(f"{path} is damaged.", mistakes=source.mistakes)
        rubric = rubrics.get(str(source.value.get("problem")))
        if rubric is None:
            raise RowsError(f"{path}: unknown problem.", mistakes=(source.mistake(("problem",), "unknown problem"),))
        known = {c.id for c in rubric.checkpoints}
        labels: dict[str, Verdict] = {}
        verdicts = source.value.get("verdicts") or []
        for i, label in enumerate(verdicts if isinstance(verdicts, list) else [verdicts]):
            held = label if isinstance(label, dict) else {}
            if str(held.get("checkpoint")) not in known or held.get("verdict") not in get_args(Verdict):
                mistake = source.mistake(("verdicts", i), "unknown checkpoint or verdict", "use those of the rubric")
                raise RowsError(f"{path} does not fit its rubric.", mistakes=(mistake,))
            labels[str(held["checkpoint"])] = held["verdict"]
        text = path.with_name(path.name.replace(".verdicts.yaml", ".md"))
        answer, _ = to_answer(read_transcript(contents(text), str(text)))
        yield LabeledAnswer(path.name.split(".")[0], rubric, answer, labels)
