"""A text added to a rubric file: in its list, with every other byte as it was."""

import pytest

from grader.adapters.rubric_files import parse_rubric
from grader.errors import InputError, RubricError
from library.editing.rubric_edits import with_text

HEAD = "# ours\nid: post\ntitle: Post\nprompt: Sort it.\ncheckpoints:\n"
FORMS = {
    "a block list with comments": (
        "- claim: A.  # one\n  anchors:\n  - first  # why\n  # between\n  - second # last\n  # after\n  tier: basic\n",
        "  - second # last\n",
        '  - second # last\n  - "It is: so."\n',
    ),
    "an indented block list": (
        "- claim: A.\n  anchors:\n    - first\n- claim: B.\n",
        "    - first\n",
        '    - first\n    - "It is: so."\n',
    ),
    "a flow list": ("- claim: A.\n  anchors: [a, b]  # c\n", "[a, b]", '[a, b, "It is: so."]'),
    "an empty flow list": ("- claim: A.\n  anchors: []\n", "[]", '["It is: so."]'),
    "no list yet": ("- claim: A.  # one\n  tier: basic\n", "# one\n", '# one\n  anchors:\n  - "It is: so."\n'),
    "no list, no newline at the end": ("- claim: A.", "- claim: A.", '- claim: A.\n  anchors:\n  - "It is: so."\n'),
    "a flow mapping": ("- {claim: A., tier: basic}\n", "basic}", 'basic, anchors: ["It is: so."]}'),
    "a folded text last": (
        "- claim: A.\n  anchors:\n  - >\n    long\n    text\n- claim: B.\n",
        "    text\n",
        '    text\n  - "It is: so."\n',
    ),
    "a folded claim": (
        "- claim: >\n    long\n    claim\n  tier: basic\n",
        "    claim\n",
        '    claim\n  anchors:\n  - "It is: so."\n',
    ),
}


@pytest.mark.parametrize("case", FORMS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_is_added_and_nothing_else_changes(case: str, end: str) -> None:
    body, old, new = FORMS[case]
    text = (HEAD + body).replace("\n", end)
    added = with_text(text, "post.yaml", "c01", "anchors", " It is:\n so. ")
    assert added == (HEAD + body.replace(old, new, 1)).replace("\n", end)
    assert parse_rubric(added, "post.yaml").checkpoints[0].anchors[-1] == "It is: so."


def test_a_checkpoint_in_a_phase() -> None:
    text = (
        "id: post\ntitle: Post\nprompt: P.\nphases:\n- id: setup\n  checkpoints:\n  - id: a\n    claim: A.\n"
        "- id: data\n  checkpoints:\n  - id: b\n    claim: B.\n    contrasts: [x]\n"
    )
    assert with_text(text, "post.yaml", "b", "contrasts", "y") == text.replace("[x]", '[x, "y"]')


REFUSED = {
    "nothing": ("c01", "anchors", "  \n"),
    "too long": ("c01", "anchors", "x" * 601),
    "there already": ("c01", "anchors", "first"),
    "another checkpoint": ("c09", "anchors", "x"),
    "another key": ("c01", "claim", "x"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_added_is_refused(case: str) -> None:
    with pytest.raises(InputError):
        with_text(HEAD + "- claim: A.\n  anchors: [first]\n", "post.yaml", *REFUSED[case])


def test_a_damaged_file_is_named_by_line() -> None:
    with pytest.raises(RubricError, match=r"post.yaml:\d"):
        with_text(HEAD + "- clam: A.\n", "post.yaml", "c01", "anchors", "x")


@pytest.mark.parametrize(
    "text", ["- x: [y]", "'\"", "# no comment", "{a}", "x\u2028y", "\x07bell", "né 🙂", "!!str &a *a"]
)
def test_odd_texts_stay_texts(text: str) -> None:
    added = with_text(HEAD + "- claim: A.\n", "post.yaml", "c01", "contrasts", text)
    (got,) = parse_rubric(added, "post.yaml").checkpoints[0].contrasts
    assert got == text.replace("\u2028", " ").replace("\x07", "")
