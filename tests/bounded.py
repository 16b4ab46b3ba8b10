"""Reads hostile inputs in processes of their own, with a limit on memory, and tells what became of each.

`python -m tests.bounded` takes a pickled list of (kind, input) and prints as JSON, for each, the error, its text, the
most memory in MB, and the seconds of processor time.
"""

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.adapters.rubric_files import parse_rubric
from grader.errors import InputError
from grader.language import words
from grader.transcripts import read_transcript
from library.chapter_files import parse_chapter
from library.packs.pack_files import read_pack, read_zip

LIMIT_MB = 700
"""Memory that a process may take beyond what it has before it reads."""
STATM = Path("/proc/self/statm")
"""Where Linux says how much memory a process has."""


@dataclass(frozen=True)
class Outcome:
    """What became of an input."""

    error: str
    """Class of the error; empty when the input was read."""
    text: str
    """What the error says."""
    mb: float
    """Most memory beyond what the process had before it read."""
    seconds: float
    """Processor time."""


def outcomes(cases: Mapping[str, tuple[str, Any]]) -> dict[str, Outcome]:
    """Read each input in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bounded"],
        input=pickle.dumps([*cases.values()]),
        stdout=subprocess.PIPE,
        check=True,
    )
    return {case: Outcome(*found) for case, found in zip(cases, json.loads(done.stdout), strict=True)}


def _read(kind: str, data: Any) -> None:
    if kind == "transcript":
        read_transcript(data, "f")
    elif kind == "rubric":
        parse_rubric(data, "f.yaml")
    elif kind == "zip":
        read_zip(data, "f.zip")
    elif kind == "folder":
        with tempfile.TemporaryDirectory() as folder:
            for name, content in data.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            read_pack(Path(folder))
    elif mistakes := parse_chapter(data, "f", "f.md").mistakes:
        raise InputError("damaged", mistakes=mistakes)


def _tried(kind: str, data: Any) -> tuple[str, str]:
    try:
        _read(kind, data)
    except Exception as error:
        return type(error).__name__, str(error)[:2_000]
    return "", ""


def _bounded(kind: str, data: Any) -> tuple[str, str, float, float]:
    size, resident, *_ = (int(pages) * resource.getpagesize() for pages in STATM.read_text().split())
    came, out = os.pipe()
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_AS, (size + LIMIT_MB * 1_000_000,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        os.write(out, json.dumps(_tried(kind, data)).encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(came, "rb") as answer:
        told = answer.read()
    _, status, used = os.wait4(child, 0)
    error, text = json.loads(told) if told else ("Killed", f"by signal {os.WTERMSIG(status)}")
    return error, text, (used.ru_maxrss * 1_024 - resident) / 1e6, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    words.is_english("hola " * 30)  # loads the word lists, which takes 500 MB and happens once
    print(json.dumps([_bounded(*case) for case in pickle.load(sys.stdin.buffer)]))
