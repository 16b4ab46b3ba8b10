"""Where a text is cut: units for judging, sentences of what the interviewer said, sentences of the guide."""

import pytest

from grader.language import leaks, plain
from grader.language.sentences import cut, units

UNITS = {
    "two sentences": ("We split by day. We test on later days.", ["We split by day.", "We test on later days."]),
    "bullets": ("Plan:\n- split by day\n- test on later days", ["Plan:\n- split by day", "- test on later days"]),
    "a numbered list": ("1) split by day\n2) test on later days", ["1) split by day", "2) test on later days"]),
    "lines": ("We split by day\nWe test later on", ["We split by day", "We test later on"]),
    "a fragment is glued": ("Yes. We split by day.", ["Yes. We split by day."]),
    "a decimal point": ("A share of 0.5 is enough.", ["A share of 0.5 is enough."]),
    "a stop in quotation marks": ('He said "we split." Then we test it.', ['He said "we split."', "Then we test it."]),
    "no words": ("... !", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "pieces"), UNITS.values(), ids=UNITS)
def test_units(text, pieces):
    assert cut(text) == pieces


def test_text_without_punctuation_is_cut_into_pieces():
    pieces = cut("word " * 100)
    assert len(pieces) == 5
    assert {len(piece.split()) for piece in pieces} == {20}


@pytest.mark.parametrize("text", [text for text, _ in UNITS.values()], ids=UNITS)
def test_offsets_are_in_order_and_do_not_overlap(text):
    edges = [edge for unit in units(text) for edge in unit]
    assert edges == sorted(edges) and all(text[a:b] == text[a:b].strip() for a, b in units(text))


CUTTERS = {
    # corner case: (text, by `cut`, by `plain.sentences`, by `leaks.sentences`), each as the number of pieces
    "sentences": ("We split by day. We test on later days.", 2, 2, 2),
    "a short sentence": ("Yes. We split by day.", 1, 2, 2),
    "a semicolon": ("We split by day; we test on later days.", 2, 2, 1),
    "an abbreviation": ("We use signals, e.g. dwell and saves.", 2, 1, 2),
    "a bullet in a line": ("We do this: - split by day - test on later days", 3, 3, 1),
}


@pytest.mark.parametrize(("text", "judged", "guarded", "taught"), CUTTERS.values(), ids=CUTTERS)
def test_the_three_cutters_differ_on_purpose(text, judged, guarded, taught):
    assert (len(cut(text)), len(plain.sentences(text)), len(leaks.sentences(text))) == (judged, guarded, taught)
