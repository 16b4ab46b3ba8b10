"""How well the interviewer listens: probes, retrieval, reveals, off-topic turns, speed. One Markdown table.

python -m benchmarks.interviewer [--interviews N] [--only retrieval,clarifying,off_topic,guide,pairs,speed,simulated]
"""

import argparse
import itertools
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from grader.grading import grade
from grader.rubric import Level, Rubric
from interviewer import events as e
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.services import Services
from interviewer.session import Session
from interviewer.settings import Settings
from interviewer.turn import reading
from interviewer.turn.probing import earned_last, wording
from interviewer.turn.revealing import nearest_reveal
from interviewer.wiring import App, wire
from interviewer.workshop import simulate
from interviewer.workshop.rehearsal import rehearse
from library.examples import read_examples

CONTENT = Path(__file__).parent.parent / "tests" / "content"
TOP = 3
LEVELS: tuple[Level, ...] = ("senior", "staff", "mid", "junior")


@dataclass(frozen=True)
class Row:
    measure: str
    value: str
    n: int
    wanted: str
    note: str = ""


class NoGuide:
    """A guide without a section."""

    def search(
        self, query: str, *, problem: str = "", phase: str = "", phases: Sequence[str] = (), limit: int = 3
    ) -> list[object]:
        return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=200)
    parser.add_argument("--only", default="", help="parts, separated by commas")
    args = parser.parse_args()
    app = wire(Settings.from_env(), events=MemoryEvents())
    app.prepare_index(_say)
    parts: dict[str, Callable[[App], Iterator[Row]]] = {
        "retrieval": retrieval,
        "clarifying": clarifying,
        "off_topic": off_topic,
        "guide": guide_share,
        "pairs": pairs,
        "speed": speed,
        "simulated": lambda app: simulated(app, args.interviews),
    }
    chosen = [p for p in args.only.split(",") if p] or list(parts)
    if unknown := set(chosen) - set(parts):
        parser.error(f"no part {', '.join(unknown)}; known: {', '.join(parts)}")
    print("| measure | value | n | wanted | note |\n|---|---|---|---|---|")
    for part in chosen:
        _say(part)
        for row in parts[part](app):
            print(f"| {row.measure} | {row.value} | {row.n} | {row.wanted} | {row.note} |", flush=True)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def retrieval(app: App) -> Iterator[Row]:
    """Measure whether gaps find their own sections, and candidates' questions those that answer them."""
    hits = total = 0
    for rubric in app.content.rubrics().values():
        for c in rubric.checkpoints:
            phases = [phase.id for phase in rubric.phases]
            found = app.guide.search(
                wording(c), problem=rubric.id, phase=rubric.phase_of[c.id], phases=phases, limit=TOP
            )
            hits += bool({f.section.id for f in found} & set(c.guide))
            total += 1
    yield Row("a gap finds one of its own guide sections among three", _percent(hits, total), total, ">= 95 %")
    asked = yaml.safe_load((CONTENT / "retrieval.yaml").read_text())
    hits = sum(bool({f.section.id for f in app.guide.search(q["ask"], limit=TOP)} & set(q["sections"])) for q in asked)
    yield Row(
        "a question in candidates' words finds its section among three",
        _percent(hits, len(asked)),
        len(asked),
        ">= 85 %",
    )


def clarifying(app: App) -> Iterator[Row]:
    """Measure whether the right fact is told, and none when there is none."""
    asked = {name: _questions(f"{name}.yaml") for name in ("clarifying", "clarifying_unseen")}
    for name, rows in asked.items():
        right = false = known = unknown = 0
        for problem, ask, wanted in rows:
            rubric = app.content.rubrics()[problem]
            found = nearest_reveal(ask, rubric, app.encoder)
            told = None if found is None else rubric.reveals[found].ask[0]
            known += wanted is not None
            unknown += wanted is None
            right += wanted is not None and told == wanted
            false += wanted is None and told is not None
        note = "problems that had no part in choosing" if "unseen" in name else "problems it was chosen on"
        yield Row("right fact for a clarifying question", _percent(right, known), known, ">= 90 %", note)
        yield Row("a fact for a question that none answers", _percent(false, unknown), unknown, "<= 3 %", note)
    rows = [*asked["clarifying"], *asked["clarifying_unseen"]]
    seen = sum(reading.read(ask, prompt="Design it.").kind == "clarifying" for _, ask, _ in rows)
    yield Row("a clarifying question is taken for one", _percent(seen, len(rows)), len(rows), "", "marked or not")


def _questions(name: str) -> list[tuple[str, str, str | None]]:
    """Return (problem, question, first `ask` of the fact or None) of a file."""
    written = yaml.safe_load((CONTENT / name).read_text())
    return [(problem, entry["ask"], entry["reveal"]) for problem, entries in written.items() for entry in entries]


def off_topic(app: App) -> Iterator[Row]:
    """Measure whether off-topic turns are noticed, and others are not."""
    caught: dict[bool, list[bool]] = {True: [], False: []}
    for rubric in app.content.rubrics().values():
        known = [rubric.prompt, *(t for c in rubric.checkpoints for t in c.phrasings)]
        for kind, turns in read_examples(app.settings.grader.rubric_folders, rubric.id).items():
            for turn in turns:
                stray = reading.strays(turn, known, app.encoder, _earns(app, rubric, turn))
                read = reading.read(turn, prompt=rubric.prompt, stray=stray).kind
                caught[kind == "off_topic"].append(read == "off_topic")
    for wanted, name, bound in (
        (True, "off-topic turns of the model answers noticed", ""),
        (False, "other turns taken for off-topic", ""),
    ):
        yield Row(name, _percent(sum(caught[wanted]), len(caught[wanted])), len(caught[wanted]), bound)


def _earns(app: App, rubric: Rubric, text: str) -> float:
    from grader.answer import Answer, Turn

    answer = Answer((Turn("candidate", text),))
    return earned_last(grade(rubric, answer, encoder=app.encoder, calibration=app.calibration()))


def _probes(services: Services, problem: str, turns: Sequence[str]) -> list[tuple[str, str]]:
    session = Session.open(services, problem)
    for turn in turns:
        if session.interview.purpose == "closing":
            break
        session.answer(turn)
    return [(p.checkpoint, p.text) for p in session.interview.probes if p.source != "candidate"]


def guide_share(app: App) -> Iterator[Row]:
    """Measure how many probes differ when the guide is empty."""
    services = replace(app.services, events=MemoryEvents())
    bare = replace(services, guide=NoGuide())  # type: ignore[arg-type]
    differ = total = 0
    for problem in app.content.rubrics():
        turns = read_examples(app.settings.grader.rubric_folders, problem).get("weak", ())
        turns = [*turns, *["I would keep that part simple and see how far it goes before I add anything to it."] * 6][
            :10
        ]
        with_guide, without = _probes(services, problem, turns), dict(_probes(bare, problem, turns))
        differ += sum(without.get(checkpoint) != text for checkpoint, text in with_guide)
        total += len(with_guide)
    yield Row("probes that differ when the guide is empty", _percent(differ, total), total, ">= 30 %")


def pairs(app: App) -> Iterator[Row]:
    """Measure how often two answers that meet different checkpoints lead to different next questions."""
    services = replace(app.services, events=MemoryEvents())
    differ = total = 0
    for problem in app.content.rubrics():
        shown: list[tuple[frozenset[str], str]] = []
        for turn in read_examples(app.settings.grader.rubric_folders, problem).get("strong", ())[:8]:
            session = Session.open(services, problem)
            session.answer(turn)
            met = frozenset(c.id for c in session.scorecard().checkpoints if c.verdict == "met")
            if met and isinstance(session.events[-1].event, e.ProbePosed):
                shown.append((met, session.interview.questions[-1]))
        for (met_a, asked_a), (met_b, asked_b) in itertools.combinations(shown, 2):
            if met_a != met_b:
                total += 1
                differ += asked_a != asked_b
    yield Row(
        "different next questions after answers that meet different checkpoints",
        _percent(differ, total),
        total,
        ">= 80 %",
    )


def speed(app: App) -> Iterator[Row]:
    """Measure how long a turn of 150 words takes, after the rehearsal that every start begins."""
    services = replace(app.services, events=MemoryEvents())
    taken: list[float] = []
    busy: list[float] = []
    for problem in list(app.content.rubrics())[:4]:
        words = " ".join(read_examples(app.settings.grader.rubric_folders, problem)["middling"]).split()
        rehearse(services, problem)
        session = Session.open(services, problem)
        for i in range(0, min(len(words), 900) - 150, 150):
            began, worked = time.perf_counter(), time.process_time()
            session.answer(" ".join(words[i : i + 150]))
            taken.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
    for name, seconds, wanted in (("seconds", taken, "<= 0.50"), ("CPU seconds", busy, "")):
        for percent in (50, 95):
            value = sorted(seconds)[math.ceil(percent / 100 * len(seconds)) - 1]
            yield Row(f"{name} of a turn of 150 words, p{percent}", f"{value:.2f}", len(seconds), wanted)


def simulated(app: App, interviews: int) -> Iterator[Row]:
    """Scripted candidates of every kind over all problems."""
    services = replace(app.services, events=MemoryEvents())
    examples = {p: read_examples(app.settings.grader.rubric_folders, p) for p in app.content.rubrics()}
    runs: list[simulate.Run] = []
    for seed in itertools.count():
        for kind, problem in itertools.product(simulate.CANDIDATES, examples):
            if len(runs) < interviews:
                level = LEVELS[seed % len(LEVELS)]
                run = simulate.simulate(services, problem, kind, examples[problem], turns=30, seed=seed, level=level)
                runs.append(run)
                _say(f"{len(runs)}: {problem} {kind} {level} {run.probes} {run.reached} {run.score} {run.broken}")
        if len(runs) >= interviews:
            break
    yield from _promises(runs)


def _promises(runs: Sequence[simulate.Run]) -> Iterator[Row]:
    probes = sum(run.probes for run in runs)
    broken = [what for run in runs for what in run.broken]
    n = len(runs)
    yield Row(
        "probes at a checkpoint not yet met",
        _percent(probes - _count(broken, "at a met checkpoint"), probes),
        probes,
        "100 %",
    )
    yield Row("same question twice", str(_count(broken, "asked twice")), n, "0", "interviews")
    yield Row("leaks", str(_count(broken, "leak")), probes, "0", "probes and hints")
    yield Row(
        "other promises broken",
        str(
            len(broken)
            - sum(_count(broken, x) for x in ("at a met checkpoint", "asked twice", "leak", "nothing asked"))
        ),
        n,
        "0",
    )
    reached = sorted(run.reached for run in runs if run.reached is not None)
    good = sum(value >= simulate.REACHED for value in reached)
    most = max((run.probes for run in runs if run.kind == "strong"), default=0)
    yield Row(
        "strong candidates that reach 90 % of what is within reach",
        _percent(good, len(reached)),
        len(reached),
        "",
        f"with at most {most} probes; least {reached[0] if reached else '-'}",
    )
    weak = [run for run in runs if run.kind in ("weak", "terse")]
    asked = sum(not any("nothing asked" in what for what in run.broken) for run in weak)
    yield Row("weak candidates asked something in every open phase", _percent(asked, len(weak)), len(weak), "100 %")
    yield Row("probes worded from the guide", _percent(sum(run.from_guide for run in runs), probes), probes, "")


_COUNTED = ("at a met checkpoint", "asked twice", "leak", "nothing asked")


def _count(broken: Sequence[str], what: str) -> int:
    return sum(what in line for line in broken)


if __name__ == "__main__":
    sys.exit(main())
