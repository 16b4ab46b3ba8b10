"""Where the library keeps its content: environment variables, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.adapters.content_writer import read_only
from grader.settings import GraderSettings, data_folder


@dataclass(frozen=True)
class LibrarySettings:
    """What can be set from outside about the content and its index."""

    grader: GraderSettings = field(default_factory=GraderSettings)
    """VIVA_ENCODER and VIVA_CONTENT."""
    data: Path = Path(".viva")
    """VIVA_DATA: folder of the database, the index and the installed packs."""
    read_only: bool = False
    """VIVA_READ_ONLY=1 switches off all writing of content; `grader.adapters.content_writer` refuses, pages show it."""
    watch: float = 0.5
    """VIVA_WATCH: seconds between two looks at the content files; 0 looks at them only when something is asked."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "LibrarySettings":
        """Read VIVA_DATA, VIVA_READ_ONLY, VIVA_WATCH and what the grader needs."""
        return cls(
            grader=GraderSettings.from_env(environ),
            data=data_folder(environ),
            watch=_seconds(environ.get("VIVA_WATCH", "")),
            read_only=read_only(environ),
        )

    @property
    def packs(self) -> Path:
        """Folder of the installed packs."""
        return self.grader.packs or self.data / "packs"

    @property
    def drafts(self) -> Path:
        """Folder of rubrics that are played without being published."""
        return self.data / "drafts"

    @property
    def last_good(self) -> Path:
        """Folder of copies of the content files as they were when they were last sound."""
        return self.data / "last_good"

    @property
    def index(self) -> Path:
        """Folder of the index's generations."""
        return self.data / "index"


def _seconds(text: str) -> float:
    """Return a number of seconds from 0 to a minute; the default for anything else."""
    try:
        return min(60.0, max(0.0, float(text)))
    except ValueError:
        return 0.5
