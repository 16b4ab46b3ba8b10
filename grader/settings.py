"""Where the grader finds its files: environment variables, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.adapters.encoder import DEFAULT
from grader.adapters.pack_names import installed

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class GraderSettings:
    """What can be set from outside."""

    encoder: str = DEFAULT
    """VIVA_ENCODER: the default's name, a sentence-transformers id, or a folder."""
    content: tuple[Path, ...] = (ROOT,)
    """Folders that hold `rubrics/` and `knowledge/`: the project's own, and those of VIVA_CONTENT."""
    packs: Path | None = None
    """Folder of the installed packs, below VIVA_DATA; None without any."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "GraderSettings":
        """Read VIVA_ENCODER, VIVA_CONTENT (folders separated as in PATH) and VIVA_DATA."""
        more = [Path(p).expanduser() for p in environ.get("VIVA_CONTENT", "").split(os.pathsep) if p.strip()]
        return cls(environ.get("VIVA_ENCODER", "").strip() or DEFAULT, (ROOT, *more), data_folder(environ) / "packs")

    @property
    def folders(self) -> tuple[Path, ...]:
        """The content folders as they are now: the fixed ones, then the installed packs by name."""
        return (*self.content, *(installed(self.packs) if self.packs else ()))

    @property
    def rubric_folders(self) -> tuple[Path, ...]:
        """Folders with rubric files."""
        return tuple(folder / "rubrics" for folder in self.folders)

    @property
    def knowledge_folders(self) -> tuple[Path, ...]:
        """Folders with guide chapters."""
        return tuple(folder / "knowledge" for folder in self.folders)

    def guide_texts(self) -> tuple[str, ...]:
        """Return the guide's chapters as plain text: nothing of them may be pasted for credit."""
        paths = (p for folder in self.knowledge_folders for p in sorted(folder.glob("*.md")) if p.is_file())
        return tuple(p.read_text(encoding="utf-8", errors="replace") for p in paths)


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that VIVA_DATA names; `.viva` by default."""
    return Path(environ.get("VIVA_DATA", "").strip() or ".viva").expanduser()
