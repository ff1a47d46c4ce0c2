"""The geometry of laser links: range, line of sight, pointing and Doppler, for many links at once.

The Earth is a sphere of its equatorial radius here, so that the limit on the
grazing height is kept over the poles too, where the true surface lies 21 km lower.

Left out: bending by the atmosphere (at 80 km, far below a millidegree), the
Moon in the way, and satellites in each other's.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

GRAZING_ALTITUDE_KM = 80.0  # below it the air bends and absorbs: the rule of Hypatia, as in facts of public studies


def range_km(first_km: Array, second_km: Array) -> Array:
    """Return the distance between places (..., 3), km, (...)."""
    apart = second_km - first_km
    return _length(apart)


def grazing_altitude_km(first_km: Array, second_km: Array) -> Array:
    """Return the least height over the Earth of the line between places (..., 3), geocentric, km, (...).

    Where the nearest point of the line lies beyond an end, it is that end's height.
    """
    apart = second_km - first_km
    return _grazing_km(first_km, apart, np.einsum("...i,...i->...", apart, apart))


def in_sight(first_km: Array, second_km: Array, grazing_km: float = GRAZING_ALTITUDE_KM) -> Flags:
    """Return whether the line between places (..., 3) stays at least ``grazing_km`` over the Earth."""
    seen: Flags = grazing_altitude_km(first_km, second_km) >= grazing_km
    return seen


def range_and_sight(first_km: Array, second_km: Array, grazing_km: float = GRAZING_ALTITUDE_KM) -> tuple[Array, Flags]:
    """Return ``range_km`` and ``in_sight``, to the bit, for the price of little more than one."""
    apart = second_km - first_km
    length2 = np.einsum("...i,...i->...", apart, apart)
    return np.sqrt(length2), _grazing_km(first_km, apart, length2) >= grazing_km


def longest_km(first_radius_km: float, second_radius_km: float, grazing_km: float = GRAZING_ALTITUDE_KM) -> float:
    """Return the longest range in sight between two heights, given as radii from the Earth's centre, km."""
    least = R_EARTH_KM + grazing_km
    return sqrt(max(first_radius_km**2 - least**2, 0.0)) + sqrt(max(second_radius_km**2 - least**2, 0.0))


def range_rate_km_s(first_km: Array, second_km: Array, first_km_s: Array, second_km_s: Array) -> Array:
    """Return how fast the ranges grow, km/s, (...), from places and velocities (..., 3)."""
    apart, drift = second_km - first_km, second_km_s - first_km_s
    rate: Array = np.einsum("...i,...i->...", apart, drift) / np.maximum(_length(apart), 1e-9)
    return rate


def pointing_rate_rad_s(first_km: Array, second_km: Array, first_km_s: Array, second_km_s: Array) -> Array:
    """Return how fast the lines between places (..., 3) turn among the stars, rad/s, (...)."""
    apart, drift = second_km - first_km, second_km_s - first_km_s
    length = np.maximum(_length(apart), 1e-9)
    rate: Array = _length(np.cross(apart, drift)) / (length * length)
    return rate


def _length(vectors: Array) -> Array:
    length: Array = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
    return length


def _grazing_km(first_km: Array, apart: Array, length2: Array) -> Array:
    along = -np.einsum("...i,...i->...", first_km, apart) / np.maximum(length2, 1e-12)
    nearest = first_km + np.clip(along, 0.0, 1.0)[..., None] * apart
    return _length(nearest) - R_EARTH_KM
