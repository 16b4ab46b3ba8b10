"""The grader held against two readers on mixed interviews, spoken half right and half wrong.

python -m benchmarks.mixed [FOLDER] [--failures]
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement.figures import auroc, kappa, spearman
from grader.agreement.label_files import read_labels
from grader.grading import grade
from grader.scorecard import CheckpointScore, Verdict
from grader.settings import GraderSettings

FOLDER = Path(__file__).parent / "mixed_interviews"
KINDS = ("plain_mid", "terse_senior", "fluent_talker", "changes_mind")
SHARE = {"met": 1.0, "partial": 0.5}
"""What a person's verdict is worth; every other verdict is worth nothing."""
_DRAWS = 300


@dataclass(frozen=True)
class Judged:
    """One checkpoint of one transcript."""

    problem: str
    kind: str
    theirs: Verdict
    """The first reader's verdict."""
    second: Verdict | None
    """The second reader's."""
    score: CheckpointScore
    """The grader's."""

    @property
    def similarity(self) -> float:
        near = self.score.evidence or self.score.closest
        return near.similarity if near else 0.0


def judged(folder: Path) -> list[Judged]:
    settings = GraderSettings()
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    rows = []
    for problem, rubric in sorted(read_shelf(settings.rubric_folders).rubrics.items()):
        shelf = read_labels(folder / problem, rubric)
        if shelf.mistakes:
            raise SystemExit("\n".join(map(str, shelf.mistakes)))
        second = {labeled.name: labeled for labeled in shelf.labeled if labeled.labeler}
        for labeled in (labeled for labeled in shelf.labeled if not labeled.labeler):
            card = grade(
                rubric, labeled.answer, encoder=encoder, calibration=calibration, protected=rubric.texts, level="staff"
            )
            other = second.get(labeled.name)
            for score in card.checkpoints:
                theirs = labeled.labels[score.id].verdict
                again = other.labels[score.id].verdict if other else None
                rows.append(Judged(problem, labeled.name, theirs, again, score))
    return rows


Figure = Callable[[Sequence[Judged]], float | None]


def four_verdicts(rows: Sequence[Judged]) -> float | None:
    return kappa([row.score.verdict for row in rows], [row.theirs for row in rows])


def covered_or_not(rows: Sequence[Judged]) -> float | None:
    return kappa([str(row.score.verdict in SHARE) for row in rows], [str(row.theirs in SHARE) for row in rows])


def separated(higher: Verdict, lower: Verdict) -> Figure:
    """Return a figure: AUROC of similarity, rows with one verdict against those with another."""

    def figure(rows: Sequence[Judged]) -> float | None:
        some = [row for row in rows if row.theirs in (higher, lower)]
        return auroc(np.array([r.similarity for r in some]), np.array([float(r.theirs == higher) for r in some]))

    return figure


def credit_separated(higher: Verdict, lower: Verdict) -> Figure:
    """Return a figure: AUROC of credit, rows with one verdict against those with another."""

    def figure(rows: Sequence[Judged]) -> float | None:
        some = [row for row in rows if row.theirs in (higher, lower)]
        return auroc(
            np.array([r.score.credit or 0.0 for r in some]), np.array([float(r.theirs == higher) for r in some])
        )

    return figure


def ranked(rows: Sequence[Judged]) -> float | None:
    """Spearman of the transcripts' mean credit with the readers'."""
    keys = sorted({(row.problem, row.kind) for row in rows})
    groups = [[row for row in rows if (row.problem, row.kind) == key] for key in keys]
    ours = np.array([np.mean([row.score.credit or 0.0 for row in group]) for group in groups])
    theirs = np.array([np.mean([SHARE.get(row.theirs, 0.0) for row in group]) for group in groups])
    return spearman(ours, theirs)


def precision(rows: Sequence[Judged]) -> float | None:
    """Share of the grader's `contradicted` that is the readers'."""
    said = [row.theirs == "contradicted" for row in rows if row.score.verdict == "contradicted"]
    return float(np.mean(said)) if said else None


FIGURES: dict[str, Figure] = {
    "kappa of four verdicts": four_verdicts,
    "kappa of covered or not": covered_or_not,
    "AUROC of similarity, met / missed": separated("met", "missed"),
    "AUROC of similarity, met / contradicted": separated("met", "contradicted"),
    "AUROC of credit, met / missed": credit_separated("met", "missed"),
    "AUROC of credit, met / contradicted": credit_separated("met", "contradicted"),
    "Spearman of transcripts": ranked,
    "precision of contradicted": precision,
}


def interval(figure: Figure, rows: Sequence[Judged]) -> tuple[float, float] | None:
    """Return the 95 % percentile interval, whole problems drawn with replacement."""
    problems = sorted({row.problem for row in rows})
    by_problem = {problem: [row for row in rows if row.problem == problem] for problem in problems}
    chance = np.random.default_rng(0)
    draws = [chance.choice(problems, len(problems)) for _ in range(_DRAWS)]
    values = [figure([row for problem in draw for row in by_problem[problem]]) for draw in draws]
    known = [value for value in values if value is not None]
    return (float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))) if known else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument(
        "--failures", action="store_true", help="print every verdict that differs from the first reader's"
    )
    options = parser.parse_args(arguments)
    rows = judged(options.folder)
    between = [(row.theirs, row.second) for row in rows if row.second]
    agreement = kappa([a for a, _ in between], [str(b) for _, b in between])
    differ = sum(a != b for a, b in between)
    print(f"{len(rows)} verdicts; kappa of the two readers {_shown(agreement)}, {differ} of {len(between)} differ\n")
    print("| figure | value [95 %] |\n|---|---|")
    for name, figure in FIGURES.items():
        low_high = interval(figure, rows)
        around = f" [{low_high[0]:.2f}, {low_high[1]:.2f}]" if low_high else ""
        print(f"| {name} | {_shown(figure(rows))}{around} |")
    print("\n| kind | n | readers' share of credit | grader's |\n|---|---|---|---|")
    for kind in KINDS:
        some = [row for row in rows if row.kind == kind]
        theirs = np.mean([SHARE.get(row.theirs, 0.0) for row in some])
        print(f"| {kind} | {len(some)} | {theirs:.2f} | {np.mean([row.score.credit or 0.0 for row in some]):.2f} |")
    print("\n| reader / grader | n |\n|---|---|")
    for (theirs_, ours), n in sorted(Counter((row.theirs, row.score.verdict) for row in rows).items()):
        print(f"| {theirs_} / {ours} | {n} |")
    if options.failures:
        for row in rows:
            if row.theirs != row.score.verdict:
                print(f"{row.problem} {row.kind} {row.score.id}: reader {row.theirs}, grader {row.score.verdict}")
    return 0


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
