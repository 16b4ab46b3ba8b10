"""Choices that several pages offer alike."""

LEVELS = ("junior", "mid", "senior", "staff")
DRILL_MINUTES = 15


def drill_help(what: str) -> str:
    """Return the help text of a button that starts a drill."""
    return f"A short interview of {DRILL_MINUTES} minutes on {what} only."
