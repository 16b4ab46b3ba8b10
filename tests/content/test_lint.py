"""Lint finds the faults that were seeded before it was written, and leaves the ten shipped problems alone."""

import re
from copy import deepcopy
from functools import cache

import pytest
import yaml

from grader.adapters.calibration_files import read_calibration
from grader.lint import Answers
from grader.lint.lint_files import answers_for, lint_text
from interviewer.turn.discretion import Discretion
from interviewer.workshop.interview_lint import asking, leaks, links, retrieval, sizes
from library.chapter_files import parse_chapter
from library.index.chroma_search import ChromaGuide, build
from tests.content import shipped

FAULTS = shipped.load(shipped.HERE / "lint_faults.yaml")
MEASURED = ("fires-on-everything", "never-fires")
"""Found by grading model answers, which takes seconds for each."""
INDEXED = ("never-retrieved",)
"""Found by searching an index of the guide."""
FOUND, FALSE = 0.90, 0.05
"""Share of the faults that is found; share of the shipped checkpoints with a finding."""


def name(fault):
    return f"{fault['in']} {fault['find']}"


@cache
def raw(problem):
    return yaml.load(source(problem), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def source(problem):
    return (shipped.ROOT / "rubrics" / f"{problem}.yaml").read_text(encoding="utf-8")


def rubric_with(fault):
    """Return the text of a rubric with one fault in it."""
    problem, _, wanted = fault["in"].partition("/")
    changed = deepcopy(raw(problem))
    for phase in changed["phases"]:
        for checkpoint in phase["checkpoints"]:
            if checkpoint["id"] == wanted:
                checkpoint.update(fault.get("set", {}))
                if "reverse" in fault:
                    checkpoint[fault["reverse"]].reverse()
                for key in [key for key, value in checkpoint.items() if value is None]:
                    del checkpoint[key]
            else:  # the others matter by their claim and weight only, and reading them takes time
                for key in ("anchors", "contrasts", "probes", "hints", "counts", "guide"):
                    checkpoint.pop(key, None)
    if fault["find"] in MEASURED:
        kept = [{**p, "checkpoints": [c for c in p["checkpoints"] if c["id"] == wanted]} for p in changed["phases"]]
        changed["phases"] = [p for p in kept if p["checkpoints"]]
    changed["reveals"] += [fault["reveal"]] if "reveal" in fault else []
    return yaml.dump(
        changed, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False, allow_unicode=True, width=1000
    )


def chapter_with(fault):
    """Return the sections of the guide with one fault in one chapter."""
    stem = fault["in"].removesuffix(".md")
    text = (shipped.ROOT / "knowledge" / fault["in"]).read_text(encoding="utf-8")
    if "replace" in fault:
        old, new = fault["replace"]
        assert old in text
        text = text.replace(old, new)
    if "join" in fault:
        heads = re.findall(r"^## .*\{#([\w-]+)\}\n", text, re.M)
        joined = heads[1:] if fault["join"] == "all" else fault["join"][1:]
        text = "".join(
            line for line in text.splitlines(keepends=True) if not any(line.endswith(f"{{#{j}}}\n") for j in joined)
        )
    chapter = parse_chapter(text + fault.get("append", ""), stem, fault["in"])
    assert not chapter.mistakes
    others = {i: s for i, s in shipped.library().sections.items() if not i.startswith(f"{stem}/")}
    return others | {s.id: s for s in chapter.sections}, {s.id for s in chapter.sections}


def is_found(fault, encoder):
    """Say whether lint gives the finding at the fault."""
    calibration = read_calibration(encoder.id)
    rubrics = shipped.shelf().rubrics
    if fault["in"].endswith(".md"):
        sections, own = chapter_with(fault)
        findings = [*links(rubrics, sections, shipped.library().paths), *sizes(sections)]
        return any(
            f.rule == fault["find"] and (f.about in own or fault["in"].split(".")[0] in f.message) for f in findings
        )
    problem, _, wanted = fault["in"].partition("/")
    if fault["find"] == "dead-link":
        fresh = {
            s.about: s for s in links({problem: parse(fault)}, shipped.library().sections) if s.rule == "dead-link"
        }
        return fault["in"] in fresh
    answers = Answers()
    if fault["find"] in MEASURED:
        answers = answers_for(problem, [shipped.ROOT / "rubrics"])
    slow = fault["find"] in ("probe-leaks", *MEASURED)
    findings = lint_text(rubric_with(fault), f"{problem}.yaml", encoder, calibration if slow else None, answers)
    return any(
        f.rule == fault["find"] and (f.about == fault["in"] or f"'{wanted}'" in f.message) and f.line for f in findings
    )


def parse(fault):
    from grader.adapters.rubric_files import parse_rubric

    return parse_rubric(rubric_with(fault), f"{fault['in'].partition('/')[0]}.yaml")


def test_sixty_faults_cover_every_kind():
    assert len(FAULTS) == 60
    assert len({f["find"] for f in FAULTS}) == 17
    assert len({name(f) for f in FAULTS} | {str(f) for f in FAULTS}) >= 60


def test_lint_finds_the_faults_that_need_no_measuring(encoder):
    quick = [f for f in FAULTS if f["find"] not in (*MEASURED, *INDEXED)]
    missed = [name(f) for f in quick if not is_found(f, encoder)]
    assert len(missed) <= (1 - FOUND) * len(quick), missed


def never_found(encoder, folder):
    """Return the sections that are never retrieved when all such faults are in the guide at once."""
    sections = dict(shipped.library().sections)
    for fault in FAULTS:
        sections |= chapter_with(fault)[0] if fault["find"] in INDEXED else {}
    build(folder, list(sections.values()), encoder)
    guide = ChromaGuide(folder, lambda: sections, encoder)
    return {f.about for f in retrieval(shipped.shelf().rubrics, sections, guide)}


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_lint_finds_nine_of_ten_faults(encoder, tmp_path):
    lost = never_found(encoder, tmp_path)
    missed = [name(f) for f in FAULTS if f["find"] not in INDEXED and not is_found(f, encoder)]
    missed += [name(f) for f in FAULTS if f["find"] in INDEXED and not lost & chapter_with(f)[1]]
    print(f"found {len(FAULTS) - len(missed)} of {len(FAULTS)}; missed: {missed}")
    assert len(missed) <= (1 - FOUND) * len(FAULTS), missed


def checkpoints():
    return sum(len(shipped.rubric(problem).checkpoints) for problem in shipped.PROBLEMS)


def test_lint_leaves_the_shipped_ten_alone(encoder):
    findings = [f for p in shipped.PROBLEMS for f in lint_text(source(p), f"{p}.yaml", encoder)]
    sections = shipped.library().sections
    findings += [*links(shipped.shelf().rubrics, sections, shipped.library().paths), *sizes(sections)]
    assert len(findings) <= FALSE * checkpoints(), list(map(str, findings))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_measuring_leaves_the_shipped_ten_alone(encoder, tmp_path):
    calibration = read_calibration(encoder.id)
    findings = []
    for problem in shipped.PROBLEMS:
        answers = answers_for(problem, [shipped.ROOT / "rubrics"])
        findings += lint_text(source(problem), f"{problem}.yaml", encoder, calibration, answers)
    sections = shipped.library().sections
    build(tmp_path, list(sections.values()), encoder)
    guide = ChromaGuide(tmp_path, lambda: sections, encoder)
    findings += [*links(shipped.shelf().rubrics, sections, shipped.library().paths), *sizes(sections)]
    findings += retrieval(shipped.shelf().rubrics, sections, guide)
    for rubric in shipped.shelf().rubrics.values():
        told = leaks(rubric, sections, Discretion(rubric, encoder, calibration))
        findings += [f for f in told if f.rule == "hint-leaks"]  # probes were looked at above
    print(f"{len(findings)} findings in {checkpoints()} checkpoints:", *findings, sep="\n")
    assert len(findings) <= FALSE * checkpoints(), list(map(str, findings))


def test_facts_of_the_shipped_ten_agree():
    assert [f for p in shipped.PROBLEMS for f in asking(shipped.rubric(p)) if f.rule == "reveal-contradicts"] == []
