"""The CSV table of graded transcripts: rows of an earlier run are read, new ones are appended one by one."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from grader.adapters.content_writer import write_whole
from grader.errors import InputError
from grader.report.formats import VERDICTS, safe_cell

COLUMNS = (
    "file", "sha256", "asked", "problem", "level", "candidate", "format", "words", "score", "low", "high", "coverage",
    *VERDICTS, "verdicts", "warnings", "error", "signature",
)  # fmt: skip
_TEXT = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}
"""File names that are not UTF-8 are written and read back unchanged."""

Row = dict[str, str]
"""One cell for each of COLUMNS."""


def read_table(path: Path) -> dict[str, Row]:
    """Return the rows of an earlier run by file name, the last one for each; none when there is no table yet.

    An incomplete row, left by a run that was killed, is skipped. InputError when the file is something else.
    """
    if not path.exists():
        return {}
    with path.open(**_TEXT) as file:  # type: ignore[call-overload]
        try:
            head, *rest = [row for row in csv.reader(file) if row] or [list(COLUMNS)]
        except csv.Error:
            head, rest = [], []
    if tuple(head) != COLUMNS:
        raise InputError(f"{path} is not a table of graded transcripts.", "It is kept; name another file with -o.")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rest if len(row) == len(COLUMNS)]
    return {row["file"]: row for row in rows}


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """Replace the table, whole or not at all."""
    text = io.StringIO(newline="")
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writeheader()
    for row in rows:
        append_row(text, row)
    write_whole(path, text.getvalue().encode(_TEXT["encoding"], _TEXT["errors"]))


def open_table(path: Path) -> TextIO:
    """Open the table for more rows."""
    file: TextIO = path.open("a", **_TEXT)  # type: ignore[call-overload]
    return file


def append_row(file: TextIO, row: Row) -> None:
    """Append a row and flush it; cells that a spreadsheet would run as a formula are escaped."""
    csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow({k: safe_cell(v) for k, v in row.items()})
    file.flush()
