"""Radiation dose by altitude, from the table in ``assets/facts/radiation.toml``.

The logarithm of the dose is taken to be straight between the table's altitudes.
Between its two kinds of orbit it is taken to be straight in the highest latitude
reached, from 30 degrees to that of a sun-synchronous orbit: that is our choice,
as no source was found for orbits between them.  Left out: altitudes off the
table, where its end is held (too much below 500 km, too little above 2,000 km).
"""

from __future__ import annotations

from math import degrees, exp

import numpy as np

from engine.facts import fact_table
from engine.orbits import satellite_radius_km, sun_synchronous_inclination_rad

LOW_LATITUDE_DEG = 30.0


def dose_krad_per_year(altitude_km: float, inclination_deg: float) -> float:
    """Return the dose behind 5 mm of aluminium in a circular orbit, krad(Si) a year."""
    table = fact_table("radiation")["dose"]
    altitudes_km = table["altitude_km"]
    held_km = min(max(altitude_km, altitudes_km[0]), altitudes_km[-1])
    low, high = (
        float(np.interp(held_km, altitudes_km, np.log(table[kind]))) for kind in ("inclined_30_deg", "sun_synchronous")
    )
    synchronous_deg = degrees(sun_synchronous_inclination_rad(float(satellite_radius_km(held_km))))
    share = (_highest_latitude(inclination_deg) - LOW_LATITUDE_DEG) / (
        _highest_latitude(synchronous_deg) - LOW_LATITUDE_DEG
    )
    return exp(low + min(max(share, 0.0), 1.0) * (high - low))


def _highest_latitude(inclination_deg: float) -> float:
    return min(inclination_deg, 180.0 - inclination_deg)
