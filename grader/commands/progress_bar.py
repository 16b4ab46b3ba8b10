"""What the terminal shows while something takes long."""

import time
from collections.abc import Mapping
from typing import TextIO

_WIDTH = 24
_NAME = 32


class Bar:
    """A progress bar on a terminal; one line for each step anywhere else, such as in a log."""

    def __init__(self, out: TextIO) -> None:
        """Take where to write."""
        self._out = out
        self._began = time.monotonic()
        self._first = 0

    def show(self, done: int, total: int, row: Mapping[str, str]) -> None:
        """Show that `done` of `total` files are graded, the newest of them `row`."""
        self._first = self._first or done
        outcome = "not graded" if row["error"] else f"{100 * float(row['score']):.0f} %" if row["score"] else "no score"
        if not self._out.isatty():
            print(f"{done}/{total} {row['file']}: {outcome}", file=self._out, flush=True)
            return
        full = _WIDTH * done // total
        each = (time.monotonic() - self._began) / (done - self._first + 1)
        name = row["file"] if len(row["file"]) <= _NAME else "…" + row["file"][1 - _NAME :]
        left = "" if done == total else f", {each * (total - done):.0f} s left"
        bar = f"[{'█' * full}{'·' * (_WIDTH - full)}] {done}/{total}{left}  {name}: {outcome}"
        self._out.write(f"\r\x1b[2K{bar}" + ("\n" if done == total else ""))
        self._out.flush()
