"""Lint on files: findings with their lines, mending in place, and the answers that a rubric is measured on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.adapters import content_writer
from grader.adapters.rubric_files import built, line_finder
from grader.adapters.yaml_source import parse_source, read_text
from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import RubricError, VivaError
from grader.lint import Answers, Finding, found, lint
from grader.lint.fixing import Fix, applied, fixes
from grader.ports import Encoder
from grader.transcripts import contents, read_transcript, to_answer

BEST = ("strong", "colloquial", "middling")
"""Model answers that should earn something, the best first."""
POOR = ("middling", "weak", "wrong_but_fluent", "off_topic")
"""Model answers that deserve little."""


def lint_text(
    text: str,
    name: str,
    encoder: Encoder | None = None,
    calibration: Calibration | None = None,
    answers: Answers | None = None,
) -> list[Finding]:
    """Return what is wrong with the text of a rubric file, by line. A file that cannot be read has its mistakes only.

    `name` is the file name that findings show.
    """
    about = Path(name).stem
    source = parse_source(text, name)
    line = line_finder(source)
    mechanical = [
        replace(found(fix.rule, about, fix.message, fix.place), line=text.count("\n", 0, fix.start) + 1)
        for fix in fixes(text, source.texts)
    ]
    try:
        rubric = built(source)
    except RubricError as error:
        mistakes = [_mistake(about, m.file, m.line, m.message, m.hint) for m in error.mistakes]
        return sorted([*mistakes, *(replace(f, file=name) for f in mechanical)])
    held = [*mechanical, *lint(rubric, encoder, calibration, answers)]
    return sorted(replace(f, file=name, line=f.line or line(f.place)) for f in held)


def _mistake(about: str, file: str, line: int, message: str, hint: str) -> Finding:
    return replace(found("unreadable", about, message), file=file, line=line, mend=hint)


def lint_file(
    path: Path,
    encoder: Encoder | None = None,
    calibration: Calibration | None = None,
    answers: Answers | None = None,
) -> list[Finding]:
    """Return what is wrong with a rubric file; as `lint_text`."""
    text, mistake = read_text(path)
    if mistake:
        return [_mistake(path.stem, mistake.file, mistake.line, mistake.message, mistake.hint)]
    return lint_text(text, str(path), encoder, calibration, answers)


def fixed(text: str) -> tuple[str, list[Fix]]:
    """Return a text with all mechanical mends made, and the mends; the text as it is when a mend would damage it."""
    texts = parse_source(text, "before").texts
    changes = [fix for fix in fixes(text, texts) if fix.new != text[fix.start : fix.end]]
    mended = applied(text, changes)
    return (text, []) if parse_source(mended, "mended").mistakes else (mended, changes)


def mend(path: Path) -> list[Fix]:
    """Make all mechanical mends in a file and return them; the file is left alone when there are none.

    ReadOnlyError when there are some and content is read-only.
    """
    text, mistake = read_text(path)
    mended, changes = ("", []) if mistake else fixed(text)
    if changes:
        marked = path.read_bytes().startswith(b"\xef\xbb\xbf")
        content_writer.write(path, (("\ufeff" if marked else "") + mended).encode())
    return changes


def written(path: Path) -> str | None:
    """Return what a file holds now; None when it cannot be read as text."""
    text, mistake = read_text(path)
    return None if mistake else text


def answers_for(problem: str, folders: Iterable[Path]) -> Answers:
    """Return the model answers to a problem and the poor ones to all others, below `examples/` of the rubric folders.

    A transcript that cannot be read is left out here; `python -m grader grade` says what is wrong with it.
    """
    own: dict[int, list[Answer]] = {}
    others: list[Answer] = []
    for path in sorted(p for folder in folders for p in folder.glob("examples/*/*.md")):
        mine = path.parent.name == problem
        if not mine and path.stem not in POOR:
            continue
        try:
            answer, _ = to_answer(read_transcript(contents(path), path.name))
        except (VivaError, OSError):
            continue
        if mine:
            own.setdefault(BEST.index(path.stem) if path.stem in BEST else len(BEST), []).append(answer)
        else:
            others.append(answer)
    return Answers([answer for rank in sorted(own) for answer in own[rank]], others)


def as_rows(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings as JSON objects."""
    keys = ("file", "line", "rule", "about", "message", "why", "mend")
    return [{key: getattr(finding, key) for key in keys} for finding in findings]
