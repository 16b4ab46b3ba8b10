"""Find regular expressions whose time grows with the square of a text, or worse: `python -m tests.patterns`.

Every pattern in ui/, interviewer/ and grader/ is attacked with strings made from the pattern itself: for each repeat
without a bound, what leads up to it, then what it repeats thousands of times, then something that fits nothing.
"""

import ast
import importlib
import re
import signal
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGES = ("grader", "interviewer", "ui")
REPEATS = 2048
"""How often an attack repeats something short; short strings are repeated until they are twice as many characters."""
FLOOR, CEILING = 1e-6, 1.0
"""Seconds a character below which an attack did no harm, and seconds after which it is given up as successful."""
FLAGS_AT = {"compile": 1, "split": 3, "sub": 4, "subn": 4, "match": 2, "fullmatch": 2, "search": 2, "findall": 2}
_SAMPLES = {"SPACE": " \n", "DIGIT": "0", "WORD": "a0_", "NOT_SPACE": "-", "NOT_DIGIT": "a", "NOT_WORD": "- "}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class Use(NamedTuple):
    """A pattern and how it is used."""

    where: str
    pattern: re.Pattern[str]
    how: str
    """match | fullmatch | search, which stands for all that look everywhere."""


def uses() -> Iterator[Use]:
    """Yield the patterns of the three packages: those that modules hold, and those written where they are used."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                methods[getattr(node.value, "id", "") or getattr(node.value, "attr", "")].add(node.attr)
    for path, tree in trees.items():
        short = path.relative_to(ROOT)
        if not any(isinstance(node, ast.Import) and node.names[0].name == "re" for node in ast.walk(tree)):
            continue
        scope = vars(importlib.import_module(".".join(short.with_suffix("").parts).removesuffix(".__init__")))
        for name, held in scope.items():
            many = held.values() if isinstance(held, dict) else held if isinstance(held, list | tuple) else [held]
            own = methods[name] & {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
            how = next(iter(own)) if len(own) == 1 and own <= {"match", "fullmatch"} else "search"
            yield from (Use(f"{short}: {name}", one, how) for one in many if isinstance(one, re.Pattern))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{f}" for f in (*FLAGS_AT, "finditer")}:
                called = ast.unparse(node.func)[3:]
                if (pattern := _written(node, called, scope)) is not None:
                    how = called if called in ("match", "fullmatch") else "search"
                    if called != "compile":
                        yield Use(f"{short}:{node.lineno}", pattern, how)


class _Filled(ast.NodeTransformer):
    """Puts a word where a pattern takes one in."""

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        return ast.Constant("x")


def _written(call: ast.Call, called: str, scope: dict[str, Any]) -> re.Pattern[str] | None:
    at = FLAGS_AT.get(called, 2)
    given = [k.value for k in call.keywords if k.arg == "flags"] or call.args[at : at + 1]
    for text in (call.args[0], _Filled().visit(call.args[0])):
        try:
            found, flags = (
                eval(ast.unparse(part), dict(scope)) for part in (text, given[0] if given else ast.Constant(0))
            )
            return re.compile(found, flags)
        except (NameError, AttributeError, TypeError):
            continue
    return None


class _Maker:
    """Makes strings that fit parts of a pattern."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.tree = _parser.parse(pattern.pattern, pattern.flags)
        self._fits: dict[str, re.Pattern[str]] = {}
        # Of the letters one is enough where any fits; where a certain one is wanted it is there anyway.
        self.alphabet = sorted({c for c in self._letters(self.tree) if not c.isalnum()} | set(" a0"))

    def _letters(self, node: Any) -> Iterator[str]:
        name, value = (str(node[0]), node[1]) if isinstance(node, tuple) and len(node) == 2 else ("", node)
        if name in ("LITERAL", "NOT_LITERAL"):
            yield chr(value)
        elif name == "RANGE":
            yield chr(value[0])
        elif name == "CATEGORY":
            yield from _SAMPLES[str(value).removeprefix("CATEGORY_")]
        elif isinstance(value, tuple | list | _parser.SubPattern):
            for part in value:
                yield from self._letters(part)

    def _one(self, node: Any, liked: str) -> str:
        fits = self._fits.setdefault(
            repr(node), _compiler.compile(_parser.SubPattern(self.tree.state, [node]), self.tree.state.flags)
        )
        return next((c for c in (liked, *self.alphabet, "a", "\x01") if fits.fullmatch(c)), "")

    def text(self, nodes: Any, liked: str, least: int) -> str:
        """Return a text that fits nodes, of liked characters where possible; each repeat `least` times or more."""
        pieces = []
        for node in nodes:
            name, value = str(node[0]), node[1]
            if name == "LITERAL":
                pieces.append(chr(value))
            elif name in ("IN", "ANY", "NOT_LITERAL"):
                pieces.append(self._one(node, liked))
            elif name == "BRANCH":
                made = [self.text(branch, liked, least) for branch in value[1]]
                pieces.append(next((one for one in made if liked in one), made[0]))
            elif name in _REPEATS:
                pieces.append(self.text(value[2], liked, least) * max(value[0], min(least, value[1])))
            elif name in ("SUBPATTERN", "ATOMIC_GROUP") or (name == "ASSERT" and value[0] < 0):
                pieces.append(self.text(value[-1] if name != "ATOMIC_GROUP" else value, liked, least))
        return "".join(pieces)

    def repeats(self, nodes: Any, before: str = "") -> Iterator[tuple[str, Any]]:
        """Yield every repeat without a bound: what leads up to it, and what it repeats."""
        for i, node in enumerate(nodes):
            name, value = str(node[0]), node[1]
            head = before + self.text(nodes[:i], " ", 0)
            if name in _REPEATS:
                if value[1] == _parser.MAXREPEAT:
                    yield head, value[2]
                yield from self.repeats(value[2], head)
            elif name == "BRANCH":
                for branch in value[1]:
                    yield from self.repeats(branch, head)
            elif name in ("SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"):
                yield from self.repeats(value if name == "ATOMIC_GROUP" else value[-1], head)

    def attacks(self) -> set[tuple[str, str]]:
        """Return what to begin with and what to repeat."""
        made = set()
        for head, body in self.repeats(self.tree):
            for liked in self.alphabet:
                pump = self.text(body, liked, 1)
                made |= {(head, pump), ("", head + pump)}
        return {(head, pump) for head, pump in made if pump}


def slow(use: Use) -> str:
    """Return what makes a pattern slow, or nothing."""
    for head, pump in sorted(_Maker(use.pattern).attacks()):
        n = max(REPEATS, 2 * REPEATS // len(pump))
        for tail in ("", "x\x01"):
            if _cost(use, head, pump * n, tail) < FLOOR * len(pump * n):
                continue
            # Short strings against as much in strings eight times as long: a line costs the same, a square eightfold.
            # Clocks may tick every few milliseconds and other programs run, so many at once, and the least of several.
            whole = min(_cost(use, head, pump * n, tail, 8) for _ in range(3))
            parts = min(_cost(use, head, pump * (n // 8), tail, 64) for _ in range(3))
            if whole > 3 * parts:
                return f"{head!r} + {pump!r} * {n} + {tail!r} takes {125 * min(whole, CEILING):.0f} ms"
    return ""


def _cost(use: Use, head: str, middle: str, tail: str, times: int = 1) -> float:
    """Return the seconds of this process that a text takes, so many times."""
    text = head + middle + tail
    signal.setitimer(signal.ITIMER_VIRTUAL, CEILING)
    begun = time.process_time()
    try:
        for _ in range(times):
            if use.how == "search":
                deque(use.pattern.finditer(text), maxlen=0)
            else:
                getattr(use.pattern, use.how)(text)
        return time.process_time() - begun
    except TimeoutError:
        return CEILING * len(text)  # a pattern that is given up at every length grows, too
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def give_up(*_: object) -> None:
    """Answer the signal that ends an attack."""
    raise TimeoutError


def main() -> int:
    signal.signal(signal.SIGVTALRM, give_up)
    held = {(use.pattern.pattern, use.pattern.flags, use.how): use for use in uses()}
    found = [f"{use.where}: {why}" for use in held.values() if (why := slow(use))]
    print("\n".join([*found, f"{len(held)} patterns, {len(found)} of them slow"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
