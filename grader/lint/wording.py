"""Rules about words alone: they need no encoder."""

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from grader.language import words as w
from grader.lint.finding import Finding
from grader.lint.walk import Stand, stands
from grader.rubric import Rubric

TOOLS = 3
"""As many names in one claim are a list."""
HEAVY, SHARE = 4.0, 0.15
"""A weight dominates at so many times the usual one and so large a share of the whole."""

_JOINED = re.compile(
    r"\.\s+(?=[A-Z])|;\s|\b(?:and|but)\s+(?:also|in addition|furthermore|moreover|besides|additionally)\b"
    r"|\b(?:in addition|additionally|furthermore|moreover)\b,?\s|\bas well as\s+\w+s\b\s+(?:how|why|what|that|which)\b"
    r"|\bplus\s+(?:a|an|the)\b"
)
_EMPTY = re.compile(
    r"\b(?:appropriate(?:ly)?|suitabl[ey]|proper(?:ly)?|various|adequate(?:ly)?|sensibl[ey]|meaningful(?:ly)?"
    r"|(?:other )?relevant (?:aspects|things|points|considerations|factors)|best practices?|state[- ]of[- ]the[- ]art"
    r"|etc|and so on|and so forth|good understanding|deep understanding|solid understanding|as needed|if necessary"
    r"|(?:important|key|main|relevant) considerations|(?:strong|good|deep|solid) (?:knowledge|grasp|command) of"
    r"|(?:is|are|be|stays?) (?:scalable|maintainable|efficient|reliable|flexible|modular|performant|extensible)"
    r"|in a good way|in detail|high[- ]quality|good quality|robust(?:ly)?|well[- ]designed|correctly handles)\b",
    re.I,
)
_HOLLOW = re.compile(
    r"^(?:the candidate |he |she |they )?(?:clarif(?:y|ies)|discuss(?:es)?|talks? about|mentions?|considers?"
    r"|understands?|address(?:es)?|thinks? about|deals? with|is aware of|touches on|cares about|covers)\b\s*(.*)$",
    re.I,
)
_GENERAL = frozenset(
    "the a an of to and or for with in on by before after any all its design designing designed requirement"
    " requirements problem problems goal goals scope constraint constraints system solution approach model models data"
    " monitoring deployment scalability performance quality metrics metric evaluation training features architecture"
    " trade-off trade-offs tradeoffs issue issues aspects topic topics question questions thing things everything"
    " important main key different possible".split()
)
_PLAIN = frozenset(
    "candidate design designs designed say says state states show shows name names use uses used using handle handles"
    " method methods way ways approach approaches work works working capture captures system systems model models"
    " feature features make makes making good better best give gives thing things do does result results achieve"
    " achieves achieved ensure ensures ensured provide provides provided keep keeps".split()
)
_SPOKEN = re.compile(
    r"\b(?:i|i'd|i'll|i'm|i've|me|my|we|we'd|we'll|we're|our|us|you|you'd|you'll|you're|your|they|they'd|they're|them|"
    r"let's|that's|it's|there's|what's|don't|doesn't|can't|isn't|won't|so|basically|folks|stuff|kind of|sort of|"
    r"somebody|someone|nobody|whoever|guys?|okay|yeah|just|really|pretty)\b",
    re.I,
)
_NAME = re.compile(r"\b(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{2}[A-Za-z]*\w*|[A-Z][a-z]+)\b")


def wording(rubric: Rubric) -> Iterator[Finding]:
    """Find claims that cannot be judged well, lists that lack something, and weights out of proportion."""
    for stand in stands(rubric):
        yield from _claim(stand)
        yield from _lists(stand)
    yield from _weights(rubric)


def _claim(stand: Stand) -> Iterator[Finding]:
    claim = stand.checkpoint.claim.strip()
    if joined := _JOINED.search(claim):
        yield stand.finding("two-claims", f"the claim goes on after “{_near(claim, joined.end())}”", "claim")
    if no := vague(claim):
        yield stand.finding("vague", f"“{no}” fits almost any answer", "claim")
    names = tools(claim)
    if len(names) >= TOOLS:
        yield stand.finding("tool-list", f"the claim lists {', '.join(names)}", "claim")
    if no := circular(claim, stand.rubric):
        yield stand.finding("circular", no, "claim")


def _near(text: str, end: int) -> str:
    return " ".join(text[:end].split()[-3:])


def vague(claim: str) -> str:
    """Return the words that make a claim vague, or nothing."""
    if empty := _EMPTY.search(claim):
        return empty[0]
    hollow = _HOLLOW.match(claim)
    if hollow and all(x in _GENERAL for x in re.findall(r"[a-z-]+", hollow[1].lower())):
        return claim.rstrip(".")
    return ""


def tools(claim: str) -> list[str]:
    """Return the names in a claim: words written as names are, in a list of such words."""
    names = []
    at, last = 0, ""
    for match in _NAME.finditer(claim):
        word = match[0]
        first = (claim[at : match.start()].rstrip() or last)[-1:] in ("", ".", ":")
        at, last = match.end(), word
        mixed = any(c.isupper() for c in word[1:])
        # The first word of a sentence is capitalized anyway; a rare one in front of a comma begins a list.
        if mixed or not first or (claim[match.end() : match.end() + 1] == "," and w.information(w.lower(word)) > 3.0):
            names.append(word)
    names += [x for x in re.findall(r"(?<![\w-])[a-z]+(?![\w-])", claim) if len(names) >= 2 and w.information(x) >= 4.5]
    separated = len(re.findall(r",|\bor\b|\band\b|/", claim))
    return list(dict.fromkeys(names)) if separated >= TOOLS - 1 else []


def circular(claim: str, rubric: Rubric) -> str:
    """Return why a claim says nothing that the prompt, or its own first half, does not say; or nothing."""
    content = [_root(x) for x in w.words(claim) if w.is_content(x) and x not in _PLAIN]
    asked = {_root(x) for x in w.words(f"{rubric.prompt} {rubric.title}")}
    news = Counter(x for x in content if x not in asked)
    if not news:
        return "the claim only says the question back"
    if max(Counter(content).values()) > 1 and all(n > 1 for n in news.values()):
        return "the claim explains a thing by itself"
    return ""


def _root(word: str) -> str:
    """Return a crude root: forms of one word, such as imbalance and imbalanced, have it in common."""
    stem = w.stem(word)
    return stem[:5]


def _lists(stand: Stand) -> Iterator[Finding]:
    c = stand.checkpoint
    if not c.contrasts:
        yield stand.finding("no-contrast", "no wrong statement to tell from the claim")
    if not c.anchors:
        yield stand.finding("no-anchor", "nothing but the claim itself to compare an answer with")
    elif not any(_SPOKEN.search(anchor) for anchor in c.anchors):
        yield stand.finding("no-spoken-anchor", "none of the anchors sounds like somebody who talks", "anchors")


def _weights(rubric: Rubric) -> Iterator[Finding]:
    weights = [c.weight for c in rubric.checkpoints]
    whole, usual = sum(weights), median(weights)
    for stand in stands(rubric):
        weight = stand.checkpoint.weight
        if len(weights) > 1 and weight >= HEAVY * usual and weight / whole >= SHARE:
            message = f"a weight of {weight:g} is {weight / whole:.0%} of the total; the usual one is {usual:g}"
            yield stand.finding("one-weight-dominates", message, "weight")
