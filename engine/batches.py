"""Roots of a number that takes a flight to know, for many flights at once: a scan, then secants.

``evaluate(which, x, tolerance)`` flies the problems ``which`` (M,) with their
unknown at ``x`` (M,) and gives the number (M,) and whether it means anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Evaluate = Callable[[Integers, Array, float], tuple[Array, Flags]]

SCAN_TOLERANCE, ROUGH_TOLERANCE, ROOT_TOLERANCE = 1e-6, 1e-7, 1e-8
_MOST_AT_ONCE = 4_096  # flights: more would not stay in the processor's cache
_MOST_SECANTS = 8
_APART = 2e-6  # km/s, or rad


class Scan(NamedTuple):
    """Numbers (N, K) of N problems at K tries, and whether each means anything."""

    tries: Array  # (N, K)
    values: Array
    good: Flags


class Guess(NamedTuple):
    """Where the number falls through zero, roughly, how steeply, and where there is such a place at all (N,)."""

    x: Array
    slope: Array
    found: Flags


def scan(evaluate: Evaluate, which: Integers, tries: Array, tolerance: float = SCAN_TOLERANCE) -> Scan:
    """Return the number of each problem at each try; ``tries`` are (K,), or (N, K) for tries of each one's own."""
    tries = np.broadcast_to(tries, (which.size, tries.shape[-1]))
    count = tries.shape[1]
    values, good = np.empty(tries.shape), np.zeros(tries.shape, dtype=bool)
    rows = max(_MOST_AT_ONCE // count, 1)
    for begin in range(0, which.size, rows):
        some = slice(begin, begin + rows)
        told = evaluate(np.repeat(which[some], count), tries[some].ravel(), tolerance)
        values[some], good[some] = (each.reshape(-1, count) for each in told)
    return Scan(tries, values, good)


def crossings(scanned: Scan) -> Flags:
    """Return between which tries (N, K - 1) the number falls through zero, or rises through it at falling unknown."""
    values, good = scanned.values, scanned.good
    flags: Flags = good[:, :-1] & good[:, 1:] & (values[:, :-1] > 0.0) & (values[:, 1:] <= 0.0)
    return flags


def guess(scanned: Scan, between: Flags, *, first: bool = True) -> Guess:
    """Return the first or the last crossing of each problem, by a cubic through the tries about it."""
    tries = between.shape[1]
    column = np.argmax(between, axis=1) if first else tries - 1 - np.argmax(between[:, ::-1], axis=1)
    found: Flags = np.any(between, axis=1)
    return guess_at(scanned, column, found)


def guess_at(scanned: Scan, column: Integers, found: Flags) -> Guess:
    """Return the crossings between try ``column`` (N,) and the next."""
    row = np.arange(column.size)
    low, high = scanned.values[row, column], scanned.values[row, column + 1]
    x_low, x_high = scanned.tries[row, column], scanned.tries[row, column + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (high - low) / (x_high - x_low)
        x = x_low - low / slope
        four = column[:, None] + np.arange(-1, 3)
        inside = (four[:, 0] >= 0) & (four[:, 3] < scanned.tries.shape[1])
        four = np.clip(four, 0, scanned.tries.shape[1] - 1)
        values, points = scanned.values[row[:, None], four], scanned.tries[row[:, None], four]
        ordered = (np.diff(values, axis=1) < 0.0).all(axis=1) | (np.diff(values, axis=1) > 0.0).all(axis=1)
        cubic = np.zeros(column.size)
        for k in range(4):
            term = points[:, k].copy()
            for other in range(4):
                if other != k:
                    term *= -values[:, other] / (values[:, k] - values[:, other])
            cubic += term
    usable = inside & ordered & scanned.good[row[:, None], four].all(axis=1)
    usable &= (cubic >= np.minimum(x_low, x_high)) & (cubic <= np.maximum(x_low, x_high))
    return Guess(np.where(usable, cubic, x), slope, found)


def secants(
    evaluate: Evaluate,
    which: Integers,
    start: Guess,
    *,
    close: float,
    most_step: float,
    tolerance: float = ROOT_TOLERANCE,
    rounds: int = _MOST_SECANTS,
) -> Guess:
    """Return the roots from guesses near them: by their slopes, then by secants; ``found``: it came close."""
    x, slope, done = start.x.copy(), start.slope.copy(), np.zeros(which.size, dtype=bool)
    left = np.flatnonzero(start.found)
    last_x, last = np.full(which.size, np.nan), np.full(which.size, np.nan)
    for _ in range(rounds):
        if not left.size:
            break
        value, good = _in_parts(evaluate, which[left], x[left], tolerance)
        with np.errstate(divide="ignore", invalid="ignore"):
            secant = (value - last[left]) / (x[left] - last_x[left])
        # Points nearer than this tell more of the integration's rounding than of the slope.
        better = (np.abs(x[left] - last_x[left]) > _APART) & (np.sign(secant) == np.sign(slope[left]))
        slope[left] = np.where(better, secant, slope[left])
        last_x[left], last[left] = x[left], value
        near = good & (np.abs(value) < close)
        done[left[near]] = True
        step = np.clip(-value / slope[left], -most_step, most_step)
        x[left] = np.where(near | ~good, x[left], x[left] + step)
        left = left[~near & good]
    return Guess(x, slope, done)


def _in_parts(evaluate: Evaluate, which: Integers, x: Array, tolerance: float) -> tuple[Array, Flags]:
    parts = [
        evaluate(which[begin : begin + _MOST_AT_ONCE], x[begin : begin + _MOST_AT_ONCE], tolerance)
        for begin in range(0, which.size, _MOST_AT_ONCE)
    ]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def between_times(times: Array, values: Array, wanted: Array) -> Array:
    """Return values at ``wanted`` (M,) between ``times`` (N,), rising, by cubics through four neighbours each."""
    if times.size < 4:
        return np.interp(wanted, times, values)
    first = np.clip(np.searchsorted(times, wanted) - 2, 0, times.size - 4)
    four = first[:, None] + np.arange(4)
    points, known = times[four], values[four]
    result = np.zeros(wanted.size)
    for k in range(4):
        term = known[:, k].copy()
        for other in range(4):
            if other != k:
                term *= (wanted - points[:, other]) / (points[:, k] - points[:, other])
        result += term
    return result
