"""Speed and azimuth for a perigee and an inclination at once, where a track can be turned.

Each plane through the Moon's place can be reached, so every inclination above
the Moon's declination; a fixed track takes what comes.
"""

from __future__ import annotations

from dataclasses import replace
from math import degrees, pi

import numpy as np
from numpy.typing import NDArray

from engine.aims import Aim
from engine.batches import Flags, Integers, crossings, guess, scan
from engine.ephemeris import Ephemeris
from engine.insertion import inclination_rad
from engine.launches import Launches
from engine.mass_driver import Track
from engine.timebase import format_utc

Array = NDArray[np.float64]

_EITHER_SIDE = np.radians(np.arange(-40.0, 40.1, 4.0))  # of the track's azimuth
_CLOSE_RAD = 1e-7
_STEP_KM_S, _STEP_RAD = 1e-5, 1e-5
_ROUNDS = 12


def solve(track: Track, t_s: float, aim: Aim, wanted_rad: float, ephemeris: Ephemeris) -> tuple[Track, float]:
    """Return the track, turned, and the speed, km/s; raises ``ValueError`` with one sentence if none will do.

    Azimuths up to 40 degrees from the track's are looked at; of several the nearest to it is taken.
    """
    if not 0.0 <= wanted_rad <= pi:
        raise ValueError(f"the inclination asked for is {degrees(wanted_rad):g} degrees: give 0 to 180")
    azimuths = track.azimuth_rad + _EITHER_SIDE
    count = azimuths.size
    launches = Launches(track, np.full(count, t_s), ephemeris, days=aim.days, vary="speed", speed_km_s=0.0)
    launches.values["azimuth_rad"] = azimuths
    launches.values["speed_km_s"] = np.zeros(count)

    def both(which: Integers, speed: Array, tolerance: float) -> tuple[Array, Array, Flags]:
        flights = launches.fly(which, speed, stop=aim.stop, tolerance=tolerance)
        value, good = aim.value(flights)
        return value, inclination_rad(flights.state), good

    scanned = scan(lambda which, x, tolerance: both(which, x, tolerance)[::2], np.arange(count), aim.speeds_km_s)
    found = guess(scanned, crossings(scanned), first=aim.slowest)
    rows = np.flatnonzero(found.found)
    tilts = np.full(count, np.nan)
    if rows.size:
        _, tilts[rows], good = both(rows, found.x[rows], 1e-8)
        tilts[rows[~good]] = np.nan
    off = tilts - wanted_rad
    columns = np.flatnonzero(np.sign(off[:-1]) * np.sign(off[1:]) <= 0.0)
    for column in columns[np.argsort(np.abs(_EITHER_SIDE[columns] + _EITHER_SIDE[columns + 1]), kind="stable")]:
        share = off[column] / (off[column] - off[column + 1])
        start = np.array(
            [
                found.x[column] + share * (found.x[column + 1] - found.x[column]),
                azimuths[column] + share * (azimuths[column + 1] - azimuths[column]),
            ]
        )
        solved = _newton(launches, aim, wanted_rad, start)
        if solved is not None:
            return replace(track, azimuth_rad=float(solved[1] % (2.0 * pi))), float(solved[0])
    where = f"from {degrees(track.latitude_rad):g}° N {degrees(track.longitude_rad):g}° E at {format_utc(t_s)}"
    if np.isnan(tilts).all():
        raise ValueError(f"no azimuth within 40° of the track's reaches that orbit {where}")
    least, most = np.degrees(np.nanmin(tilts)), np.degrees(np.nanmax(tilts))
    raise ValueError(
        f"an inclination of {degrees(wanted_rad):g}° cannot be reached {where}: azimuths within 40° of the track's"
        f" give {least:.1f}° to {most:.1f}°"
    )


def _newton(launches: Launches, aim: Aim, wanted_rad: float, start: Array) -> Array | None:
    """Return speed and azimuth (2,) that meet both aims, or None: by Newton's method with differences."""
    here = start.copy()
    three = np.arange(3)
    for _ in range(_ROUNDS):
        speeds = here[0] + np.array([0.0, _STEP_KM_S, 0.0])
        launches.values["azimuth_rad"][:3] = here[1] + np.array([0.0, 0.0, _STEP_RAD])
        flights = launches.fly(three, speeds, stop=aim.stop, tolerance=1e-10)
        value, good = aim.value(flights)
        tilt = inclination_rad(flights.state)
        if not good.all():
            return None
        miss = np.array([value[0], tilt[0] - wanted_rad])
        if abs(miss[0]) < aim.close and abs(miss[1]) < _CLOSE_RAD:
            return here
        slopes = np.array(
            [
                [(value[1] - value[0]) / _STEP_KM_S, (value[2] - value[0]) / _STEP_RAD],
                [(tilt[1] - tilt[0]) / _STEP_KM_S, (tilt[2] - tilt[0]) / _STEP_RAD],
            ]
        )
        if abs(np.linalg.det(slopes)) < 1e-12:
            return None
        here = here - np.clip(np.linalg.solve(slopes, miss), [-0.02, -0.05], [0.02, 0.05])
    return None
