"""What several commands share: exit codes, and an event as a line of JSON."""

import argparse
import json

DONE, BAD_INPUT = 0, 1


def positive(text: str) -> int:
    """Return a number of an argument; ArgumentTypeError for anything below 1."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number, 1 or more")
    return int(text)


def json_line(kind: str, fields: dict[str, object]) -> str:
    """Return an event as one line of JSON."""
    return json.dumps({"event": kind, **fields}, ensure_ascii=False)
