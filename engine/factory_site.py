"""Where a mass driver's track lies on the Moon, and where on it the payloads are.

The track is a straight line.  Its muzzle is at the site, on the sphere of
1737.4 km, and it points along azimuth and elevation there, so a level track is
a tangent: the ground falls away behind the muzzle, by 7 m over 5 km and by 259 m
over 30 km, and the track stands on pylons.  (A chord through the same two ends
would run 65 m underground over 30 km, and would leave the muzzle 0.5 degree high.)

A payload that leaves at t_k with speed v was accelerated evenly over the whole
length L, in T = 2 L / v, so that it is at s = L ((t - t_k + T) / T)^2 from the
breech at time t.

Left out: mountains, and that the site itself lies above or below the sphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_MOON_KM, SECONDS_PER_JULIAN_YEAR
from engine.growth import Ramp

Array = NDArray[np.float64]

TRACKS_APART_KM = 2.6  # the track to deep space lies so far beside the first one, clear of its factory: our choice


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPlace:
    """A track's place on the Moon; longitude counts east, azimuth clockwise from north.

    ``aside_km`` moves the muzzle to the left of its direction along the ground.
    """

    latitude_rad: float
    longitude_rad: float
    azimuth_rad: float
    elevation_rad: float
    length_km: float
    aside_km: float = 0.0

    @property
    def axes(self) -> Array:
        """The axes (3, 3) of the ground at the muzzle, as columns in the Moon's axes: ahead, left and up."""
        east, north, up = ground_axes(self.latitude_rad, self.longitude_rad)
        ahead = sin(self.azimuth_rad) * east + cos(self.azimuth_rad) * north
        left = sin(self.azimuth_rad) * north - cos(self.azimuth_rad) * east
        c, s = cos(self.aside_km / R_MOON_KM), sin(self.aside_km / R_MOON_KM)
        return np.stack([ahead, c * left - s * up, c * up + s * left], axis=1)

    @property
    def muzzle_km(self) -> Array:
        """The muzzle (3,), from the Moon's centre in the Moon's axes."""
        return np.asarray(R_MOON_KM * self.axes[:, 2])

    @property
    def direction(self) -> Array:
        """The unit direction (3,) of the shot in the Moon's axes."""
        return np.asarray(self.axes @ (cos(self.elevation_rad), 0.0, sin(self.elevation_rad)))

    def points_km(self, s_km: ArrayLike) -> Array:
        """Return the points (N, 3) of the track at ``s_km`` (N,) from the breech, in the Moon's axes."""
        behind = np.asarray(s_km, dtype=np.float64)[..., None] - self.length_km
        return np.asarray(self.muzzle_km + behind * self.direction)


def ground_axes(latitude_rad: float, longitude_rad: float) -> tuple[Array, Array, Array]:
    """Return east, north and up, (3,) each, in the Moon's axes; at a pole, those of its longitude."""
    cos_lat, sin_lat, cos_lon, sin_lon = cos(latitude_rad), sin(latitude_rad), cos(longitude_rad), sin(longitude_rad)
    east = np.array([-sin_lon, cos_lon, 0.0])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    up = np.array([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
    return east, north, up


def shots_about(ramp: Ramp, t_s: float, before_s: float, after_s: float, most: int) -> Array:
    """Return how long ago (N,) payloads left the muzzle, s; negative for those that are yet to.

    All between ``after_s`` ago and ``before_s`` from now, the last to leave
    first; where there are more than ``most``, the ``most`` that leave soonest
    from now or have just left.
    """
    first = max(ceil(float(ramp.satellites_launched(t_s - after_s)) - 0.5), 0)
    last = floor(float(ramp.satellites_launched(t_s + before_s)) - 0.5)
    if last - first >= most:
        middle = floor(float(ramp.satellites_launched(t_s)))
        first = max(first, min(middle - most // 2, last - most + 1))
        last = first + most - 1
    age_s = t_s - ramp.launch_time_s(np.arange(last, first - 1, -1))
    return np.asarray(age_s[(age_s <= after_s) & (age_s >= -before_s)])


def position_km(age_s: ArrayLike, length_km: float, ride: float) -> Array:
    """Return where on the track payloads are that leave it ``-age_s`` from now, km from the breech."""
    share = np.clip(np.asarray(age_s, dtype=np.float64) / ride + 1.0, 0.0, 1.0)
    return np.asarray(length_km * share * share)


def shots_per_s(ramp: Ramp, t_s: float) -> float:
    """Return how many payloads leave a second."""
    return ramp.rate_kg_per_year(t_s) / ramp.satellite_mass_kg / SECONDS_PER_JULIAN_YEAR
