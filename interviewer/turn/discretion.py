"""What the interviewer may say about a gap without giving its claim away."""

import re
from collections.abc import Sequence
from functools import lru_cache

from grader.answer import Answer, Turn
from grader.calibration import Calibration
from grader.grading import grade
from grader.language import leaks
from grader.language import words as w
from grader.ports import Encoder
from grader.rubric import Checkpoint, Phase, Rubric
from library.guide import Section

EARLY_HINTS = 2
"""Hints up to this level may not give the claim away; the last may."""
LONGEST = 60
"""Most words of a question."""
_QUOTED = re.compile(r"“[^”]*+(?P<end>”)?")
"""A quotation; one that nobody closed reaches to the end, so that nothing is read twice."""


class Discretion:
    """Checks that no question and no early hint gives a claim away.

    A text gives a claim away when it shares four words in a row with the claim, its anchors or the guide section it
    cites, or when it would earn `met` if a candidate said it. Words that the candidate said may be quoted back.
    """

    def __init__(self, rubric: Rubric, encoder: Encoder, calibration: Calibration) -> None:
        """`calibration` decides what `met` is."""
        self._rubric = rubric
        self._encoder = encoder
        self._calibration = calibration

    def gives_away(self, text: str, checkpoint: Checkpoint, section: Section | None = None, said: str = "") -> str:
        """Return why a text gives a claim away, or nothing. `said` are the candidate's words."""
        protected = [*checkpoint.phrasings, nearest_sentence(checkpoint.claim, section)]
        if run := leaks.shared_run(text, protected, said):
            return f"shares “{run}”"
        return "would earn `met`" if self._earns(text, checkpoint) else ""

    def objection(self, text: str, checkpoint: Checkpoint, section: Section | None = None, said: str = "") -> str:
        """Return why a text may not be asked as a question, or nothing."""
        if text.count("?") != 1 or not text.rstrip("”\"') ").endswith("?"):
            return "is not one question"
        if len(text.split()) > LONGEST:
            return f"has more than {LONGEST} words"
        return self.gives_away(text, checkpoint, section, said)

    def _earns(self, text: str, checkpoint: Checkpoint) -> bool:
        """Grade a text as if a candidate had stated it; the candidate's own quoted words are left out."""
        stated = _QUOTED.sub(lambda quoted: " " if quoted["end"] else quoted[0], text).replace("?", ".")
        return _met(stated, checkpoint, self._rubric.prompt, self._encoder, self._calibration)  # type: ignore[arg-type]


@lru_cache(maxsize=20_000)
def _met(stated: str, checkpoint: Checkpoint, prompt: str, encoder: Encoder, calibration: Calibration) -> bool:
    """Say whether one statement meets one checkpoint; cached, since every interview checks the same questions."""
    alone = Rubric("one", "One", prompt, (Phase("one", (checkpoint,)),), format="custom")
    card = grade(alone, Answer((Turn("candidate", stated),)), encoder=encoder, calibration=calibration)
    return card.checkpoints[0].verdict == "met"


def nearest_sentence(claim: str, section: Section | None) -> str:
    """Return the sentence of a section that shares most with a claim, by the information of its word stems."""
    sentences = leaks.sentences(section.text) if section else []
    wanted = {w.stem(x): w.information(x) for x in w.words(claim) if w.is_content(x)}
    return max(sentences, key=lambda s: sum(wanted.get(stem, 0.0) for stem in w.stems(s)), default="")


def cited(sections: Sequence[Section], section_id: str) -> Section | None:
    """Return the section with an id, or None."""
    return next((s for s in sections if s.id == section_id), None)
