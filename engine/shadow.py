"""Who is in sunlight: the Earth's umbra and penumbra.

The Earth is a sphere of its equatorial radius without an atmosphere.  The Moon's
shadow is in ``moon_shadow.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, R_SUN_KM

Array = NDArray[np.float64]
Reals = NDArray[np.floating[Any]]

# Abscissae and weights of Gauss-Chebyshev quadrature of the second kind: the Sun's
# disc, seen edge-on, has chords of length sqrt(1 - x^2).
_N = 16
_ANGLE = np.pi * np.arange(1, _N + 1) / (_N + 1)
_DISC_X = np.cos(_ANGLE)
_DISC_WEIGHT = 2.0 / (_N + 1) * np.sin(_ANGLE) ** 2
_GRAZING_RAD = np.radians(0.6)  # the Sun reaches 0.27 degree either way


def sunlit_fraction(r_gcrs_km: Array, sun_gcrs_km: Array) -> Array:
    """Return the fraction of the Sun's disc each satellite can see.

    ``r_gcrs_km`` is (N, 3), ``sun_gcrs_km`` is (3,), both geocentric in km.
    Returns (N,): 0 in the umbra, 1 in full sunlight, between in the penumbra.
    The disc is taken as uniformly bright.

    Montenbruck & Gill, *Satellite Orbits* (2000), section 3.4.2.
    """
    sun_distance_km = float(np.linalg.norm(sun_gcrs_km))
    sun_direction = sun_gcrs_km / sun_distance_km
    along_km = r_gcrs_km @ sun_direction
    off_axis_sq = np.einsum("ij,ij->i", r_gcrs_km, r_gcrs_km) - along_km * along_km
    sunlit = np.ones(len(r_gcrs_km))

    # Behind the Earth the cones of umbra and penumbra are this far within and without a
    # cylinder; only between them does a disc overlap need working out.  10 km cover the
    # satellite's own distance, which widens them a little.
    behind = along_km < 0.0
    spread_km = -along_km * (R_SUN_KM + R_EARTH_KM) / sun_distance_km + 10.0
    sunlit[behind & (off_axis_sq < (R_EARTH_KM - spread_km) ** 2) & (spread_km < R_EARTH_KM)] = 0.0
    edge = np.flatnonzero(behind & (sunlit > 0.0) & (off_axis_sq < (R_EARTH_KM + spread_km) ** 2))
    if edge.size:
        sunlit[edge] = _visible_share(r_gcrs_km[edge], sun_gcrs_km)
    return sunlit


def _visible_share(r_gcrs_km: Array, sun_gcrs_km: Array) -> Array:
    """Return the share of the Sun's disc outside the Earth's disc, for satellites behind the Earth."""
    to_sun_km = sun_gcrs_km - r_gcrs_km
    to_sun_distance_km = np.linalg.norm(to_sun_km, axis=1)
    distance_km = np.linalg.norm(r_gcrs_km, axis=1)
    sun_rad = np.arcsin(R_SUN_KM / to_sun_distance_km)
    earth_rad = np.arcsin(np.minimum(R_EARTH_KM / distance_km, 1.0))
    # The separation from a cross product: an arccos near 1 would lose half the digits.
    cross = np.linalg.norm(np.cross(-r_gcrs_km, to_sun_km), axis=1)
    dot = -np.einsum("ij,ij->i", r_gcrs_km, to_sun_km)
    separation_rad = np.arctan2(cross, dot)
    hidden: Array = disc_overlap(sun_rad, earth_rad, separation_rad) / (np.pi * sun_rad**2)
    return 1.0 - hidden


def disc_overlap(small: Array, large: Array, separation: Array) -> Array:
    """Return the area that two discs share, given their radii; plane geometry, which is exact enough at 0.27 degree."""
    partial = (separation > large - small) & (separation < large + small)
    overlap = np.where(separation >= large + small, 0.0, np.pi * small**2)
    s, r, d = small[partial], large[partial], separation[partial]
    x = (d * d + s * s - r * r) / (2.0 * d)  # distance of the common chord from the small disc's centre
    half_chord = np.sqrt(np.maximum(s * s - x * x, 0.0))
    lens = s * s * np.arccos(np.clip(x / s, -1.0, 1.0)) + r * r * np.arccos(np.clip((d - x) / r, -1.0, 1.0))
    overlap[partial] = lens - d * half_chord
    return overlap


@dataclass(frozen=True)
class OrbitShade:
    """What is constant about the shadow on circular orbits, as columns of one shape.

    ``horizon`` is sqrt(a^2 - R^2) / a; between ``grazing_from`` and ``grazing_to``,
    sines of beta, the orbit touches the shadow's edge.
    """

    horizon: Reals
    grazing_from: Reals
    grazing_to: Reals

    @classmethod
    def of(cls, a_km: Array) -> OrbitShade:
        horizon = np.sqrt(a_km * a_km - R_EARTH_KM**2) / a_km
        limit = np.arccos(horizon)  # the beta at which the shadow is just missed
        return cls(
            horizon,
            np.sin(np.maximum(limit - _GRAZING_RAD, 0.0)),
            np.sin(np.minimum(limit + _GRAZING_RAD, 0.5 * np.pi)),
        )

    def astype(self, kind: type[np.floating[Any]]) -> OrbitShade:
        """Return the same in another floating-point type, in which ``sunlit_share`` then works."""
        return OrbitShade(self.horizon.astype(kind), self.grazing_from.astype(kind), self.grazing_to.astype(kind))

    def sunlit_share(self, sin_beta: Reals, sun_distance_km: float) -> Reals:
        """Return the share of each circle that is sunlit, in closed form.

        ``sin_beta`` is the sine of the Sun's angle to each orbit's plane.  With a
        point Sun the dark arc is 2 acos(sqrt(a^2 - R^2) / (a cos beta)).  Where an
        orbit grazes the shadow that is off by up to 0.4 point, so there it is
        averaged over the Sun's disc.
        """
        sine = np.minimum(np.abs(sin_beta), 1.0)
        share = _point_sun_share(self.horizon, np.sqrt(1.0 - sine * sine))
        grazing = np.flatnonzero((sine > self.grazing_from) & (sine < self.grazing_to))
        if grazing.size:
            offset_rad = R_SUN_KM / sun_distance_km * _DISC_X
            sine = sine[grazing, None].astype(np.float64)
            cos_beta = np.sqrt(1.0 - sine * sine) * np.cos(offset_rad) - sine * np.sin(offset_rad)
            share[grazing] = _point_sun_share(self.horizon[grazing, None], np.abs(cos_beta)) @ _DISC_WEIGHT
        return share


def sunlit_share_of_orbits(a_km: Array, sin_beta: Array, sun_distance_km: float) -> Array:
    """Return ``OrbitShade.sunlit_share`` of orbits of radius ``a_km``, for a single use."""
    share = OrbitShade.of(np.asarray(a_km, dtype=np.float64)).sunlit_share(sin_beta, sun_distance_km)
    return np.asarray(share, dtype=np.float64)


def _point_sun_share(horizon: Reals, cos_beta: Reals) -> Reals:
    share = np.arccos(np.minimum(1.0, horizon / np.maximum(cos_beta, 1e-12)))
    share *= -1.0 / np.pi
    share += 1.0
    return share
