"""Which muzzle speed takes a payload to its destination, from a track at a time; or which azimuth, site or elevation.

A shot is tried at many speeds at once, roughly; then the one that meets the aim
(``engine.aims``) is closed in on by secants.  For many launch times see
``engine.launch_series``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi

import numpy as np
from numpy.typing import NDArray

from engine import halo, steering
from engine.aims import (
    HIGH_EARTH_RADIUS_KM,
    NEAR_L2_KM,
    Aim,
    Asked,
    aim_of,
    check_destination,
)
from engine.batches import (
    ROOT_TOLERANCE,
    Evaluate,
    Flags,
    Guess,
    Integers,
    crossings,
    guess,
    guess_at,
    scan,
    secants,
)
from engine.ephemeris import Ephemeris
from engine.flight_events import NAMES
from engine.insertion import c3_km2_s2, circularise_km_s, inclination_rad, raise_after_aerobraking_km_s
from engine.launch_series import roots
from engine.launches import Launches
from engine.mass_driver import Track, check_speed, shot_acceleration_m_s2
from engine.misses import check_arrived, check_most, gives, misses_l2, site_name, why_not
from engine.timebase import format_utc
from engine.trajectory import IMPACTS, TOLERANCE, Flight

__all__ = ["Asked", "Shot", "Shots", "shot_at", "solve", "solve_many"]

Array = NDArray[np.float64]

_MOST_STEP_KM_S = 0.01
_ABOUT_KM_S = 5e-4 * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
_TURNED = np.radians(np.arange(-180.0, 180.1, 3.0))
_RAISED = np.radians(np.arange(0.0, 90.1, 2.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shot:
    """One solved shot.  ``track`` is as solved: its azimuth, longitude or elevation may not be the one given."""

    track: Track
    destination: str
    launch_s: float  # t_s
    speed_km_s: float
    flight_s: float  # from the muzzle to the arrival
    flight: Flight
    state: Array  # (6,) at the arrival, GCRS
    insertion_km_s: float
    radius_km: float  # from the Earth's centre at the arrival
    inclination_rad: float  # of the arrival's orbit to the GCRS equator
    c3_km2_s2: float  # at the arrival
    l2_distance_km: float | None = None  # eml2: how far from L2 it passes

    @property
    def push_m_s2(self) -> float:
        """The acceleration along the whole track that gives this speed."""
        return shot_acceleration_m_s2(self.track.length_km, self.speed_km_s)

    @property
    def arrival_s(self) -> float:
        """When it arrives, t_s."""
        return self.launch_s + self.flight_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shots:
    """N solved shots of one track: what ``Shot`` has, as (N,) and (6, N)."""

    launch_s: Array
    speed_km_s: Array
    flight_s: Array
    insertion_km_s: Array
    radius_km: Array
    inclination_rad: Array
    c3_km2_s2: Array
    state: Array


def solve(
    track: Track,
    t_s: float,
    destination: str,
    *,
    ephemeris: Ephemeris,
    altitude_km: float = 550.0,
    radius_km: float = HIGH_EARTH_RADIUS_KM,
    aerobraking: bool = False,
    inclination_rad: float | None = None,
    c3_km2_s2: float | None = None,
    vary: str = "speed",
    speed_km_s: float | None = None,
) -> Shot:
    """Return the shot from ``track`` at ``t_s`` that reaches a destination of ``DESTINATIONS``.

    ``altitude_km`` and ``aerobraking`` are for ``earth_orbit``, as is a wanted
    ``inclination_rad``, for which the azimuth is solved too; ``radius_km`` is for
    ``high_earth_orbit``, ``c3_km2_s2`` for ``deep_space`` (the least that leaves,
    if None); ``eml2`` is passed as near as can be.

    ``vary`` is what is solved: "speed", or "azimuth", "longitude" or "elevation" at
    ``speed_km_s`` (the track's most, if None); of several answers the nearest to
    the track's own.  Raises ``ValueError`` with one sentence if it cannot be done.
    """
    check_destination(destination)
    asked = Asked(altitude_km, radius_km, aerobraking, c3_km2_s2)
    if vary not in ("speed", "azimuth", "longitude", "elevation"):
        raise ValueError(f"what is to be solved is {vary!r}: give speed, azimuth, longitude or elevation")
    if inclination_rad is not None:
        if destination != "earth_orbit" or vary != "speed":
            raise ValueError("an inclination can be asked for with earth_orbit, where speed and azimuth are solved")
        track, speed = steering.solve(track, t_s, aim_of(destination, asked), inclination_rad, ephemeris)
        check_most(track, speed, destination, t_s)
        return _shot(track, t_s, speed, destination, asked, ephemeris)
    if destination == "eml2":
        if vary != "speed":
            raise ValueError("for eml2 the speed is solved: leave out what is to vary")
        return _to_l2(track, t_s, ephemeris)
    if vary == "speed":
        launches, evaluate, aim = _prepared(track, np.array([t_s]), destination, asked, ephemeris)
        scanned = scan(evaluate, np.array([0]), aim.speeds_km_s)
        found = guess(scanned, crossings(scanned), first=aim.slowest)
        if not found.found[0]:
            raise ValueError(why_not(launches, scanned, destination, asked, aim))
        root = _closed_in(evaluate, found, aim)
        if not root.found[0]:
            raise ValueError(why_not(launches, scanned, destination, asked, aim))
        check_most(track, float(root.x[0]), destination, t_s)
        return _shot(track, t_s, float(root.x[0]), destination, asked, ephemeris)
    speed = track.muzzle_speed_km_s if speed_km_s is None else speed_km_s
    check_speed(track, speed)
    turned = _vary(track, t_s, destination, asked, ephemeris, vary, speed)
    return _shot(turned, t_s, speed, destination, asked, ephemeris)


def shot_at(
    track: Track,
    t_s: float,
    speed_km_s: float,
    destination: str,
    *,
    ephemeris: Ephemeris,
    altitude_km: float = 550.0,
    radius_km: float = HIGH_EARTH_RADIUS_KM,
    aerobraking: bool = False,
) -> Shot:
    """Return the shot of a given speed, and where it comes on its way to a destination; nothing is solved.

    Raises ``ValueError`` with one sentence if it falls on the Moon or the Earth
    (where and when), or does not arrive at all.
    """
    check_destination(destination)
    check_speed(track, speed_km_s)
    return _shot(track, t_s, speed_km_s, destination, Asked(altitude_km, radius_km, aerobraking), ephemeris, given=True)


def solve_many(
    track: Track,
    t_s: Array,
    destination: str,
    *,
    ephemeris: Ephemeris,
    altitude_km: float = 550.0,
    radius_km: float = HIGH_EARTH_RADIUS_KM,
    aerobraking: bool = False,
    c3_km2_s2: float | None = None,
) -> Shots:
    """Return the shots of many launches ``t_s`` (N,), rising, each with its own speed; see ``solve``.

    Raises ``ValueError`` with one sentence for the first launch that cannot reach the destination.
    """
    check_destination(destination)
    asked = Asked(altitude_km, radius_km, aerobraking, c3_km2_s2)
    t_s = np.asarray(t_s, dtype=np.float64)
    if t_s.size == 0 or (np.diff(t_s) < 0.0).any():
        raise ValueError("the launches must be one or more, in order of time")
    if destination == "eml2":
        return _many_to_l2(track, t_s, ephemeris)
    launches, evaluate, aim = _prepared(track, t_s, destination, asked, ephemeris)
    root = roots(t_s, evaluate, aim)
    reached = root.found & gives(track, root.x)
    if not reached.all():
        first = int(np.argmin(reached))
        if root.found[first]:
            check_most(track, float(root.x[first]), destination, float(t_s[first]))
        scanned = scan(evaluate, np.array([first]), aim.speeds_km_s)
        raise ValueError(why_not(launches, scanned, destination, asked, aim, first))
    state = evaluate.state
    return _table(t_s, root.x, evaluate.after_s, state, _insertion(destination, asked, state))


def _table(t_s: Array, speed: Array, after_s: Array, state: Array, insertion: Array) -> Shots:
    return Shots(
        launch_s=t_s, speed_km_s=speed, flight_s=after_s, insertion_km_s=insertion,
        radius_km=np.linalg.norm(state[:3], axis=0), inclination_rad=inclination_rad(state),
        c3_km2_s2=c3_km2_s2(state), state=state,
    )  # fmt: skip


def _prepared(
    track: Track, t_s: Array, destination: str, asked: Asked, ephemeris: Ephemeris
) -> tuple[Launches, Tried, Aim]:
    aim = aim_of(destination, asked)
    launches = Launches(track, t_s, ephemeris, days=aim.days, vary="speed", speed_km_s=0.0)
    return launches, Tried(launches, aim), aim


class Tried:
    """The number of an aim for tried shots; keeps where and when each launch's last try ended."""

    def __init__(self, launches: Launches, aim: Aim) -> None:
        self._launches, self._aim = launches, aim
        self.after_s, self.state = np.full(launches.t_s.size, np.nan), np.full((6, launches.t_s.size), np.nan)

    def __call__(self, which: Integers, x: Array, tolerance: float) -> tuple[Array, Flags]:
        flights = self._launches.fly(which, x, stop=self._aim.stop, tolerance=tolerance)
        self.after_s[which], self.state[:, which] = flights.after_s, flights.state
        return self._aim.value(flights)


def _closed_in(evaluate: Evaluate, near: Guess, aim: Aim) -> Guess:
    """Return the root near a guess: five speeds about it at once take less time than secants one by one."""
    zero = np.array([0])
    about = scan(evaluate, zero, near.x[0] + _ABOUT_KM_S, ROOT_TOLERANCE)
    found = guess(about, crossings(about), first=aim.slowest)
    if found.found[0]:
        return found
    return secants(evaluate, zero, near, close=aim.close, most_step=_MOST_STEP_KM_S)


def _insertion(destination: str, asked: Asked, state: Array) -> Array:
    if destination == "deep_space":
        return np.zeros(state.shape[1])
    if destination == "earth_orbit" and asked.aerobraking:
        return np.full(state.shape[1], raise_after_aerobraking_km_s(asked.altitude_km))
    return circularise_km_s(state)


def _shot(
    track: Track,
    t_s: float,
    speed: float,
    destination: str,
    asked: Asked,
    ephemeris: Ephemeris,
    *,
    given: bool = False,
) -> Shot:
    """Return a shot with its flight, followed once more, finely."""
    days = halo.DAYS if destination == "eml2" else aim_of(destination, asked).days
    stop = IMPACTS if destination == "eml2" else aim_of(destination, asked).stop
    launches = Launches(track, np.array([t_s]), ephemeris, days=days, vary="speed", speed_km_s=speed)
    flights = launches.fly(np.array([0]), np.array([speed]), stop=stop, tolerance=TOLERANCE, events=NAMES, dense=True)
    flight = flights.flight(0)
    state, after_s, off_km, insertion = flights.state[:, 0], float(flights.after_s[0]), None, None
    if destination == "eml2":
        nearest = halo.passage(flights)
        if np.isfinite(nearest.distance_km[0]):
            after_s, off_km = float(nearest.after_s[0]), float(nearest.distance_km[0])
            state, insertion = flight.state(t_s + after_s), float(np.linalg.norm(nearest.off[3:, 0]))
        if off_km is None or off_km > NEAR_L2_KM:
            raise ValueError(misses_l2(track, t_s, speed, off_km, flight))
    elif given:
        check_arrived(flight, destination, speed, float(c3_km2_s2(state[:, None])[0]))
    if insertion is None:
        insertion = float(_insertion(destination, asked, state[:, None])[0])
    return Shot(
        track=track, destination=destination, launch_s=t_s, speed_km_s=speed, flight_s=after_s, flight=flight,
        state=state, insertion_km_s=insertion, radius_km=float(np.linalg.norm(state[:3])),
        inclination_rad=float(inclination_rad(state[:, None])[0]), c3_km2_s2=float(c3_km2_s2(state[:, None])[0]),
        l2_distance_km=off_km,
    )  # fmt: skip


def _vary(
    track: Track, t_s: float, destination: str, asked: Asked, ephemeris: Ephemeris, vary: str, speed: float
) -> Track:
    """Return the track with azimuth, longitude or elevation solved for a given speed."""
    aim = aim_of(destination, asked)
    launches = Launches(track, np.array([t_s]), ephemeris, days=aim.days, vary=vary, speed_km_s=speed)
    evaluate = Tried(launches, aim)
    own = {"azimuth": track.azimuth_rad, "longitude": track.longitude_rad, "elevation": track.elevation_rad}[vary]
    tries = _RAISED if vary == "elevation" else own + _TURNED
    scanned = scan(evaluate, np.array([0]), tries)
    good = scanned.good[0, :-1] & scanned.good[0, 1:]
    columns = np.flatnonzero(good & (np.sign(scanned.values[0, :-1]) != np.sign(scanned.values[0, 1:])))
    for column in columns[np.argsort(np.abs(tries[columns] - own), kind="stable")]:
        start = guess_at(scanned, np.array([column]), np.array([True]))
        root = secants(evaluate, np.array([0]), start, close=aim.close, most_step=0.05, rounds=15)
        x = float(root.x[0])
        if root.found[0] and (vary != "elevation" or 0.0 <= x <= 0.5 * pi):
            name = {"azimuth": "azimuth_rad", "longitude": "longitude_rad", "elevation": "elevation_rad"}[vary]
            return replace(track, **{name: x if vary == "elevation" else (x + pi) % (2.0 * pi) - pi})
    raise ValueError(
        f"{destination} cannot be reached at {speed:.4g} km/s from {site_name(track)} at {format_utc(t_s)}"
        f" by any {vary}"
    )


# -- L2 ----------------------------------------------------------------------------------------


def _to_l2(track: Track, t_s: float, ephemeris: Ephemeris) -> Shot:
    launches = Launches(track, np.array([t_s]), ephemeris, days=halo.DAYS, vary="speed", speed_km_s=0.0)
    speed = float(halo.speeds_km_s(launches)[0][0])
    shot = _shot(track, t_s, speed, "eml2", Asked(), ephemeris)
    check_most(track, speed, "eml2", t_s)
    return shot


def _many_to_l2(track: Track, t_s: Array, ephemeris: Ephemeris) -> Shots:
    launches = Launches(track, t_s, ephemeris, days=halo.DAYS, vary="speed", speed_km_s=0.0)
    speed, distance_km = halo.speeds_km_s(launches)
    reached = (distance_km <= NEAR_L2_KM) & gives(track, speed)
    if not reached.all():
        _to_l2(track, float(t_s[np.argmin(reached)]), ephemeris)  # says why
    rows = np.arange(t_s.size)
    flown = launches.fly(rows, speed, stop=IMPACTS, tolerance=1e-9, events=("closest_l2",), dense=True)
    nearest = halo.passage(flown)
    state = flown.at(rows, nearest.after_s)
    insertion = np.linalg.norm(nearest.off[3:], axis=0)
    return _table(t_s, speed, nearest.after_s, state, insertion)
