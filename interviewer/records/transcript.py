"""Events -> a transcript that people can read and the importer can read back."""

from grader.report.formats import transcript_markdown
from interviewer.interview import Interview


def to_markdown(interview: Interview, title: str) -> str:
    """Return the whole conversation as Markdown."""
    return transcript_markdown(interview.answer, title)
