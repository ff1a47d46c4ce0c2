"""The commands that need no window: their arguments, and what runs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

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
    given = _parser(names, open_window).parse_args(arguments)
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
        "print every total with its source",
        "heliograph report megaton --at 2036-01-01 --json",
    )
    _add_scenario_and_instant(report)
    report.add_argument("--json", action="store_true", help="as JSON, with formula, inputs and source of each number")

    states = command(
        "states",
        _states,
        "write where satellites are",
        "heliograph states megaton --at 2031-01-01 --indices 0:1000 --format csv -o states.csv",
    )
    _add_scenario_and_instant(states)
    states.add_argument(
        "--indices", required=True, metavar="A:B", help="launch numbers from A up to but not including B"
    )
    states.add_argument("--format", choices=("csv", "npz"), default="csv")
    states.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of to standard output")

    check = command("check", _check, "say whether a scenario file is good", "heliograph check my_scenario.toml")
    check.add_argument("file", metavar="FILE")

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
        "--camera", default="earth", metavar="NAME", help="earth, moon, earth-moon, ... (default earth)"
    )
    snapshot.add_argument("--size", default="1920x1080", metavar="WxH", help="up to 7680x4320 (default 1920x1080)")
    snapshot.add_argument("--scale", choices=("true", "compressed"), default="true")
    snapshot.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    return parser


def _add_scenario_and_instant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", metavar="SCENARIO", help="a name such as megaton, or a .toml file")
    parser.add_argument(
        "--at", metavar="UTC", help="such as 2031-03-20T06:00:00Z (default: the scenario's opening instant)"
    )


def _report(given: argparse.Namespace) -> int:
    from engine.commands import report

    sys.stdout.write(report(given.scenario, given.at, given.json))
    return 0


def _states(given: argparse.Namespace) -> int:
    from engine.commands import states, write_file

    content = states(given.scenario, given.at, given.indices, given.format)
    if given.output:
        write_file(given.output, content)
    elif given.format == "npz" and sys.stdout.isatty():
        raise ValueError("--format npz is not text: name a file with -o FILE.npz")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def _check(given: argparse.Namespace) -> int:
    from engine.commands import check

    sys.stdout.write(check(given.file))
    return 0


def _schema(_: argparse.Namespace) -> int:
    from engine.commands import schema

    sys.stdout.write(schema())
    return 0


def _snapshot(given: argparse.Namespace) -> int:
    draw_picture(given.scenario, given.at, given.camera, given.size, given.scale, given.output)
    return 0


def draw_picture(scenario: str, at: str | None, camera: str, size: str, scale: str, output: Path) -> None:
    """Draw one picture into a PNG file; raises ``ValueError`` with one sentence."""
    import re

    from engine.commands import world_of
    from gui.camera import CAMERAS
    from gui.offscreen import GlError
    from gui.snapshot import MAX_HEIGHT_PX, MAX_WIDTH_PX, render_image, save_png
    from gui.star_catalogue import AssetError
    from gui.view import View

    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", size)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= width <= MAX_WIDTH_PX and 1 <= height <= MAX_HEIGHT_PX):
        raise ValueError(f"--size is {size!r}: give WxH in pixels, from 1x1 to {MAX_WIDTH_PX}x{MAX_HEIGHT_PX}")
    if camera not in CAMERAS:
        raise ValueError(f"--camera is {camera!r}: there are {', '.join(CAMERAS)}")
    if output.suffix.lower() != ".png":
        raise ValueError(f"-o is {str(output)!r}: the file's name must end in .png")
    world = world_of(scenario, at)
    view = View(
        camera=CAMERAS[camera],
        width_px=width,
        height_px=height,
        stage_scale=1.0 if scale == "compressed" else 0.0,
    )
    try:
        save_png(output, render_image(world, view))
    except (GlError, AssetError, OSError) as error:
        raise ValueError(str(error)) from None
