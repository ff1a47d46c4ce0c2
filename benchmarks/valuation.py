"""The valuation's million runs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.rows import Row, interleaved
from engine.valuation import RUNS, run
from engine.world import Simulation


def measure(_: Simulation) -> Iterator[Row]:
    seconds = interleaved(3, ours=run)["ours"]
    yield Row(
        what=f"valuation, {RUNS:,} runs with and without compute", value=seconds, unit="s", bar="under 5 s",
        met=seconds < 5.0,
    )  # fmt: skip
