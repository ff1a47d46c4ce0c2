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
from engine.misses import site_name
from engine.timebase import format_utc

Array = NDArray[np.float64]

_EITHER_SIDE = np.radians(np.arange(-32.0, 32.1, 4.0))  # of the track's azimuth
_CLOSE_RAD = 1e-7
_STEP_KM_S, _STEP_RAD = 1e-5, 1e-5
_ROUNDS = 12


def solve(track: Track, t_s: float, aim: Aim, wanted_rad: float, ephemeris: Ephemeris) -> tuple[Track, float]:
    """Return the track, turned, and the speed, km/s; raises ``ValueError`` with one sentence if none will do.

    Azimuths up to 32 degrees from the track's are looked at; of several the nearest to it is taken.
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
    # As a shot gets faster its perigee sinks below the one that is wanted, past the Earth's centre, and rises again on
    # the other side: the slower of the two answers goes round the Earth eastward as a rule, the faster one westward.
    sinking = crossings(scanned)
    rising = crossings(scanned._replace(values=-scanned.values))
    slow, fast = guess(scanned, sinking), guess(scanned, rising)
    speeds = np.stack([slow.x, fast.x])
    tilts = np.full((2, count), np.nan)
    for branch, found in enumerate((slow.found, fast.found)):
        rows = np.flatnonzero(found)
        if rows.size:
            _, tilts[branch, rows], good = both(rows, speeds[branch, rows], 1e-8)
            tilts[branch, rows[~good]] = np.nan
    for start in _starts(speeds, azimuths, tilts, wanted_rad, track.azimuth_rad):
        solved = _newton(launches, aim, wanted_rad, start)
        if solved is not None:
            return replace(track, azimuth_rad=float(solved[1] % (2.0 * pi))), float(solved[0])
    where = f"from {site_name(track)} at {format_utc(t_s)}"
    if np.isnan(tilts).all():
        raise ValueError(f"no azimuth within 32° of the track's reaches that orbit {where}")
    least, most = np.degrees(np.nanmin(tilts)), np.degrees(np.nanmax(tilts))
    raise ValueError(
        f"an inclination of {degrees(wanted_rad):g}° cannot be reached {where}: azimuths within 32° of the track's"
        f" give {least:.1f}° to {most:.1f}°"
    )


def _starts(speeds: Array, azimuths: Array, tilts: Array, wanted_rad: float, own_rad: float) -> list[Array]:
    """Return speeds and azimuths (2,) near which the inclination is the one wanted, the nearest to the track's first.

    Between neighbouring azimuths on either branch, and between the branches of one azimuth, where they meet.
    """
    starts = []
    pairs = [((branch, k), (branch, k + 1)) for branch in (0, 1) for k in range(azimuths.size - 1)]
    pairs += [((0, k), (1, k)) for k in range(azimuths.size)]
    for one, other in pairs:
        off, other_off = tilts[one] - wanted_rad, tilts[other] - wanted_rad
        if np.sign(off) * np.sign(other_off) <= 0.0 and off != other_off:
            share = off / (off - other_off)
            first, second = np.array([speeds[one], azimuths[one[1]]]), np.array([speeds[other], azimuths[other[1]]])
            starts.append(first + share * (second - first))
    return sorted(starts, key=lambda start: abs(float(start[1]) - own_rad))


def _newton(launches: Launches, aim: Aim, wanted_rad: float, start: Array) -> Array | None:
    """Return speed and azimuth (2,) that meet both aims, or None: by Newton's method with differences."""
    here = start.copy()
    three = np.arange(3)
    for _ in range(_ROUNDS):
        speeds = here[0] + np.array([0.0, _STEP_KM_S, 0.0])
        launches.values["azimuth_rad"][:3] = here[1] + np.array([0.0, 0.0, _STEP_RAD])
        flights = launches.fly(three, speeds, stop=aim.stop, tolerance=1e-9)
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
