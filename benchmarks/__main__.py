"""Measure, print the table, write results.json.  ``python -m benchmarks [positions world picture startup]``."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.rows import Row, as_json, machine, table

RESULTS = Path(__file__).with_name("results.json")
SCREEN = ["--auto-servernum", "--server-args", "-screen 0 1920x1080x24 +extension GLX"]
SOFTWARE_GL = {"LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb"}


def groups() -> dict[str, Callable[[], Iterator[Row]]]:
    """Return the groups of rows by name, each measured when called."""
    from engine.scenario import load_scenario
    from engine.world import simulate

    simulation = simulate(load_scenario("megaton"))

    def positions() -> Iterator[Row]:
        from benchmarks import positions

        return positions.measure(simulation)

    def world() -> Iterator[Row]:
        from benchmarks import world

        return world.measure(simulation)

    def picture() -> Iterator[Row]:
        from benchmarks import picture

        return picture.measure(simulation)

    def startup() -> Iterator[Row]:
        from benchmarks import startup

        return startup.measure()

    return {"startup": startup, "positions": positions, "world": world, "picture": picture}


def main(names: list[str]) -> int:
    """Measure the groups of these names, or all; return 1 if a bar is missed."""
    on_a_virtual_screen(names)
    known = groups()
    if unknown := set(names) - set(known):
        print(f"there is no group {min(unknown)!r}: give any of {', '.join(known)}, or none for all", file=sys.stderr)
        return 2
    rows: list[Row] = []
    failed = False
    for name in names or known:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            rows += known[name]()
        except RuntimeError as error:  # a window that does not open must not cost the other rows
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
    print(machine(), *table(rows), sep="\n")
    RESULTS.write_text(json.dumps({"machine": machine(), "rows": as_json(rows)}, indent=1) + "\n", encoding="utf-8")
    return int(failed or any(row.met is False for row in rows))


def on_a_virtual_screen(names: list[str]) -> None:
    """Start over under Xvfb with software GL where there is no display."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    if names and not {"picture", "startup"} & set(names):
        return
    xvfb = shutil.which("xvfb-run")
    if xvfb is None:
        sys.exit("there is no display and no xvfb-run: install it (Debian: apt install xvfb), or give: positions world")
    os.environ.update(SOFTWARE_GL)
    os.execv(xvfb, [xvfb, *SCREEN, sys.executable, "-m", "benchmarks", *names])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
