"""``heliograph states --elements FILE``: where real satellites are, as a table or as an OEM file of one's way."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from math import floor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.commands import parse_indices
from engine.elements import ElementSet, read_elements
from engine.elements_layer import ElementsStarlink
from engine.oem import oem_text
from engine.timebase import format_utc, parse_utc
from engine.timeline_file import parse_step

Array = NDArray[np.float64]

COLUMNS = (
    *("index", "name", "catalogue_number", "epoch_utc"),
    *(f"r_gcrs_{axis}_km" for axis in "xyz"),
    *(f"v_gcrs_{axis}_km_s" for axis in "xyz"),
)
SPAN, STEP = "1d", "1min"
_MOST_INSTANTS = 100_000
_LAST = "2200-01-01"  # our choice: far beyond what any elements are good for


class Written(NamedTuple):
    """A file's content, and what the user must be told beside it."""

    content: bytes
    notes: tuple[str, ...]


def element_states(
    file: Path,
    at: str | None,
    *,
    indices: str | None = None,
    name: str | None = None,
    file_format: str = "csv",
    span: str | None = None,
    step: str | None = None,
) -> Written:
    """Return the states of satellites in a file of elements at an instant (csv), or of one over a time from it (oem).

    Without ``at`` the instant is the median epoch.  Raises ``ValueError`` with one sentence.
    """
    if file_format == "csv" and (span is not None or step is not None):
        raise ValueError("--span and --step are for --format oem: a csv file is of one instant")
    elements, reading = read_elements(file)
    layer = ElementsStarlink(elements, reading)
    t_s = round(elements.median_epoch_s) if at is None else parse_utc(at)
    rows = _chosen(elements, indices, name)
    notes = [f"{file.name}: {reading.summary()}"] if reading.bad or reading.duplicates else []
    if file_format == "csv":
        content, left_out = _csv(layer, t_s, rows), layer.left_out(t_s)
        if left_out or not layer.with_drag(t_s):
            notes.append(layer.note(t_s))
        return Written(content, tuple(notes))
    if len(rows) != 1:
        raise ValueError(
            f"an OEM file is of one satellite: give --name NAME or --indices A, not {len(rows):,} satellites"
        )
    times_s = _instants(t_s, span or SPAN, step or STEP)
    drag = layer.with_drag(times_s[0]) and layer.with_drag(times_s[-1])
    if not drag:
        far_s = max(times_s[0], times_s[-1], key=lambda instant: abs(layer.age_days(instant)))
        notes.append(layer.note(far_s))
    return Written(_oem(layer, times_s, rows[0], drag), tuple(notes))


def _chosen(elements: ElementSet, indices: str | None, name: str | None) -> Sequence[int]:
    if indices is not None and name is not None:
        raise ValueError("--indices and --name are two ways to choose: give one of them")
    if name is not None:
        return [_named(elements, name)]
    if indices is None:
        return range(elements.count)
    rows = parse_indices(indices, elements.count)
    if rows.stop > elements.count or not rows:
        raise ValueError(
            f"--indices is {indices!r}: {elements.source} has {elements.count:,} satellites,"
            f" so give numbers from 0 to {elements.count - 1}"
        )
    return rows


def _named(elements: ElementSet, wanted: str) -> int:
    """Return the row of the satellite with a name or a catalogue number."""
    folded = wanted.strip().casefold()
    names = [name.casefold() for name in elements.name]
    if folded in names:
        return names.index(folded)
    if folded.isdecimal() and len(folded) < 10:
        rows = np.flatnonzero(elements.catalogue == int(folded))
        if len(rows):
            return int(rows[0])
    near = difflib.get_close_matches(folded, names, n=3)
    hint = ", ".join(elements.name[names.index(each)] for each in near) or f"such as {elements.name[0]}"
    raise ValueError(f"--name is {wanted!r}: {elements.source} has no such satellite or catalogue number ({hint})")


def _csv(layer: ElementsStarlink, t_s: float, rows: Sequence[int]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    elements, (r_km, v_km_s) = layer.elements, layer.states(t_s)
    epoch_s = elements.epoch_s
    for i in rows:
        if np.isnan(r_km[i, 0]):
            continue
        place, speed = (f"{value:.6f}" for value in r_km[i]), (f"{value:.9f}" for value in v_km_s[i])
        writer.writerow([i, elements.name[i], elements.catalogue[i], format_utc(float(epoch_s[i]), 3), *place, *speed])
    return text.getvalue().encode()


def _instants(first_s: float, span: str, step: str) -> Array:
    span_s, step_s = parse_step(span, "--span"), parse_step(step)
    count = floor(span_s / step_s + 1e-9) + 1
    if not 8 <= count <= _MOST_INSTANTS:
        raise ValueError(
            f"{span} in steps of {step} makes {count:,} states: an OEM file has 8 to {_MOST_INSTANTS:,} here"
        )
    if first_s + (count - 1) * step_s > parse_utc(_LAST):
        raise ValueError(f"a span of {span} from that instant ends after {_LAST}, up to which a file may reach")
    return first_s + step_s * np.arange(count, dtype=np.float64)


def _oem(layer: ElementsStarlink, times_s: Array, row: int, drag: bool) -> bytes:
    chosen = ElementsStarlink(layer.elements.take([row]))
    table = np.empty((len(times_s), 7))
    table[:, 0] = times_s - times_s[0]
    for k, t_s in enumerate(times_s.tolist()):
        r_km, v_km_s = chosen.states(t_s, drag)
        if np.isnan(r_km[0, 0]):
            raise ValueError(f"{chosen.name(0)} has no place at {format_utc(t_s)}: by SGP4 it has decayed or fails")
        table[k, 1:4], table[k, 4:7] = r_km[0], v_km_s[0]
    start_s = float(times_s[0])
    text = oem_text(
        table,
        start_s,
        object_name=chosen.name(0),
        object_id=str(chosen.elements.catalogue[0]),
        created_utc=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        comments=(
            f"SGP4{'' if drag else ' without drag'}, turned from TEME to the GCRS, from {layer.elements.source}.",
            f"Elements of {format_utc(float(chosen.elements.epoch_s[0]))}; OBJECT_ID is the catalogue number.",
        ),
    )
    return text.encode()
