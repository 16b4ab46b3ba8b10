"""Keeping what was tried: as an anchor, as a contrast, or as a labeled example beside the rubric."""

import json
from pathlib import Path

from grader.adapters.yaml_source import read_text
from grader.errors import InputError
from grader.rubric import Rubric
from grader.scorecard import Verdict
from grader.transcripts import read_transcript, to_answer
from library.editing.rubric_edits import one_line, with_text
from library.editing.undo_files import Edits

_MARK = b"\xef\xbb\xbf"
_LONGEST = 20_000


def phrasing(path: Path, checkpoint: str, key: str, text: str) -> Edits:
    """Return the rubric file with one more anchor or contrast. InputError when it cannot be added."""
    before, mistake = read_text(path)
    if mistake:
        raise InputError(str(mistake))
    after = with_text(before, str(path), checkpoint, key, text)
    return {path: (_MARK if path.read_bytes().startswith(_MARK) else b"") + after.encode()}


def example(path: Path, rubric: Rubric, checkpoint: str, verdict: Verdict, text: str) -> Edits:
    """Return a transcript and its verdict file, for the folder of model answers beside the rubric file `path`.

    InputError when the text cannot be told from a transcript's speakers, or is empty.
    """
    said = one_line(text)
    if not said or len(said) > _LONGEST:
        raise InputError(f"That is {len(said)} characters.", f"Take 1 to {_LONGEST:,}.")
    folder = path.parent / "examples" / path.stem
    name = next(n for i in range(1, 10_000) if not (folder / f"{(n := f'tried_{i:02}')}.md").exists())
    transcript = f"Interviewer: {one_line(rubric.prompt)}\n\nCandidate: {said}\n".encode()
    answer, _ = to_answer(read_transcript(transcript, f"{name}.md"))
    if [turn.text for turn in answer.turns if turn.speaker == "candidate"] != [said]:
        raise InputError("The text reads like a transcript of several speakers.", "Take one turn of the candidate.")
    quote = "" if verdict == "missed" else f", quote: {json.dumps(said, ensure_ascii=False)}"
    labels = (
        f"problem: {path.stem}\nanswer: {name}\nverdicts:\n- {{checkpoint: {checkpoint}, verdict: {verdict}{quote}}}\n"
    )
    return {folder / f"{name}.md": transcript, folder / f"{name}.verdicts.yaml": labels.encode()}
