"""Everything that can be set from outside, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from library.settings import LibrarySettings


@dataclass(frozen=True)
class Settings(LibrarySettings):
    """The settings of the app and of `python -m interviewer`: those of the library, and the interviewer's own."""

    database_url: str = ""
    """VIVA_DATABASE_URL: a SQLAlchemy URL; a SQLite file in the data folder when empty."""
    model: str = ""
    """VIVA_MODEL: `provider:model` that words questions; the built-in wording when empty."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings from environment variables."""
        return cls(
            **vars(LibrarySettings.from_env(environ)),
            database_url=environ.get("VIVA_DATABASE_URL", "").strip(),
            model=environ.get("VIVA_MODEL", "").strip(),
        )

    @property
    def url(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{quote(str(self.data / 'viva.db'))}"
