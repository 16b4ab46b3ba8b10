"""Packs: sound ones are installed whole and told apart, bad ones are refused whole with every reason."""

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from grader.adapters.rubric_files import read_shelf
from grader.settings import ROOT, GraderSettings
from library.chapter_files import read_library
from library.errors import PackError
from library.examples import example_folders
from library.packs import contents, pack_shelf
from library.packs.pack_files import read_pack, read_zip

MANIFEST = "name: acme\nversion: 1.10\nlicense: CC-BY-4.0\nlanguage: en\n"
RUBRIC = """id: doors
title: Doors
prompt: Design a door.
checkpoints:
- id: lock
  claim: The door has a lock that the owner alone opens.
  guide: [locks/keys, metrics/ranking]
"""
CHAPTER = "---\ntitle: Locks\nproblems: [doors, search_ranking]\n---\n\n## Keys\n\nA key opens one lock.\n"
ANSWER = "Interviewer: Design a door.\n\nCandidate: I would put a lock on it that only the owner can open.\n"
LABELS = (
    "problem: doors\nanswer: strong\nverdicts:\n- {checkpoint: lock, verdict: met, quote: I would put a lock on it}\n"
)
SOUND = {
    "pack.yaml": MANIFEST,
    "LICENSE": "Do as you like.\n",
    "rubrics/doors.yaml": RUBRIC,
    "rubrics/examples/doors/strong.md": ANSWER,
    "rubrics/examples/doors/strong.verdicts.yaml": LABELS,
    "rubrics/examples/doors/strong.bo.verdicts.yaml": LABELS,
    "knowledge/locks.md": CHAPTER,
}


def zipped(files, **infos):
    """Return the bytes of a zip; `infos` are entries with attributes of their own."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an entry that appears twice is what one test is about
        for path, text in files.items() if isinstance(files, dict) else files:
            archive.writestr(path, text)
        for info, text in infos.values():
            archive.writestr(info, text)
    return held.getvalue()


def folder_of(tmp_path, files):
    root = tmp_path / "made"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def refusal(data):
    with pytest.raises(PackError) as refused:
        read_zip(data, "bad.zip")
    return refused.value


class TestSound:
    def test_a_zip_is_read_whole(self):
        pack = read_zip(zipped(SOUND), "acme.zip")
        assert (pack.manifest.name, pack.manifest.version, pack.manifest.license) == ("acme", "1.10", "CC-BY-4.0")
        assert pack.problems == {"doors": "Doors, 1 checkpoints"} and pack.chapters == {"locks": 1}
        assert pack.answers == 1 and set(pack.files) == set(SOUND)
        assert any("metrics/ranking" in note for note in pack.notes)

    def test_a_folder_and_its_zip_are_the_same_pack(self, tmp_path):
        root = folder_of(tmp_path, SOUND)
        (tmp_path / "acme.zip").write_bytes(zipped({f"made/{p}": t for p, t in SOUND.items()}))
        assert read_pack(root).digest == read_pack(tmp_path / "acme.zip").digest

    def test_what_systems_leave_behind_is_left_out_and_said(self):
        pack = read_zip(zipped(SOUND | {"__MACOSX/._pack.yaml": "x", "rubrics/.DS_Store": "x"}), "acme.zip")
        assert set(pack.left_out) == {"__MACOSX/._pack.yaml", "rubrics/.DS_Store"} and set(pack.files) == set(SOUND)

    def test_the_british_key_is_read_too(self):
        assert read_zip(zipped(SOUND | {"pack.yaml": MANIFEST.replace("license", "licence")}), "a.zip").manifest.license

    def test_the_ten_shipped_problems_are_a_pack(self):
        pack = read_pack(ROOT)
        assert len(pack.problems) == 10 and pack.answers == 60 and len(pack.chapters) >= 30
        assert pack.manifest.name == "viva" and pack.notes == ()


LINK = zipfile.ZipInfo("knowledge/link.md")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16
DEVICE = zipfile.ZipInfo("knowledge/device.md")
DEVICE.external_attr = (stat.S_IFCHR | 0o600) << 16
LOCKED = zipfile.ZipInfo("knowledge/locked.md")

TRICKS = {
    "parent": ("../evil.md", "leads elsewhere"),
    "parent inside": ("knowledge/../../evil.md", "leads elsewhere"),
    "absolute": ("/etc/evil.md", "absolute path"),
    "drive": ("C:/evil.md", "absolute path"),
    "backslash": ("knowledge\\..\\evil.md", "backslash"),
    "dot": ("knowledge/./a.md", "leads elsewhere"),
    "empty part": ("knowledge//a.md", "leads elsewhere"),
    "hidden": ("knowledge/.evil.md", "unusual name"),
    "git hook": (".git/hooks/pre-commit", "unusual name"),
    "control character": ("knowledge/a\nb.md", "cannot be shown"),
    "right to left": ("knowledge/\u202edm.md", "cannot be shown"),
    "two ways to write": ("knowledge/cafe\u0301.md", "in two ways"),
    "program": ("rubrics/evil.py", "unexpected kind"),
    "page": ("knowledge/evil.html", "unexpected kind"),
    "zip in zip": ("knowledge/more.zip", "unexpected kind"),
    "somewhere else": ("ui/interview/page.py", "unexpected kind"),
    "mark of an installed pack": ("installed.json", "unexpected kind"),
    "deeper": ("knowledge/deep/a.md", "unexpected kind"),
    "capitals": ("rubrics/Doors.yaml", "unexpected kind"),
    "case collision": ("License", "unexpected kind"),
}


class TestTricks:
    @pytest.mark.parametrize("trick", TRICKS)
    def test_a_path_that_has_no_place_in_a_pack_is_refused(self, trick, tmp_path):
        path, said = TRICKS[trick]
        error = refusal(zipped(SOUND | {path: "## A\n\nText.\n"}))
        assert said in str(error), error
        assert [p.name for p in tmp_path.rglob("*")] == []

    def test_names_that_differ_by_case_alone(self):
        error = refusal(zipped(SOUND | {"rubrics/examples/doors/Strong.md": ANSWER}))
        assert "by case alone" in str(error)

    def test_one_name_twice(self):
        assert "appears twice" in str(refusal(zipped([*SOUND.items(), ("knowledge/locks.md", CHAPTER)])))

    @pytest.mark.parametrize("entry", [LINK, DEVICE], ids=["link", "device"])
    def test_what_is_no_file(self, entry):
        assert "symbolic link or a device" in str(refusal(zipped(SOUND, one=(entry, "/etc/passwd"))))

    def test_a_link_in_a_folder(self, tmp_path):
        root = folder_of(tmp_path, SOUND)
        (root / "knowledge" / "link.md").symlink_to("/etc/passwd")
        with pytest.raises(PackError, match="symbolic link"):
            read_pack(root)

    @pytest.mark.parametrize("folder", ["rubrics", "knowledge"])
    def test_a_linked_folder(self, tmp_path, folder):
        root = folder_of(tmp_path, SOUND)
        (root / folder).rename(tmp_path / "elsewhere")
        (root / folder).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(PackError, match="symbolic link"):
            read_pack(root)


def lying(data, size):
    """Return a zip that claims another size for its last entry, in both of its headers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.infolist()[-1]
    real, false = entry.file_size.to_bytes(4, "little"), size.to_bytes(4, "little")
    at = data.rindex(real, 0, data.rindex(entry.filename.encode()))
    first = data.index(real, entry.header_offset)
    changed = bytearray(data)
    changed[first : first + 4] = changed[at : at + 4] = false
    return bytes(changed)


class TestSize:
    def test_a_large_file(self):
        assert "larger than" in str(refusal(zipped(SOUND | {"knowledge/big.md": "word " * 250_000})))

    def test_a_bomb(self):
        assert "far more than a text" in str(refusal(zipped(SOUND | {"knowledge/bomb.md": "0" * 900_000})))

    def test_many_files(self):
        files = {f"knowledge/c{i}.md": CHAPTER for i in range(contents.MAX_FILES + 1)}
        assert "more than" in str(refusal(zipped(SOUND | files)))

    def test_much_in_all(self):
        text = "".join(f"word {i % 977} again and again. " for i in range(33_000))
        assert "more than" in str(refusal(zipped(SOUND | {f"knowledge/c{i}.md": text for i in range(25)})))

    def test_a_zip_that_lies_about_its_size_is_not_believed(self):
        text = "".join(f"{i * 7919 % 1_000_003} " for i in range(200_000))
        assert refusal(lying(zipped(SOUND | {"knowledge/liar.md": text}), 500))

    def test_a_large_zip_is_not_even_opened(self):
        assert "larger than" in str(refusal(b"PK" + b"0" * contents.MAX_ZIP))

    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04", b"no zip", zipped(SOUND)[:-40]], ids=["empty", "head", "text", "cut"]
    )
    def test_a_damaged_zip(self, data):
        assert "not a valid zip" in str(refusal(data))

    def test_an_encrypted_zip(self):
        data = bytearray(zipped(SOUND))
        for at in (data.rindex(b"PK\x01\x02") + 8,):
            data[at] |= 1
        assert "encrypted" in str(refusal(bytes(data)))


WRONG = {
    "no manifest": ({"pack.yaml": None}, "no pack.yaml"),
    "no name": ({"pack.yaml": "version: 1\nlicense: MIT\nlanguage: en\n"}, "the key 'name' is missing"),
    "unknown key": ({"pack.yaml": MANIFEST + "autor: me\n"}, "pack.yaml:5: unknown key 'autor'"),
    "a name that is a path": ({"pack.yaml": MANIFEST.replace("acme", "../x")}, "pack.yaml:1: '../x' is not a usable name"),
    "a name with a dot": ({"pack.yaml": MANIFEST.replace("acme", "a.b")}, "not a usable name"),
    "alias": ({"pack.yaml": "name: &a acme\nversion: *a\n"}, "pack.yaml:2: a YAML alias"),
    "list": ({"pack.yaml": "- a\n"}, "not `key: value` lines"),
    "bad rubric": ({"rubrics/doors.yaml": RUBRIC.replace("title", "titel")}, "rubrics/doors.yaml:2"),
    "bad chapter": ({"knowledge/locks.md": "no section\n"}, "knowledge/locks.md:1"),
    "not UTF-8": ({"knowledge/locks.md": b"## A\n\n\xff\n"}, "knowledge/locks.md:3: not UTF-8"),
    "answer without turns": ({"rubrics/examples/doors/strong.md": " \n"}, "rubrics/examples/doors/strong.md"),
    "labels of nothing": ({"rubrics/examples/doors/strong.md": None}, "there is no rubrics/examples/doors/strong.md"),
    "labels of another rubric": (
        {"rubrics/examples/doors/strong.verdicts.yaml": LABELS.replace("lock,", "key,")},
        "strong.verdicts.yaml:4: there is no checkpoint 'key'",
    ),
    "a quote nobody said": (
        {"rubrics/examples/doors/strong.verdicts.yaml": LABELS.replace("I would put", "I put")},
        "strong.verdicts.yaml:4: the quote is not among",
    ),
    "example of no rubric": ({"rubrics/examples/gates/strong.md": ANSWER}, "no rubric 'gates'"),
    "nothing in it": (dict.fromkeys(list(SOUND)[1:]), "neither a rubric nor a chapter"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_inside_is_named(case):
    changes, said = WRONG[case]
    files = {path: text for path, text in (SOUND | changes).items() if text is not None}
    assert said in str(refusal(zipped(files)))


@pytest.fixture
def place(tmp_path):
    return tmp_path / "data" / "packs"


@pytest.fixture
def sound():
    return read_zip(zipped(SOUND), "acme.zip")


class TestInstalling:
    def test_it_is_there_whole_and_its_names_are_its_own(self, place, sound):
        change = pack_shelf.install(place, sound)
        assert set(change.added) == set(SOUND)
        settings = GraderSettings(content=(ROOT,), packs=place)
        shelf, library = read_shelf(settings.rubric_folders), read_library(settings.knowledge_folders)
        assert shelf.rubrics["acme.doors"].checkpoint("lock").guide == ("acme.locks/keys", "metrics/ranking")
        assert library.sections["acme.locks/keys"].problems == ("acme.doors", "search_ranking")
        assert (shelf.mistakes, library.mistakes) == ((), ())
        (folder,) = example_folders(settings.rubric_folders, "acme.doors")
        assert (folder / "strong.md").is_file()

    def test_two_packs_with_one_id_are_told_apart_and_outlive_each_other(self, place, sound):
        pack_shelf.install(place, sound)
        pack_shelf.install(place, sound, "other")
        settings = GraderSettings(content=(), packs=place)
        assert set(read_shelf(settings.rubric_folders).rubrics) == {"acme.doors", "other.doors"}
        pack_shelf.remove(place, "acme")
        assert set(read_shelf(settings.rubric_folders).rubrics) == {"other.doors"}
        assert set(read_library(settings.knowledge_folders).sections) == {"other.locks/keys"}

    def test_again_changes_nothing(self, place, sound):
        pack_shelf.install(place, sound)
        assert pack_shelf.install(place, sound) == contents.PackChange("acme", (), replaces="1.10")

    def test_another_version_is_installed_only_when_told_to(self, place, sound):
        pack_shelf.install(place, sound)
        newer = read_zip(
            zipped(
                {k: v for k, v in SOUND.items() if k != "LICENSE"} | {"rubrics/doors.yaml": RUBRIC + "twist: More?\n"}
            ),
            "acme.zip",
        )
        with pytest.raises(PackError, match=r"installed already.*--replace.*--as"):
            pack_shelf.install(place, newer)
        change = pack_shelf.install(place, newer, replace=True)
        assert (change.added, change.changed, change.removed) == ((), ("rubrics/doors.yaml",), ("LICENSE",))
        assert sorted(p.name for p in place.iterdir() if p.is_dir()) == ["acme"]

    @pytest.mark.parametrize("name", ["../up", "A", "a.b", "a/b", "1a"])
    def test_under_a_name_that_leads_elsewhere(self, place, sound, name):
        with pytest.raises(PackError, match="usable name"):
            pack_shelf.install(place, sound, name)

    @pytest.mark.parametrize("name", ["../up", "nobody", "", "acme.old"])
    def test_what_is_not_installed_cannot_be_removed(self, place, sound, name):
        pack_shelf.install(place, sound)
        with pytest.raises(PackError, match="Installed: acme"):
            pack_shelf.remove(place, name)

    def test_a_replacement_that_died_halfway_leaves_the_old_version(self, place, sound, monkeypatch):
        pack_shelf.install(place, sound)
        newer = read_zip(zipped(SOUND | {"LICENSE": "Other.\n"}), "acme.zip")
        import os

        real = os.replace
        monkeypatch.setattr(
            os,
            "replace",
            lambda a, b: real(a, b) if str(b).endswith(".old") else (_ for _ in ()).throw(KeyboardInterrupt),
        )
        with pytest.raises(KeyboardInterrupt):
            pack_shelf.install(place, newer, replace=True)
        monkeypatch.undo()
        pack_shelf.install(place, newer, replace=True)
        assert (place / "acme" / "LICENSE").read_text() == "Other.\n"

    def test_what_is_there_is_listed_with_its_origin(self, place, sound, tmp_path):
        pack_shelf.install(place, sound)
        mine = folder_of(tmp_path, SOUND | {"pack.yaml": MANIFEST.replace("acme", "mine")})
        settings = GraderSettings(content=(ROOT, mine), packs=place)
        shelf, library = read_shelf(settings.rubric_folders), read_library(settings.knowledge_folders)
        listed = pack_shelf.shelved(settings.folders, shelf.paths, library.paths)
        assert [(p.name, p.origin, p.problems) for p in listed][1:] == [
            ("mine", "content folder", ("doors",)),
            ("acme", "installed", ("acme.doors",)),
        ]
        assert (listed[0].name, listed[0].origin, len(listed[0].problems)) == ("viva", "built in", 10)

    def test_links_to_it_are_found(self, place, sound):
        pack_shelf.install(place, sound)
        pack_shelf.install(
            place,
            read_zip(
                zipped(SOUND | {"rubrics/doors.yaml": RUBRIC.replace("metrics/ranking", "acme.locks/keys")}), "b.zip"
            ),
            "other",
        )
        settings = GraderSettings(content=(), packs=place)
        shelf, library = read_shelf(settings.rubric_folders), read_library(settings.knowledge_folders)
        assert pack_shelf.links_to("acme", shelf.rubrics, library.sections) == ("other.doors/lock",)
        assert pack_shelf.links_to("other", shelf.rubrics, library.sections) == ()


def test_the_folder_of_a_pack_holds_nothing_else(place, sound):
    pack_shelf.install(place, sound)
    found = {p.relative_to(place / "acme").as_posix() for p in Path(place / "acme").rglob("*") if p.is_file()}
    assert found == {*SOUND, "installed.json"}


def test_the_manifest_in_the_docs_is_sound():
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    (shown,) = [part for part in text.split("```yaml\n")[1:] if part.startswith("name: ")]
    pack = read_zip(zipped(SOUND | {"pack.yaml": shown.split("```")[0]}), "hotels.zip")
    assert (pack.manifest.name, pack.manifest.version, pack.manifest.title) == ("hotels", "1.2", "Hotel problems")
