"""Rubric files: YAML in, `Rubric` out, every mistake with its line."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from grader.adapters.pack_names import pack_of, qualified
from grader.adapters.yaml_source import Place, Source, parse_source, read_source
from grader.errors import Mistake, RubricError
from grader.rubric import Checkpoint, Phase, Reveal, Rubric


@dataclass(frozen=True)
class Shelf:
    """All rubrics of some folders: the sound ones, and what is wrong with the others."""

    rubrics: dict[str, Rubric]
    """Sound rubrics by id."""
    paths: dict[str, Path]
    """File of each sound rubric."""
    mistakes: tuple[Mistake, ...]
    """What is wrong with the rest; nothing is skipped silently."""
    earlier: frozenset[str] = frozenset()
    """Ids of rubrics whose file is damaged now and whose last good version is kept."""

    def after(self, before: "Shelf") -> "Shelf":
        """Return this shelf with the last good version of each rubric whose file was sound before and is not now."""
        damaged = {mistake.file for mistake in self.mistakes}
        kept = [i for i, p in before.paths.items() if i not in self.rubrics and str(p) in damaged]
        return Shelf(
            self.rubrics | {i: before.rubrics[i] for i in kept},
            self.paths | {i: before.paths[i] for i in kept},
            self.mistakes,
            frozenset(kept),
        )


def read_rubric(path: Path) -> Rubric:
    """Read one rubric file. Raises RubricError with every mistake."""
    return _build(read_source(path), path.stem)


def built(source: Source) -> Rubric:
    """Make a rubric of a YAML document. Raises RubricError with every mistake."""
    return _build(source, Path(source.file).stem)


def source_place(source: Source, place: Place) -> Place:
    """Return where in the document a place of its rubric is: the short form has no phases."""
    return _back(place, isinstance(source.value, dict) and _filled(source.value)[1])


def line_finder(source: Source) -> Callable[[Place], int]:
    """Return what tells the line of a place in a rubric, in the short form too."""
    return lambda place: source.line(source_place(source, place))


def parse_rubric(text: str, name: str) -> Rubric:
    """Read a rubric from text; `name` is the file name that mistakes show."""
    return _build(parse_source(text, name), Path(name).stem)


def read_shelf(folders: Iterable[Path], read: Callable[[Path], Rubric] | None = None) -> Shelf:
    """Read every `*.yaml` of the folders. An id that stands in two folders is a mistake of the later one.

    A problem of an installed pack has the id `pack.id`, so that no two packs can meet. `read` may remember files that
    did not change.
    """
    rubrics: dict[str, Rubric] = {}
    paths: dict[str, Path] = {}
    mistakes: list[Mistake] = []
    for path in (p for folder in folders for p in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])):
        try:
            rubric = _named((read or read_rubric)(path), path.parent)
        except RubricError as error:
            mistakes += error.mistakes
            continue
        if rubric.id in rubrics:
            mistakes.append(Mistake(str(path), 1, f"the id '{rubric.id}' is taken by {paths[rubric.id]}", "rename it"))
            continue
        rubrics[rubric.id], paths[rubric.id] = rubric, path
    return Shelf(rubrics, paths, tuple(mistakes))


def _named(rubric: Rubric, folder: Path) -> Rubric:
    """Return a rubric with the names that it and its guide sections have when a pack brought them."""
    pack = pack_of(folder)
    if not pack:
        return rubric
    chapters = {path.stem for path in (folder.parent / "knowledge").glob("*.md")}

    def link(section: str) -> str:
        chapter, slash, slug = section.partition("/")
        return qualified(chapter, pack, chapters) + slash + slug

    phases = tuple(
        replace(p, checkpoints=tuple(replace(c, guide=tuple(map(link, c.guide))) for c in p.checkpoints))
        for p in rubric.phases
    )
    return replace(rubric, id=f"{pack}.{rubric.id}", phases=phases)


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a rubric file, for editors: with phases, or the short form with bare checkpoints."""
    schema = _adapter().json_schema()
    schema["$id"] = "rubric.schema.json"
    schema["$defs"]["Checkpoint"]["required"] = ["claim"]
    schema["properties"]["checkpoints"] = {
        "description": "What is judged, in the short form: one phase, named by nobody.",
        "items": {"$ref": "#/$defs/Checkpoint"},
        "title": "Checkpoints",
        "type": "array",
    }
    schema["required"].remove("phases")
    schema["oneOf"] = [{"required": ["phases"]}, {"required": ["checkpoints"]}]
    return schema


@cache
def _adapter() -> TypeAdapter[Rubric]:
    return TypeAdapter(Rubric)


def _build(source: Source, stem: str) -> Rubric:
    if source.value is None or source.mistakes:
        raise _error(source.file, source.mistakes)
    if not isinstance(source.value, dict):
        raise _error(source.file, [source.mistake((), "not a rubric: expected keys such as `id:`", "see the template")])
    raw, moved = _filled(source.value)
    try:
        rubric = _adapter().validate_python(raw)
    except ValidationError as error:
        raise _error(source.file, _translated(error, source, moved)) from None
    mistakes = [source.mistake(_back(place, moved), message, hint) for place, message, hint in rubric.problems()]
    if rubric.id != stem:
        mistakes.append(
            source.mistake(("id",), f"the id '{rubric.id}' is not the file's name '{stem}'", "make them equal")
        )
    if mistakes:
        raise _error(source.file, mistakes)
    return rubric


def _filled(value: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Give a minimal rubric its defaults: one phase around bare checkpoints, numbered ids.

    Also says whether checkpoints were moved into that phase.
    """
    raw = dict(value)
    moved = "checkpoints" in raw and "phases" not in raw
    if moved:
        raw["format"] = raw.get("format", "custom")
        raw["phases"] = [{"id": "interview", "title": "Interview", "checkpoints": raw.pop("checkpoints")}]
    number = 0
    phases = raw["phases"] if isinstance(raw.get("phases"), list) else []
    if phases:
        raw["phases"] = phases = [dict(p) if isinstance(p, dict) else p for p in phases]
    for phase in phases:
        if not isinstance(phase, dict) or not isinstance(phase.get("checkpoints"), list):
            continue
        filled = []
        for checkpoint in phase["checkpoints"]:
            number += 1
            if isinstance(checkpoint, dict) and not checkpoint.get("id"):
                checkpoint = {**checkpoint, "id": f"c{number:02}"}
            filled.append(checkpoint)
        phase["checkpoints"] = filled
    return raw, moved


def _back(place: Place, moved: bool) -> Place:
    return ("checkpoints", *place[3:]) if moved and place[:1] == ("phases",) and len(place) > 2 else place


def _translated(error: ValidationError, source: Source, moved: bool) -> list[Mistake]:
    mistakes = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        place = _back(tuple(detail["loc"]), moved)
        key = place[-1] if place else ""
        if detail["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
            mistakes.append(source.mistake(place, f"unknown key '{key}'", _nearest(str(key), place)))
        elif detail["type"] in ("missing", "missing_argument"):
            mistakes.append(source.mistake(place[:-1], f"the key '{key}' is missing", f"add `{key}:`"))
        else:
            message = detail["msg"][:1].lower() + detail["msg"][1:]
            mistakes.append(source.mistake(place, f"'{key}': {message}", "see rubric.schema.json"))
    return mistakes


def _nearest(key: str, place: Place) -> str:
    kind: type[Rubric | Phase | Reveal | Checkpoint] = Rubric
    for step, of in (("phases", Phase), ("reveals", Reveal), ("checkpoints", Checkpoint)):
        if step in place[:-1]:
            kind = of
    known = [field.name for field in fields(kind)]
    close = difflib.get_close_matches(key, known, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(known)}"


def _error(file: str, mistakes: Iterable[Mistake]) -> RubricError:
    found = tuple(sorted(mistakes))
    return RubricError(f"{file} has {len(found)} mistake(s).", "Mend them and try again.", found)
