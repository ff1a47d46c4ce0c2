"""The Moon's shadow on satellites: a solar eclipse, seen from orbit.

A few hours at each of the two to five eclipses of a year, and for a small part
of the fleet; so the share of sunlight that the fleet loses is taken from a
sample of it.  Disc overlap as for the Earth's penumbra (``shadow.py``).

Left out: the Moon's mountains; sunlight that both bodies hide in part is
counted as if their shadows were independent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_MOON_KM, R_SUN_KM
from engine.constellation import Constellation
from engine.fleet import FleetBlock, FleetState
from engine.shadow import disc_overlap, sunlit_fraction

Array = NDArray[np.float64]

SAMPLE = 8_192
_DISCS_RAD = np.radians(0.6)  # Sun and Moon side by side reach 0.56 degree


def sun_beside_moon(r_gcrs_km: Array, sun_gcrs_km: Array, moon_gcrs_km: Array) -> Array:
    """Return the share (N,) of the Sun's disc that the Moon leaves to satellites at ``r_gcrs_km`` (N, 3).

    ``sun_gcrs_km`` and ``moon_gcrs_km`` are (3,), all geocentric in km.
    """
    if not may_eclipse(float(np.linalg.norm(r_gcrs_km, axis=1).max(initial=0.0)), sun_gcrs_km, moon_gcrs_km):
        return np.ones(len(r_gcrs_km))
    to_sun, to_moon = sun_gcrs_km - r_gcrs_km, moon_gcrs_km - r_gcrs_km
    sun_km, moon_km = np.linalg.norm(to_sun, axis=1), np.linalg.norm(to_moon, axis=1)
    sun_rad, moon_rad = np.arcsin(R_SUN_KM / sun_km), np.arcsin(R_MOON_KM / moon_km)
    # From a cross product: an arccos near 1 would lose half the digits.
    cross = np.linalg.norm(np.cross(to_sun, to_moon), axis=1)
    separation_rad = np.arctan2(cross, np.einsum("ij,ij->i", to_sun, to_moon))
    hidden = disc_overlap(np.minimum(sun_rad, moon_rad), np.maximum(sun_rad, moon_rad), separation_rad)
    left: Array = 1.0 - hidden / (np.pi * sun_rad**2)
    return left


def may_eclipse(radius_km: float, sun_gcrs_km: Array, moon_gcrs_km: Array) -> bool:
    """Return whether the Moon can hide a part of the Sun from anywhere within ``radius_km`` of the Earth's centre."""
    moon_km = float(np.linalg.norm(moon_gcrs_km))
    cosine = float(sun_gcrs_km @ moon_gcrs_km) / (float(np.linalg.norm(sun_gcrs_km)) * moon_km)
    return bool(np.arccos(min(cosine, 1.0)) < np.arcsin(min(radius_km / moon_km, 1.0)) + _DISCS_RAD)


def fleet_share(constellation: Constellation, fleet: FleetState, sun_gcrs_km: Array, moon_gcrs_km: Array) -> float:
    """Return the share of the fleet's sunlight that the Moon leaves: 1 but for hours of solar eclipse.

    From up to ``SAMPLE`` satellites on station, evenly through the launches; to 0.2 % where it is not exact.
    """
    if fleet.on_station == 0 or not may_eclipse(float(constellation.a_km.max()), sun_gcrs_km, moon_gcrs_km):
        return 1.0
    k = np.unique(np.linspace(fleet.retired, fleet.on_station_end - 1, min(fleet.on_station, SAMPLE)).astype(np.int64))
    r_km = FleetBlock.of(constellation, k).positions_km(fleet.phases).T
    lit = sunlit_fraction(r_km, sun_gcrs_km)
    return float((lit * sun_beside_moon(r_km, sun_gcrs_km, moon_gcrs_km)).sum() / lit.sum()) if lit.any() else 1.0
