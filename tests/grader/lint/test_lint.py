"""What lint finds in a rubric, and what it mends in the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader import __main__ as terminal
from grader.adapters.rubric_files import parse_rubric
from grader.answer import Answer, Turn
from grader.lint import RULES, Answers, lint
from grader.lint.lint_files import answers_for, fixed, lint_file, lint_text
from tests.fakes import CALIBRATION, StemEncoder

RUBRIC = """\
# a note at the top
id: post
title: Post
prompt: Design a letter sorter.
phases:
- id: setup
  checkpoints:
  - id: scope
    claim: {claim}
    anchors: ["So I'd find out who sends them."]  # spoken
    contrasts: ["Nobody needs to know the senders."]
"""
SOUND = RUBRIC.format(claim="The senders are found out before anything is drawn.")

CLAIMS = {
    "two sentences": ("The senders are known. Drawers are counted.", "two-claims"),
    "a semicolon": ("The senders are known; drawers are counted.", "two-claims"),
    "and also": ("The senders are known and also the drawers are counted.", "two-claims"),
    "one sentence with an and": ("The senders and their towns are known.", ""),
    "an empty word": ("A suitable drawer is chosen.", "vague"),
    "a hollow verb": ("Discusses the trade-offs.", "vague"),
    "a hollow verb with a content": ("Considers what happens to letters without a stamp.", ""),
    "a list of tools": ("Uses Kafka, Flink or Spark.", "tool-list"),
    "tools at the start": ("Redis, Kafka and Postgres hold the counts.", "tool-list"),
    "one tool": ("Counts are kept in Redis for a day.", ""),
    "the question back": ("Designs a sorter for letters.", "circular"),
    "a thing by itself": ("Affinity features capture affinity.", "circular"),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_wording_of_a_claim(case):
    claim, rule = CLAIMS[case]
    found = lint_text(RUBRIC.format(claim=claim), "post.yaml")
    assert [(f.rule, f.line, f.about) for f in found] == ([(rule, 9, "post/scope")] if rule else [])


def test_what_a_rubric_lacks_and_weighs_too_much():
    text = "id: tiny\ntitle: Tiny\nprompt: Say it.\ncheckpoints:\n- claim: Letters are counted.\n- claim: Drawers are oak.\n"
    heavy = text + "- claim: Stamps are licked.\n  weight: 9\n  anchors: [Lick stamps.]\n  contrasts: [Dry.]\n"
    found = [(f.rule, f.line) for f in lint_text(heavy, "tiny.yaml")]
    assert ("no-contrast", 5) in found and ("no-anchor", 6) in found
    assert ("one-weight-dominates", 8) in found and ("no-spoken-anchor", 9) in found


def test_likeness_names_the_other_and_how_near():
    rubric = parse_rubric(SOUND, "post.yaml")
    (phase,) = rubric.phases
    twin = replace(phase.checkpoints[0], id="twin")
    (found,) = [
        f
        for f in lint(replace(rubric, phases=(replace(phase, checkpoints=(*phase.checkpoints, twin)),)), StemEncoder())
        if f.rule == "overlap"
    ]
    assert found.about == "post/twin" and "'scope' (1.00)" in found.message


def test_anchors_that_say_the_same():
    text = SOUND.replace(
        '["So I\'d find out who sends them."]',
        '["So I\'d find out who sends them.", "So I\'d find out who sends these."]',
    )
    assert "anchors-alike" in {f.rule for f in lint(parse_rubric(text, "post.yaml"), StemEncoder())}


def said(*texts):
    return [Answer((Turn("interviewer", "Go."), Turn("candidate", text))) for text in texts]


def test_measured_on_answers():
    rubric = parse_rubric(SOUND, "post.yaml")
    nothing = said("I like the weather in May very much.")
    everything = said(*["The senders are found out before anything is drawn."] * 6)
    found = {f.rule for f in lint(rubric, StemEncoder(), CALIBRATION, Answers(nothing, everything))}
    assert found >= {"never-fires", "fires-on-everything"}
    found = {f.rule for f in lint(rubric, StemEncoder(), CALIBRATION, Answers(everything, nothing * 6))}
    assert not found & {"never-fires", "fires-on-everything"}


def test_a_contrast_that_says_the_claim():
    text = SOUND.replace("Nobody needs to know the senders.", "The senders are found out before anything is drawn.")
    (found,) = [f for f in lint(parse_rubric(text, "post.yaml"), StemEncoder(), CALIBRATION) if f.rule == "never-fires"]
    assert "a contrast says what the claim says" in found.message


def test_answers_are_the_own_ones_best_first_and_the_poor_of_others(tmp_path: Path):
    for problem in ("post", "chess"):
        (tmp_path / "examples" / problem).mkdir(parents=True)
        for kind in ("weak", "strong"):
            (tmp_path / "examples" / problem / f"{kind}.md").write_text(
                f"Interviewer: Go.\n\nCandidate: {problem} {kind} it is.\n"
            )
    found = answers_for("post", [tmp_path])
    assert [a.turns[1].text for a in found.own] == ["post strong it is.", "post weak it is."]
    assert [a.turns[1].text for a in found.others] == ["chess weak it is."]


MESSY = """\
# a note at the top
id: post
title: 'Post  office'   # two spaces{two}
prompt: "Design a letter sorter. "
checkpoints:
- claim: The senders are known.  # the claim
  anchors:
  - I'd ask who   sends them.
  - "I'd ask who sends them!"
  # a note between
  - plain: [no]
  probes: [Who sends letters, 'Why is that so.', "Say it."]
  hints: [one, one,
    two ,  "One!"]
  counts: |
    Two lines,{two}
    and the spaces at the end of the first are its author's.
  guide: [metrics/top-k, metrics/top_k, metrics/top-k]{one}

  weight: 2


""".replace("{two}", "  ").replace("{one}", " ")


def test_fix_mends_what_is_mechanical_and_leaves_every_other_byte():
    mended, changes = fixed(MESSY)
    assert mended == (
        MESSY.replace("Post  office", "Post office")
        .replace("sorter. ", "sorter.")
        .replace("who   sends", "who sends")
        .replace('  - "I\'d ask who sends them!"\n', "")
        .replace("[Who sends letters, 'Why is that so.'", "[\"Who sends letters?\", 'Why is that so?'")
        .replace("[one, one,", "[one,")
        .replace('two ,  "One!"]', "two]")
        .replace("two spaces  ", "two spaces")
        .replace("metrics/top_k, metrics/top-k] ", "metrics/top_k]")
        .replace("weight: 2\n\n\n", "weight: 2\n")
    )
    assert {fix.rule for fix in changes} == {"stray-space", "doubled-text", "no-question-mark"}
    assert fixed(mended) == (mended, []), "once is enough"


ENDS = {
    "no line break at the end": ("title: Post", "title: Post\n"),
    "empty lines at the end": ("title: Post\n\n \n", "title: Post\n"),
    "a space after a key": ("checkpoints: \n- claim: A.\n", "checkpoints:\n- claim: A.\n"),
    "a space on an empty line": ("title: Post\n  \nid: post\n", "title: Post\n\nid: post\n"),
    "Windows line ends": ("title: Post \r\nid: post\r\n\r\n", "title: Post\r\nid: post\r\n"),
    "a text over lines at the end": ("id: post\ncounts: |+\n  One. \n\n\n", None),
    "a text over lines, not closed": ("id: post\ncounts: |\n  One. \n  Two.", None),
    "a plain text over lines": ("title: Post \n  office\nid: post\n", None),
    "nothing to mend": ("title: Post\nid: post\n", None),
}


@pytest.mark.parametrize("case", ENDS)
def test_ends_of_lines_and_of_the_file(case):
    text, mended = ENDS[case]
    assert fixed(text)[0] == (text if mended is None else mended)
    assert fixed(fixed(text)[0])[1] == []


def test_mechanical_findings_name_their_lines():
    found = {(f.rule, f.line) for f in lint_text(MESSY, "post.yaml") if RULES[f.rule].mechanical}
    lines = MESSY.splitlines()
    by_line = {(rule, lines[line - 1].strip().split(" ")[0]) for rule, line in found}
    assert by_line >= {("stray-space", "title:"), ("stray-space", "guide:"), ("doubled-text", "hints:")}


def test_every_fix_keeps_what_the_file_means(tmp_path: Path):
    """Untidy copies of a shipped rubric, mended, are the shipped rubric again."""
    path = Path(__file__).parents[3] / "rubrics" / "search_ranking.yaml"
    sound = path.read_text("utf-8")
    untidy = sound.replace("\n", "  \n") + "\n\n"
    mended, changes = fixed(untidy)
    assert changes and parse_rubric(mended, path.name) == parse_rubric(sound, path.name)


@pytest.mark.parametrize("text", ["id: [", "", "a: &x 1\nb: *x\n", "- 1\n"])
def test_fix_leaves_damaged_text_alone(text):
    assert fixed(text) == (text, [])


def test_line_endings_and_the_byte_order_mark_stay(tmp_path: Path, capsys):
    path = tmp_path / "post.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("Post", "'Post '").replace("\n", "\r\n").encode())
    terminal.main(["lint", str(path), "--fix", "--quick"])
    assert path.read_bytes() == b"\xef\xbb\xbf" + SOUND.replace("Post", "'Post'").replace("\n", "\r\n").encode()
    assert "mended: spaces" in capsys.readouterr().err


def test_the_terminal_says_why_and_how_and_exits_1(tmp_path: Path, capsys):
    path = tmp_path / "post.yaml"
    path.write_text(RUBRIC.format(claim="Discusses the trade-offs."))
    assert terminal.main(["lint", str(path), "--quick"]) == 1
    out = capsys.readouterr().out
    assert f"{path}:9: vague: post/scope: " in out and "    why: " in out and "    mend: " in out
    assert terminal.main(["lint", str(path), "--quick", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["rule"], row["line"], row["about"]) == ("vague", 9, "post/scope")
    path.write_text(SOUND)
    assert terminal.main(["lint", str(path), "--quick"]) == 0
    assert "nothing found" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path):
    (tmp_path / "bad.yaml").write_text("id: [")
    (found,) = lint_file(tmp_path / "bad.yaml")
    assert (found.rule, found.line) == ("unreadable", 1) and found.mend
    (gone,) = lint_file(tmp_path / "gone.yaml")
    assert "not there" in gone.message


def test_every_rule_says_why_and_how():
    assert all(rule.why and rule.mend for rule in RULES.values())
