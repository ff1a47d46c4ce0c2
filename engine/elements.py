"""Mean elements of real satellites, read from a file of any of the usual forms.

TLE (2- and 3-line) and OMM (JSON, CSV, XML), of any constellation, found by the
content.  Good records are used and bad ones counted, with their place and reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY, TWO_PI
from engine.element_record import Bad, Collector, HopelessError
from engine.element_sections import READERS, sections, text_of
from engine.timebase import J2000_JD, TT_MINUS_UTC_S

Array = NDArray[np.float64]

MOST_BYTES = 128_000_000
_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip"}
_EPOCH_ZERO_JD = 2_433_281.5  # 1949-12-31 00:00
_MINUTES_PER_DAY = 1_440.0


@dataclass(frozen=True, eq=False)
class ElementSet:
    """SGP4's mean elements of N satellites, one of each catalogue number, in the order of the file.

    Arrays are (N,); angles are to the true equator and mean equinox of the epoch (TEME).
    """

    source: str  # such as the file's name
    name: tuple[str, ...]
    catalogue: NDArray[np.int64]
    epoch_days: Array  # UTC, days since 1949-12-31 00:00
    bstar: Array  # drag, per Earth radius
    mean_motion_dot_rad_min2: Array  # half the first derivative; SGP4 does not use it
    mean_motion_ddot_rad_min3: Array  # a sixth of the second; nor this
    eccentricity: Array
    argument_of_perigee_rad: Array
    inclination_rad: Array
    mean_anomaly_rad: Array
    raan_rad: Array
    mean_motion_rad_min: Array  # Kozai's

    @property
    def count(self) -> int:
        """How many satellites there are."""
        return len(self.name)

    def take(self, rows: Iterable[int]) -> ElementSet:
        """Return the satellites of some rows only."""
        chosen = list(rows)
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        columns |= {name: column[chosen] for name, column in columns.items() if isinstance(column, np.ndarray)}
        return ElementSet(**columns | {"name": tuple(self.name[i] for i in chosen)})

    @property
    def epoch_s(self) -> Array:
        """Their epochs as t_s, to a microsecond; before 2017 whole leap seconds off."""
        return (self.epoch_days + (_EPOCH_ZERO_JD - J2000_JD)) * SECONDS_PER_DAY + TT_MINUS_UTC_S

    @property
    def median_epoch_s(self) -> float:
        """The epoch that half of them are older than."""
        return float(np.median(self.epoch_s))


@dataclass(frozen=True)
class Reading:
    """How the reading of a file went."""

    good: int  # records, those of satellites that came twice too
    bad: int
    duplicates: int  # records left out since there is one of the same satellite that is no older
    first_bad: tuple[Bad, ...]  # at most 20
    forms: tuple[str, ...]  # those with a good record, such as ("TLE",)
    last_bad: Bad | None = None  # where the file ends with a bad record
    given_up: bool = False  # after so many bad records that what follows them was not read

    def summary(self) -> str:
        """Return a sentence or two for the user."""
        kept = self.good - self.duplicates
        words = f"{kept:,} satellite{'s' if kept != 1 else ''} read ({' and '.join(self.forms)})"
        if self.duplicates:
            words += f", {self.duplicates:,} older record{'s' if self.duplicates > 1 else ''} of the same left out"
        if self.bad:
            words += f", {self.bad:,} bad record{'s' if self.bad > 1 else ''} left out: {self.first_bad[0]}"
        if self.given_up:
            words += "; what follows so many was not read"
        return words


def read_elements(path: Path) -> tuple[ElementSet, Reading]:
    """Read a file of elements.  Raises ``ValueError`` with one sentence if it cannot be read or has no good record."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return parse_elements(content, path.name)


def parse_elements(content: bytes, source: str) -> tuple[ElementSet, Reading]:
    """Read the content of a file, which ``source`` names.  Raises ``ValueError`` with one sentence."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"{source} is larger than {MOST_BYTES // 1_000_000} MB, which is the most that is read")
    if not content.strip():
        raise ValueError(f"{source} is empty: it must hold orbital elements, as TLE or OMM")
    for first_bytes, packed in _PACKED.items():
        if content.startswith(first_bytes):
            raise ValueError(f"{source} gives a {packed} file: the elements in it must be unpacked first")
    collector, forms, given_up = Collector(), dict.fromkeys(READERS, 0), False
    try:
        for section in sections(text_of(content)):
            before = collector.good
            try:
                READERS[section.kind](section.text, section.first_line, collector)
            finally:
                forms[section.kind] += collector.good - before
    except HopelessError:
        given_up = True
    except ValueError as error:
        raise ValueError(f"{source} cannot be used: {error}") from None
    if not collector.good:
        why = f" ({collector.first_bad[0]})" if collector.first_bad else ""
        raise ValueError(f"{source} holds no orbital elements that can be read, neither TLE nor OMM{why}")
    reading = Reading(
        good=collector.good,
        bad=collector.bad,
        duplicates=collector.duplicates,
        first_bad=tuple(collector.first_bad),
        forms=tuple(form for form, good in forms.items() if good),
        last_bad=collector.last_bad,
        given_up=given_up,
    )
    return _element_set(source, collector), reading


def _element_set(source: str, collector: Collector) -> ElementSet:
    names, catalogue, *columns = zip(*collector.records.values(), strict=True)
    epoch_days, bstar, dot, ddot, eccentricity, perigee, inclination, anomaly, raan, motion = (
        np.array(column, dtype=np.float64) for column in columns
    )
    per_minute = TWO_PI / _MINUTES_PER_DAY
    return ElementSet(
        source=source,
        name=names,
        catalogue=np.array(catalogue, dtype=np.int64),
        epoch_days=epoch_days,
        bstar=bstar,
        mean_motion_dot_rad_min2=dot * per_minute / _MINUTES_PER_DAY,
        mean_motion_ddot_rad_min3=ddot * per_minute / _MINUTES_PER_DAY**2,
        eccentricity=eccentricity,
        argument_of_perigee_rad=np.radians(perigee),
        inclination_rad=np.radians(inclination),
        mean_anomaly_rad=np.radians(anomaly),
        raan_rad=np.radians(raan),
        mean_motion_rad_min=motion * per_minute,
    )
