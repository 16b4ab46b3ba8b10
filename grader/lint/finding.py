"""The rules of lint, each with why it matters and an example of a fix, and what a finding is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Rule(NamedTuple):
    """One kind of finding."""

    why: str
    """What goes wrong when it is left."""
    mend: str
    """An example, before and after."""
    mechanical: bool = False
    """Whether `--fix` can fix it."""


RULES = {
    "two-claims": Rule(
        "Whoever says one half gets all of the credit or none, and nobody can tell which.",
        "“Splits by date and also weighs rare classes” becomes “Splits by date.” and “Weighs rare classes.”",
    ),
    "vague": Rule(
        "Words that fit any answer are near to every answer, and people who judge it disagree.",
        "“Clarifies the requirements” becomes “Settles which content is searched and for whom”.",
    ),
    "tool-list": Rule(
        "A list of names tests vocabulary: a good design with other tools earns nothing.",
        "“Uses Kafka, Flink or Spark” becomes “Updates counts from a stream”; the names go to the anchors.",
    ),
    "circular": Rule(
        "It says no more than the question does, so repeating the question would earn it.",
        "“Affinity features capture affinity” becomes “Counts how often viewer and author wrote to each other”.",
    ),
    "overlap": Rule(
        "One sentence earns both, so the same thing is paid twice, and a miss costs twice.",
        "Merge the two, or say in each what the other does not: when it happens, or what it decides.",
    ),
    "no-contrast": Rule(
        "Without a wrong statement to compare with, the opposite of the claim sounds just as near as the claim.",
        "claim: “Tests on later days.” contrasts: [“Shuffle all rows and keep a random fifth for testing.”]",
    ),
    "no-anchor": Rule(
        "A bare claim misses whoever says the same in other words.",
        "anchors: [“I'd train up to June and test on July.”, “Split: train <= June, test July.”]",
    ),
    "anchors-alike": Rule(
        "Anchors that repeat one another catch no more answers than one of them.",
        "Think of four people: one who talks, one who takes notes, one who gives numbers, one who sounds like a book.",
    ),
    "no-spoken-anchor": Rule(
        "Candidates talk. An answer in plain words is far from anchors that sound like a textbook.",
        "Add “So I'd keep the last two weeks away from it and see how it does there.”",
    ),
    "one-weight-dominates": Rule(
        "The whole score is then this one checkpoint, and one wrong verdict turns it around.",
        "Weights from 1 to 3 are plenty: `weight: 40` becomes `weight: 3`, and `must_have: true` if all hangs on it.",
    ),
    "probe-leaks": Rule(
        "Who does not know the answer finds it in the question, so the interviewer will not ask it.",
        "“Would you test on later days?” becomes “Which rows may your model be tested on?”",
    ),
    "hints-out-of-order": Rule(
        "The first hint then gives away what the last one should nearly say, and later ones help less.",
        "First the topic (“How do you divide the data?”), then the difficulty, at last nearly the answer.",
    ),
    "reveal-contradicts": Rule(
        "A candidate who asks twice hears two truths and designs for one of them.",
        "“The peak is 10,000 a second” and “the peak is 25,000 a second”: keep the one that fits the other figures.",
    ),
    "fires-on-everything": Rule(
        "It is met by answers to other problems, so it pays for saying anything at all.",
        "“A model is trained” becomes “The ranker is trained on pairs of results of one query”.",
    ),
    "never-fires": Rule(
        "No answer can earn it, not even one that was written for this problem, so it only lowers every score.",
        "Say the claim as people would, add anchors, and remove contrasts that say what the claim says.",
    ),
    "stray-space": Rule(
        "Spaces at the ends of a text or a line, doubled spaces and empty lines at the end of the file say nothing and "
        "make equal texts look different.",
        "`- \"Count them. \"` becomes `- \"Count them.\"`",
        mechanical=True,
    ),
    "doubled-text": Rule(
        "The same words or the same guide section twice in one list add nothing.",
        "Keep one of them, and think of another way to say it.",
        mechanical=True,
    ),
    "no-question-mark": Rule(
        "A probe is one question, and the reader refuses a probe that asks nothing.",
        "`- Which rows do you keep` becomes `- Which rows do you keep?`",
        mechanical=True,
    ),
    "unreadable": Rule(
        "The file is refused as it stands; its last good version serves, if there is one.",
        "Fix the line that is named, and check again.",
    ),
}  # fmt: skip
"""Every rule of the grader's lint by name."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a rule found, and where."""

    file: str
    """Name of the file as given; empty until it is known."""
    line: int
    """1-based line; 0 when the whole file is meant."""
    rule: str
    """Name of the rule."""
    about: str
    """`problem/checkpoint`, a problem, or the id of a section."""
    message: str
    """What is wrong, in one sentence."""
    place: tuple[str | int, ...] = ()
    """Path of keys and indices into the rubric."""
    why: str = ""
    """What goes wrong when it is left."""
    mend: str = ""
    """An example of a fix."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.rule}: {self.about}: {self.message}"


def make_finding(
    rule: str, about: str, message: str, place: tuple[str | int, ...] = (), rules: Mapping[str, Rule] = RULES
) -> Finding:
    """Make a finding whose file and line are not known yet; the rule gives why and the example of a fix."""
    return Finding("", 0, rule, about, message, place, rules[rule].why, rules[rule].mend)
