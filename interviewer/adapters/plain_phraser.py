"""Words a question without a model: the persona's turn of phrase around it."""

_BEFORE = {
    "neutral": ("", "", ""),
    "warm": (
        "Let's look at another side of it. ",
        "I'd like to hear how you see this. ",
        "Take this one at your own pace. ",
    ),
    "brisk": ("Next. ", "Quickly: ", "Go on. "),
}
PERSONAS = tuple(_BEFORE)
"""Names of the personas; they change the wording only."""


class PlainPhraser:
    """The built-in wording; deterministic."""

    def phrase(self, question: str, *, last_words: str, persona: str) -> tuple[str, str]:
        """Return the question with the persona's opening words, which vary with the question."""
        ways = _BEFORE.get(persona, _BEFORE["neutral"])
        return ways[sum(map(ord, question)) % len(ways)] + question, "built-in"
