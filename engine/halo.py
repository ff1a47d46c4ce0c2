"""Shots to the Earth-Moon point L2: the speed that passes it nearest.

A shot of one speed is a line through space, so it does not meet L2 but passes
it, some thousands of kilometres off; halo orbits about L2 are as large.  The
insertion is the whole speed with respect to L2 at the nearest point.  Left
out: a certain halo orbit, its phase and its manifolds, which make it cheaper.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.batches import SCAN_TOLERANCE, Integers
from engine.flight_events import CODES, L2_SHARE
from engine.launches import Launches
from engine.trajectory import IMPACTS, Flights

Array = NDArray[np.float64]

DAYS = 10.0
SPEEDS_KM_S = np.concatenate([np.arange(2.30, 2.4999, 0.005), np.arange(2.50, 2.71, 0.025)])
_FINE_TOLERANCE = 1e-9
_FINE_STEP_KM_S = 5e-4
_MOST_AT_ONCE = 4_096


class Passage(NamedTuple):
    """The nearest point to L2 of N flights: when since launch, how far (6, N) from L2, and how far in km (N,)."""

    after_s: Array
    off: Array
    distance_km: Array


def passage(flights: Flights) -> Passage:
    """Return where each flight passes L2 nearest, of all its turning points there; infinitely far if at none."""
    happened = flights.happenings
    rows = np.flatnonzero(happened.code == CODES["closest_l2"])
    off = happened.state[:, rows] - (1.0 + L2_SHARE) * happened.moon[:, rows]
    distance, count = np.linalg.norm(off[:3], axis=0), flights.start_s.size
    order = np.argsort(-distance, kind="stable")  # the nearest is written last
    who = happened.who[rows][order]
    nearest = Passage(np.full(count, np.nan), np.full((6, count), np.nan), np.full(count, np.inf))
    nearest.after_s[who], nearest.off[:, who] = happened.after_s[rows][order], off[:, order]
    nearest.distance_km[who] = distance[order]
    return nearest


def _distances(launches: Launches, which: Integers, x: Array, tolerance: float) -> Array:
    parts = [
        passage(
            launches.fly(
                which[k : k + _MOST_AT_ONCE], x[k : k + _MOST_AT_ONCE], stop=IMPACTS, tolerance=tolerance,
                events=("closest_l2",),
            )
        ).distance_km
        for k in range(0, which.size, _MOST_AT_ONCE)
    ]  # fmt: skip
    return np.concatenate(parts)


def speeds_km_s(launches: Launches) -> tuple[Array, Array]:
    """Return the speed (N,) with which each launch passes L2 as near as can be, and how near that is (N,), km."""
    count, tries = launches.t_s.size, SPEEDS_KM_S
    which = np.arange(count)
    distance = _distances(launches, np.repeat(which, tries.size), np.tile(tries, count), SCAN_TOLERANCE)
    distance = distance.reshape(count, tries.size)
    speed = tries[np.argmin(distance, axis=1)]
    # The square of the distance is a parabola about its least, found twice: on the scan's speeds, then finely.
    for step, tolerance in ((0.002, SCAN_TOLERANCE), (_FINE_STEP_KM_S, _FINE_TOLERANCE)):
        three = speed[:, None] + step * np.array([-1.0, 0.0, 1.0])
        square = _distances(launches, np.repeat(which, 3), three.ravel(), tolerance).reshape(count, 3) ** 2
        with np.errstate(invalid="ignore", divide="ignore"):
            bend = square[:, 0] - 2.0 * square[:, 1] + square[:, 2]
            shift = 0.5 * (square[:, 0] - square[:, 2]) / bend
        speed = speed + step * np.where(np.isfinite(shift) & (bend > 0.0), np.clip(shift, -2.0, 2.0), 0.0)
    return speed, _distances(launches, which, speed, _FINE_TOLERANCE)
