"""Shots that are looked for: each from its site at its time, with one thing about them still open."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.ephemeris import Ephemeris
from engine.forces import Cislunar
from engine.mass_driver import Track, muzzle_states_gcrs
from engine.trajectory import Flights, fly

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

# What may be left open, by the name of the argument of ``muzzle_states_gcrs``.
OPEN = {"speed": "speed_km_s", "azimuth": "azimuth_rad", "longitude": "longitude_rad", "elevation": "elevation_rad"}


class Launches:
    """N shots at ``t_s`` (N,), of which ``vary`` (a name in ``OPEN``) is open and the rest is the track's.

    ``values`` holds every argument of the muzzle state as (N,), and may be
    changed.  The forces' table is made once, for ``days`` after the last launch.
    """

    def __init__(
        self, track: Track, t_s: Array, ephemeris: Ephemeris, *, days: float, vary: str, speed_km_s: float
    ) -> None:
        self.track, self.t_s, self.ephemeris, self.vary = track, t_s, ephemeris, vary
        ephemeris.moon_gcrs_km(t_s)  # says so if a launch lies outside
        self.days = days
        self.forces = Cislunar(ephemeris, float(t_s.min()), float(t_s.max()) + days * SECONDS_PER_DAY)
        given = {
            "latitude_rad": track.latitude_rad,
            "longitude_rad": track.longitude_rad,
            "azimuth_rad": track.azimuth_rad,
            "elevation_rad": track.elevation_rad,
            "speed_km_s": speed_km_s,
        }
        self.values = {name: np.full(t_s.size, value) for name, value in given.items()}

    def states(self, which: Integers, x: Array) -> Array:
        """Return the muzzle states (6, M) of shots ``which`` (M,) with what is open at ``x`` (M,)."""
        values = {name: value[which] for name, value in self.values.items()}
        values[OPEN[self.vary]] = x
        return muzzle_states_gcrs(self.t_s[which], **values, ephemeris=self.ephemeris)

    def fly(
        self,
        which: Integers,
        x: Array,
        *,
        stop: Collection[str],
        tolerance: float,
        events: Collection[str] = (),
        dense: bool = False,
    ) -> Flights:
        """Return the flights of shots ``which`` (M,) with what is open at ``x`` (M,)."""
        return fly(
            self.states(which, x),
            self.t_s[which],
            ephemeris=self.ephemeris,
            days=self.days,
            stop=stop,
            events=events,
            tolerance=tolerance,
            dense=dense,
            forces=self.forces,
        )
