"""Flights from the Moon for every launch time: a table of reference flights, and what lies between them.

Thousands of payloads are on their way at once.  Each flies its own trajectory,
but neighbours in launch time fly nearly the same one, seen from the Earth and
the Moon.  So one flight a day is integrated (``engine.trajectory``) and kept in
the Moon's rotating-pulsating frame: x to the Moon, z along the Moon's angular
momentum, lengths in distances of the Moon.  There, and with flight time as a
share of each flight's own, the flights change slowly over the month.

Between launch days six flights are joined by a polynomial; along a flight the
nodes are dense at both ends, where it bends.  Against direct integration that
is some kilometres at most (``tests/engine/test_flight_table.py``).

Left out: corrections on the way, shots that stray, and flights that meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.ephemeris import Ephemeris

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

STEPS = 128  # along a flight
SPACING_S = 86_400.0  # from one reference flight to the next
JOINED = 6  # reference flights that one payload's place is made of
_SETTLE, _SETTLED_S = 12, 1e-4  # rounds in which launch times settle: each is some twenty times nearer


def flight_share(s: Array) -> Array:
    """Return the share of the flight time at ``s`` along the nodes: dense at 0 and 1, where flights bend."""
    return s**3 * (10.0 - 15.0 * s + 6.0 * s * s)


NODE_SHARES: Array = flight_share(np.linspace(0.0, 1.0, STEPS + 1))
NODE_SHARES.flags.writeable = False
_SHARES_FINE = np.linspace(0.0, 1.0, 16 * STEPS + 1)


def node_of_share(share: Array) -> Array:
    """Return ``s`` for a share of the flight time, the inverse of ``flight_share``."""
    s = np.interp(share, flight_share(_SHARES_FINE), _SHARES_FINE)
    for _ in range(3):
        slope = 30.0 * (s * (1.0 - s)) ** 2
        step = np.where(slope > 1e-12, (share - flight_share(s)) / np.maximum(slope, 1e-12), 0.0)
        s = np.clip(s + step, 0.0, 1.0)
    return s


def moon_frame(ephemeris: Ephemeris, t_s: Array) -> Array:
    """Return matrices (N, 3, 3) that take the Moon's rotating-pulsating frame to the GCRS, km, at instants (N,).

    Beyond the ephemeris it stands still: the last flights of 2100 end there.
    """
    state = ephemeris.moon_state_gcrs(np.clip(t_s, ephemeris.first_s, ephemeris.last_s))
    r_km, v_km_s = state[:3].T, state[3:].T
    distance_km = np.linalg.norm(r_km, axis=1, keepdims=True)
    x = r_km / distance_km
    z = np.cross(r_km, v_km_s)
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    matrices: Array = np.stack([x, np.cross(z, x), z], axis=2) * distance_km[:, :, None]
    return matrices


@lru_cache
def _lagrange(count: int) -> Array:
    """Return what turns powers (N, count) of x into the weights of values at x = 0, 1, 2, ... (Lagrange)."""
    return np.linalg.inv(np.vander(np.arange(float(count)), increasing=True))


class Arrivals(NamedTuple):
    """How payloads end their flights: ``t_s`` (N,), unit vectors to where, and onward in their orbits, (N, 3) GCRS."""

    t_s: Array
    outward: Array
    onward: Array


@dataclass(frozen=True, eq=False)
class FlightTable:
    """Reference flights from one track to one destination, a row each ``SPACING_S`` from ``first_s``.

    ``places`` (rows, STEPS + 1, 3) are in the Moon's frame, at ``NODE_SHARES`` of
    ``flight_s`` (rows,); ``poles`` (rows, 3), in that frame at arrival, are
    normal to the orbit that is reached.  ``numbers`` (rows,) each are what else
    is known of a flight, such as ``speed_km_s`` and ``insertion_km_s``.
    """

    destination: str
    first_s: float
    flight_s: Array
    places: NDArray[np.float32]
    poles: Array
    numbers: Mapping[str, Array]

    @property
    def last_s(self) -> float:
        """The last launch that the table reaches."""
        return self.first_s + (len(self.flight_s) - 1) * SPACING_S

    @property
    def longest_s(self) -> float:
        return float(self.flight_s.max())

    def joining(self, launch_s: Array) -> tuple[Integers, Array]:
        """Return which rows (N, JOINED), and how much of each, make up flights launched then (N,).

        Launches outside the table are taken as its first or last.
        """
        count = len(self.flight_s)
        at = np.clip((launch_s - self.first_s) / SPACING_S, 0.0, count - 1.0)
        joined = min(JOINED, count)
        first = np.clip(at.astype(np.int64) - (joined // 2 - 1), 0, count - joined)
        weights = np.vander(at - first, joined, increasing=True) @ _lagrange(joined)
        return first[:, None] + np.arange(joined), weights

    def number(self, name: str, launch_s: Array) -> Array:
        """Return ``numbers[name]``, or ``"flight_s"``, of flights launched then (N,)."""
        rows, weights = self.joining(launch_s)
        values = self.flight_s if name == "flight_s" else self.numbers[name]
        joined: Array = np.einsum("nj,nj->n", values[rows], weights)
        return joined

    def launches(self, t_s: float, shares: Array) -> Array:
        """Return when the payloads were launched that have such shares (N,) of their flights behind them at ``t_s``."""
        launch_s = t_s - shares * float(self.number("flight_s", np.array([t_s]))[0])
        for _ in range(_SETTLE):
            before_s, launch_s = launch_s, t_s - shares * self.number("flight_s", launch_s)
            if np.abs(launch_s - before_s).max() < _SETTLED_S:
                break
        return launch_s

    def streak(self, ephemeris: Ephemeris, t_s: float) -> tuple[Array, Array]:
        """Return the line on which all payloads are that fly at ``t_s``: launch times and places of its nodes.

        They are (STEPS + 1,), newest first, and (STEPS + 1, 3) km in the GCRS.
        """
        launch_s = self.launches(t_s, NODE_SHARES)
        rows, weights = self.joining(launch_s)
        column = np.arange(STEPS + 1)[:, None]
        in_frame = np.einsum("njc,nj->nc", self.places[rows, column], weights)
        return launch_s, in_frame @ moon_frame(ephemeris, np.array([t_s]))[0].T

    def positions_km(self, ephemeris: Ephemeris, launch_s: Array, t_s: Array) -> Array:
        """Return where payloads launched at (N,) are at instants (N,) of their flights: GCRS (N, 3), km."""
        share = np.clip((t_s - launch_s) / self.number("flight_s", launch_s), 0.0, 1.0)
        at = node_of_share(share) * STEPS
        # Cubic through four nodes; launch days are joined first, node by node.
        first = np.clip(np.floor(at).astype(np.int64) - 1, 0, STEPS - 3)
        rows, weights = self.joining(launch_s)
        columns = first[:, None] + np.arange(4)
        nodes = np.einsum("njkc,nj->nkc", self.places[rows[:, :, None], columns[:, None, :]], weights)
        u = at - first
        cubic = np.stack(
            [
                -(u - 1.0) * (u - 2.0) * (u - 3.0) / 6.0,
                u * (u - 2.0) * (u - 3.0) / 2.0,
                -u * (u - 1.0) * (u - 3.0) / 2.0,
                u * (u - 1.0) * (u - 2.0) / 6.0,
            ],
            axis=1,
        )
        in_frame = np.einsum("nkc,nk->nc", nodes, cubic)
        places: Array = np.einsum("nij,nj->ni", moon_frame(ephemeris, t_s), in_frame)
        return places

    def arrivals(self, ephemeris: Ephemeris, launch_s: Array) -> Arrivals:
        """Return how flights launched then (N,) end."""
        rows, weights = self.joining(launch_s)
        t_s = launch_s + np.einsum("nj,nj->n", self.flight_s[rows], weights)
        to_gcrs = moon_frame(ephemeris, t_s)
        outward = np.einsum("nij,nj->ni", to_gcrs, np.einsum("njc,nj->nc", self.places[rows, -1], weights))
        pole = np.einsum("nij,nj->ni", to_gcrs, np.einsum("njc,nj->nc", self.poles[rows], weights))
        outward /= np.linalg.norm(outward, axis=1, keepdims=True)
        onward = np.cross(pole, outward)
        onward /= np.linalg.norm(onward, axis=1, keepdims=True)
        return Arrivals(t_s, outward, onward)
