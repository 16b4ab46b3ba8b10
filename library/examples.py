"""Model answers on disk: what the candidate says in `rubrics/examples/<problem>/<kind>.md`."""

from collections.abc import Iterable
from pathlib import Path

from grader.adapters.pack_names import pack_of
from grader.errors import InputError
from grader.transcripts import contents, read_transcript, suggest_candidate, to_answer


def example_folders(rubric_folders: Iterable[Path], problem: str) -> list[Path]:
    """Return where model answers of a problem may lie; those of `pack.id` lie in the pack, under the bare id."""
    pack, dot, bare = problem.rpartition(".")
    fitting = [folder for folder in rubric_folders if pack_of(folder) == pack]
    return [folder / "examples" / (bare if dot else problem) for folder in fitting]


def read_examples(rubric_folders: Iterable[Path], problem: str) -> dict[str, tuple[str, ...]]:
    """Return the candidate's turns of each model answer of a problem, by kind; InputError when there is none."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in example_folders(rubric_folders, problem):
        for path in sorted(folder.glob("*.md")):
            transcript = read_transcript(contents(path), str(path))
            answer, _ = to_answer(transcript, suggest_candidate(transcript))
            found[path.stem] = tuple(turn.text for turn in answer.turns if turn.speaker == "candidate")
    if not found:
        raise InputError(f"There are no model answers for '{problem}'.", f"Write rubrics/examples/{problem}/strong.md.")
    return found
