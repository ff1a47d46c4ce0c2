"""SGP4 for a whole set of elements at one instant, by the sgp4 package's array call."""

from __future__ import annotations

from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.elements import ElementSet
from engine.timebase import J2000_JD, ut1_julian_date

Array = NDArray[np.float64]


class Teme(NamedTuple):
    """States of N satellites to the true equator and mean equinox of date; those with an error mean nothing."""

    error: NDArray[np.uint8]  # (N,), SGP4's code, 0 where all is well
    r_km: Array  # (N, 3)
    v_km_s: Array  # (N, 3)


class Sgp4Batch:
    """The satellites of an element set, made ready once: 10 us each.

    WGS-72 and the improved mode, with which elements are made: Vallado et al., "Revisiting Spacetrack Report #3",
    AIAA 2006-6753.  Without drag planes turn and heights hold, for as long as one likes.
    """

    def __init__(self, elements: ElementSet, *, drag: bool = True) -> None:
        from sgp4.api import WGS72, Satrec, SatrecArray

        columns = (
            elements.epoch_days,
            elements.bstar if drag else np.zeros(elements.count),
            elements.mean_motion_dot_rad_min2 if drag else np.zeros(elements.count),
            elements.mean_motion_ddot_rad_min3 if drag else np.zeros(elements.count),
            elements.eccentricity,
            elements.argument_of_perigee_rad,
            elements.inclination_rad,
            elements.mean_anomaly_rad,
            elements.mean_motion_rad_min,
            elements.raan_rad,
        )
        records = []
        for row in zip(*(column.tolist() for column in columns), strict=True):
            record = Satrec()
            record.sgp4init(WGS72, "i", 0, *row)  # it would not take a number above 339,999, and needs none
            records.append(record)
        self._records: Any = SatrecArray(records)
        self._lock = Lock()  # deep-space records remember how far they were taken

    def at(self, t_s: float) -> Teme:
        """Return the states at an instant."""
        _, days = ut1_julian_date(t_s)
        whole = np.floor(days)
        with self._lock:
            error, r_km, v_km_s = self._records.sgp4(np.array([J2000_JD + whole]), np.array([days - whole]))
        return Teme(error[:, 0], r_km[:, 0], v_km_s[:, 0])
