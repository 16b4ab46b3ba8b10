"""The shipped model answers under the shipped grader: scores by kind, and agreement with the hand-written verdicts.

python -m benchmarks.answers
"""

import sys
from collections import defaultdict

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement.figures import kappa
from grader.agreement.row_files import labeled_answers
from grader.grading import grade
from grader.settings import ROOT, GraderSettings


def main() -> int:
    settings = GraderSettings()
    rubrics = read_shelf(settings.rubric_folders).rubrics
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    scores: dict[str, dict[str, float | None]] = defaultdict(dict)
    ours, theirs = [], []
    for answer in labeled_answers(ROOT / "rubrics" / "examples", rubrics):
        card = grade(
            answer.rubric, answer.answer, encoder=encoder, calibration=calibration, protected=answer.rubric.texts
        )
        scores[answer.kind][answer.rubric.id] = card.score
        ours += [c.verdict for c in card.checkpoints]
        theirs += [answer.labels[c.id] for c in card.checkpoints]
    problems = sorted(rubrics)
    print("| answer | " + " | ".join(problems) + " |\n|" + "---|" * (len(problems) + 1))
    for kind in ("strong", "colloquial", "middling", "weak", "off_topic", "wrong_but_fluent"):
        cells = ("–" if (s := scores[kind].get(p)) is None else f"{s:.2f}" for p in problems)
        print(f"| {kind} | " + " | ".join(cells) + " |")
    print(
        f"\nKappa with {len(theirs)} hand-written verdicts: {kappa(ours, theirs):.3f} (calibration {calibration.name})."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
