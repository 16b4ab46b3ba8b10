"""Where the grader finds its files: environment variables, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.adapters.sentence_transformer_encoder import DEFAULT

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class GraderSettings:
    """What can be set from outside."""

    encoder: str = DEFAULT
    """VIVA_ENCODER: the default's name, a sentence-transformers id, or a folder."""
    content: tuple[Path, ...] = (ROOT,)
    """Folders that hold `rubrics/` and `knowledge/`: the project's own, and those of VIVA_CONTENT."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "GraderSettings":
        """Read VIVA_ENCODER and VIVA_CONTENT (folders separated as in PATH)."""
        more = [Path(p).expanduser() for p in environ.get("VIVA_CONTENT", "").split(os.pathsep) if p.strip()]
        return cls(environ.get("VIVA_ENCODER", "").strip() or DEFAULT, (ROOT, *more))

    @property
    def rubric_folders(self) -> tuple[Path, ...]:
        """Folders with rubric files."""
        return tuple(folder / "rubrics" for folder in self.content)

    @property
    def knowledge_folders(self) -> tuple[Path, ...]:
        """Folders with guide chapters."""
        return tuple(folder / "knowledge" for folder in self.content)

    def guide_texts(self) -> tuple[str, ...]:
        """Return the guide's chapters as plain text: nothing of them may be pasted for credit."""
        paths = (p for folder in self.knowledge_folders for p in sorted(folder.glob("*.md")) if p.is_file())
        return tuple(p.read_text(encoding="utf-8", errors="replace") for p in paths)
