"""The library's deliberate errors, under the grader's tree.

VivaError
├── GuideError           a chapter that cannot be read, or an empty guide
├── PackError            a pack that is refused, with every reason
├── IndexMismatch        the index is missing or was made by another encoder
└── StoreError           the data folder or the database cannot be used
"""

from grader.errors import InputError, VivaError


class GuideError(InputError):
    """A chapter that cannot be read, or a guide without sections."""


class IndexMismatch(VivaError):
    """The index is missing or was made by another encoder."""


class StoreError(VivaError):
    """The data folder or the database cannot be used."""


class PackError(InputError):
    """A pack that is refused; `mistakes` lists every reason."""
