"""python -m interviewer search: search the guide."""

import argparse
import json

from interviewer.adapters.memory_events import MemoryEvents
from interviewer.commands.shared import DONE, positive
from interviewer.settings import Settings
from interviewer.wiring import wire


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    search = commands.add_parser(
        "search", help="search the guide", epilog='example: python -m interviewer search "position bias" -k 3'
    )
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--problem", default="", metavar="ID", help="leave out sections of other problems")
    search.add_argument("-k", type=positive, default=3, metavar="N", help="how many sections")
    search.add_argument("--json", action="store_true", help="print JSON")
    search.set_defaults(run=_search)


def _search(args: argparse.Namespace, settings: Settings) -> int:
    app = wire(settings, events=MemoryEvents())
    found = app.guide.search(args.query, problem=args.problem, limit=args.k)
    if args.json:
        rows = [
            {"section": f.section.id, "heading": f.section.heading, "rank": f.rank, "paragraph": f.paragraph}
            for f in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for f in found:
            print(f"{f.section.id}  {f.section.chapter}: {f.section.heading}\n    {f.paragraph[:200]}\n")
    return DONE
