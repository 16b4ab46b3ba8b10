"""Every fixture is read as a person reads it: speakers, turns, times, format, candidate and warnings."""

import json
from pathlib import Path
from typing import Any

import pytest

from grader.transcripts import quality, read_transcript, suggest_candidate, to_answer

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(p.name.removesuffix(".expected.json") for p in FIXTURES.glob("*.expected.json"))
WARNINGS = {
    "short": quality.TOO_SHORT,
    "unknown": quality.UNKNOWN,
    "no_labels": quality.NO_LABELS,
    "one_speaker": quality.ONE_SPEAKER,
    "language": quality.OTHER_LANGUAGE,
    "no_punctuation": quality.NO_PUNCTUATION,
    "unattributed": quality.UNATTRIBUTED,
}


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_speakers_turns_and_times(name: str) -> None:
    transcript = read_transcript((FIXTURES / name).read_bytes(), name)
    read = [(u.label, u.text, u.seconds) for u in transcript.utterances]
    assert read == [(t["speaker"], t["text"], t.get("seconds")) for t in expected(name)["turns"]]


@pytest.mark.parametrize("name", NAMES)
def test_format_candidate_and_warnings(name: str) -> None:
    transcript = read_transcript((FIXTURES / name).read_bytes(), name)
    wanted = expected(name)
    answer, warnings = to_answer(transcript)
    assert transcript.format == wanted["format"]
    assert 0 < transcript.sure <= 1
    assert suggest_candidate(transcript) == wanted["candidate"]
    assert set(warnings) == {WARNINGS[word] for word in wanted["warnings"]}
    assert (transcript.problem, list(transcript.reached or ())) == (
        wanted.get("problem", ""),
        wanted.get("reached", []),
    )
    assert sorted(answer.skipped) == wanted.get("skipped", [])


def test_every_fixture_has_its_expectation() -> None:
    files = {p.name for p in FIXTURES.iterdir() if not p.name.endswith(".expected.json")}
    assert files == set(NAMES)
    assert len(files) >= 40
