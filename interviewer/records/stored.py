"""What the stored scorecard of an interview says: with overrides, and by which version of the rubric."""

from typing import Any

from grader.errors import InputError
from grader.overrides import override
from grader.report.formats import as_dict
from grader.report.stored import from_dict
from interviewer.interview import Interview


def overridden(interview: Interview) -> dict[str, Any]:
    """Return the newest scorecard with people's verdicts in place of the grader's; empty before grading."""
    if interview.scorecard is None:
        return {}
    if not interview.overrides:
        return interview.scorecard
    try:
        return as_dict(override(from_dict(interview.scorecard), interview.overrides))
    except InputError:  # stored by another version
        return interview.scorecard


def rubric_digest(signature: str) -> str:
    """Return the digest of the rubric that a scorecard was signed with; empty without a signature."""
    return signature.partition("|")[0].partition("@")[2]
