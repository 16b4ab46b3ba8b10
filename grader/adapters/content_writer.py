"""The one way to change a content file: whole or not at all, and not at all where content is read-only."""

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

    The environment is asked each time, so that no caller can forget to pass the setting on.
    """
    if read_only():
        raise ReadOnlyError("VIVA_READ_ONLY=1: nothing was changed.", "Unset it to change content.")


def write(path: Path, data: bytes | None) -> None:
    """Give a file its new bytes, or remove it for None. ReadOnlyError or OSError, and then the file is as it was."""
    require_writable()
    if data is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_bytes(data)
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
