"""The commands that need no window: their arguments, and what runs them."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from gui import network_commands, states_command
from gui.progress_line import progress_line

# As engine.quantities.SECTIONS, which --help need not import.
SECTIONS = (
    "power", "heat", "compute", "growth", "links", "moon", "cost", "valuation", "scale", "risk", "inputs", "all"
)  # fmt: skip
# As engine.moon_fields.DESTINATIONS, which --help need not import either.
DESTINATIONS = ("high_earth_orbit", "earth_orbit", "eml2", "deep_space")
OpenWindow = Callable[[str | None], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}: {message} (see {self.prog} --help)\n")
        raise SystemExit(2)


class _Version(argparse.Action):
    """Says the version, which is looked up only when it is asked for: that costs 10 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from engine.version import program_version

        print(f"heliograph {program_version()}")
        parser.exit()


def run_command(arguments: Sequence[str], names: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command and return its exit code.  Raises ``ValueError`` with one sentence for each fault."""
    given = _parser(names, open_window).parse_args(_joined(arguments))
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser(names: Sequence[str], open_window: OpenWindow) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="heliograph",
        description="Satellites with AI compute round the real Earth and Moon.",
        epilog="heliograph [SCENARIO] opens the window. Each command's --help shows an example.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="{" + ",".join(names) + "}")

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str, example: str) -> _Parser:
        made: _Parser = commands.add_parser(name, help=summary, description=summary, epilog=f"Example: {example}")
        made.set_defaults(run=run)
        return made

    window = command("window", lambda given: open_window(given.scenario), "open the window", "heliograph megaton")
    window.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a name such as megaton, or a .toml file")

    report = command(
        "report",
        _report,
        "print every quantity with its source",
        "heliograph report megaton --at 2036-01-01 --section heat --format markdown",
    )
    _add_scenario_and_instant(report)
    report.add_argument(
        "--section",
        choices=SECTIONS,
        metavar="NAME",
        help=f"{', '.join(SECTIONS)} (default: all but valuation and the network's totals, which take some seconds)",
    )
    form = report.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("text", "json", "csv", "markdown"), default="text")
    form.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")

    explain = command(
        "explain",
        _explain,
        "print what a quantity comes from, down to the sources",
        "heliograph explain megaton power_live_w --at 2036-01-01",
    )
    _add_scenario_and_instant(explain)
    explain.add_argument("quantity", metavar="QUANTITY", help="a name that report prints, such as power_live_w")
    explain.add_argument("--format", choices=("text", "json"), default="text")

    timeline = command(
        "timeline",
        _timeline,
        "write quantities over the years as a table, a row an instant",
        "heliograph timeline megaton --from 2026 --to 2046 --step 1y --quantities power_live_w,compute_flop_s -o t.csv",
    )
    _add_scenario(timeline)
    timeline.add_argument("--from", dest="first", metavar="UTC", help="first instant (default: the scenario's start)")
    timeline.add_argument("--to", dest="last", metavar="UTC", help="last instant (default: the scenario's end)")
    timeline.add_argument(
        "--step", default="30d", metavar="STEP", help="such as 10min, 6h, 30d or 0.5y, Julian years (default 30d)"
    )
    timeline.add_argument("--quantities", metavar="A,B,C", help="names that report prints (default: all)")
    timeline.add_argument(
        "-o", "--output", type=Path, metavar="FILE.csv|parquet", help="write here instead of to standard output"
    )

    states = command("states", states_command.run, "write where satellites are", states_command.EXAMPLES)
    states_command.add_arguments(states)

    shot = command(
        "shot",
        _shot,
        "solve a shot from the Moon, and fly it",
        "heliograph shot moon --at 2045-05-09T03:00:00Z --destination earth_orbit --format oem -o shot.oem",
    )
    _add_scenario_and_instant(shot)
    _add_shot(shot)

    route = command(
        "route",
        network_commands.run_route,
        "find the way of a message over lasers, from a city",
        network_commands.ROUTE_EXAMPLE,
    )
    _add_scenario_and_instant(route)
    network_commands.add_route(route)

    links = command(
        "links", network_commands.run_links, "write the laser links of satellites", network_commands.LINKS_EXAMPLE
    )
    _add_scenario_and_instant(links)
    network_commands.add_links(links)

    check = command("check", _check, "say whether scenario files are good", "heliograph check my_scenario.toml megaton")
    check.add_argument("files", nargs="+", metavar="FILE", help="a .toml file, or a name such as megaton")

    command(
        "schema",
        _schema,
        "print the JSON Schema of scenario files",
        "heliograph schema > scenario.schema.json",
    )

    snapshot = command(
        "snapshot",
        _snapshot,
        "draw a picture, with or without a display",
        "heliograph snapshot megaton --at 2036-06-21 --camera earth --size 3840x2160 -o earth.png",
    )
    _add_scenario_and_instant(snapshot)
    snapshot.add_argument(
        "--camera", metavar="NAME", help="earth, moon, earth-moon, ... (default earth, or what shows the route)"
    )
    snapshot.add_argument(
        "--route", metavar="FROM[:TO]", help="with a prompt's way from a city to another, or to the nearest compute"
    )
    snapshot.add_argument("--size", default="1920x1080", metavar="WxH", help="up to 7680x4320 (default 1920x1080)")
    snapshot.add_argument("--scale", choices=("true", "compressed"), default="true")
    snapshot.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    return parser


def _add_scenario(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", metavar="SCENARIO", help="a name such as megaton, or a .toml file")


def _add_scenario_and_instant(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument(
        "--at", metavar="UTC", help="such as 2031-03-20T06:00:00Z (default: the scenario's opening instant)"
    )


def _add_shot(shot: argparse.ArgumentParser) -> None:
    shot.add_argument(
        "--destination", metavar="NAME", help=f"{', '.join(DESTINATIONS)} (default: the scenario's at that time)"
    )
    track = shot.add_argument_group("the track", "What is left out is the scenario's.")
    track.add_argument("--site", metavar="LAT,LON", help="the muzzle, degrees north and east, such as 0,-60")
    track.add_argument("--azimuth", type=_number, metavar="DEG", help="clockwise from north: 90 is east")
    track.add_argument("--elevation", type=_number, metavar="DEG", help="above the horizon")
    track.add_argument("--length", type=_number, metavar="KM", help="all of which a shot uses")
    track.add_argument("--g", type=_number, metavar="G", help="most acceleration, in standard gravities")
    speed = shot.add_argument_group("the speed")
    speed.add_argument("--speed", type=_number, metavar="KM_S", help="fly with this muzzle speed; nothing is solved")
    speed.add_argument(
        "--solve",
        choices=("azimuth", "longitude", "elevation"),
        help="with --speed: solve this instead of the speed, from the track's own on",
    )
    aim = shot.add_argument_group("the aim")
    aim.add_argument("--altitude", type=_number, metavar="KM", help="of the perigee, for earth_orbit")
    aim.add_argument(
        "--inclination", type=_number, metavar="DEG", help="to the equator, for earth_orbit: the azimuth is solved too"
    )
    aim.add_argument(
        "--aerobraking", action=argparse.BooleanOptionalAction, help="stop in the Earth's air, for earth_orbit"
    )
    aim.add_argument(
        "--radius", type=_number, metavar="KM", help="from the Earth's centre, for high_earth_orbit (default 100,000)"
    )
    aim.add_argument("--c3", type=_number, metavar="KM2_S2", help="for deep_space: the speed is solved for this C3")
    shot.add_argument("--step", metavar="STEP", help="between states, such as 1min or 1h (default 10min)")
    form = shot.add_mutually_exclusive_group()
    form.add_argument(
        "--format",
        choices=("text", "json", "oem", "czml"),
        default="text",
        help="json has all numbers and the states [t_s after launch (TDB), x, y, z, vx, vy, vz] in GCRS km and km/s;"
        " oem is a CCSDS file of them, czml is for Cesium",
    )
    form.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")
    shot.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of to standard output")


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def _joined(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--site -5,-60`` as one, which would be taken for an option otherwise."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--site" and argument.startswith("-") and argument[1:2].isdigit():
            joined[-1] = f"--site={argument}"
        else:
            joined.append(argument)
    return joined


def _put(text: str) -> None:
    """Write to standard output, as UTF-8 wherever that goes; at once, so that a closed pipe is noticed here."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _report(given: argparse.Namespace) -> int:
    from engine.commands import report

    with progress_line("Working it out") as progress:
        text = report(given.scenario, given.at, given.section, given.format, progress)
    _put(text)
    return 0


def _explain(given: argparse.Namespace) -> int:
    from engine.commands import explain

    with progress_line("Working it out") as progress:
        text = explain(given.scenario, given.quantity, given.at, given.format, progress)
    _put(text)
    return 0


def _timeline(given: argparse.Namespace) -> int:
    from engine.commands import timeline_file

    # On a terminal the table itself shows how far it has come.
    with progress_line("Timeline", quiet=given.output is None and sys.stdout.isatty()) as progress:
        timeline_file(given.scenario, given.first, given.last, given.step, given.quantities, given.output, progress)
    return 0


def _shot(given: argparse.Namespace) -> int:
    from engine.files import write_file
    from engine.shot_command import shot
    from engine.shot_wishes import Wishes

    wishes = Wishes(
        destination=given.destination,
        site=given.site,
        azimuth_deg=given.azimuth,
        elevation_deg=given.elevation,
        length_km=given.length,
        acceleration_g=given.g,
        speed_km_s=given.speed,
        solved=given.solve,
        altitude_km=given.altitude,
        radius_km=given.radius,
        inclination_deg=given.inclination,
        aerobraking=given.aerobraking,
        c3_km2_s2=given.c3,
    )
    text = shot(given.scenario, given.at, wishes, given.step, given.format)
    if given.output:
        write_file(given.output, text.encode())
    else:
        _put(text)
    return 0


def _check(given: argparse.Namespace) -> int:
    from engine.check import check

    checked = check(given.files)
    _put(checked.text)
    if checked.problems:
        raise ValueError("\n".join(checked.problems))
    return 0


def _schema(_: argparse.Namespace) -> int:
    from engine.commands import schema

    _put(schema())
    return 0


def _snapshot(given: argparse.Namespace) -> int:
    from gui.snapshot_command import draw_picture

    draw_picture(given.scenario, given.at, given.camera, given.size, given.scale, given.output, given.route)
    return 0
