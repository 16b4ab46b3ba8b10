"""Model answers on disk: what the candidate says in `rubrics/examples/<problem>/<kind>.md`."""

from collections.abc import Iterable
from pathlib import Path

from grader.adapters.transcripts import read_transcript, suggest_candidate, to_answer
from grader.errors import InputError


def read_examples(rubric_folders: Iterable[Path], problem: str) -> dict[str, tuple[str, ...]]:
    """Return the candidate's turns of each model answer of a problem, by kind; InputError when there is none."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in rubric_folders:
        for path in sorted((folder / "examples" / problem).glob("*.md")):
            transcript = read_transcript(path.read_bytes(), str(path))
            answer, _ = to_answer(transcript, suggest_candidate(transcript))
            found[path.stem] = tuple(turn.text for turn in answer.turns if turn.speaker == "candidate")
    if not found:
        raise InputError(f"There are no model answers for '{problem}'.", f"Write rubrics/examples/{problem}/strong.md.")
    return found
