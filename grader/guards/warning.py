"""Warnings: a sentence that names what goes wrong and then says what to do instead."""

import re
from functools import lru_cache

from grader.language.plain import spelled_out

_THEN = re.compile(
    r",? (?:so|hence|therefore|thus|which is why|that's why|that is why)\b|[;:\u2014]| but\b|, (?:we|i)\b"
)
_GOES_WRONG = re.compile(
    r"^\W*do not\b|^\W*(?:if|a|an|the)\b.*\bwould\b|\b(?:leaks?|flatters?|hides?|a mistake|wrong|a bad|worse|fails?|misses|loses?|unfair|"
    r"biased?|a trap|risks?|risky|dangerous|cheats?|useless|drowns?|breaks?)\b"
)


@lru_cache(maxsize=20_000)
def warns(unit: str) -> bool:
    """Whether a unit tells first what would go wrong and then what follows from it."""
    text = spelled_out(unit)
    then = list(_THEN.finditer(text))
    return bool(then) and bool(_GOES_WRONG.search(text[: then[-1].start()]))
