"""Muzzle speeds for many launch times: those of some days are looked for, and the rest lie between them.

The speed changes smoothly over the month.  Ten launches are tried at all
speeds, every eighth day at those about their answers, and the fourth between at
fewer still; the gaps are then halved time after time, each new launch starting
from a cubic through those that are known, so that most need two flights.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.aims import Aim
from engine.batches import ROUGH_TOLERANCE, Evaluate, Guess, Integers, between_times, crossings, guess, scan, secants
from engine.constants import SECONDS_PER_DAY

Array = NDArray[np.float64]

_WIDEST_S, _NARROWEST_S = 4.0 * SECONDS_PER_DAY, 600.0
_ABOUT_KM_S = np.arange(-0.03, 0.031, 0.01)
_MOST_STEP_KM_S = 0.01
_CLOSER = 5.0  # how near counts, in units of what counts for one shot: 0.1 km of perigee
_SAMPLES, _BEYOND_KM_S = 10, 0.04


def roots(t_s: Array, evaluate: Evaluate, aim: Aim) -> Guess:
    """Return the speed of each launch ``t_s`` (N,), rising; ``found`` where there is one."""
    speed, slope, found = np.zeros(t_s.size), np.full(t_s.size, -1.0), np.zeros(t_s.size, dtype=bool)
    hopeless = np.zeros(t_s.size, dtype=bool)  # tried at all speeds, in vain

    close = _CLOSER * aim.close

    def close_in(which: Integers, start: Guess) -> None:
        rough = start
        if not found.any():
            rough = secants(
                evaluate, which, start, close=10.0 * close, most_step=_MOST_STEP_KM_S, tolerance=ROUGH_TOLERANCE
            )
        root = secants(evaluate, which, rough, close=close, most_step=_MOST_STEP_KM_S)
        speed[which], slope[which], found[which] = root.x, root.slope, root.found

    def look(which: Integers) -> Guess:
        scanned = scan(evaluate, which, aim.speeds_km_s)
        return guess(scanned, crossings(scanned), first=aim.slowest)

    eighth, fourth = _every(t_s, 2.0 * _WIDEST_S), _every(t_s, _WIDEST_S)
    first = _first(evaluate, aim, eighth, look)
    hopeless[eighth] = ~first.found
    between = np.setdiff1d(fourth, eighth)
    if between.size and first.found.any():
        times = t_s[eighth[first.found]]
        about = np.interp(t_s[between], times, first.x[first.found])[:, None] + _ABOUT_KM_S
        scanned = scan(evaluate, between, about)
        second = guess(scanned, crossings(scanned), first=aim.slowest)
        which = np.concatenate([eighth, between])
        both = Guess(np.zeros(which.size), np.zeros(which.size), np.zeros(which.size, dtype=bool))
        _put(both, np.arange(eighth.size), first)
        _put(both, np.arange(eighth.size, which.size), second)
        close_in(which, both)
    else:
        close_in(eighth, first)
    apart_s = _WIDEST_S
    left = np.flatnonzero(~found & ~hopeless)
    while left.size and found.sum() >= 4 and apart_s >= _NARROWEST_S:
        apart_s *= 0.5
        which = np.intersect1d(_every(t_s, apart_s), left) if apart_s >= _NARROWEST_S else left
        if not which.size:
            continue
        times = t_s[found]
        start = Guess(
            between_times(times, speed[found], t_s[which]),
            between_times(times, slope[found], t_s[which]),
            _gap_s(times, t_s[which]) <= 2.5 * _WIDEST_S,
        )
        close_in(which, start)
        left = np.setdiff1d(left, which)
    lost = np.flatnonzero(~found & ~hopeless)
    if lost.size:
        again = secants(evaluate, lost, look(lost), close=close, most_step=0.2 * _MOST_STEP_KM_S, rounds=20)
        speed[lost], slope[lost], found[lost] = again
    return Guess(speed, slope, found)


def _first(evaluate: Evaluate, aim: Aim, which: Integers, look: Callable[[Integers], Guess]) -> Guess:
    """Return guesses for launches ``which``: some by all speeds, the rest by those about all of these answers."""
    some = np.arange(0, which.size, max(which.size // _SAMPLES, 1))
    sample = look(which[some])
    rest = np.setdiff1d(np.arange(which.size), some)
    if not sample.found.any():
        rest = np.zeros(0, dtype=np.int64)
        some, sample = np.arange(which.size), look(which)
    every = Guess(np.zeros(which.size), np.full(which.size, -1.0), np.zeros(which.size, dtype=bool))
    _put(every, some, sample)
    if rest.size:
        known = sample.x[sample.found]
        tries = np.arange(known.min() - _BEYOND_KM_S, known.max() + _BEYOND_KM_S + 0.005, 0.01)
        scanned = scan(evaluate, which[rest], tries)
        _put(every, rest, guess(scanned, crossings(scanned), first=aim.slowest))
        if (missed := np.flatnonzero(~every.found & np.isin(np.arange(which.size), rest))).size:
            _put(every, missed, look(which[missed]))
    return every


def _put(every: Guess, rows: Integers, some: Guess) -> None:
    for whole, part in zip(every, some, strict=True):
        whole[rows] = part


def _every(t_s: Array, apart_s: float) -> Integers:
    """Return the numbers of the first launch in each span of ``apart_s``, and of the last launch of all."""
    slots = np.floor((t_s - t_s[0]) / apart_s)
    return np.union1d(np.flatnonzero(np.diff(slots, prepend=-1.0) > 0.0), [t_s.size - 1])


def _gap_s(times: Array, wanted: Array) -> Array:
    """Return how far apart the two of ``times``, rising, are between which each of ``wanted`` lies."""
    after = np.clip(np.searchsorted(times, wanted), 1, times.size - 1)
    gap: Array = times[after] - times[after - 1]
    return gap
