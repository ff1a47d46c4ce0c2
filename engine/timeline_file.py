"""A timeline as a file: its instants, its columns, and how it is written as CSV or Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from math import floor
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY, SECONDS_PER_JULIAN_YEAR
from engine.explain import unknown_quantity
from engine.scenario import Scenario
from engine.timebase import TT_MINUS_UTC_S, format_utc, parse_utc
from engine.timeline import Timeline, timeline
from engine.world import Simulation, check_instant, world_at

Array = NDArray[np.float64]
Progress = Callable[[float], bool]

STEP = "30d"
MOST_ROWS = 200_000
CSV_ROWS, PARQUET_ROWS = 200, 10_000  # worked out at a time: memory stays small, and a pipe flows soon
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": SECONDS_PER_DAY, "y": SECONDS_PER_JULIAN_YEAR}
NO_PYARROW = "a .parquet file needs pyarrow, which is not installed: pip install pyarrow, or name a .csv file"


def parse_step(text: str, option: str = "--step") -> float:
    """Return the seconds of ``30d``, ``6h``, ``0.5y`` (Julian years) ...  Raises ``ValueError`` with one sentence."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)\s*(s|min|h|d|y)", text.strip().lower())
    if not match:
        units = ", ".join(_SECONDS)
        raise ValueError(f"{option} is {text!r}: give a number and one of {units}, such as 30d, 6h or 0.5y")
    seconds = float(match[1]) * _SECONDS[match[2]]
    if seconds < 1.0:
        raise ValueError(f"{option} is {text!r}: it must be at least 1 s")
    return seconds


def instants(scenario: Scenario, first: str | None, last: str | None, step: str) -> Array:
    """Return the instants (n,) from the first in steps up to the last, which is one of them if a step falls on it.

    Raises ``ValueError`` with one sentence.
    """
    first_s = scenario.start_s if first is None else parse_utc(first)
    last_s = scenario.end_s if last is None else parse_utc(last)
    step_s = parse_step(step)
    for t_s in (first_s, last_s):
        check_instant(scenario, t_s)
    if last_s < first_s:
        raise ValueError(f"--to is {format_utc(last_s)}: it must not be before --from, {format_utc(first_s)}")
    rows = floor((last_s - first_s) / step_s + 1e-9) + 1
    if rows > MOST_ROWS:
        least = floor((last_s - first_s) / (MOST_ROWS - 1)) + 1
        raise ValueError(
            f"--step is {step!r}: that makes {rows:,} rows, and at most {MOST_ROWS:,} are allowed:"
            f" give {least}s or more, or a shorter time"
        )
    return first_s + step_s * np.arange(rows, dtype=np.float64)


def chosen_names(simulation: Simulation, t_s: float, names: str | None) -> tuple[str, ...]:
    """Return the names in ``a,b,c``, or all.  Raises ``ValueError`` with one sentence for one that is no quantity's."""
    known = world_at(simulation, t_s).quantities
    wanted = [name.strip() for name in names.split(",") if name.strip()] if names is not None else list(known)
    if not wanted:
        raise ValueError("--quantities names none: give names with commas between, such as power_live_w,compute_flop_s")
    for name in wanted:
        if name not in known:
            raise unknown_quantity(name, known, "--quantities:")
    return tuple(dict.fromkeys(wanted))


def file_kind(path: Path | None) -> str:
    """Return ``csv`` or ``parquet`` from the file's name (None: standard output, as CSV), once it can be written."""
    kind = "csv" if path is None else path.suffix.lower().removeprefix(".")
    if kind not in ("csv", "parquet"):
        raise ValueError(f"-o is {str(path)!r}: the file's name must end in .csv or .parquet")
    if kind == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise ValueError(NO_PYARROW) from None
    return kind


def write_timeline(
    simulation: Simulation,
    t_s: Array,
    names: Sequence[str],
    kind: str,
    file: BinaryIO,
    progress: Progress | None = None,
) -> None:
    """Write the quantities of these names at each of ``t_s`` (n,) to ``file``; ``progress`` as for ``timeline``."""
    write = _write_csv if kind == "csv" else _write_parquet
    write(_parts(simulation, t_s, CSV_ROWS if kind == "csv" else PARQUET_ROWS, progress), names, file)


def _parts(simulation: Simulation, t_s: Array, rows: int, progress: Progress | None) -> Iterator[Timeline]:
    for first in range(0, len(t_s), rows):
        part = t_s[first : first + rows]
        yield timeline(simulation, part, progress and _within(progress, first / len(t_s), len(part) / len(t_s)))


def _within(progress: Progress, before: float, share: float) -> Progress:
    """Return the progress of a part that is ``share`` of the whole and comes after ``before`` of it."""
    return lambda done: progress(before + share * done)


def _write_csv(parts: Iterator[Timeline], names: Sequence[str], file: BinaryIO) -> None:
    head = ("at_utc", *names)
    for part in parts:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        if head:
            writer.writerow(head)
            head = ()
        columns = [part.columns[name].tolist() for name in names]
        writer.writerows(zip([_utc(t) for t in part.t_s.tolist()], *columns, strict=True))
        file.write(buffer.getvalue().encode())
        file.flush()


def _utc(t_s: float) -> str:
    """Return the instant in UTC, with a fraction of a second only where it has one."""
    second = t_s - TT_MINUS_UTC_S
    return format_utc(t_s, 0 if abs(second - round(second)) < 1e-5 else 6)


def _write_parquet(parts: Iterator[Timeline], names: Sequence[str], file: BinaryIO) -> None:
    """Write a column a quantity, with its unit, title and formula as metadata of the column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer: Any = None
    try:
        for part in parts:
            if writer is None:
                schema = _schema(pa, part, names)
                writer = pq.ParquetWriter(file, schema)
            micros = np.array([_utc(t).removesuffix("Z") for t in part.t_s.tolist()], dtype="datetime64[us]")
            columns = [pa.array(micros, schema.field(0).type), *(pa.array(part.columns[name]) for name in names)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    finally:
        if writer is not None:
            writer.close()


def _schema(pa: Any, part: Timeline, names: Sequence[str]) -> Any:
    fields = [pa.field("at_utc", pa.timestamp("us", tz="UTC"))]
    for name in names:
        quantity = part.quantities[name]
        told = {"unit": quantity.unit, "title": quantity.title, "formula": quantity.formula}
        fields.append(pa.field(name, pa.float64(), metadata=told))
    return pa.schema(fields, metadata={"scenario": part.simulation.scenario.name})
