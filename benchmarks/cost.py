"""What grading costs: one answer, one checkpoint, and a 45-minute transcript, cold and warm. One Markdown table.

python -m benchmarks.cost

Cold is a new process's first look at the texts (rubric, guide and answer are encoded); warm is the same again. Medians,
with the ratio to cold, so that runs on different machines can be compared.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from grader.adapters.calibration_files import read_calibration
from grader.adapters.encoder import SentenceTransformerEncoder
from grader.adapters.rubric_files import read_shelf
from grader.agreement.row_files import labeled_answers
from grader.answer import Answer, Turn
from grader.grading import grade
from grader.rubric import Rubric
from grader.settings import ROOT, GraderSettings

WORDS = 6_000
CHECKPOINTS = 22
RUNS = 5


def main() -> int:
    settings = GraderSettings()
    rubrics = read_shelf(settings.rubric_folders).rubrics
    answers = list(labeled_answers(ROOT / "rubrics" / "examples", rubrics))
    rubric = _cut(next(r for r in rubrics.values() if len(r.checkpoints) >= CHECKPOINTS))
    spoken = [t.text for a in answers if a.kind == "strong" for t in a.answer.turns if t.speaker == "candidate"]
    transcript = _transcript(rubric, spoken)
    short = Answer((Turn("interviewer", rubric.prompt), Turn("candidate", _first(spoken, 150))))
    SentenceTransformerEncoder().encode(["load"])
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.\n"
    )
    print("| what | words | checkpoints | cold, ms | warm, ms | warm / cold | warm, ms per checkpoint |")
    print("|---|---|---|---|---|---|---|")
    one = replace(rubric, phases=(replace(rubric.phases[0], checkpoints=rubric.phases[0].checkpoints[:1]),))
    _row("one answer, one checkpoint", one, short)
    _row("one answer", rubric, short)
    _row("45-minute transcript", rubric, transcript)
    return 0


def _row(name: str, rubric: Rubric, answer: Answer) -> None:
    cold, warm = [], []
    for _ in range(RUNS):
        encoder = SentenceTransformerEncoder()
        calibration = read_calibration(encoder.id)
        run = lambda: grade(rubric, answer, encoder=encoder, calibration=calibration, protected=rubric.texts)  # noqa: B023, E731
        cold.append(_milliseconds(run))
        warm.append(_milliseconds(run))
    slow, fast = statistics.median(cold), statistics.median(warm)
    words = sum(len(t.text.split()) for t in answer.turns if t.speaker == "candidate")
    n = len(rubric.checkpoints)
    print(f"| {name} | {words:,} | {n} | {slow:,.0f} | {fast:,.0f} | {fast / slow:.2f} | {fast / n:,.1f} |")


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _cut(rubric: Rubric) -> Rubric:
    """Return the rubric with its first CHECKPOINTS checkpoints."""
    left, phases = CHECKPOINTS, []
    for phase in rubric.phases:
        phases.append(replace(phase, checkpoints=phase.checkpoints[:left]))
        left -= len(phases[-1].checkpoints)
    return replace(rubric, phases=tuple(p for p in phases if p.checkpoints))


def _transcript(rubric: Rubric, spoken: list[str]) -> Answer:
    turns = [Turn("interviewer", rubric.prompt)]
    for text in spoken:
        if sum(len(t.text.split()) for t in turns) >= WORDS:
            break
        turns += [Turn("candidate", text), Turn("interviewer", "Go on.")]
    return Answer(tuple(turns))


def _first(texts: list[str], count: int) -> str:
    return " ".join(" ".join(texts).split()[:count])


if __name__ == "__main__":
    sys.exit(main())
