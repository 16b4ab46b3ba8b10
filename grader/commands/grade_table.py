"""The CSV table of graded transcripts: read with what an earlier run left, written row by row."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from grader.errors import InputError
from grader.report.formats import VERDICTS, safe_cell

COLUMNS = (
    "file", "sha256", "asked", "problem", "level", "candidate", "format", "words", "score", "low", "high", "coverage",
    *VERDICTS, "verdicts", "warnings", "error", "signature",
)  # fmt: skip
_TEXT = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}
"""Names of files may be no UTF-8; they come back as they were."""

Row = dict[str, str]
"""One cell for each of COLUMNS."""


def read_table(path: Path) -> dict[str, Row]:
    """Return the rows of an earlier run by their file, the newest of each; none when there is no table yet.

    A row that was cut off while it was written is left out. InputError when the file is something else.
    """
    if not path.exists():
        return {}
    with path.open(**_TEXT) as file:  # type: ignore[call-overload]
        try:
            head, *rest = [row for row in csv.reader(file) if row] or [list(COLUMNS)]
        except csv.Error:
            head, rest = [], []
    if tuple(head) != COLUMNS:
        raise InputError(f"{path} is no table of graded transcripts.", "It is kept; name another file with -o.")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rest if len(row) == len(COLUMNS)]
    return {row["file"]: row for row in rows}


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """Write the table anew, whole or not at all."""
    text = io.StringIO(newline="")
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writeheader()
    for row in rows:
        append_row(text, row)
    fresh = path.with_name(f".{path.name}.part")
    with fresh.open("w", **_TEXT) as file:  # type: ignore[call-overload]
        file.write(text.getvalue())
    os.replace(fresh, path)


def open_table(path: Path) -> TextIO:
    """Open the table for more rows."""
    file: TextIO = path.open("a", **_TEXT)  # type: ignore[call-overload]
    return file


def append_row(file: TextIO, row: Row) -> None:
    """Add a row and bring it to disk; no cell is one that a spreadsheet would run as a formula."""
    csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow({k: safe_cell(v) for k, v in row.items()})
    file.flush()
