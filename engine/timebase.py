"""Time as one number, ``t_s``: seconds of Terrestrial Time since J2000.0.

J2000.0 is 2000-01-01 12:00 TT.  From 2017 on TT - UTC is 32.184 + 37 s, and
with no further leap second announced (they are to be abolished by 2035) it is
taken to stay so: scenarios live in 2020-2100, where the conversion is then one
addition.  UT1 is taken equal to UTC, which turns the Earth wrongly by at most
0.9 s (0.004 degree) today; what a century of drift will do nobody knows.
TDB is taken equal to TT (they differ by less than 2 ms).

A float64 holds ``t_s`` in 2100 to half a microsecond: a satellite moves 4 mm.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY, SECONDS_PER_JULIAN_YEAR

Instants = TypeVar("Instants", float, NDArray[np.float64])

TT_MINUS_UTC_S = 69.184
J2000_JD = 2_451_545.0
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def from_datetime(instant: datetime) -> float:
    """Return ``t_s`` of a datetime; one without a time zone is taken as UTC."""
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return (instant - _J2000).total_seconds() + TT_MINUS_UTC_S


def utc_datetime(t_s: float) -> datetime:
    """Return the UTC datetime of ``t_s``, to the microsecond."""
    return _J2000 + timedelta(seconds=t_s - TT_MINUS_UTC_S)


def parse_utc(text: str) -> float:
    """Return ``t_s`` of an ISO 8601 date or instant, UTC unless it names an offset.

    Accepts ``2031``, ``2031-03``, ``2031-03-20``, ``2031-03-20 06:00`` and
    ``2031-03-20T06:00:00Z``.  Raises ``ValueError`` with one sentence.
    """
    given = text.strip()
    padded = given + "-01-01"[3 * given.count("-") :] if len(given) in (4, 7) else given
    try:
        return from_datetime(datetime.fromisoformat(padded))
    except (ValueError, OverflowError):
        raise ValueError(
            f"the date {text!r} is not understood: give it as 2031-03-20 or 2031-03-20T06:00:00Z"
        ) from None


def format_utc(t_s: float, decimals: int = 0) -> str:
    """Return ``2031-03-20T06:00:00Z``, rounded to ``decimals`` of a second."""
    step = 10.0**-decimals
    instant = utc_datetime(round((t_s - TT_MINUS_UTC_S) / step) * step + TT_MINUS_UTC_S)
    text = instant.replace(tzinfo=None).isoformat(timespec="microseconds")
    return (text[:19] if decimals == 0 else text[: 20 + decimals]) + "Z"


_Y2026_S = from_datetime(datetime(2026, 1, 1, tzinfo=UTC))


def year_of(t_s: float) -> float:
    """Return the decimal year in Julian years, with 2026.0 at 2026-01-01 00:00 UTC."""
    return 2026.0 + (t_s - _Y2026_S) / SECONDS_PER_JULIAN_YEAR


def from_year(year: float) -> float:
    """Return ``t_s`` of a decimal year, the inverse of ``year_of``."""
    return _Y2026_S + (year - 2026.0) * SECONDS_PER_JULIAN_YEAR


def tt_julian_date(t_s: Instants) -> tuple[float, Instants]:
    """Return TT as a Julian date in two parts, so that no precision is lost; of instants (N,) too."""
    return J2000_JD, t_s / SECONDS_PER_DAY


def ut1_julian_date(t_s: float) -> tuple[float, float]:
    """Return UT1 (taken equal to UTC) as a Julian date in two parts."""
    return J2000_JD, (t_s - TT_MINUS_UTC_S) / SECONDS_PER_DAY
