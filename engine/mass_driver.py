"""A straight electromagnetic track on the Moon: what it gives a payload, and what that takes.

The Moon is a sphere of 1,737.4 km without mountains.  The muzzle stands at the
site and the track lies behind it, straight; a payload is let go at the muzzle
along the track.  A shot slower than the track's most uses its whole length at
a lower acceleration.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import degrees, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_MOON_KM, STANDARD_GRAVITY_M_S2
from engine.ephemeris import Ephemeris
from engine.moon_attitude import moon_attitude

Array = NDArray[np.float64]

MOST_LENGTH_KM = 1_000.0  # our choice: 33 degrees of the Moon, from which a straight track stands out 70 km
MOST_ACCELERATION_G = 10_000.0  # where studies of railguns begin; no satellite is built for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A track: the muzzle's site, where it points, how long it is and how hard it pushes at most.

    Latitude north, longitude east, azimuth clockwise from north, elevation
    above the muzzle's horizon, all rad.  Raises ``ValueError`` with one
    sentence for what no track can be.
    """

    latitude_rad: float
    longitude_rad: float
    azimuth_rad: float
    elevation_rad: float
    length_km: float
    acceleration_m_s2: float

    def __post_init__(self) -> None:
        if not abs(self.latitude_rad) <= pi / 2.0 + 1e-12:
            raise ValueError(f"the site's latitude is {degrees(self.latitude_rad):g} degrees: give -90 to 90")
        if not abs(self.longitude_rad) <= 2.0 * pi + 1e-12:
            raise ValueError(f"the site's longitude is {degrees(self.longitude_rad):g} degrees: give -180 to 360, east")
        if not abs(self.azimuth_rad) <= 2.0 * pi + 1e-12:
            raise ValueError(f"the track's azimuth is {degrees(self.azimuth_rad):g} degrees: give 0 to 360 from north")
        if not 0.0 <= self.elevation_rad <= pi / 2.0 + 1e-12:
            raise ValueError(
                f"the track's elevation is {degrees(self.elevation_rad):g} degrees: give 0 (level) to 90 (straight up),"
                " for one below the horizon points into the ground"
            )
        if not 0.0 < self.length_km <= MOST_LENGTH_KM:
            raise ValueError(
                f"the track is {self.length_km:,.6g} km long: give more than 0 and at most {MOST_LENGTH_KM:,.0f} km,"
                " for the ground falls away from a straight track"
            )
        if not 0.0 < self.acceleration_m_s2 <= MOST_ACCELERATION_G * STANDARD_GRAVITY_M_S2 * (1.0 + 1e-12):
            raise ValueError(
                f"the track pushes with {self.acceleration_m_s2 / STANDARD_GRAVITY_M_S2:,.6g} g: give more than 0 and"
                f" at most {MOST_ACCELERATION_G:,.0f} g, for no satellite survives more"
            )

    @property
    def muzzle_speed_km_s(self) -> float:
        """The most speed that the track gives, sqrt(2 a L), km/s, with respect to the ground."""
        return muzzle_speed_km_s(self.length_km, self.acceleration_m_s2)


def muzzle_speed_km_s(length_km: float, acceleration_m_s2: float) -> float:
    """Return the speed at the end of a track, sqrt(2 a L)."""
    return sqrt(2.0 * acceleration_m_s2 * length_km * 1_000.0) / 1_000.0


def track_length_km(speed_km_s: float, acceleration_m_s2: float) -> float:
    """Return the length of track that a speed takes at an acceleration, v^2 / 2a."""
    return speed_km_s**2 / (2.0 * acceleration_m_s2) * 1_000.0


def shot_acceleration_m_s2(length_km: float, speed_km_s: float) -> float:
    """Return the acceleration that gives a speed over a length, v^2 / 2L."""
    return speed_km_s**2 / (2.0 * length_km) * 1_000.0


def load_g(acceleration_m_s2: float) -> float:
    """Return an acceleration in standard gravities."""
    return acceleration_m_s2 / STANDARD_GRAVITY_M_S2


def time_on_track_s(length_km: float, speed_km_s: float) -> float:
    """Return how long an even push over a length to a speed lasts, 2L / v."""
    return 2.0 * length_km / speed_km_s


def kinetic_energy_j(mass_kg: float, speed_km_s: float) -> float:
    """Return the kinetic energy of a shot at the muzzle, m v^2 / 2, with respect to the ground."""
    return 0.5 * mass_kg * (speed_km_s * 1_000.0) ** 2


def electric_energy_j(mass_kg: float, speed_km_s: float, efficiency: float) -> float:
    """Return the electric energy of a shot; ``efficiency`` is kinetic over electric energy."""
    return kinetic_energy_j(mass_kg, speed_km_s) / efficiency


def peak_power_w(mass_kg: float, speed_km_s: float, acceleration_m_s2: float) -> float:
    """Return the power that a payload takes up at the muzzle, m a v: the most along the track."""
    return mass_kg * acceleration_m_s2 * speed_km_s * 1_000.0


def check_speed(track: Track, speed_km_s: float) -> None:
    """Raise ``ValueError`` with one sentence if the track cannot give this muzzle speed."""
    if not 0.0 < speed_km_s <= track.muzzle_speed_km_s * (1.0 + 1e-9):
        raise ValueError(
            f"the muzzle speed is {speed_km_s:.4g} km/s: a track of {track.length_km:g} km at"
            f" {load_g(track.acceleration_m_s2):g} g gives more than 0 and at most {track.muzzle_speed_km_s:.4g} km/s"
        )


def muzzle_states_gcrs(
    t_s: Array,
    *,
    latitude_rad: Array | float,
    longitude_rad: Array | float,
    azimuth_rad: Array | float,
    elevation_rad: Array | float,
    speed_km_s: Array | float,
    ephemeris: Ephemeris,
) -> Array:
    """Return the states (6, N) at the muzzle, GCRS, km and km/s, of shots at ``t_s`` (N,).

    Each other argument is one number or one a shot.  The velocity is that of
    the shot with respect to the ground, and the ground's (the Moon's rotation,
    4.6 m/s at its equator, and its way round the Earth).
    """
    t_s = np.atleast_1d(np.asarray(t_s, dtype=np.float64))
    every = (latitude_rad, longitude_rad, azimuth_rad, elevation_rad)
    latitude, longitude, azimuth, elevation = (np.broadcast_to(np.asarray(each), t_s.shape) for each in every)
    sin_lat, cos_lat = np.sin(latitude), np.cos(latitude)
    sin_lon, cos_lon = np.sin(longitude), np.cos(longitude)
    up = np.array([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
    east = np.array([-sin_lon, cos_lon, np.zeros_like(sin_lon)])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    level = np.sin(azimuth) * east + np.cos(azimuth) * north
    along = np.cos(elevation) * level + np.sin(elevation) * up
    axes, spin = moon_attitude(t_s)
    at_km = R_MOON_KM * np.einsum("nji,jn->in", axes, up)
    velocity = np.asarray(speed_km_s) * np.einsum("nji,jn->in", axes, along) + np.cross(spin, at_km, axis=0)
    states: Array = ephemeris.moon_state_gcrs(t_s) + np.concatenate([at_km, velocity])
    return states


def muzzle_state_gcrs(track: Track, t_s: Array | float, speed_km_s: Array | float, ephemeris: Ephemeris) -> Array:
    """Return the state (6,) at the muzzle of a shot, GCRS, km and km/s; (6, N) for shots at ``t_s`` (N,).

    The speed, one or one a shot, is with respect to the ground; see ``check_speed`` for what a track gives.
    """
    times_s, speeds = np.broadcast_arrays(np.asarray(t_s, dtype=np.float64), np.asarray(speed_km_s, dtype=np.float64))
    states = muzzle_states_gcrs(
        np.atleast_1d(times_s),
        latitude_rad=track.latitude_rad,
        longitude_rad=track.longitude_rad,
        azimuth_rad=track.azimuth_rad,
        elevation_rad=track.elevation_rad,
        speed_km_s=np.atleast_1d(speeds),
        ephemeris=ephemeris,
    )
    return states if times_s.ndim else states[:, 0]
