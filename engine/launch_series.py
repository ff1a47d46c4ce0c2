"""Muzzle speeds for many launch times: those of some days are looked for, and the rest lie between them.

The speed changes smoothly over the month.  Every eighth day is tried at all
speeds, the fourth between at those about its neighbours' answers; the gaps are
then halved time after time, each new launch starting from a cubic through those
that are known, so that most need two flights.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.aims import Aim
from engine.batches import ROUGH_TOLERANCE, Evaluate, Guess, Integers, between_times, crossings, guess, scan, secants
from engine.constants import SECONDS_PER_DAY

Array = NDArray[np.float64]

_WIDEST_S, _NARROWEST_S = 4.0 * SECONDS_PER_DAY, 600.0
_ABOUT_KM_S = np.arange(-0.03, 0.031, 0.01)
_MOST_STEP_KM_S = 0.01


def roots(t_s: Array, evaluate: Evaluate, aim: Aim) -> Guess:
    """Return the speed of each launch ``t_s`` (N,), rising; ``found`` where there is one."""
    speed, slope, found = np.zeros(t_s.size), np.full(t_s.size, -1.0), np.zeros(t_s.size, dtype=bool)
    hopeless = np.zeros(t_s.size, dtype=bool)  # tried at all speeds, in vain

    def close_in(which: Integers, start: Guess) -> None:
        rough = start
        if not found.any():
            rough = secants(
                evaluate, which, start, close=50.0 * aim.close, most_step=_MOST_STEP_KM_S, tolerance=ROUGH_TOLERANCE
            )
        root = secants(evaluate, which, rough, close=aim.close, most_step=_MOST_STEP_KM_S)
        speed[which], slope[which], found[which] = root.x, root.slope, root.found

    def look(which: Integers) -> Guess:
        scanned = scan(evaluate, which, aim.speeds_km_s)
        return guess(scanned, crossings(scanned), first=aim.slowest)

    eighth, fourth = _every(t_s, 2.0 * _WIDEST_S), _every(t_s, _WIDEST_S)
    first = look(eighth)
    hopeless[eighth] = ~first.found
    between = np.setdiff1d(fourth, eighth)
    if between.size and first.found.any():
        times = t_s[eighth[first.found]]
        about = np.interp(t_s[between], times, first.x[first.found])[:, None] + _ABOUT_KM_S
        scanned = scan(evaluate, between, about)
        second = guess(scanned, crossings(scanned), first=aim.slowest)
        which = np.concatenate([eighth, between])
        both = Guess(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))
        order = np.argsort(which)
        close_in(which[order], Guess(*(each[order] for each in both)))
    else:
        close_in(eighth, first)
    apart_s = _WIDEST_S
    left = np.flatnonzero(~found & ~hopeless)
    while left.size and found.sum() >= 4 and apart_s >= _NARROWEST_S:
        apart_s *= 0.5
        which = left[_every(t_s[left], apart_s, t_s[0])] if apart_s >= _NARROWEST_S else left
        times = t_s[found]
        start = Guess(
            between_times(times, speed[found], t_s[which]),
            np.interp(t_s[which], times, slope[found]),
            _gap_s(times, t_s[which]) <= 2.5 * _WIDEST_S,
        )
        close_in(which, start)
        left = np.setdiff1d(left, which)
    lost = np.flatnonzero(~found & ~hopeless)
    if lost.size:
        again = secants(evaluate, lost, look(lost), close=aim.close, most_step=0.2 * _MOST_STEP_KM_S, rounds=20)
        speed[lost], slope[lost], found[lost] = again
    return Guess(speed, slope, found)


def _every(t_s: Array, apart_s: float, first_s: float | None = None) -> Integers:
    """Return the numbers of the first launch in each span of ``apart_s``, and of the last launch of all."""
    slots = np.floor((t_s - (t_s[0] if first_s is None else first_s)) / apart_s)
    return np.union1d(np.flatnonzero(np.diff(slots, prepend=-1.0) > 0.0), [t_s.size - 1])


def _gap_s(times: Array, wanted: Array) -> Array:
    """Return how far apart the two of ``times``, rising, are between which each of ``wanted`` lies."""
    after = np.clip(np.searchsorted(times, wanted), 1, times.size - 1)
    gap: Array = times[after] - times[after - 1]
    return gap
