"""``heliograph route`` and ``heliograph links``: their arguments, and what they ask for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gui.progress_line import progress_line

ROUTE_EXAMPLE = "heliograph route megaton --at 2031-01-11 --from London --to Singapore"
LINKS_EXAMPLE = "heliograph links megaton --at 2031-01-11 --satellites 0:1000 --format csv -o links.csv"


def add_route(route: argparse.ArgumentParser) -> None:
    route.add_argument("--from", dest="start", required=True, metavar="CITY", help='such as "Columbus, Georgia"')
    route.add_argument(
        "--to", metavar="CITY", help="a city, or a satellite such as MT-00001024 (default: the nearest compute)"
    )
    route.add_argument("--alternatives", type=int, default=1, metavar="N", help="so many ways that share no satellite")
    route.add_argument("--elements", type=Path, metavar="FILE", help="real satellites as Starlink, from TLE or OMM")
    over = route.add_argument_group("over a span of time", "A table, as CSV or JSON, a row an instant.")
    over.add_argument("--span", metavar="SPAN", help="from --at on, such as 24h")
    over.add_argument("--step", metavar="STEP", help="between instants (default 60s)")
    route.add_argument("--json", action="store_true", help="every leg and total as JSON")
    route.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of to standard output")


def run_route(given: argparse.Namespace) -> int:
    from engine.route_command import route_text

    with progress_line("Routes", quiet=given.output is None and sys.stdout.isatty()) as progress:
        text = route_text(
            given.scenario,
            given.at,
            given.start,
            given.to,
            elements=given.elements,
            count=given.alternatives,
            span=given.span,
            step=given.step,
            file_format="json" if given.json else "text",
            progress=progress,
        )
    return _put(text, given.output)


def add_links(links: argparse.ArgumentParser) -> None:
    links.add_argument(
        "--satellites",
        required=True,
        metavar="A:B",
        help="launch numbers from A up to but not including B; or starlink, for all of its own",
    )
    links.add_argument("--elements", type=Path, metavar="FILE", help="real satellites as Starlink, from TLE or OMM")
    links.add_argument("--format", choices=("csv", "json"), default="csv")
    links.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of to standard output")


def run_links(given: argparse.Namespace) -> int:
    from engine.links_command import links_table

    text = links_table(given.scenario, given.at, given.satellites, elements=given.elements, file_format=given.format)
    return _put(text, given.output)


def _put(text: str, output: Path | None) -> int:
    from engine.files import write_file

    if output is not None:
        write_file(output, text.encode())
        return 0
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return 0
