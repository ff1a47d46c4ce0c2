"""Measure, print the table, write results.json.  ``python -m benchmarks [startup positions ...]``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.group import GROUPS
from benchmarks.rows import Row, as_json, machine, table

RESULTS = Path(__file__).with_name("results.json")
NEED_A_SCREEN = {"startup", "stream", "picture", "links"}
SCREEN = ["--auto-servernum", "--server-args", "-screen 0 1920x1080x24 +extension GLX"]
SOFTWARE_GL = {"LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb"}


def main(names: list[str]) -> int:
    """Measure the groups of these names, or all; return 1 if a bar is missed or a group fails."""
    names = names or list(GROUPS)
    if unknown := sorted(set(names) - set(GROUPS)):
        print(f"there is no group {unknown[0]!r}: give any of {', '.join(GROUPS)}, or none for all", file=sys.stderr)
        return 2
    if NEED_A_SCREEN & set(names):
        on_a_virtual_screen(names)
    rows: list[Row] = []
    failed = False
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.group", name], capture_output=True, text=True, check=False
        )
        if made.returncode:  # a window that does not open must not cost the other rows
            last = (made.stderr.strip().splitlines() or ["it said nothing"])[-1]
            print(f"{name} could not be measured: {last}", file=sys.stderr)
            failed = True
        else:
            rows += [Row(**row) for row in json.loads(made.stdout.splitlines()[-1])]
    print(machine(), *table(rows), sep="\n")
    RESULTS.write_text(json.dumps({"machine": machine(), "rows": as_json(rows)}, indent=1) + "\n", encoding="utf-8")
    return int(failed or any(row.met is False for row in rows))


def on_a_virtual_screen(names: list[str]) -> None:
    """Start over under Xvfb with software GL where there is no display."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    xvfb = shutil.which("xvfb-run")
    if xvfb is None:
        sys.exit("there is no display and no xvfb-run: install it (Debian: apt install xvfb), or give: positions world")
    os.environ.update(SOFTWARE_GL)
    os.execv(xvfb, [xvfb, *SCREEN, sys.executable, "-m", "benchmarks", *names])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
