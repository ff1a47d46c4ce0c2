"""Orbits round the Sun: equinoctial elements, and where they lead.

Equinoctial elements have no singularity for a circle, nor for an orbit in the
plane of reference, which is what satellites from the Moon fly: they are smooth
functions of the launch time where node and perihelion are not.  In the ecliptic
and equinox of J2000, with e the eccentricity, w the argument of perihelion, O
the node, i the inclination, M the mean anomaly:

    h = e sin(w + O)    k = e cos(w + O)    p = tan(i/2) sin O    q = tan(i/2) cos O    l = M + w + O

Source: Broucke and Cefola (1972), *On the equinoctial orbit elements*,
Celestial Mechanics 5, 303.  Two bodies only: whatever else pulls is left out.
Orbits are ellipses in the sense of the planets, i below 180 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.planets import GCRS_TO_ECLIPTIC

Array = NDArray[np.float64]

_STEPS = 12  # Halley's, from Danby's start: at most 5 are needed for any e below 0.99
_ENOUGH_RAD = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Orbits:
    """Elements (N,) each: ``a_km``, ``h``, ``k``, ``p``, ``q``, and ``longitude_rad``, l at each orbit's own epoch."""

    a_km: Array
    h: Array
    k: Array
    p: Array
    q: Array
    longitude_rad: Array

    @property
    def eccentricity(self) -> Array:
        """(N,)."""
        return np.hypot(self.h, self.k)

    @property
    def inclination_rad(self) -> Array:
        """(N,), to the ecliptic of J2000."""
        return np.asarray(2.0 * np.arctan(np.hypot(self.p, self.q)))

    def mean_motion_rad_s(self, mu_km3_s2: float) -> Array:
        """(N,)."""
        return np.sqrt(mu_km3_s2 / self.a_km**3)

    def rows(self) -> Array:
        """Return all elements as (6, N)."""
        return np.stack([self.a_km, self.h, self.k, self.p, self.q, self.longitude_rad])


def orbits_of(states: Array, mu_km3_s2: float) -> Orbits:
    """Return the osculating elements of heliocentric states (6, N), GCRS axes, km and km/s.

    Where a state is no ellipse (as fast as escape or faster) all elements are NaN.
    """
    r, v = GCRS_TO_ECLIPTIC @ states[:3], GCRS_TO_ECLIPTIC @ states[3:]
    distance = np.sqrt((r * r).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        a = 1.0 / (2.0 / distance - (v * v).sum(axis=0) / mu_km3_s2)
        momentum = np.cross(r, v, axis=0)
        w = momentum / np.sqrt((momentum * momentum).sum(axis=0))
        p, q = w[0] / (1.0 + w[2]), -w[1] / (1.0 + w[2])
        f, g = _plane(p, q)
        towards = np.cross(v, momentum, axis=0) / mu_km3_s2 - r / distance  # the eccentricity vector
        k, h = (towards * f).sum(axis=0), (towards * g).sum(axis=0)
        x, y = (r * f).sum(axis=0) / a, (r * g).sum(axis=0) / a
        beta = 1.0 / (1.0 + np.sqrt(1.0 - h * h - k * k))
        root = np.sqrt(1.0 - h * h - k * k)
        cosine = k + ((1.0 - k * k * beta) * x - h * k * beta * y) / root
        sine = h + ((1.0 - h * h * beta) * y - h * k * beta * x) / root
    eccentric = np.arctan2(sine, cosine)
    rows = np.stack([a, h, k, p, q, eccentric - k * sine + h * cosine])
    rows[:, ~(a > 0.0)] = np.nan
    return Orbits(*rows)


def _plane(p: Array, q: Array) -> tuple[Array, Array]:
    """Return the unit vectors f and g (3, N) that span the orbits' planes, ecliptic axes."""
    size = 1.0 + p * p + q * q
    f = np.stack([1.0 - p * p + q * q, 2.0 * p * q, -2.0 * p]) / size
    g = np.stack([2.0 * p * q, 1.0 + p * p - q * q, 2.0 * q]) / size
    return f, g


def eccentric_longitude_rad(longitude_rad: Array, h: Array, k: Array) -> Array:
    """Return F (N,) with l = F + h cos F - k sin F, Kepler's equation, to 1e-12 rad, for mean longitudes l (N,).

    Halley's steps from Danby's start (1987), which converges for every e below 1.
    """
    e = np.hypot(h, k)
    perihelion = np.arctan2(h, k)
    anomaly = np.remainder(longitude_rad - perihelion, 2.0 * np.pi)
    found = np.where(e < 0.3, anomaly + e * np.sin(anomaly), anomaly + np.copysign(0.85 * e, np.sin(anomaly)))
    for _ in range(_STEPS):
        e_sine, e_cosine = e * np.sin(found), e * np.cos(found)
        wrong, slope = found - e_sine - anomaly, 1.0 - e_cosine
        step = wrong / (slope - 0.5 * wrong * e_sine / slope)
        found -= step
        if float(np.abs(step).max(initial=0.0)) < _ENOUGH_RAD:
            break
    return np.asarray(found + perihelion + (longitude_rad - perihelion - anomaly))


@dataclass(frozen=True, slots=True, eq=False)
class Ellipses:
    """Orbits made ready to be drawn: r = cos F ``along`` + sin F ``across`` + ``centre``, (3, N) each, GCRS, km."""

    along: Array
    across: Array
    centre: Array

    @classmethod
    def of(cls, orbits: Orbits) -> Ellipses:
        h, k = orbits.h, orbits.k
        f, g = (GCRS_TO_ECLIPTIC.T @ axis * orbits.a_km for axis in _plane(orbits.p, orbits.q))
        beta = 1.0 / (1.0 + np.sqrt(1.0 - h * h - k * k))
        return cls(
            along=(1.0 - h * h * beta) * f + h * k * beta * g,
            across=(1.0 - k * k * beta) * g + h * k * beta * f,
            centre=-k * f - h * g,
        )


def positions_km(orbits: Orbits, after_s: Array | float, mu_km3_s2: float) -> Array:
    """Return where orbits lead (N, 3), km from the Sun, GCRS axes, ``after_s`` seconds after each one's epoch."""
    longitude = orbits.longitude_rad + orbits.mean_motion_rad_s(mu_km3_s2) * after_s
    found = eccentric_longitude_rad(np.asarray(longitude), orbits.h, orbits.k)
    ellipses = Ellipses.of(orbits)
    at: Array = (np.cos(found) * ellipses.along + np.sin(found) * ellipses.across + ellipses.centre).T
    return at
