"""What `benchmarks.agree` measured, as Markdown."""

from typing import Any

from grader.agreement.measuring import agreement_table


def table(measured: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown."""
    lines = [f"Commit {measured['commit']}, encoder {measured['encoder']}, calibration {measured['calibration']}.", ""]
    lines += _set_lines(measured["sets"])
    if "attacks" in measured:
        lines += ["", "| attack or control | n | credited >= .5 |", "|---|---|---|"]
        lines += [f"| {k} | {v['n']} | {v['credited']:.3f} |" for k, v in measured["attacks"].items()]
        p = measured["padded"]
        lines += ["", f"Bad answers (mark < .5) with filler {p['padded']:.3f}, alone {p['alone']:.3f}, n {p['n']}."]
    if "interviews" in measured:
        lines += ["", *_interview_lines(measured["interviews"])]
    return "\n".join([*lines, "", f"{measured['seconds']} s."])


def _set_lines(sets: dict[str, Any]) -> list[str]:
    lines = [
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
        lines += ["", f"Correct against contradictory, {name}: AUROC {_rounded(c['auroc'])} {c['ci95']} (similarity "]
        lines[-1] += f"{_rounded(c['auroc_similarity'])}; within questions {_rounded(c['by_question'])}), n {c['n']}."
    return lines


def _interview_lines(measured: dict[str, Any]) -> list[str]:
    within, credit_within = _rounded(measured["within_text"]), _rounded(measured["within_text_credit"])
    lines = [
        f"Interview answers: AUROC covered against absent {_rounded(measured['auroc_similarity'])} {measured['ci95']}, "
        f"within text {within}; of credit {_rounded(measured['auroc_credit'])}, {credit_within}; Spearman with the "
        f"grade {_rounded(measured['spearman_with_grade'])}; n {measured['n']}, {measured['texts']} texts.",
        "",
        "| label | n | met | partial | missed | contradicted |",
        "|---|---|---|---|---|---|",
    ]
    for k, v in measured["met_by_label"].items():
        lines.append(f"| {k} | {v['n']} | {v['met']} | {v['partial']} | {v['missed']} | {v['contradicted']} |")
    lines += [
        "",
        "| interview attack | met outside allowed | credited of due | contradicted of those negated | as without |",
        "|---|---|---|---|---|",
    ]
    for a in measured["attacks"]:
        due = f"{a['credited_of_due']} of {a['due']}" if a["due"] else ""
        against = f"{len(a['contradicted'])} of {a['contradicts']}" if a["contradicts"] else ""
        same = {None: "", True: "yes", False: "no"}[a["as_without"]]
        lines.append(f"| {a['id']} | {len(a['outside'])} {' '.join(a['outside'])} | {due} | {against} | {same} |")
    return lines


def _rounded(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
