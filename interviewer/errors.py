"""The interviewer's deliberate errors, under the grader's tree.

VivaError
├── NotExpected          an event that the state of the interview does not allow
├── StaleSession         somebody else wrote to the session first
├── SessionNotFound      no session has this id
└── AnswerRefused        an answer that is empty or too long; the text is kept
"""

from grader.errors import VivaError


class NotExpected(VivaError):
    """The state of the interview does not allow this."""


class StaleSession(VivaError):
    """Another tab or process wrote to the session first."""


class SessionNotFound(VivaError):
    """No session has this id."""


class AnswerRefused(VivaError):
    """An answer that is empty, too short or too long. `text` keeps the words."""

    def __init__(self, message: str, hint: str, text: str) -> None:
        super().__init__(message, hint)
        self.text = text
