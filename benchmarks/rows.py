"""One row of the table: what was measured, against which bar, beside which peer."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, kw_only=True)
class Row:
    """``value`` in ``unit``, held against ``bar``: a limit in words, and whether it is ``met`` (None: no bar)."""

    what: str
    value: float
    unit: str
    bar: str
    met: bool | None
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    note: str = ""


def interleaved(rounds: int, **calls: Callable[[], object]) -> dict[str, float]:
    """Return the median seconds of each call, taking turns; one round before that warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            start = perf_counter()
            call()
            if number:
                seconds[name].append(perf_counter() - start)
    return {name: median(times) for name, times in seconds.items()}


def machine() -> str:
    """Return the processor, its cores, Python and numpy in one line."""
    import numpy

    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    return (
        f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0] if hasattr(os, 'getloadavg') else 0.0:.1f},"
        f" {platform.system()}, Python {platform.python_version()}, numpy {numpy.__version__}"
    )


def table(rows: list[Row]) -> Iterator[str]:
    """Yield the lines of the table."""
    header = ("what", "measured", "bar", "peer", "ratio", "met")
    cells = [
        (
            row.what,
            f"{row.value:.4g} {row.unit}",
            row.bar,
            f"{row.peer} {row.peer_value:.4g} {row.unit}" if row.peer_value is not None else row.peer,
            f"{row.ratio:.2f}" if row.ratio is not None else "",
            {True: "yes", False: "NO", None: ""}[row.met],
        )
        for row in rows
    ]
    widths = [max(len(line[i]) for line in [header, *cells]) for i in range(len(header))]
    for line in [header, tuple("-" * width for width in widths), *cells]:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    for row in rows:
        if row.note:
            yield f"* {row.what}: {row.note}"


def as_json(rows: list[Row]) -> list[dict[str, object]]:
    return [asdict(row) for row in rows]
