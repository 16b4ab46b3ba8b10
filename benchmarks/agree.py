"""Agreement with people, and resistance to gaming, over a folder of measuring data: one table.

The folder holds `graded-answers/*.jsonl` (rows with human marks), `graded-answers/adv.jsonl` (rows by attack) and
`interview-answers/` (checkpoints.yaml, labels.jsonl, grades.csv, attacks.jsonl and a folder of texts for each problem).

    python -m benchmarks.agree DIR [--json]
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.agreement.figures import agree, auroc, interval, spearman
from grader.agreement.measuring import agreement_table, mean_of
from grader.agreement.row_files import read_rows
from grader.agreement.rows import Row, judge_all, marked
from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.grading import grade
from grader.ports import Encoder
from grader.rubric import Checkpoint, Phase, Rubric
from grader.scorecard import CheckpointScore

SHORT = 3
"""Marked answers of so few words say that nothing was handed in; they are left out."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    encoder = SentenceTransformerEncoder()
    calibration = read_calibration(encoder.id)
    began = time.monotonic()
    graded = args.folder / "graded-answers"
    sets = [p for p in sorted(graded.glob("*.jsonl")) if p.name != "adv.jsonl"]
    found: dict[str, Any] = {"commit": _commit(), "calibration": calibration.name, "encoder": encoder.id}
    found["sets"] = _sets(sets, encoder, calibration)
    if (graded / "adv.jsonl").is_file():
        found["attacks"] = _families(read_rows(graded / "adv.jsonl"), encoder, calibration)
        found["padded"] = _padded(graded / "adv.jsonl", encoder, calibration)
    if (args.folder / "interview-answers").is_dir():
        found["interviews"] = _interviews(args.folder / "interview-answers", encoder, calibration)
    found["seconds"] = round(time.monotonic() - began)
    print(json.dumps(found, indent=2) if args.json else _table(found))
    return 0


def _commit() -> str:
    run = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return run.stdout.strip() or "unknown"


def _sets(paths: Sequence[Path], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    transfer: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    contradictions: dict[str, Any] = {}
    for path in paths:
        rows = [r for r in read_rows(path) if r.score is not None and len(r.answer.split()) > SHORT]
        judged = list(judge_all(rows, encoder, calibration))
        points = [marked(row, found, encoder) for row, found in zip(rows, judged, strict=True)]
        good = [found for row, found in zip(rows, judged, strict=True) if (row.score or 0) >= 0.7]
        flagged = sum(bool(found.guards) for found in good) / max(len(good), 1)
        files.append({"file": path.name, **agree(points), "good_flagged": round(flagged, 4), "good": len(good)})
        transfer[path.name] = (np.array([p.credit or 0.0 for p in points]), np.array([p.mark for p in points]) >= 0.7)
        if contradicting := _contradictions(path, rows, points):
            contradictions[path.name] = contradicting
    return {
        "files": files,
        "mean": mean_of(files),
        "thresholds": _transfer(transfer),
        "contradictions": contradictions,
    }


def _contradictions(path: Path, rows: Sequence[Row], points: Sequence[Any]) -> dict[str, Any]:
    """AUROC of correct against contradictory answers, where the set labels them: pooled, and mean within questions."""
    labels = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip() and "label" in (row := json.loads(line)):
            labels[str(row["id"])] = row["label"]
    pairs = [(p, labels.get(r.id)) for r, p in zip(rows, points, strict=True)]
    kept = [(p, label) for p, label in pairs if label in ("correct", "contradictory")]
    if not kept:
        return {}
    credits = np.array([p.credit or 0.0 for p, _ in kept])
    similar = np.array([p.similarity or 0.0 for p, _ in kept])
    correct = np.array([1.0 if label == "correct" else 0.0 for _, label in kept])
    questions = [p.question for p, _ in kept]
    return {
        "n": len(kept),
        "auroc": auroc(credits, correct),
        "ci95": interval(auroc, credits, correct, questions),
        "auroc_similarity": auroc(similar, correct),
        "by_question": _within(credits, correct, questions),
    }


def _within(values: np.ndarray, good: np.ndarray, groups: Sequence[str]) -> float | None:
    names = np.array(groups)
    found = [auroc(values[names == name], good[names == name]) for name in sorted(set(groups))]
    known = [v for v in found if v is not None]
    return sum(known) / len(known) if known else None


def _transfer(sets: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    """Balanced accuracy with the threshold that is best on the other sets, and with the set's own."""
    found = {}
    for name, (credits, good) in sets.items():
        if good.all() or not good.any():
            continue
        others = [v for other, v in sets.items() if other != name]
        grid = np.round(np.arange(0.01, 1.0, 0.01), 2)
        mean = [np.mean([_balanced(c, g, t) for c, g in others]) for t in grid]
        own = [_balanced(credits, good, t) for t in grid]
        borrowed = _balanced(credits, good, float(grid[int(np.argmax(mean))]))
        found[name] = {"borrowed": borrowed, "own": max(own), "threshold": float(grid[int(np.argmax(mean))])}
    rows = list(found.values())
    return {"sets": found, **{k: float(np.mean([r[k] for r in rows])) for k in ("borrowed", "own") if rows}}


def _balanced(credits: np.ndarray, good: np.ndarray, threshold: float) -> float:
    passed = credits >= threshold
    return float((passed[good].mean() + (~passed[~good]).mean()) / 2)


def _families(rows: Iterable[Row], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    passed: dict[str, list[bool]] = defaultdict(list)
    rows = list(rows)
    for row, found in zip(rows, judge_all(rows, encoder, calibration), strict=True):
        passed[row.family].append((found.credit or 0.0) >= 0.5)
    return {name: {"n": len(v), "credited": round(sum(v) / len(v), 4)} for name, v in sorted(passed.items())}


def _padded(path: Path, encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    """Bad answers with filler behind them, beside the same answers without it."""
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    filler = {row["qid"]: row["answer"] for row in raw if row["attack"] == "e_filler_only"}
    bad = {r["id"]: r for r in raw if r["attack"] == "e2_bad_plus_filler" and (r.get("bad_score") or 0) < 0.5}
    rows = [row for row in read_rows(path) if row.id in bad]
    alone = [replace(row, answer=row.answer.removesuffix(filler[bad[row.id]["qid"]]).strip()) for row in rows]
    passed = [
        [(found.credit or 0.0) >= 0.5 for found in judge_all(held, encoder, calibration)] for held in (rows, alone)
    ]
    return {
        "n": len(rows),
        **{k: round(float(np.mean(v)), 4) for k, v in zip(("padded", "alone"), passed, strict=True)},
    }


# Interview answers: a text is judged by the statements of its problem, as one rubric without anchors.


def _interviews(folder: Path, encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    problems = yaml.safe_load((folder / "checkpoints.yaml").read_text(encoding="utf-8"))
    rubrics = {name: _rubric(name, held) for name, held in problems.items()}
    texts = {p.stem: (p.parent.name, _body(p.read_text(encoding="utf-8"))) for p in sorted(folder.glob("*/*.md"))}
    judged = {
        name: _judged(rubrics[problem], text, encoder, calibration)
        for name, (problem, text) in texts.items()
        if problem in rubrics
    }
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").split("\n") if line]
    kept = [row for row in labels if row["label"] in ("covered", "none") and row["text"] in judged]
    found = [judged[row["text"]][row["checkpoint"]] for row in kept]
    covered = np.array([1.0 if row["label"] == "covered" else 0.0 for row in kept])
    groups = [row["text"] for row in kept]
    credits = np.array([c.credit or 0.0 for c in found])
    similar = np.array([_similarity(c) for c in found])
    return {
        "n": len(kept),
        "texts": len(judged),
        "auroc_similarity": auroc(similar, covered),
        "ci95": interval(auroc, similar, covered, groups),
        "auroc_credit": auroc(credits, covered),
        "within_text": _within(similar, covered, groups),
        "within_text_credit": _within(credits, covered, groups),
        "spearman_with_grade": _grades(folder / "grades.csv", judged),
        "met_by_label": _by_label(labels, judged),
        "attacks": _attacks(folder / "attacks.jsonl", rubrics, judged, encoder, calibration),
    }


def _rubric(name: str, held: dict[str, Any]) -> Rubric:
    phases: dict[str, list[Checkpoint]] = defaultdict(list)
    for key, value in held["checkpoints"].items():
        asking = "asking" if value["text"].startswith("Clarifies") else "saying"
        phases[value["phase"]].append(Checkpoint(value["text"], key, earned_by=asking))
    return Rubric(name, name, held["prompt"], tuple(Phase(k, tuple(v)) for k, v in phases.items()))


def _body(text: str) -> str:
    return re.sub(r"\A(?:\s*<!--.*?-->|---\n.*?\n---\n)+", "", text, flags=re.S)


def _judged(rubric: Rubric, text: str, encoder: Encoder, calibration: Calibration) -> dict[str, CheckpointScore]:
    turns = (Turn("interviewer", rubric.prompt), Turn("candidate", text))
    card = grade(rubric, Answer(turns), encoder=encoder, calibration=calibration, shortest=1)
    return {c.id: c for c in card.checkpoints}


def _similarity(found: CheckpointScore) -> float:
    shown = found.evidence or found.closest
    return shown.similarity if shown else 0.0


def _grades(path: Path, judged: dict[str, dict[str, CheckpointScore]]) -> float | None:
    grades = {row["text"]: float(row["grade"]) for row in csv.DictReader(path.open(encoding="utf-8"))}
    names = [name for name in judged if name in grades]
    means = np.array([np.mean([c.credit or 0.0 for c in judged[name].values()]) for name in names])
    return spearman(means, np.array([grades[name] for name in names]))


def _by_label(labels: list[dict[str, Any]], judged: dict[str, dict[str, CheckpointScore]]) -> dict[str, Any]:
    verdicts: dict[str, list[str]] = defaultdict(list)
    for row in labels:
        if row["text"] in judged:
            verdicts[row["label"]].append(judged[row["text"]][row["checkpoint"]].verdict)
    names = ("met", "partial", "missed", "contradicted")
    return {k: {"n": len(v), **{n: round(v.count(n) / len(v), 3) for n in names}} for k, v in sorted(verdicts.items())}


def _attacks(
    path: Path,
    rubrics: dict[str, Rubric],
    judged: dict[str, dict[str, CheckpointScore]],
    encoder: Encoder,
    calibration: Calibration,
) -> list[dict[str, Any]]:
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        attack = json.loads(line)
        rubric = rubrics[attack["problem"]]
        protected = tuple(c.claim for c in rubric.checkpoints) if attack["type"] == "rubric_paste" else ()
        verdicts = _attacked(rubric, attack["text"], protected, encoder, calibration)
        met = [k for k, v in verdicts.items() if v.verdict == "met"]
        due = attack.get("must_credit") or []
        credited = [k for k in due if (verdicts[k].credit or 0.0) >= 0.5]
        found.append(
            {
                "id": attack["id"],
                "type": attack["type"],
                "met": met,
                "outside": [k for k in met if k not in (attack.get("allowed") or [])],
                "as_without": _as_without(attack, verdicts, judged),
                "due": len(due),
                "credited_of_due": len(credited),
                "contradicts": len(attack.get("contradicts") or []),
                "contradicted": [k for k in attack.get("contradicts") or [] if verdicts[k].verdict == "contradicted"],
            }
        )
    return found


def _as_without(
    attack: dict[str, Any], verdicts: dict[str, CheckpointScore], judged: dict[str, dict[str, CheckpointScore]]
) -> bool | None:
    """Say whether an answer with an instruction earns what the same answer earns without; None for other attacks."""
    alone = judged.get(attack.get("same_as") or "")
    return None if alone is None else all(verdicts[k].credit == alone[k].credit for k in alone)


def _attacked(
    rubric: Rubric, text: str, protected: tuple[str, ...], encoder: Encoder, calibration: Calibration
) -> dict[str, CheckpointScore]:
    turns = (Turn("interviewer", rubric.prompt), Turn("candidate", text))
    options: dict[str, Any] = {"encoder": encoder, "calibration": calibration, "shortest": 1}
    card = grade(rubric, Answer(turns), protected=protected, **options)
    return {c.id: c for c in card.checkpoints}


def _table(found: dict[str, Any]) -> str:
    sets = found["sets"]
    lines = [f"Commit {found['commit']}, encoder {found['encoder']}, calibration {found['calibration']}.", ""]
    lines += [
        agreement_table(sets),
        "",
        "| set | threshold of the others | own | good answers flagged |",
        "|---|---|---|---|",
    ]
    flagged = {f["file"]: f"{f['good_flagged']:.3f} (n {f['good']})" for f in sets["files"]}
    for name, t in sets["thresholds"]["sets"].items():
        lines.append(f"| {name} | {t['borrowed']:.3f} | {t['own']:.3f} | {flagged[name]} |")
    lines.append(f"| mean | {sets['thresholds'].get('borrowed', 0):.3f} | {sets['thresholds'].get('own', 0):.3f} | |")
    for name, c in sets["contradictions"].items():
        lines += ["", f"Correct against contradictory, {name}: AUROC {_f(c['auroc'])} {c['ci95']} (similarity "]
        lines[-1] += f"{_f(c['auroc_similarity'])}; within questions {_f(c['by_question'])}), n {c['n']}."
    if "attacks" in found:
        lines += ["", "| attack or control | n | credited >= .5 |", "|---|---|---|"]
        lines += [f"| {k} | {v['n']} | {v['credited']:.3f} |" for k, v in found["attacks"].items()]
        p = found["padded"]
        lines += ["", f"Bad answers (mark < .5) with filler {p['padded']:.3f}, alone {p['alone']:.3f}, n {p['n']}."]
    if "interviews" in found:
        lines += ["", *_interview_lines(found["interviews"])]
    return "\n".join([*lines, "", f"{found['seconds']} s."])


def _interview_lines(found: dict[str, Any]) -> list[str]:
    lines = [
        f"Interview answers: AUROC covered against absent {_f(found['auroc_similarity'])} {found['ci95']}, within text "
        f"{_f(found['within_text'])}; of credit {_f(found['auroc_credit'])}, {_f(found['within_text_credit'])}; "
        f"Spearman with the grade {_f(found['spearman_with_grade'])}; n {found['n']}, {found['texts']} texts.",
        "",
        "| label | n | met | partial | missed | contradicted |",
        "|---|---|---|---|---|---|",
    ]
    for k, v in found["met_by_label"].items():
        lines.append(f"| {k} | {v['n']} | {v['met']} | {v['partial']} | {v['missed']} | {v['contradicted']} |")
    lines += [
        "",
        "| interview attack | met outside allowed | credited of due | contradicted of those negated | as without |",
        "|---|---|---|---|---|",
    ]
    for a in found["attacks"]:
        due = f"{a['credited_of_due']} of {a['due']}" if a["due"] else ""
        against = f"{len(a['contradicted'])} of {a['contradicts']}" if a["contradicts"] else ""
        same = {None: "", True: "yes", False: "no"}[a["as_without"]]
        lines.append(f"| {a['id']} | {len(a['outside'])} {' '.join(a['outside'])} | {due} | {against} | {same} |")
    return lines


def _f(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
