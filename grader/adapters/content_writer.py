"""Writes a file whole or not at all; a content file not at all where content is read-only."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from grader.errors import ReadOnlyError


def read_only(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether VIVA_READ_ONLY switches off all writing of content."""
    return environ.get("VIVA_READ_ONLY", "").strip().lower() in ("1", "true", "yes")


def require_writable() -> None:
    """Raise ReadOnlyError where content is read-only.

    The environment is read on each call, so that no caller has to pass the setting on.
    """
    if read_only():
        raise ReadOnlyError("VIVA_READ_ONLY=1: nothing was changed.", "Unset it to change content.")


def write(path: Path, data: bytes | None) -> None:
    """Replace the bytes of a content file, or delete it for None; missing folders are made.

    After ReadOnlyError or OSError the file is as it was.
    """
    require_writable()
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Replace the bytes of any file, whole or not at all, whether content is read-only or not."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
