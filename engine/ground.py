"""Places on the ground: where they are, how far apart, and which satellites stand in their sky.

Heights are 0 (on the ellipsoid): Mexico City's 2.2 km would change a range by that much at most, 7 microseconds.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_EARTH_KM, R_EARTH_MEAN_KM

FLATTENING = 1.0 / 298.257_223_563  # WGS84 (NIMA TR8350.2, third edition)
_E2 = FLATTENING * (2.0 - FLATTENING)

Floats = NDArray[np.float64]


class Place(Protocol):
    """Anything on the ground: degrees north and east on WGS84."""

    @property
    def latitude_deg(self) -> float: ...
    @property
    def longitude_deg(self) -> float: ...


def ground_itrs_km(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Floats:
    """Return (N, 3) positions in the Earth's axes (ITRS), km, of geodetic places on WGS84's ellipsoid."""
    latitude, longitude = np.broadcast_arrays(
        np.radians(np.atleast_1d(np.asarray(latitude_deg, dtype=np.float64))),
        np.radians(np.atleast_1d(np.asarray(longitude_deg, dtype=np.float64))),
    )
    across_km = R_EARTH_KM / np.sqrt(1.0 - _E2 * np.sin(latitude) ** 2)  # radius of curvature in the prime vertical
    east_km = across_km * np.cos(latitude)
    return np.column_stack(
        [east_km * np.cos(longitude), east_km * np.sin(longitude), (1.0 - _E2) * across_km * np.sin(latitude)]
    )


def ground_gcrs_km(latitude_deg: ArrayLike, longitude_deg: ArrayLike, gcrs_to_itrs: Floats) -> Floats:
    """Return (N, 3) positions in GCRS, km; ``gcrs_to_itrs`` is the (3, 3) rotation of ``engine.frames``."""
    turned: Floats = ground_itrs_km(latitude_deg, longitude_deg) @ gcrs_to_itrs
    return turned


def ground_up(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Floats:
    """Return (N, 3) unit vectors up from the ellipsoid, in the Earth's axes."""
    latitude, longitude = np.broadcast_arrays(
        np.radians(np.atleast_1d(np.asarray(latitude_deg, dtype=np.float64))),
        np.radians(np.atleast_1d(np.asarray(longitude_deg, dtype=np.float64))),
    )
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )


def great_circle_km(a: Place, b: Place) -> float:
    """Return the way along the ground between two places, km.

    A great circle of the mean sphere through geodetic latitudes: up to 0.56 % off the ellipsoid's geodesic, mostly
    within 0.3 %, which is less than any guess of how fibre winds.
    """
    north_rad, south_rad = radians(a.latitude_deg), radians(b.latitude_deg)
    half_up, half_across = 0.5 * (north_rad - south_rad), 0.5 * radians(a.longitude_deg - b.longitude_deg)
    chord = sin(half_up) ** 2 + cos(north_rad) * cos(south_rad) * sin(half_across) ** 2
    return 2.0 * R_EARTH_MEAN_KM * asin(min(sqrt(chord), 1.0))


def great_circles_km(place: Place, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Floats:
    """Return the ways along the ground from ``place`` to many, (N,) km; as ``great_circle_km``."""
    latitude = np.radians(np.asarray(latitude_deg, dtype=np.float64))
    longitude = np.radians(np.asarray(longitude_deg, dtype=np.float64))
    own = radians(place.latitude_deg)
    chord = (
        np.sin(0.5 * (latitude - own)) ** 2
        + cos(own) * np.cos(latitude) * np.sin(0.5 * (longitude - radians(place.longitude_deg))) ** 2
    )
    ways: Floats = 2.0 * R_EARTH_MEAN_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return ways


def elevation_rad(ground_km: Floats, satellites_km: Floats) -> Floats:
    """Return how high M satellites stand above the horizon of N places, (N, M) rad, below it negative.

    Both in the Earth's axes, km; NaN rows stay NaN.  The horizon is that of the ellipsoid; air, which lifts by 0.5
    degree at the horizon and 0.03 at 25 degrees, is left out.
    """
    up = _up_of(ground_km)
    high_km = up @ satellites_km.T - np.sum(up * ground_km, axis=1)[:, None]
    squared = (
        np.sum(ground_km**2, axis=1)[:, None] + np.sum(satellites_km**2, axis=1) - 2.0 * ground_km @ satellites_km.T
    )
    sine = high_km / np.sqrt(np.maximum(squared, 1e-12))
    angles: Floats = np.arcsin(np.clip(sine, -1.0, 1.0))
    return angles


def visible_from(ground_km: Floats, satellites_km: Floats, least_elevation_rad: float) -> NDArray[np.intp]:
    """Return which of M satellites (rows of (M, 3)) stand at least so high over one place (3,), ascending.

    Both in the Earth's axes, km; ``least_elevation_rad`` is 0 or more.  What is below the horizon is ruled out first,
    so that a million satellites cost little.  NaN rows are never visible.
    """
    up = _up_of(ground_km[None, :])[0]
    above = np.flatnonzero(satellites_km @ up > ground_km @ up)
    away_km = satellites_km[above] - ground_km
    high_km = away_km @ up
    sees = high_km >= sin(least_elevation_rad) * np.sqrt(np.einsum("ij,ij->i", away_km, away_km))
    seen: NDArray[np.intp] = above[sees]
    return seen


def _up_of(ground_km: Floats) -> Floats:
    """Return unit vectors normal to the ellipsoid at points of its surface: its gradient."""
    normal = ground_km / (R_EARTH_KM**2 * np.array([1.0, 1.0, (1.0 - FLATTENING) ** 2]))
    unit: Floats = normal / np.linalg.norm(normal, axis=1)[:, None]
    return unit
