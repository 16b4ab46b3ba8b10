"""The one list of English words by what they do: function words, negators, opposites.

Readers need different parts of it, so that the parts have names: what is a function word to a guard is not one
everywhere, and the differences stand here side by side.
"""

DETERMINERS = frozenset("a an the my our your their its his her every".split())
PREPOSITIONS = frozenset(
    "of in on at by for with from into onto about between through during under among against".split()
)
CONJUNCTIONS = frozenset("and or but because although if than whether nor".split())
FINITE = frozenset("is are was were am has had does did can could will would should may might must".split())
"""Auxiliaries that only stand in a clause with a subject."""
AUXILIARIES = FINITE | frozenset("be been have do shall".split())
PRONOUNS = frozenset("i we you he she they it this that these those there who which what whose whom".split())
_OTHER_FUNCTION = frozenset(
    """to as so then when where while how why not no too very just also only such both each any some all more most
    other own same here up out over s t d ll re ve m don being having doing me us them him one""".split()
)
GUARD_FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | _OTHER_FUNCTION
"""Function words of the guards, which compare word by word and so keep contractions, "own" possessives and "use" as content."""

FUNCTION_WORDS = GUARD_FUNCTION - frozenset("against among don whether".split()) | frozenset(
    """above again another aren't below can't cannot doesn't don't done etc get gets getting got hence hers however
    isn't it's itself let lets like made make makes mine myself n't off ones ours per since theirs themselves
    therefore though thus until upon use used uses using via within won't yours""".split()
)
"""Function words of everything that weighs or searches words: contractions and weak verbs ("get", "use") too."""

_PLAIN_NEGATORS = frozenset("not no never none nothing neither nor".split())
DENYING_WORDS = _PLAIN_NEGATORS | frozenset("nobody hardly barely lack lacks lacking absence absent".split())
"""Words that deny, in text whose contractions are spelled out; "without" is read as a phrase of its own."""
NEGATORS = _PLAIN_NEGATORS | frozenset("cannot without dont doesnt isnt arent wont cant didnt wouldnt".split())
"""Words that reverse what follows, in text as written; every word that ends in "n't" reverses too."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in map(str.split, text.replace("\n", " ").split(",")))


_EXCLUSIVE = _pairs("""
increase decrease, more less, most least, high low, higher lower, large small, larger smaller, big small, bigger
smaller, long short, longer shorter, fast slow, faster slower, harder softer, heavier lighter, hot cold, same
different, open closed, complete incomplete, connected disconnected, connected separated, on off, inside outside,
first last, top bottom, true false, correct incorrect, positive negative, static dynamic, public private, online
offline, early late, earlier later, better worse, best worst, cheap expensive, maximum minimum, possible impossible,
fixed variable, internal external
""")
_CONTRARY = _pairs("""
increases decreases, rise fall, rises falls, raise lower, grow shrink, more fewer, many few, highest lowest, largest
smallest, greater less, greater smaller, greater lower, quickly slowly, quick slow, hard easy, harder easier, hard
soft, heavy light, hotter colder, warm cool, warmer cooler, heats cools, wet dry, strong weak, stronger weaker, thick
thin, thicker thinner, deep shallow, wide narrow, near far, close far, closer farther, similar different, equal
different, equal unequal, opened closed, open close, connected unconnected, connect separate, attached detached,
joined separated, in out, with without, before after, above below, over under, up down, upward downward, uphill
downhill, upstream downstream, left right, front back, forward backward, always never, all none, all some, every no,
yes no, right wrong, positively negatively, present absent, add remove, add subtract, insert delete, push pop, push
pull, start stop, start end, begin end, beginning end, gain lose, gains loses, absorb release, absorbs releases,
absorb reflect, attract repel, attracts repels, float sink, floats sinks, expand contract, live die, local global,
linear nonlinear, stable unstable, directed undirected, ordered unordered, sorted unsorted, old new, older newer, good
bad, maximize minimize, maximise minimise, input output, send receive, sender receiver, source destination, parent
child, root leaf, ancestor descendant, predecessor successor, able unable, success failure, succeed fail, works fails,
dependent independent, known unknown, supervised unsupervised, synchronous asynchronous, constant variable, full
empty, rough smooth, lit unlit, damaged intact, safe unsafe, finite infinite, even odd, implicit explicit, encrypt
decrypt, compile interpret, real virtual, single multiple, one many
""")
_EXCLUSIVE_HERE = _pairs("""
same separate, include exclude, allow prevent, dynamic fixed, limited unlimited, rare common, within outside, together
apart, together separately, same own
""")

OPPOSITES = _EXCLUSIVE + _CONTRARY
"""Pairs of words that say the opposite of each other."""
COMPLEMENTS = _EXCLUSIVE + _EXCLUSIVE_HERE
"""Pairs of which one denied means the other: "not in the same path" is "in different paths"."""
