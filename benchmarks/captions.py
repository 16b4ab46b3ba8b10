"""What grading loses when an answer comes as machine captions do, without punctuation and capitals.

Each model answer is graded as written and again stripped; the two sets of verdicts are compared. The words that open a
sentence, by which an import cuts captions, were chosen while looking at these answers: expect a little less on others.

Where the cuts stand decides it: with `--ideal` they stand where the sentences were, and only what is inside of them is
lost. November 2026, 1,398 verdicts: kappa .763, with ideal cuts .925; .80 was wanted and is not reached. Tried and
left: more cuts by the same words (.752), and a logistic model of words and their classes, learned from the guide and
the anchors (.661). It finds more of the true ends (F1 .38 over .32) with fewer of its cuts right (.36 over .42), so
wrong cuts seem to cost more than missing ones.

python -m benchmarks.captions [--uncut | --ideal]
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement.figures import kappa
from grader.agreement.row_files import labeled_answers
from grader.answer import Answer
from grader.grading import grade
from grader.language.sentences import cut
from grader.settings import ROOT, GraderSettings
from grader.transcripts.stops import cut_at_stops


def bare(text: str) -> str:
    """Return the words as speech recognition without punctuation writes them: one line, lower case."""
    return " ".join(re.findall(r"\w+(?:['’.,]\w+)*", text.lower()))


def as_imported(text: str) -> str:
    """Return a text as captions that the import has cut."""
    return cut_at_stops(bare(text))


def ideal(text: str) -> str:
    """Return a text as captions that are cut exactly where its sentences end."""
    return "\n".join(map(bare, cut(text)))


def stripped(answer: Answer, bared: Callable[[str], str]) -> Answer:
    """Return an answer with every turn as captions."""
    return replace(answer, turns=tuple(replace(turn, text=bared(turn.text)) for turn in answer.turns))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--uncut", action="store_true", help="leave out what the import does to captions")
    how.add_argument("--ideal", action="store_true", help="cut where the sentences really ended")
    args = parser.parse_args()
    bared = bare if args.uncut else ideal if args.ideal else as_imported
    settings = GraderSettings()
    rubrics = read_shelf(settings.rubric_folders).rubrics
    encoder = SentenceTransformerEncoder(settings.encoder)
    calibration = read_calibration(encoder.id)
    ours: list[str] = []
    theirs: list[str] = []
    by_kind: dict[str, tuple[list[str], list[str]]] = {}
    for labeled in labeled_answers(ROOT / "rubrics" / "examples", rubrics):
        cards = [
            grade(labeled.rubric, answer, encoder=encoder, calibration=calibration, protected=labeled.rubric.texts)
            for answer in (labeled.answer, stripped(labeled.answer, bared))
        ]
        before, after = ([c.verdict for c in card.checkpoints] for card in cards)
        theirs += before
        ours += after
        kind = by_kind.setdefault(labeled.kind, ([], []))
        kind[0].extend(before)
        kind[1].extend(after)
    print("| answer | verdicts | kappa | most common changes |\n|---|---|---|---|")
    for name, (before, after) in by_kind.items():
        changes = Counter(f"{a} → {b}" for a, b in zip(before, after, strict=True) if a != b).most_common(3)
        print(f"| {name} | {len(before)} | {kappa(before, after):.3f} | {', '.join(f'{n} {c}' for c, n in changes)} |")
    print(
        f"\nKappa of stripped with original verdicts: {kappa(theirs, ours):.3f} (n = {len(ours)}, {calibration.name})."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
