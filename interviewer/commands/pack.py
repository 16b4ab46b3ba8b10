"""python -m interviewer pack: check, install, list and remove packs."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from grader.errors import InputError
from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import DONE
from interviewer.settings import Settings
from interviewer.wiring import wire
from library.packs import contents, pack_shelf
from library.packs.pack_files import read_pack


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    pack = commands.add_parser(
        "pack",
        help="check, install, list and remove packs of rubrics, examples and chapters",
        epilog="example: python -m interviewer pack install acme.zip",
    )
    acts = pack.add_subparsers(required=True, metavar="check|install|list|remove")
    look = acts.add_parser("check", help="say what a folder or zip would add, and what is wrong with it")
    look.add_argument("path", type=Path, metavar="PATH")
    look.set_defaults(run=_pack_check)
    put = acts.add_parser("install", help="install a folder or zip below VIVA_DATA, whole or not at all")
    put.add_argument("path", type=Path, metavar="PATH")
    put.add_argument("--as", dest="name", default="", metavar="NAME", help="install it under another name")
    put.add_argument("--replace", action="store_true", help="take the place of an installed version")
    put.set_defaults(run=_pack_install)
    show = acts.add_parser("list", help="list the packs that are there")
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(run=_pack_list)
    drop = acts.add_parser("remove", help="remove an installed pack, after saying what depends on it")
    drop.add_argument("name", metavar="NAME")
    drop.add_argument("--yes", action="store_true", help="remove it although something depends on it")
    drop.set_defaults(run=_pack_remove)


def _pack_check(args: argparse.Namespace, settings: Settings) -> int:
    pack = read_pack(args.path)
    change = pack_shelf.plan(settings.packs, pack)
    print("\n".join([*contents.described(pack, change.name), *contents.told(change), "Sound."]))
    return DONE


def _pack_install(args: argparse.Namespace, settings: Settings) -> int:
    pack = read_pack(args.path)
    change = pack_shelf.install(settings.packs, pack, args.name, replace=args.replace)
    print("\n".join([*contents.described(pack, change.name), *contents.told(change), f"Installed as {change.name}."]))
    return DONE


def _pack_list(args: argparse.Namespace, settings: Settings) -> int:
    shelved = wire(settings, events=MemoryEvents()).packs()
    if args.json:
        print(json.dumps([asdict(one) for one in shelved], ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for one in shelved for line in contents.listed(one)) or "No pack is there.")
    return DONE


def _pack_remove(args: argparse.Namespace, settings: Settings) -> int:
    needs = wire(settings).needs(args.name)
    print("\n".join(contents.missed(needs)))
    if needs and not args.yes:
        raise InputError(f"Something depends on '{args.name}'; it is not removed.", "Add --yes to remove it anyway.")
    pack_shelf.remove(settings.packs, args.name)
    print(f"Removed {args.name}. Finished interviews keep their scorecards.")
    return DONE
