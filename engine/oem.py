"""An orbit as a CCSDS Orbit Ephemeris Message, version 2.0 (CCSDS 502.0-B-2), in its key = value form.

Frame GCRF about the Earth's centre, times TDB.  States can be joined by Hermite
polynomials of degree 7 (four states with their velocities): with a state every
ten minutes that is within 0.3 km in the first and last minutes near the Moon and
a low perigee, where Lagrange polynomials of that degree through positions alone
are 10 km off, and within a metre elsewhere.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_J2000 = datetime(2000, 1, 1, 12)
_WIDTH = 100  # of a comment; the standard allows lines of 254 signs


def tdb_epoch(t_s: float) -> str:
    """Return ``t_s`` as a TDB calendar date to the microsecond, ``2045-05-09T03:01:09.184000``."""
    return (_J2000 + timedelta(seconds=t_s)).isoformat(timespec="microseconds")


def oem_text(
    rows: Array,
    launch_s: float,
    *,
    object_name: str,
    object_id: str = "UNKNOWN",
    created_utc: str,
    comments: Iterable[str] = (),
) -> str:
    """Return the message for states (N, 7) of one object: seconds after ``launch_s`` (t_s), km and km/s in the GCRS.

    ``created_utc`` is when it is written, an ISO date; signs that are not ASCII, which the standard forbids,
    are left out of names and ``comments``.  The standard allows no more than one object in a message.
    """
    epochs = [tdb_epoch(launch_s + after_s) for after_s in rows[:, 0]]
    lines = ["CCSDS_OEM_VERS = 2.0"]
    for comment in comments:
        plain = _plain(comment.replace("°", " deg").replace("²", "2"))
        lines += [f"COMMENT {part}" for part in textwrap.wrap(plain, _WIDTH)]
    lines += [
        f"CREATION_DATE = {created_utc}",
        "ORIGINATOR = HELIOGRAPH",
        "",
        "META_START",
        f"OBJECT_NAME = {_plain(object_name)}",
        f"OBJECT_ID = {object_id}",
        "CENTER_NAME = EARTH",
        "REF_FRAME = GCRF",
        "TIME_SYSTEM = TDB",
        f"START_TIME = {epochs[0]}",
        f"USEABLE_START_TIME = {epochs[0]}",
        f"USEABLE_STOP_TIME = {epochs[-1]}",
        f"STOP_TIME = {epochs[-1]}",
        "INTERPOLATION = HERMITE",
        f"INTERPOLATION_DEGREE = {min(7, 2 * len(rows) - 1)}",  # of fewer than four states, what those give
        "META_STOP",
        "",
    ]
    for epoch, row in zip(epochs, rows[:, 1:].tolist(), strict=True):
        place, speed = (
            " ".join(f"{value:.{digits}f}" for value in part) for part, digits in ((row[:3], 9), (row[3:], 12))
        )
        lines.append(f"{epoch} {place} {speed}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.encode("ascii", "ignore").decode()
