"""Circular orbits under J2: secular rates, and the sun-synchronous inclination.

The drawn orbit is a circle whose radius a is the *mean radius* of the true,
slightly wavy orbit; the rates below are those of that circle.  Left out: the
short-period waves of J2 (up to 10 km), all other harmonics, drag, the pull of
Sun and Moon, and the station-keeping that would undo them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import (
    J2_EARTH,
    MU_EARTH_KM3_S2,
    R_EARTH_KM,
    SECONDS_PER_DAY,
    TROPICAL_YEAR_DAYS,
    TWO_PI,
)

Array = NDArray[np.float64]

SUN_MEAN_RATE_RAD_S = TWO_PI / (TROPICAL_YEAR_DAYS * SECONDS_PER_DAY)


def mean_motion_rad_s(a_km: ArrayLike) -> Array:
    """Return Kepler's n = sqrt(mu / a^3), rad/s, of the same shape as ``a_km``."""
    a = np.asarray(a_km, dtype=np.float64)
    return np.sqrt(MU_EARTH_KM3_S2 / (a * a * a))  # a third of the time of a**3


def _oblateness(a_km: ArrayLike) -> Array:
    return J2_EARTH * (R_EARTH_KM / np.asarray(a_km, dtype=np.float64)) ** 2


def node_rate_rad_s(a_km: ArrayLike, inclination_rad: ArrayLike) -> Array:
    """Return the drift of the ascending node, rad/s: -3/2 n J2 (R/a)^2 cos i.

    Vallado, *Fundamentals of Astrodynamics* (2013), equation 9-38, with e = 0.
    """
    return -1.5 * mean_motion_rad_s(a_km) * _oblateness(a_km) * np.cos(inclination_rad)


def argument_of_latitude_rate_rad_s(a_km: ArrayLike, inclination_rad: ArrayLike) -> Array:
    """Return the rate of the angle from the node, rad/s, for a circle of mean radius a.

    n [1 + 3/4 J2 (R/a)^2 (3 - 7/2 sin^2 i)].  The textbook sum of the mean
    elements' rates belongs to the *mean semi-major axis*, which is not the mean
    radius: used here it would run 7 degrees a day fast.
    """
    sin_i = np.sin(inclination_rad)
    return mean_motion_rad_s(a_km) * (1.0 + 0.75 * _oblateness(a_km) * (3.0 - 3.5 * sin_i * sin_i))


def sun_synchronous_inclination_rad(a_km: float) -> float:
    """Return the inclination whose node keeps step with the mean Sun, rad.

    Raises ``ValueError`` above about 5,980 km altitude, where there is none.
    """
    cos_i = -SUN_MEAN_RATE_RAD_S / float(1.5 * mean_motion_rad_s(a_km) * _oblateness(a_km))
    if cos_i < -1.0:
        raise ValueError(f"no sun-synchronous orbit exists at a radius of {a_km:.0f} km: the limit is 12,352 km")
    return float(np.arccos(cos_i))


def sun_mean_right_ascension_rad(t_s: float) -> float:
    """Return the right ascension of the mean Sun, rad in [0, 2 pi).

    The mean longitude of the Sun, referred to the mean equinox of date:
    Meeus, *Astronomical Algorithms* (1998), equation 25.2.
    """
    centuries = t_s / SECONDS_PER_DAY / 36_525.0
    return float(np.radians(280.46646 + 36_000.76983 * centuries) % TWO_PI)


def satellite_radius_km(altitude_km: ArrayLike) -> Array:
    """Return the orbit's radius for an altitude above the equatorial radius, km."""
    return R_EARTH_KM + np.asarray(altitude_km, dtype=np.float64)
