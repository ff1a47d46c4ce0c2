"""One satellite's mean elements as a file gives them, what may stand in them, and the record of good and bad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

EPOCH_ZERO_ORDINAL = 711_857  # of 1949-12-31, the day that SGP4 counts from
BAD_KEPT = 20
MOST_SATELLITES = 200_000
_HOPELESS = 2_000_000  # bad records, seven times those of 100 MB of bytes by chance: what follows is not read
_MOST_NAME = 80
_LINES = re.compile(r"[^\n]+|\n+")


class Record(NamedTuple):
    """SGP4's mean elements of one satellite, in the units of the files."""

    name: str
    catalogue: int
    epoch_days: float  # UTC, days since 1949-12-31 00:00
    bstar: float  # per Earth radius
    mean_motion_dot: float  # half the first derivative, rev/day^2; SGP4 does not use it
    mean_motion_ddot: float  # a sixth of the second, rev/day^3; nor this
    eccentricity: float
    argument_of_perigee_deg: float
    inclination_deg: float
    mean_anomaly_deg: float
    raan_deg: float
    mean_motion_rev_day: float


# The least and the most that is allowed.  Slower than 0.05 rev/day is beyond the Moon, faster than 18 underground.
_LIMITS = {
    "catalogue": (0, 999_999_999),
    "epoch_days": (0.0, 55_152.0),  # 1949-12-31 to 2100-12-31
    "bstar": (-1e3, 1e3),
    "mean_motion_dot": (-1e3, 1e3),
    "mean_motion_ddot": (-1e6, 1e6),
    "eccentricity": (0.0, 0.999_999_9),
    "argument_of_perigee_deg": (-360.0, 720.0),
    "inclination_deg": (0.0, 180.0),
    "mean_anomaly_deg": (-360.0, 720.0),
    "raan_deg": (-360.0, 720.0),
    "mean_motion_rev_day": (0.05, 18.0),
}


def checked(record: Record) -> Record:
    """Return the record with its name made fit to show.  Raises ``ValueError`` with the reason if it is a bad one."""
    for (field, (least, most)), value in zip(_LIMITS.items(), record[1:], strict=True):
        if not isfinite(value) or not least <= value <= most:
            words = field.replace("_", " ").replace("mean motion rev day", "mean motion in revolutions a day")
            raise ValueError(f"{words} is {value:g}: it must be from {least:g} to {most:g}")
    name = record.name.strip()
    if not (name.isascii() and name.isprintable()):
        name = "".join(sign for sign in name if sign.isprintable() and sign != "\ufffd").strip()
    name = name[:_MOST_NAME] or str(record.catalogue)
    return record if name == record.name else record._replace(name=name)


def numbered_lines(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Give each line that says something with its number; blank ones and comments (#) are passed over."""
    number = first
    for match in _LINES.finditer(text):
        line = match.group()
        if line[0] == "\n":
            number += len(line)
        elif line[0] != "#" and not line.isspace():
            yield number, line


class Bad(NamedTuple):
    """A line or record that could not be used."""

    unit: str  # line, or record
    number: int  # from 1 on
    reason: str

    def __str__(self) -> str:
        return f"{self.unit} {self.number:,}: {self.reason}"


class HopelessError(Exception):
    """So much was bad that the rest need not be read."""


class Collector:
    """Takes good records and bad ones as readers find them; of two of one satellite the newer stays."""

    def __init__(self) -> None:
        self.records: dict[int, Record] = {}
        self.good = self.bad = self.duplicates = self.numbered = 0
        self.first_bad: list[Bad] = []
        self.last_bad: Bad | None = None  # None where the last record was a good one

    def next_number(self) -> int:
        """Return the number of the next record, for formats in which lines mean nothing."""
        self.numbered += 1
        return self.numbered

    def add(self, record: Record) -> None:
        """Take a good record.  Raises ``ValueError`` with one sentence where there are too many to fly."""
        self.good += 1
        self.last_bad = None
        known = self.records.get(record.catalogue)
        if known is None:
            if len(self.records) >= MOST_SATELLITES:
                raise ValueError(f"it holds more than {MOST_SATELLITES:,} satellites, which are the most that are read")
            self.records[record.catalogue] = record
            return
        self.duplicates += 1
        if record.epoch_days > known.epoch_days:
            self.records[record.catalogue] = record

    def reject(self, unit: str, number: int, reason: str) -> None:
        """Count a bad record, and keep the first ones with their reasons."""
        self.bad += 1
        self.last_bad = Bad(unit, number, reason)
        if len(self.first_bad) < BAD_KEPT:
            self.first_bad.append(self.last_bad)
        if self.bad >= _HOPELESS:
            raise HopelessError
