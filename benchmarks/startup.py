"""Process start to first picture, beside a bare PySide6 window with an empty vispy canvas.

Both are child processes, timed from outside: from the start of the process to
the line that it prints when its first picture stands.  They take turns; the
first start of each (cold caches) is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from benchmarks.rows import Row
from engine.world import Simulation

ROUNDS, PATIENCE_S = 11, 120.0
BARE = [sys.executable, "-m", "benchmarks.bare_window"]
OURS = [sys.executable, "-m", "gui.main", "megaton"]
# A second start finds compiled modules, as it does wherever the program is installed.
SETTINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
EXIT = {"HELIOGRAPH_EXIT_AFTER_FIRST_FRAME": "1"}  # the window says when its first picture stands, and closes


def measure(_: Simulation) -> Iterator[Row]:
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    for number in range(ROUNDS + 1):
        for name, command in (("bare", BARE), ("ours", OURS)):
            seconds = first_picture_s(command)
            if number:
                times[name].append(seconds)
    ours, bare = median(times["ours"]), median(times["bare"])
    yield Row(
        what="process start to first picture, second start", value=ours, unit="s", bar="at most 1.5 x peer",
        met=ours <= 1.5 * bare, peer="bare window, empty vispy canvas", peer_value=bare, ratio=ours / bare,
        note=f"medians of {ROUNDS} starts each, taking turns",
    )  # fmt: skip


def first_picture_s(command: list[str]) -> float:
    """Return the seconds from the start of ``command`` to the first line it prints."""
    start = perf_counter()
    child = subprocess.Popen(command, env=SETTINGS | EXIT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        line = child.stdout.readline()
        seconds = perf_counter() - start
        _, said = child.communicate(timeout=PATIENCE_S)
    finally:
        child.kill()
    if not line.strip() or child.returncode:
        last = said.strip().splitlines()[-1] if said.strip() else "it printed nothing"
        raise RuntimeError(f"{' '.join(command[1:])} showed no picture: {last}")
    return seconds
