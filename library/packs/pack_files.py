"""Reading packs: folders and zip files from strangers, refused whole with every reason, or read whole.

Nothing is ever unpacked to a path that the archive names: files are read into memory within bounds, checked there, and
written below one folder under names that a strict pattern allows.
"""

import io
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from grader.adapters.rubric_files import parse_rubric
from grader.adapters.yaml_source import parse_source
from grader.agreement.label_files import parse_labels
from grader.answer import Answer
from grader.errors import InputError, Mistake, RubricError
from grader.rubric import Rubric
from grader.transcripts import read_transcript, suggest_candidate, to_answer
from library.chapter_files import parse_chapter
from library.errors import PackError
from library.guide import Section
from library.packs import contents
from library.packs.contents import MANIFEST, Manifest, Pack
from library.packs.manifest import parse_manifest

_READ = 65_536
_RECORD = b"PK\x01\x02"


def read_pack(path: Path) -> Pack:
    """Read a pack from a folder or a zip file. PackError lists everything that is wrong; then nothing of it is used."""
    if path.is_dir():
        return _checked(str(path), *_from_folder(path))
    if path.suffix.lower() != ".zip":
        raise PackError(f"{path} is no pack.", "Name a folder with a pack.yaml, or a .zip of one.")
    try:
        if path.stat().st_size > contents.MAX_ZIP:
            raise _too_large(path.name)
        return read_zip(path.read_bytes(), path.name)
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions.") from None


def read_zip(data: bytes, name: str) -> Pack:
    """Read a pack from the bytes of a zip file; as `read_pack`."""
    if len(data) > contents.MAX_ZIP:
        raise _too_large(name)
    if data.count(_RECORD) > 2 * contents.MAX_FILES:  # each entry of the directory, which is read whole, has one
        raise PackError(f"{name} has 1 mistake and is refused.", "Fix it and try again.", (_many_or_large(),))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files, left_out, mistakes = _from_zip(archive)
    except Exception as error:  # a damaged archive fails with many kinds of errors
        raise PackError(f"{name} is not a valid zip file: {error}.", "Make the zip again.") from None
    return _checked(name, files, left_out, mistakes)


def _too_large(name: str) -> PackError:
    return PackError(f"{name} is larger than {contents.MAX_ZIP:,} bytes.", "Split the pack.")


def _from_folder(root: Path) -> tuple[dict[str, bytes], list[str], list[Mistake]]:
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    mistakes: list[Mistake] = []
    total = 0
    for path in _belonging(root, left_out):
        name = path.relative_to(root).as_posix()
        if contents.stray(name):
            left_out.append(name)
        elif path.is_symlink() or not path.is_file():
            if path.is_symlink() or not path.is_dir():
                mistakes.append(Mistake(name, 0, "refused: a symbolic link or a device", "put the file itself there"))
        elif len(files) >= contents.MAX_FILES or total > contents.MAX_TOTAL:
            mistakes.append(_many_or_large())
            break
        elif (size := path.stat().st_size) > contents.MAX_FILE:
            mistakes.append(_large(name))
        else:
            total += size
            files[name] = path.read_bytes()
    return files, left_out, mistakes


def _belonging(root: Path, left_out: list[str]) -> Iterator[Path]:
    """Yield the files of a pack's own folders, and its papers. Other files beside them do not belong to it."""
    for top in sorted(root.iterdir()):
        if top.name in contents.OWN_FOLDERS:
            yield from [top] if top.is_symlink() else sorted(top.rglob("*"))
        elif contents.kind(top.name):
            yield top
        elif top.suffix in (".yaml", ".yml", ".md"):
            left_out.append(top.name)


def _from_zip(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], list[str], list[Mistake]]:
    entries = [e for e in archive.infolist() if not e.is_dir()]
    mistakes = [m for e in archive.infolist() if (m := _suspicious(e)) is not None]
    if len(entries) > contents.MAX_FILES or sum(e.file_size for e in entries) > contents.MAX_TOTAL:
        return {}, [], [*mistakes[:20], _many_or_large()]
    if mistakes:
        return {}, [], mistakes
    top = _common_folder([e.filename for e in entries])
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if contents.stray(name) or contents.stray(entry.filename):
            left_out.append(name)
        elif name in files:
            mistakes.append(Mistake(name, 0, "refused: appears twice in the archive", "make the zip again"))
        elif (data := _bounded(archive, entry)) is None:
            mistakes.append(_large(name))
        else:
            files[name] = data
            if sum(map(len, files.values())) > contents.MAX_TOTAL:
                return {}, [], [_many_or_large()]
    return files, left_out, mistakes


def _suspicious(entry: zipfile.ZipInfo) -> Mistake | None:
    """Return why an entry is refused without being read. The name is taken as the archive writes it."""
    written = entry.orig_filename
    shown = written.encode("unicode_escape").decode()[:120]
    mode = entry.external_attr >> 16
    if contents.stray(entry.filename):
        return None
    if why := contents.unsafe(written.removesuffix("/") if entry.is_dir() else written):
        return Mistake(shown, 0, f"refused: {why}", "use plain names below rubrics/ and knowledge/")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Mistake(shown, 0, "refused: a symbolic link or a device", "put the file itself there")
    if entry.flag_bits & 1:
        return Mistake(shown, 0, "refused: encrypted", "make the zip without a password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # Others unpack a whole block, or reserve a dictionary of gigabytes, before anything can be counted.
        return Mistake(shown, 0, "refused: packed in an unusual way", "make the zip again, with Deflate")
    if entry.file_size > contents.MAX_FILE:
        return _large(shown)
    if entry.file_size > 10_000 and entry.file_size > contents.MAX_RATIO * max(1, entry.compress_size):
        return Mistake(shown, 0, "refused: unpacks to far more than a text does", "make the zip again")
    return None


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """Read an entry, but never more than a file may have, whatever size the archive claims; None beyond."""
    data = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(_READ):
            data += piece
            if len(data) > contents.MAX_FILE:
                return None
    return bytes(data)


def _common_folder(names: list[str]) -> str:
    """Return the top folder of a zip that was made of a folder rather than of its contents; empty for others."""
    kept = [name for name in names if not contents.stray(name)]
    tops = {name.partition("/")[0] for name in kept}
    if MANIFEST in kept or len(tops) != 1:
        return ""
    (top,) = tops
    return f"{top}/" if f"{top}/{MANIFEST}" in kept else ""


def _large(name: str) -> Mistake:
    return Mistake(name, 0, f"refused: larger than {contents.MAX_FILE:,} bytes", "split it")


def _many_or_large() -> Mistake:
    limit = f"more than {contents.MAX_FILES:,} files or {contents.MAX_TOTAL:,} bytes"
    return Mistake("the pack", 0, f"refused: {limit}", "split the pack")


def _checked(name: str, files: dict[str, bytes], left_out: list[str], mistakes: list[Mistake]) -> Pack:
    """Check every file as it will be read; PackError with all that is wrong."""
    mistakes += contents.misplaced(files)
    if MANIFEST not in files and not mistakes:
        hint = "Add one with name, version, license and language."
        raise PackError(f"{name} has no pack.yaml at its top.", hint)
    texts = _texts(files, mistakes)
    manifest, wrong = parse_manifest(texts.get(MANIFEST, ""))
    mistakes += wrong
    rubrics = _rubrics(texts, mistakes)
    sections = _sections(texts, mistakes)
    _examples(texts, rubrics, mistakes)
    if not rubrics and not sections and not mistakes:
        mistakes.append(Mistake(MANIFEST, 0, "the pack has neither a rubric nor a chapter", "add rubrics/<id>.yaml"))
    if mistakes or manifest is None:
        many = f"{len(mistakes)} mistake{'' if len(mistakes) == 1 else 's'}"
        raise PackError(f"{name} has {many} and is refused.", "Fix them and try again.", tuple(mistakes))
    return Pack(
        manifest,
        files,
        {i: f"{r.title}, {len(r.checkpoints)} checkpoints" for i, r in rubrics.items()},
        dict(Counter(sorted(s.id.partition("/")[0] for s in sections))),
        tuple(sorted(left_out)),
        tuple(_notes(manifest, rubrics, sections, files)),
    )


def _texts(files: Mapping[str, bytes], mistakes: list[Mistake]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path, data in files.items():
        try:
            texts[path] = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            mistakes.append(Mistake(path, line, "not UTF-8 text", "save it as UTF-8"))
    return texts


def _rubrics(texts: Mapping[str, str], mistakes: list[Mistake]) -> dict[str, Rubric]:
    rubrics: dict[str, Rubric] = {}
    for path in (p for p in texts if contents.kind(p) == "rubric"):
        try:
            rubric = parse_rubric(texts[path], path)
        except RubricError as error:
            mistakes += error.mistakes
            continue
        if rubric.id in rubrics:
            mistakes.append(Mistake(path, 1, f"the id '{rubric.id}' appears twice", "keep one file"))
        rubrics[rubric.id] = rubric
    return rubrics


def _sections(texts: Mapping[str, str], mistakes: list[Mistake]) -> list[Section]:
    sections: list[Section] = []
    for path in (p for p in texts if contents.kind(p) == "chapter"):
        chapter = parse_chapter(texts[path], PurePosixPath(path).stem, path)
        mistakes += chapter.mistakes
        sections += chapter.sections
    return sections


def _examples(texts: Mapping[str, str], rubrics: Mapping[str, Rubric], mistakes: list[Mistake]) -> None:
    broken = {PurePosixPath(m.file).stem for m in mistakes}
    answers: dict[str, Answer | None] = {}
    for path in (p for p in texts if contents.kind(p) == "answer"):
        answers[path] = _answer(path, texts[path], mistakes)
    for path in (p for p in texts if contents.kind(p) in ("labels", "answer")):
        problem = path.split("/")[2]
        if problem not in rubrics and problem not in broken:
            mistakes.append(Mistake(path, 0, f"the pack has no rubric '{problem}'", "add it, or remove the example"))
    for path in (p for p in texts if contents.kind(p) == "labels"):
        rubric = rubrics.get(path.split("/")[2])
        folder, _, file = path.rpartition("/")
        answer = f"{folder}/{file.split('.')[0]}.md"
        if answer not in answers:
            mistakes.append(Mistake(path, 0, f"there is no {answer}", "add the answer that the verdicts are about"))
        elif rubric is not None:
            mistakes += parse_labels(parse_source(texts[path], path), rubric, answers[answer])[1]


def _answer(path: str, text: str, mistakes: list[Mistake]) -> Answer | None:
    try:
        transcript = read_transcript(text.encode(), path)
        return to_answer(transcript, suggest_candidate(transcript))[0]
    except InputError as error:
        mistakes += error.mistakes or (Mistake(path, 0, error.message, error.hint),)
        return None


def _notes(
    manifest: Manifest, rubrics: Mapping[str, Rubric], sections: list[Section], files: Mapping[str, bytes]
) -> Iterator[str]:
    if manifest.language.split("-")[0].lower() != "en":
        yield f"answers in '{manifest.language}' are not assessed: the default encoder and the guards read English"
    for problem in rubrics:
        if not any(path.startswith(f"rubrics/examples/{problem}/") and path.endswith(".yaml") for path in files):
            yield f"{problem} has no labeled answers: it is uncalibrated"
    own = {s.id for s in sections}
    links = sorted({link for r in rubrics.values() for c in r.checkpoints for link in c.guide if link not in own})
    if links:
        yield f"links to sections that the pack does not bring: {', '.join(links[:5])}{' ...' * (len(links) > 5)}"
