"""A file is written whole or not at all; content not at all where it is read-only."""

import os
from pathlib import Path

import pytest

from grader.adapters.content_writer import read_only, write, write_whole
from grader.errors import ReadOnlyError


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)


@pytest.mark.parametrize("writer", [write, write_whole])
def test_the_file_holds_the_new_bytes_and_nothing_lies_beside_it(tmp_path: Path, writer) -> None:
    path = tmp_path / "a.yaml"
    for data in (b"first", b"second\r\n\xff"):
        writer(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("writer", [write, write_whole])
def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, full_disk, writer) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"first")
    with pytest.raises(OSError, match="No space"):
        writer(path, b"second")
    assert path.read_bytes() == b"first" and list(tmp_path.iterdir()) == [path]


def test_content_gets_its_folder_and_none_deletes_it(tmp_path: Path) -> None:
    path = tmp_path / "rubrics" / "a.yaml"
    write(path, b"first")
    assert path.read_bytes() == b"first"
    write(path, None)
    write(path, None)
    assert not path.exists()


def test_only_content_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        write(tmp_path / "a.yaml", b"first")
    write_whole(tmp_path / "results.csv", b"file\n")
    assert [path.name for path in tmp_path.iterdir()] == ["results.csv"]


@pytest.mark.parametrize(
    ("value", "refused"),
    [("1", True), (" TRUE ", True), ("yes", True), ("", False), ("0", False), ("no", False)],
)
def test_what_switches_writing_off(value: str, refused: bool) -> None:
    assert read_only({"VIVA_READ_ONLY": value}) is refused


def test_without_the_variable_content_is_writable() -> None:
    assert not read_only({})
