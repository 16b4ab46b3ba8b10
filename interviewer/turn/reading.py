"""What kind of turn was that? One class of turn leads to one action."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grader.language import words as w
from grader.language.sentences import cut, units
from grader.ports import Encoder

Kind = Literal[
    "substantive",
    "thin",
    "clarifying",
    "dont_know",
    "wants_solution",
    "off_topic",
    "pasted_prompt",
    "instruction",
    "move_on",
    "go_back",
    "thinking",
]

Action = Literal["probe", "deepen", "reveal", "leave_gap", "decline", "redirect", "advance", "return", "wait"]

ACTIONS: dict[Kind, Action] = {
    "substantive": "probe",
    "thin": "deepen",
    "clarifying": "reveal",
    "dont_know": "leave_gap",
    "wants_solution": "decline",
    "off_topic": "redirect",
    "pasted_prompt": "redirect",
    "instruction": "redirect",
    "move_on": "advance",
    "go_back": "return",
    "thinking": "wait",
}
"""What the interviewer does after each kind of turn."""

OFF_TOPIC = {"all-MiniLM-L6-v2@53aa5117": (0.25, 0.37)}
"""Similarity to the problem below which a short and a long turn is off-topic, by encoder, as docs/interviewer.md
measures it. With an encoder that was not measured, no turn is."""
LONG = 40
"""From so many words on a turn is long: what is on topic then shows it."""
EARNED = 1.5
"""A long turn that earned as much weight is on topic, and a short one that earned anything."""
_GLANCE = 0.05
"""A turn whose sentences come so much nearer to the problem than the bound need not be read as a whole."""
_READ = 2000
"""The encoder reads no further than about so many characters."""
THIN = 12
"""An answer of fewer words than this says too little to judge."""


@dataclass(frozen=True)
class Reading:
    """A candidate's turn, classified."""

    kind: Kind
    """What it is."""
    questions: tuple[str, ...] = ()
    """The clarifying questions in it."""


_DONT_KNOW = re.compile(
    r"\b(i (?:really |honestly )?(?:don'?t|do not) (?:know|have (?:an|any) (?:idea|answer))|no (?:idea|clue)"
    r"|(?:i'?m )?not (?:really )?sure(?:[.!]|$)|i(?:'m| am) (?:stuck|blanking)|i give up|i have no (?:idea|clue)"
    r"|pass\b[.!]?$"
    r"|never (?:done|worked (?:on|with)) (?:that|this|it))",
    re.I,
)
_SOLUTION = re.compile(
    r"\b((?:just )?(?:tell|give|show) me (?:the |a |an |your )?(?:\w+ )?"
    r"(?:answer(?! time)|solution|rubric|checkpoints?)"
    r"|what(?:'s| is| would be) the (?:right|correct|best|ideal|expected|model) (?:answer|solution)"
    r"|can you (?:answer|solve) (?:it|that|this)|what (?:do|would) you want (?:me )?to (?:say|hear))",
    re.I,
)
_INSTRUCTION = re.compile(
    r"\b(ignore (?:all |any |the |your )*(?:previous|prior|above|earlier|rubric|instructions?)"
    r"|(?:you are|act as|pretend to be) (?:now )?(?:a|an|my|the) \w+ (?:who|that|and|assistant|model)"
    r"|(?:give|award|grant) me (?:full|a perfect|maximum|100|top)|system prompt|mark (?:every|all)\w* .{0,30}\b(?:met"
    r"|correct|passed)"
    r"|as an ai (?:language )?model|disregard (?:the|all|your))",
    re.I,
)
_HOSTILE = re.compile(
    r"\b((?:you(?:'re| are)|this is) (?:\w+ )?(?:stupid|dumb|useless|an idiot|idiotic|garbage|trash|bullshit"
    r"|a waste of time)"
    r"|(?:stupid|dumb|idiotic) (?:bot|question|machine|interview)|shut up|screw you|f+u+c+k+ (?:you|off|this))",
    re.I,
)
_MOVE_ON = re.compile(
    r"\b((?:let'?s|can we|could we|i'?d like to|shall we|happy to) (?:move on|go on|continue|skip (?:this|that|ahead))"
    r"|(?<!my )next (?:question|topic|part)(?:[,.! ]|$)|moving on[.!]?$|i'?m done with (?:this|that))",
    re.I,
)
_GO_BACK = re.compile(
    r"\b((?:can|could|may) (?:we|i) (?:go|come|get|jump) back|(?:let'?s|i'?d like to|i want to) (?:go|come|get"
    r"|jump) back to"
    r"|(?:going|coming|circling) back to|(?:let me|i want to) (?:revisit|return to))",
    re.I,
)
_HOW_LONG = r"(?:about (?:this|that|it)|for a (?:second|moment|minute|bit)|out loud|please)"
# Nothing here is tried twice: what stands behind a fixed number of characters says what the repeats before it took.
_THINKING = re.compile(
    r"^\W*+(?:(?:um+|uh+|hm+|okay|ok|so|well|right|sure|yeah)\W++)*+"
    r"(?:let me think|(?:give me|i need|just) a (?:second|moment|minute|sec)|one (?:second|moment|sec)|hang on"
    rf"|thinking|let me see|(?:(?<=\W\s)|(?<=^\s)){_HOW_LONG})?"
    rf"(?:\s++{_HOW_LONG})*+\W*+$",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|also|okay|ok|first|well|um|uh|actually|just to clarify|quick question|one more)\W+)*"
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|am|was|were|do|does|did|can|could|may|should|shall|will"
    r"|would|have"
    r"|has|any|i wonder|i'?d like to know|tell me|may i ask|can i ask|do you want)\b",
    re.I,
)
_ASKS_FOR_FACT = re.compile(
    r"\b(?:can i assume|should i assume|is it (?:safe|fair|okay|ok) to assume|tell me (?:more )?about|i'?d (?:like"
    r"|want|need) to know"
    r"|i'?m wondering|i was wondering|could you (?:tell|clarify|share|say)|can you (?:tell|clarify|share|say)"
    r"|do we (?:know|have))\b",
    re.I,
)

_SPOKEN = re.compile(
    r"^\W*(?:(?:and|so|but|also|okay|ok|first|well|um|uh|actually|like|roughly)\W+)*"
    r"(?:how (?:many|much|often|fast|quick\w*|large|big|soon|long|fresh|rare|common|late)|what(?:'s| is| are| kind"
    r"| sort| type"
    r"| percent\w*| traffic| latency| \w+ (?:are|is|do|does|did|should) (?:we|they|it|the|this|users|people))"
    r"|which \w+|(?:do|did) (?:we|they|users|people|members)|does (?:it|the|this|one)"
    r"|(?:is|was) (?:there|it|this|everything)|are (?:there|we|they|the)|can (?:we|i|people|users)|should (?:it|we|i"
    r"|kids)"
    r"|who (?:is|are|uses)|where (?:is|are|do)|when (?:do|does) (?:we|they))\b",
    re.I,
)
_ASKS_US = re.compile(r"\bwhat (?:would|should|do|could|can) (?:you|i)\b|\byou (?:think|suggest|recommend)\b", re.I)
_PROPOSES = re.compile(r"\b(?:i|we)(?:'d|'ll| would| will| want| could| might)\b|\bmatters?\b|\bdepends\b", re.I)
_PARTS = re.compile(r"(?<=\?)\s+|,\s+and\s+(?=(?:what|how|which|is|are|do|does)\b)")
_SPOKEN_QUESTION = 16
"""Most words of a spoken question that nobody marked as one."""


def read(text: str, *, prompt: str, stray: bool = False) -> Reading:
    """Classify a candidate's turn.

    `stray` says that it has nothing to do with the problem, as far as similarity tells. Rules come first; what none of
    them names is an answer, thin or substantive.
    """
    said = w.words(text)
    text = _straight(text)
    asked = _asked(text)
    questions = tuple(text[a:b] for a, b in asked)
    statement = _without(text, asked)
    stated = w.words(statement)
    short = len(said) <= 30
    if _THINKING.match(text):
        return Reading("thinking")
    if _repeats(said, prompt) and not questions:
        return Reading("pasted_prompt")
    if _INSTRUCTION.search(text) and len(stated) <= 60:
        return Reading("instruction")
    if _HOSTILE.search(text) and short:
        return Reading("instruction")
    if _SOLUTION.search(text) and short:
        return Reading("wants_solution")
    facts = tuple(question for question in questions if _asks_besides(question))
    if _GO_BACK.search(text) and short and not facts:
        return Reading("go_back")
    if _MOVE_ON.search(text) and short:
        return Reading("move_on", facts)
    if _DONT_KNOW.search(text) and len(said) <= 25 and not facts:
        return Reading("dont_know")
    if questions and _new(stated, prompt) <= max(THIN, len(said) // 2):
        return Reading("clarifying", questions)
    if stray and len(said) >= THIN:
        return Reading("off_topic", questions)
    return Reading("thin" if len(stated) < THIN else "substantive", questions)


def strays(text: str, known: Sequence[str], encoder: Encoder, earned: float = 0.0) -> bool:
    """Say whether a turn is near to nothing of what the problem is about. `earned` is the weight it earned."""
    length = len(w.words(text))
    if encoder.id not in OFF_TOPIC or length < THIN or earned >= (EARNED if length >= LONG else 1e-9):
        return False
    bound = OFF_TOPIC[encoder.id][length >= LONG]
    about = encoder.encode(known).T
    # Sentences are encoded already, to be judged; the turn as a whole tells more but has to be encoded for this alone.
    if float((encoder.encode(cut(text)) @ about).max(axis=1).mean()) >= bound + _GLANCE:
        return False
    return float((encoder.encode([text[:_READ]]) @ about).max()) < bound


def clarifying_questions(text: str) -> tuple[str, ...]:
    """Return the questions in a turn, several at once too; spoken ones without a question mark count."""
    return tuple(text[start:end] for start, end in _asked(text))


def _asked(text: str) -> list[tuple[int, int]]:
    """Return where the questions of a turn stand."""
    found: list[tuple[int, int]] = []
    for start, end in units(text):
        parts = _parts(text, start, end)
        first, last = (text[a:b] for a, b in (parts[0], parts[-1]))
        # "How many users are there, and what is the budget?": the first half asks because the second does.
        every = "?" in last and _ASKS.match(first)
        found += [(a, b) for a, b in parts if a < b and (every or _asks(text[a:b]))]
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a unit where one question ends and the next begins, white space around them left out."""
    parts: list[tuple[int, int]] = []
    for part in _PARTS.split(text[start:end]):
        at = text.index(part, start)
        bare = part.strip()
        first = at + part.index(bare)
        parts.append((first, first + len(bare)))
        start = at + len(part)
    return parts


def _asks(part: str) -> bool:
    length = len(w.words(part))
    if length < 2:
        return False
    plain = _straight(part)
    marked = part.rstrip("\"')”").endswith("?") or bool(_ASKS_FOR_FACT.search(plain))
    return marked or (length <= _SPOKEN_QUESTION and bool(_SPOKEN.match(plain)) and not _PROPOSES.search(plain))


def _asks_besides(question: str) -> bool:
    """Say whether a question asks for something, besides saying that its speaker does not know or wants to move on."""
    rules = (_DONT_KNOW, _GO_BACK, _MOVE_ON, _ASKS_US)
    clauses = [clause.strip() for clause in re.split(r"[,:;—–]|(?<=\w)\s-\s", question)]
    return any(_ASKS.match(clause) and not any(rule.search(clause) for rule in rules) for clause in clauses)


def _new(stated: list[str], prompt: str) -> int:
    """Return how many words say something that is not taken over from the prompt, four words in a row or more."""
    asked = w.words(prompt)
    runs = {tuple(asked[i : i + 4]) for i in range(len(asked) - 3)}
    taken = {i + k for i in range(len(stated) - 3) if tuple(stated[i : i + 4]) in runs for k in range(4)}
    return len(stated) - len(taken)


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    ends = [0, *(end for _, end in places)]
    return " ".join(text[a:b] for a, b in zip(ends, [*(start for start, _ in places), len(text)], strict=True))


def _repeats(said: list[str], prompt: str) -> bool:
    """Say whether a turn is little more than the prompt again."""
    asked = w.words(prompt)
    shared = sum(a == b for a, b in zip(said, asked, strict=False))
    inside = " ".join(asked) in " ".join(said) and len(said) <= len(asked) + 8
    return len(said) >= 4 and (inside or shared >= 0.9 * max(len(said), 1))
