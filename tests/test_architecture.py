"""docs/architecture.md names what exists, imports go the allowed way, and each folder says what it is."""

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
TOPS = ("grader", "library", "interviewer", "ui")
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FOLDERS = sorted(
    str(path.parent.relative_to(ROOT))
    for top in TOPS
    for path in (ROOT / top).rglob("__init__.py")
    if "migrations" not in path.parts  # named as one module: what is inside are versions of the schema
)


def _named() -> dict[str, set[str]]:
    """Return the modules that the page names, by folder."""
    parts = re.split(r"^### `([a-z_/]+)/`$", PAGE.split("\n## Where a change goes")[0], flags=re.M)[1:]
    tables = zip(parts[::2], parts[1::2], strict=True)
    return {folder: set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]*)\|", t, re.M)))) for folder, t in tables}


def _modules(folder: str) -> set[str]:
    """Return the modules of a folder; packages that the page describes in a table of their own are left out."""
    files = {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
    return files | {name for name in packages if f"{folder}/{name}" not in FOLDERS}


def test_every_package_is_named() -> None:
    assert sorted(_named()) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_table_of_a_folder_names_its_modules(folder: str) -> None:
    assert _named()[folder] == _modules(folder)


def test_every_path_on_the_page_exists() -> None:
    paths = set(re.findall(r"`((?:grader|library|interviewer|ui|tests|docs)/[\w/]+(?:\.py|/))`", PAGE))
    assert paths and [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_small_and_its_docstring_is_a_sentence(folder: str) -> None:
    said = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert said.splitlines()[:1] and said.splitlines()[0].endswith(".")
    assert len(list((ROOT / folder).glob("*.py"))) <= 14


def test_imports_go_the_allowed_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(no_cache=True)
    assert code == 0, capsys.readouterr().out
