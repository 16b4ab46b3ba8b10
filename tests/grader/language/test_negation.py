"""Which words of a sentence are denied, by which means, and how far the denial reaches."""

import pytest

from grader.language.negation import toned

SENTENCES = {
    # corner case: (sentence, words as "+" said, "-" denied, "~" neither, number of denials)
    "plain": ("We use clicks.", "use+ click+", 0),
    "not": ("We do not use clicks.", "use- click-", 1),
    "contraction": ("We don't use clicks.", "use- click-", 1),
    "lost apostrophe": ("We cant use clicks.", "use- click-", 1),
    "up to a contrast": ("We do not use clicks but saves.", "use- click- save+", 1),
    "up to a reason": ("We do not use clicks because saves tell more.", "use- click- save+ tell+", 1),
    "up to the next clause": ("We do not use clicks, we use saves.", "use- click- use+ save+", 1),
    "past a such-as": ("Users who do not click, such as bots, leave.", "user+ click- bot- leav-", 1),
    "both of a pair": ("We never use clicks and saves.", "use- click- save-", 1),
    "hardly": ("Hardly any clicks count.", "click- count-", 1),
    "neither": ("Neither clicks nor saves help.", "click- save+ help+", 2),
    "nobody": ("Nobody says that clicks help.", "say- click- help-", 1),
    "not only": ("We not only use clicks but also saves.", "use+ click+ save+", 0),
    "not just": ("It is not just clicks.", "click+", 0),
    "no as an answer": ("No, we count clicks.", "count+ click+", 0),
    "a doubt of the speaker": ("Not sure, we count clicks.", "count+ click+", 0),
    "can not stress enough": ("We can not stress clicks enough.", "click+ enough+", 0),
    "a label in quotation marks": ('The label "none" counts.', "label+ x+ count+", 0),
    "instead of": ("We use saves instead of clicks.", "use+ save+ click-", 0),
    "rather than, to a comma": ("We use saves rather than clicks, and dwell.", "use+ save+ click- dwell+", 0),
    "without": ("We train without labels.", "train+ label-", 0),
    "judged useless": ("Clicks are useless.", "click-", 1),
    "judged without effect": ("Counting clicks makes no difference.", "count- click-", 1),
    "not needed": ("Clicks are not needed.", "click- need+", 1),
    "a stance on the subject": ("Clicks should not be used.", "click- use-", 1),
    "it is false that": ("It is false that clicks tell much.", "click- tell- much-", 1),
    "i doubt that": ("I doubt that clicks help.", "click- help-", 1),
    "a frame and a reason": ("I doubt that clicks help because saves tell more.", "click- help- save~ tell~", 1),
    "a lead before a colon": ("We should not do the following: count clicks.", "count- click-", 1),
    "taken back after a comma": ("We count clicks, but that is wrong.", "count- click-", 1),
    "avoid": ("We avoid clicks.", "click-", 1),
    "disagree": ("We disagree with counting clicks.", "count- click-", 1),
    "skip doing": ("Skip cleaning the log.", "skip+ clean- log-", 1),
    "drop a thing": ("We drop bots.", "drop+ bot+", 0),
    "leave out": ("We leave clicks out.", "", 1),
    "not and reject cancel out": ("We do not reject clicks.", "click+", 2),
    "never skip cancels out": ("Never skip cleaning the log.", "skip- clean+ log+", 2),
    "harmless": ("It does not break the closed path.", "break- close+ path+", 1),
    "not the same is different": ("The towers are not in the same path.", "tower+ differ+ path+", 0),
    "an if-clause": ("If nobody watches, we count clicks.", "watch~ count+ click+", 1),
    "no words": ("...", "", 0),
}


def _marks(sentence):
    return " ".join(
        word.stem + ("~" if word.neutral else "-" if word.denied else "+") for word in toned(sentence).words
    )


@pytest.mark.parametrize(("sentence", "words", "denials"), SENTENCES.values(), ids=SENTENCES)
def test_a_denial_reaches_these_words(sentence, words, denials):
    assert (_marks(sentence), toned(sentence).denials) == (words, denials)


@pytest.mark.parametrize(
    ("sentence", "framed"),
    [
        ("We do not use clicks.", False),
        ("It is false that clicks tell much.", True),
        ("We should not do the following: count clicks.", True),
        ("We count clicks, but that is wrong.", True),
        ("I would never count clicks in this log.", True),
        ("The team would never count clicks in this log.", False),
    ],
    ids=["a plain denial", "a frame", "a lead", "taken back", "a speaker against it", "somebody else"],
)
def test_a_frame_denies_the_whole_sentence(sentence, framed):
    assert toned(sentence).framed is framed


@pytest.mark.parametrize(
    ("sentence", "aside"),
    [
        ("We use saves instead of clicks.", True),
        ("We use saves, not clicks.", False),
        ("We train without labels.", False),
    ],
    ids=["instead of", "not", "without"],
)
def test_something_is_set_aside_for_something_else(sentence, aside):
    assert toned(sentence).aside is aside


def test_what_a_word_tells_is_its_weight():
    common, rare = toned("We use quaternions.").words
    assert 0 < common.weight < rare.weight
