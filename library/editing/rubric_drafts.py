"""A rubric to begin with, made from a transcript that no rubric fits; a person rewrites it."""

import re
from collections.abc import Collection
from itertools import count

import yaml

from grader.answer import Answer
from grader.language import words as w
from grader.language.leaks import sentences
from grader.language.sentences import units
from library.editing.rubric_edits import one_line

_MOST = 12
_FEWEST_WORDS, _MOST_WORDS = 7, 40
_MOST_PROMPT = 600
_ALIKE = 0.5
_HEAD = """# A draft from a transcript. Before it can judge anybody:
# - rewrite each claim in your own words, as what a good candidate states ("Requests are counted per client."),
#   because words that are taken over from a rubric earn nothing;
# - drop what is beside the point, add what was missing, and give each claim two or more anchors and a contrast;
# - make the prompt the vague question that opens the interview.
"""
_FILLER = re.compile(
    r"^(?:(?:so|and|but|okay|ok|well|yeah|yes|right|sure|alright|um|uh|then|also|now)\b[,.]?\s*)+", re.I
)


def draft_rubric(answer: Answer, known: Collection[str] = ()) -> tuple[str, str]:
    """Return the id and the YAML text of a valid rubric: the first question, and the candidate's main sentences.

    The id is none of `known`.
    """
    prompt = _prompt(answer)
    title = _title(prompt)
    slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40].strip("_") or "my_problem"
    name = next(n for n in (slug if i == 1 else f"{slug}_{i}" for i in count(1)) if n not in known)
    claims = _claims(answer) or ["The candidate states one goal that can be measured."]
    data = {
        "id": name,
        "title": title,
        "prompt": prompt,
        "format": "custom",
        "phases": [
            {
                "id": "interview",
                "title": "Interview",
                "checkpoints": [{"id": f"c{i:02}", "claim": claim} for i, claim in enumerate(claims, 1)],
            }
        ],
    }
    return name, _HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _prompt(answer: Answer) -> str:
    """Return the interviewer's first question or task that is more than a greeting."""
    turns = [text for text in map(one_line, answer.heard) if text]
    asking = [text for text in turns if len(w.words(text)) >= 5]
    return (asking or turns or ["Say here what was asked."])[0][:_MOST_PROMPT]


def _title(prompt: str) -> str:
    """Return the words of the prompt that tell most, in their order."""
    said = list(dict.fromkeys(word for word in w.words(prompt) if w.is_content(word) and not word.isdigit()))[:30]
    telling = sorted(said, key=lambda word: -w.information(word))[:4]
    title = " ".join(word for word in said if word in telling)
    return title.capitalize() or "My problem"


def _claims(answer: Answer) -> list[str]:
    """Return the sentences of the candidate that tell most, no two alike, in the order in which they were said."""
    said = [
        one_line(sentence)
        for turn in answer.turns
        if turn.speaker == "candidate"
        for a, b in units(turn.text)  # cuts captions too
        for sentence in sentences(turn.text[a:b])
    ]
    said = [_FILLER.sub("", text) for text in said if not text.endswith("?")]
    said = [text[:1].upper() + text[1:] for text in said if _FEWEST_WORDS <= len(w.words(text)) <= _MOST_WORDS]
    chosen: list[str] = []
    for text in sorted(dict.fromkeys(said), key=lambda text: -_tells(text)):
        stems = _telling(text)
        if all(len(stems & _telling(c)) <= _ALIKE * min(len(stems), len(_telling(c))) for c in chosen):
            chosen.append(text)
        if len(chosen) == _MOST:
            break
    return sorted(chosen, key=said.index)


def _telling(text: str) -> frozenset[str]:
    return frozenset(w.stem(word) for word in w.words(text) if w.is_content(word))


def _tells(text: str) -> float:
    """Return what a sentence tells; long ones not for their length alone."""
    said = w.words(text)
    return float(sum(w.information(x) for x in set(said) if w.is_content(x)) / (len(said) + 6) ** 0.5)
