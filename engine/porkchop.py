"""Launch date against time of flight, for a fixed track: which muzzle speed makes which flight.

A fixed track leaves one number open, the speed; so at each launch date each
speed is one flight with one time on its way, and the plane of date and time of
flight is filled with shots that differ in where they come out.  Those that
come out at the destination lie on lines in it.

- to the Earth: the time to the perigee, which is to lie where the destination wants it;
- ``eml2``: the time to the nearest passage of L2, which is to be within 20,000 km;
- ``deep_space``: the time to 924,000 km from the Earth, the edge of its sphere of influence, with a C3 that is
  to be the least that leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import halo
from engine.aims import NEAR_L2_KM, Asked, aim_of, perigee_radius_km
from engine.batches import SCAN_TOLERANCE
from engine.constants import MU_EARTH_KM3_S2, SECONDS_PER_DAY
from engine.ephemeris import Ephemeris
from engine.files import Cancelled
from engine.flight_events import least_distance_km
from engine.insertion import c3_km2_s2
from engine.launches import Launches
from engine.mass_driver import Track
from engine.trajectory import IMPACTS, Flights, fly

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Progress = Callable[[float], bool]

SPAN_DAYS = 30.0  # before and after: two sidereal months
EVERY_DAYS = 1.0
SPHERE_OF_INFLUENCE_KM = 924_000.0  # 1 AU (m_earth / m_sun)^(2/5)
EARTH_SPEEDS_KM_S = np.concatenate([np.arange(2.34, 2.6999, 0.006), np.arange(2.70, 3.25, 0.05)])
_MOST_JUMP_S = 1.5 * SECONDS_PER_DAY  # neighbours that differ by more are flights of another kind
_DATES_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Porkchop:
    """``flight_s`` and ``reach`` (D, K) of launches ``launch_s`` (D,) at ``speed_km_s`` (K,); nan where none arrives.

    ``reach`` says where a flight comes out: the perigee's distance, km, negative for passages against the
    Earth's turning; the distance from L2, km; or C3, km²/s².  What is wanted of it is ``target``.
    """

    destination: str
    launch_s: Array
    speed_km_s: Array
    flight_s: Array
    reach: Array
    target: float

    def meets(self) -> tuple[Array, Array, Array]:
        """Return launch (M,), time of flight (M,) and speed (M,) of shots that come out at the destination."""
        found = []
        for sign in (1.0, -1.0) if self.destination in ("high_earth_orbit", "earth_orbit") else (1.0,):
            found.append(self._roots(sign * self.reach - self.target))
        launch, flight, speed = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(launch, kind="stable")
        return launch[order], flight[order], speed[order]

    def _roots(self, off: Array) -> tuple[Array, Array, Array]:
        low, high = off[:, :-1], off[:, 1:]
        with np.errstate(invalid="ignore"):
            near = np.abs(np.diff(self.flight_s, axis=1)) < _MOST_JUMP_S
            row, column = np.nonzero((np.sign(low) != np.sign(high)) & near & np.isfinite(low + high))
        share = low[row, column] / (low[row, column] - high[row, column])

        def between(values: Array) -> Array:
            return np.asarray(values[:-1][column] + share * np.diff(values)[column])

        flight = self.flight_s[row, column] + share * np.diff(self.flight_s, axis=1)[row, column]
        return self.launch_s[row], flight, between(self.speed_km_s)

    def finer(self, times: int) -> Porkchop:
        """Return the same with ``times`` as many launches, by straight lines between neighbours of a kind."""
        count = (self.launch_s.size - 1) * times + 1
        at = np.arange(count) / times
        row = np.minimum(at.astype(np.int64), self.launch_s.size - 2)
        share = (at - row)[:, None]

        def between(values: Array, most: float) -> Array:
            a, b = values[row], values[row + 1]
            with np.errstate(invalid="ignore"):
                line = a + share * (b - a)
                return np.asarray(np.where(np.abs(b - a) < most, line, np.where(share == 0.0, a, np.nan)))

        flight_s = between(self.flight_s, _MOST_JUMP_S)
        reach = np.where(np.isfinite(flight_s), between(self.reach, np.inf), np.nan)
        launch_s = self.launch_s[row] + share[:, 0] * (self.launch_s[row + 1] - self.launch_s[row])
        return Porkchop(
            destination=self.destination, launch_s=launch_s, speed_km_s=self.speed_km_s, flight_s=flight_s,
            reach=reach, target=self.target,
        )  # fmt: skip

    def speeds_at(self, flight_s: Array) -> Array:
        """Return the speed (D, T) of each launch with times of flight (T,), rising; nan where there is none.

        Of several the fastest: the slow ones come by the Moon once more.
        """
        out = np.full((self.launch_s.size, flight_s.size), np.nan)
        for k in range(self.speed_km_s.size - 1):  # the fastest is written last
            a, b = self.flight_s[:, k, None], self.flight_s[:, k + 1, None]
            with np.errstate(invalid="ignore", divide="ignore"):
                share = (flight_s - a) / (b - a)
                inside = (share >= 0.0) & (share <= 1.0) & (np.abs(b - a) < _MOST_JUMP_S)
            speed = self.speed_km_s[k] + share * (self.speed_km_s[k + 1] - self.speed_km_s[k])
            out = np.where(inside, speed, out)
        return out


def porkchop(
    track: Track,
    about_s: float,
    destination: str,
    *,
    ephemeris: Ephemeris,
    altitude_km: float = 550.0,
    aerobraking: bool = False,
    progress: Progress = lambda _share: True,
    span_days: float = SPAN_DAYS,
    every_days: float = EVERY_DAYS,
) -> Porkchop:
    """Return the flights at all speeds that the track gives, launched about ``about_s`` (t_s).

    Launches outside the ephemeris are left out.  Raises ``Cancelled`` as soon
    as ``progress`` returns False, ``ValueError`` with one sentence for what
    cannot be asked.  Rougher than ``targeting.solve``: speeds at the destination
    to some m/s, for a picture.
    """
    asked = Asked(altitude_km=altitude_km, aerobraking=aerobraking)
    shifts = np.arange(-round(span_days / every_days), round(span_days / every_days) + 1) * every_days
    launch_s = np.asarray(about_s + shifts * SECONDS_PER_DAY, dtype=np.float64)
    launch_s = launch_s[(launch_s >= ephemeris.first_s) & (launch_s <= ephemeris.last_s)]
    if launch_s.size < 2:
        ephemeris.moon_gcrs_km(about_s)  # says what the ephemeris covers
    to_earth = destination in ("high_earth_orbit", "earth_orbit")
    if to_earth:
        aim = aim_of(destination, asked)
        days, speeds, target = aim.days, EARTH_SPEEDS_KM_S, perigee_radius_km(destination, asked)
    elif destination == "eml2":
        days, speeds, target = halo.DAYS, halo.SPEEDS_KM_S, NEAR_L2_KM
    else:
        aim = aim_of(destination, asked)
        days, speeds, target = aim.days, aim.speeds_km_s, 0.0
    speeds = speeds[speeds <= track.muzzle_speed_km_s]
    if speeds.size < 2:
        raise ValueError(
            f"the track gives at most {track.muzzle_speed_km_s:.3f} km/s, and no flight from the Moon is that slow"
        )
    launches = Launches(track, launch_s, ephemeris, days=days, vary="speed", speed_km_s=0.0)
    flight_s, reach = np.full((2, launch_s.size, speeds.size), np.nan)
    for first in range(0, launch_s.size, _DATES_AT_ONCE):
        if not progress(first / launch_s.size):
            raise Cancelled
        rows = np.arange(first, min(first + _DATES_AT_ONCE, launch_s.size))
        flown = _fly(launches, np.repeat(rows, speeds.size), np.tile(speeds, rows.size), destination)
        told = _to_earth(flown) if to_earth else _to_l2(flown) if destination == "eml2" else _away(flown)
        flight_s[rows], reach[rows] = (each.reshape(rows.size, -1) for each in told)
    progress(1.0)
    return Porkchop(
        destination=destination, launch_s=launch_s, speed_km_s=speeds, flight_s=flight_s, reach=reach, target=target
    )


def _fly(launches: Launches, which: NDArray[np.int64], speeds: Array, destination: str) -> Flights:
    if destination == "deep_space":
        return fly(
            launches.states(which, speeds), launches.t_s[which], ephemeris=launches.ephemeris, days=launches.days,
            events=("target_radius",), target_radius_km=SPHERE_OF_INFLUENCE_KM, tolerance=SCAN_TOLERANCE, dense=False,
            forces=launches.forces,
        )  # fmt: skip
    if destination == "eml2":
        return launches.fly(which, speeds, stop=IMPACTS, tolerance=SCAN_TOLERANCE, events=("closest_l2",))
    return launches.fly(which, speeds, stop=("perigee", *IMPACTS), tolerance=SCAN_TOLERANCE)


def _to_earth(flights: Flights) -> tuple[Array, Array]:
    """Return the time to perigee, and its distance with the sign of the way round."""
    place, speed = flights.state[:3], flights.state[3:]
    arrives = flights.ended("perigee") | flights.ended("impact_earth")
    least_km = least_distance_km(place, speed, MU_EARTH_KM3_S2)
    way = np.where(place[0] * speed[1] - place[1] * speed[0] >= 0.0, 1.0, -1.0)
    return np.where(arrives, flights.after_s, np.nan), np.where(arrives, way * least_km, np.nan)


def _to_l2(flights: Flights) -> tuple[Array, Array]:
    nearest = halo.passage(flights)
    return nearest.after_s, np.where(np.isfinite(nearest.distance_km), nearest.distance_km, np.nan)


def _away(flights: Flights) -> tuple[Array, Array]:
    after_s, _ = flights.first("target_radius")
    return np.where(flights.ended_by < 0, after_s, np.nan), np.where(
        flights.ended_by < 0, c3_km2_s2(flights.state), np.nan
    )
