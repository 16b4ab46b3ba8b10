"""The deliberate errors of Viva. Each says what is wrong and what to do next.

VivaError
├── InputError            what the user gave is bad; exit code 1
│   ├── RubricError       a rubric file; lists every mistake with its line
│   ├── TranscriptError   a transcript that cannot be read as turns
│   └── RowsError         a file of rows or labels for `score`, `agree` and `calibrate`
├── ReadOnlyError         content may not be changed here: VIVA_READ_ONLY=1
├── EncoderError          the encoder cannot be loaded, or is not the one expected
└── CalibrationError      no calibration for this encoder, or a damaged one
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing wrong in one place of a file."""

    file: str
    """Name of the file as the user gave it."""
    line: int
    """1-based line, or 0 when the whole file is meant."""
    message: str
    """What is wrong, in one sentence."""
    hint: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class VivaError(Exception):
    """Base of every deliberate error; `hint` names the next step."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(VivaError):
    """What the user gave is bad. `mistakes` lists each place."""

    def __init__(self, message: str, hint: str = "", mistakes: tuple[Mistake, ...] = ()) -> None:
        super().__init__(message, hint)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes)) if self.mistakes else super().__str__()


class RubricError(InputError):
    """A rubric file with mistakes."""


class TranscriptError(InputError):
    """A transcript that cannot be read."""


class RowsError(InputError):
    """A file of rows or labels with mistakes."""


class ReadOnlyError(VivaError):
    """Content may not be changed here."""


class EncoderError(VivaError):
    """The encoder cannot be loaded, or is not the expected one."""


class CalibrationError(VivaError):
    """There is no usable calibration for the encoder."""
