"""Words, stems, opposites, and which way words point."""

import pytest

from grader.language import words as w
from grader.language.plain import kept_order, plain, spelled_out
from grader.language.word_order import order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The 3.5 pages, don't!", ["the", "3.5", "pages", "don't"]),
        ("the dog’s", ["the", "dog's"]),
        ("in\u00advisible\u200b words", ["invisible", "words"]),
        ("two-tower", ["two", "tower"]),
        ("?!", []),
    ],
    ids=["inner stops", "curly apostrophe", "invisible characters", "hyphen", "no words"],
)
def test_words(text, words):
    assert w.words(text) == words


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("increases", "decrease", True),
        ("decrease", "increased", True),
        ("more", "fewer", True),
        ("increase", "more", False),
    ],
    ids=["listed", "the other way round", "one of two", "alike"],
)
def test_opposites(one, other, opposite):
    assert (w.stem(other) in w.opposites(one)) is opposite


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("we use clicks", "+++"),
        ("we never use clicks", "++--"),
        ("not a b c d e", "+----+"),
        ("not a, b", "+-+"),
        ("not a but b", "+-++"),
        ("not only a b", "++++"),
        ("it won't rise", "++-"),
    ],
    ids=["plain", "never", "four words", "a comma", "but", "not only", "n't"],
)
def test_polarity(text, signs):
    assert "".join("+" if sign > 0 else "-" for sign in w.polarity(text, w.spans(text))) == signs


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Wir teilen die Daten nach Tagen auf und messen den Fehler auf den letzten Tagen " * 3, False),
        ("We split the data by day and measure the error on the last days of the log " * 3, True),
        ("Wir teilen die Daten", True),
    ],
    ids=["German", "English", "too short to tell"],
)
def test_is_english(text, english):
    assert w.is_english(text) is english


@pytest.mark.parametrize(
    ("text", "bare"),
    [("ＡＢＣ", "abc"), ("сlick", "click"), ("c l i c k s", "clicks"), ("don’t", "don't"), ("a\u200bb", "ab")],
    ids=["wide letters", "Cyrillic", "spaced letters", "curly apostrophe", "invisible"],
)
def test_plain_text_has_no_disguises(text, bare):
    assert plain(text) == bare


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("can't", "can not"),
        ("won't", "will not"),
        ("isnt", "is not"),
        ("I'd", "i would"),
        ('don"t', "do not"),
        ("non-linear", "non linear"),
    ],
)
def test_contractions_are_spelled_out(text, full):
    assert spelled_out(text) == full


@pytest.mark.parametrize(
    ("unit", "phrasing", "shared", "kept"),
    [
        ("a b c", "a b c", 3, 1.0),
        ("c b a", "a b c", 3, 0.0),
        ("x y", "a b", 0, 0.0),
        ("a", "a", 1, 0.0),
        ("", "a", 0, 0.0),
    ],
    ids=["same order", "backward", "nothing shared", "one word", "empty"],
)
def test_kept_order(unit, phrasing, shared, kept):
    assert kept_order(unit.split(), phrasing.split()) == (shared, kept)


def test_a_sentence_is_in_better_order_than_its_words_backward():
    sentence = "we train the model on the data of the last week"
    assert order(sentence)[0] > 0 > order(" ".join(reversed(sentence.split())))[0]


def test_without_neighbors_there_is_no_order():
    assert order("model") == (0.0, 0)
