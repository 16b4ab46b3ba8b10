"""Why a similarity earns no credit: each guard is a named, visible reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from grader import words as w

_ECHO = 0.75
_RUN = 7
_COVERED = 0.6


@dataclass(frozen=True)
class Guard:
    """A reason why a window earns nothing, whatever its similarity."""

    name: str
    """question | echo | pasted | keyword_list | word_salad | filler | reversed | contrast."""
    reason: str
    """What people read."""


@dataclass(frozen=True)
class Heard:
    """What a candidate had heard before a turn: nothing of it is theirs."""

    stems: frozenset[str]
    """Stems of the prompt and of the interviewer's earlier turns."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Heard":
        """Collect the stems of what was heard."""
        return cls(frozenset().union(*(w.stems(t) for t in texts)))


@dataclass(frozen=True)
class Protected:
    """Texts that may not be pasted for credit, as runs of words."""

    runs: frozenset[tuple[str, ...]]
    """Every run of seven words."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Protected":
        """Collect the runs of the texts; a text shorter than a run counts whole when it has four words or more."""
        runs: set[tuple[str, ...]] = set()
        for text in texts:
            said = tuple(w.words(text))
            runs |= {said[i : i + _RUN] for i in range(len(said) - _RUN + 1)}
        return cls(frozenset(runs))


def question(text: str, earned_by: str) -> Guard | None:
    """A question earns nothing unless the checkpoint is earned by asking."""
    if "?" in text and earned_by != "asking":
        return Guard("question", "a question is not a statement")
    return None


def echo(text: str, heard: Heard) -> Guard | None:
    """Words that the interviewer said are not the candidate's."""
    told = {w.stem(x): w.information(x) for x in w.words(text) if w.is_content(x)}
    total = sum(told.values())
    share = sum(v for s, v in told.items() if s in heard.stems) / total if total else 1.0
    return Guard("echo", "it repeats what the interviewer said") if share > _ECHO else None


def pasted(text: str, protected: Protected) -> Guard | None:
    """Text copied from the rubric or the guide earns nothing."""
    said = tuple(w.words(text))
    covered: set[int] = set()
    for i in range(len(said) - _RUN + 1):
        if said[i : i + _RUN] in protected.runs:
            covered.update(range(i, i + _RUN))
    if said and len(covered) / len(said) >= _COVERED:
        return Guard("pasted", "it is copied from the rubric or the guide")
    return None
