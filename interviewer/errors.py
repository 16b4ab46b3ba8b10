"""The interviewer's deliberate errors, under the grader's tree.

VivaError
├── GuideError           a chapter that cannot be read, or an empty guide
├── PackError            a pack that is refused, with every reason
├── IndexMismatch        the index is missing or was made by another encoder
├── NotExpected          an event that the state of the interview does not allow
├── StaleSession         somebody else wrote to the session first
├── SessionNotFound      no session has this id
├── AnswerRefused        an answer that is empty or too long; the text is kept
└── StoreError           the data folder or the database cannot be used
"""

from grader.errors import InputError, VivaError


class GuideError(InputError):
    """A chapter that cannot be read, or a guide without sections."""


class IndexMismatch(VivaError):
    """The index is missing or was made by another encoder."""


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


class StoreError(VivaError):
    """The data folder or the database cannot be used."""


class PackError(InputError):
    """A pack that is refused; `mistakes` lists every reason."""
