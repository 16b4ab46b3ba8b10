"""What is wrong with rubrics and guide as material for an interview: links, leaks, retrieval, size."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from grader.language.leaks import shared_run
from grader.lint import RULES as OF_RUBRICS
from grader.lint import Finding, Rule, asking, found, stands
from grader.rubric import Rubric
from interviewer.turn.discretion import Discretion, nearest_sentence
from interviewer.turn.probing import guide_phases
from library.guide import Section
from library.index.ports import Guide

LONGEST_SECTION = 400
"""Most words of a section that can be one idea; 120 to 350 are good."""
LONGEST_PARAGRAPH = 165
"""Most words of a paragraph that the encoder reads whole: its 256 tokens."""
SHORTEST_SECTION = 40
"""Fewest words of a section that can teach something."""
EARLY_HINTS = 2
"""Hints up to this level may not give the claim away."""
TOP = 5
"""A section is retrieved when it is among so many found, which is where the interviewer looks."""

RULES: Mapping[str, Rule] = {
    **OF_RUBRICS,
    "dead-link": Rule(
        "Nothing is there: the checkpoint teaches nothing, and the page shows a link that leads nowhere.",
        "`guide: [metrics/rankings]` becomes `guide: [metrics/ranking]`: the chapter's file and the heading's {#slug}.",
    ),
    "never-retrieved": Rule(
        "No checkpoint leads to it, so no interview asks from it and no review shows it.",
        "Say in it what a claim says, in other words; or link a checkpoint to it; or take it out.",
    ),
    "section-too-long": Rule(
        "What is cited should be one idea: of a long section the reader has to find the part that was meant.",
        "Start a new `## Heading {#slug}` where the second idea begins; 120 to 350 words are a good length.",
    ),
    "paragraph-too-long": Rule(
        "The encoder reads 256 tokens, so the end of the paragraph cannot be found.",
        "Put an empty line where the thought turns.",
    ),
    "section-too-short": Rule(
        "A few words teach nothing, and are found for the wrong reasons.",
        "Add an example with numbers, what it costs, and how people get it wrong.",
    ),
    "no-question": Rule(
        "The interviewer can cite the section but has nothing to ask from it.",
        "> Ask: Which rows may your model be tested on?",
    ),
    "hint-leaks": Rule(
        "The first hints should help to think; one that says the claim leaves nothing to find.",
        "“Cut by date” becomes “What will the model know on the day it has to answer?”",
    ),
}


def lint(
    rubrics: Mapping[str, Rubric],
    sections: Mapping[str, Section],
    discretion: Callable[[Rubric], Discretion] | None = None,
    guide: Guide | None = None,
    chapters: Collection[str] = (),
) -> list[Finding]:
    """Return everything found, sorted by what it is about.

    Without `discretion` (encoder and calibration) leaks are looked for by words only; without `guide` (an index)
    retrieval is not tried. `chapters` are the names of all chapters, for links to a whole one.
    """
    every = [*links(rubrics, sections, chapters), *sizes(sections)]
    for rubric in rubrics.values():
        every += asking(rubric)
        every += leaks(rubric, sections, discretion(rubric) if discretion else None)
    every += retrieval(rubrics, sections, guide) if guide else []
    return sorted(set(every), key=lambda f: (f.about, f.rule, f.message))


def _found(rule: str, about: str, message: str, place: tuple[str | int, ...] = ()) -> Finding:
    return found(rule, about, message, place, RULES)


def links(
    rubrics: Mapping[str, Rubric], sections: Mapping[str, Section], chapters: Collection[str] = ()
) -> Iterator[Finding]:
    """Find links that lead nowhere: of checkpoints, of a chapter's front matter, and within its text."""
    for rubric in rubrics.values():
        for stand in stands(rubric):
            for i, link in enumerate(stand.checkpoint.guide):
                place = (*stand.place, "guide", i)
                if link not in sections:
                    yield _found("dead-link", stand.about, f"there is no guide section '{link}'", place)
                elif sections[link].problems and rubric.id not in sections[link].problems:
                    yield _found("dead-link", stand.about, f"the section '{link}' is for other problems only", place)
    known = {*chapters, *(i.partition("/")[0] for i in sections)}
    for section in sections.values():
        for problem in section.problems:
            if problem not in rubrics:
                yield _found("dead-link", section.id, f"there is no problem '{problem}'")
        for target in re.findall(r"\]\(\s*<?([^)\s>]+)", section.text):
            if not re.match(r"(?:https?|mailto):", target) and not _leads(target, section, sections, known):
                yield _found("dead-link", section.id, f"the link '{target}' leads nowhere")


def _leads(target: str, section: Section, sections: Mapping[str, Section], chapters: Collection[str]) -> bool:
    """Say whether `chapter.md`, `chapter.md#slug` or `#slug` exists."""
    file, _, slug = target.removeprefix("./").partition("#")
    chapter = file.removesuffix(".md") if file else section.id.partition("/")[0]
    return f"{chapter}/{slug}" in sections if slug else file.endswith(".md") and chapter in chapters


def sizes(sections: Mapping[str, Section]) -> Iterator[Finding]:
    """Find sections that are more than one idea, or hardly one, and paragraphs that are cut when they are indexed."""
    for section in sections.values():
        length = len(section.text.split())
        if length > LONGEST_SECTION:
            yield _found("section-too-long", section.id, f"{length} words; one idea has up to {LONGEST_SECTION}")
        if length < SHORTEST_SECTION:
            yield _found("section-too-short", section.id, f"only {length} words")
        for paragraph in section.paragraphs:
            if (length := len(paragraph.split())) > LONGEST_PARAGRAPH:
                message = f"a paragraph of {length} words is cut when it is indexed; {LONGEST_PARAGRAPH} fit"
                yield _found("paragraph-too-long", section.id, message)
        if not section.asks:
            yield _found("no-question", section.id, "no `> Ask:` line")


def leaks(rubric: Rubric, sections: Mapping[str, Section], discretion: Discretion | None = None) -> Iterator[Finding]:
    """Find probes and early hints that give their claim away, by the words of their guide sections too."""
    for stand in stands(rubric):
        c = stand.checkpoint
        taught = [nearest_sentence(c.claim, sections[s]) for s in c.guide if s in sections]
        for key, rule, texts in (("probes", "probe-leaks", c.probes), ("hints", "hint-leaks", c.hints[:EARLY_HINTS])):
            for i, text in enumerate(texts):
                own = c.phrasings if key == "hints" else ()  # a probe's own claim is looked at with the rubric
                no = f"shares “{run}”" if (run := shared_run(text, [*own, *taught])) else ""
                if not no and discretion:
                    judge = discretion.objection if key == "probes" else discretion.gives_away
                    no = judge(text, c)
                if no and not (key == "probes" and shared_run(text, c.phrasings)):
                    yield _found(rule, stand.about, f"{key[:-1]} {i + 1} {no}", (*stand.place, key, i))


def retrieval(rubrics: Mapping[str, Rubric], sections: Mapping[str, Section], guide: Guide) -> Iterator[Finding]:
    """Find sections that no checkpoint leads to, by its claim, its anchors or its probes."""
    left = {i: s for i, s in sections.items() if not s.problems or rubrics.keys() & set(s.problems)}
    for rubric in rubrics.values():
        for checkpoint in rubric.checkpoints:
            if not left:
                return
            for words in (checkpoint.claim, *checkpoint.anchors, *checkpoint.probes):
                phase, phases = rubric.phase_of[checkpoint.id], guide_phases(rubric)
                for hit in guide.search(words, problem=rubric.id, phase=phase, phases=phases, limit=TOP):
                    left.pop(hit.section.id, None)
    for section in left.values() if rubrics else ():
        asked = guide.search(f"{section.heading} {' '.join(section.asks)}", limit=TOP)
        yes = "" if section.id in {hit.section.id for hit in asked} else ", nor by its own heading"
        yield _found("never-retrieved", section.id, f"found by no claim, anchor or probe of a checkpoint{yes}")
