"""The flights of a scenario's lunar factory: which payloads are on their way, which have arrived, and their orbits.

Payload k leaves the muzzle at ``lunar_ramp.launch_time_s(k)``.  Those launched
before ``deep_space_from_s`` go to the factory's first destination and stay in
orbit there; the others leave for good (``engine.swarm``).

An orbit that is reached is the circle in which the flight ends: same plane, same
place, same moment; one that the Earth's air brakes is on its circle at once.
About L2 there are no circles, and no other orbit is modelled there: what comes to
it is followed no further.  Left out: phasing, station keeping, the months in which
air brakes, and what the Moon, the Sun and the Earth's oblateness do to the circle
in the years after.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from engine.ephemeris import Ephemeris
from engine.flight_table import FlightTable
from engine.growth import Ramp
from engine.lunar_factory import LunarFactory

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LunarFlights:
    """Tables of a scenario's flights; ``near`` or ``deep`` is None where nothing ever goes there."""

    factory: LunarFactory
    ramp: Ramp
    near: FlightTable | None
    deep: FlightTable | None

    @property
    def tables(self) -> tuple[FlightTable, ...]:
        return tuple(table for table in (self.near, self.deep) if table is not None)

    @property
    def first_deep_k(self) -> float:
        """The first payload that goes to deep space; infinite where none does."""
        if self.factory.destination == "deep_space":
            return 0
        switch_s = self.factory.deep_space_from_s
        return inf if switch_s == inf else self.ramp.count_launched(switch_s)

    def span(self, table: FlightTable, t_s: float) -> tuple[int, int]:
        """Return the payloads launched to a table's destination by ``t_s``: from the first up to the second."""
        launched = self.ramp.count_launched(t_s)
        if table is self.deep:
            return int(min(self.first_deep_k, launched)), launched
        return 0, int(min(self.first_deep_k, launched))

    def in_flight(self, table: FlightTable, t_s: float) -> tuple[int, int]:
        """Return the payloads on their way at ``t_s``: from the first up to the second."""
        first, stop = self.span(table, t_s)
        if stop == first or t_s - float(self.ramp.launch_time_s(stop - 1)) > table.longest_s:
            return stop, stop
        launched_s = float(table.launches(t_s, np.array([1.0]))[0])
        return min(max(first, self.ramp.count_launched(launched_s)), stop), stop

    @property
    def in_circles(self) -> bool:
        """Whether satellites of the first destination end in circles about the Earth."""
        return self.near is not None and self.near.destination != "eml2"

    def arrived(self, t_s: float) -> int:
        """Return how many payloads have arrived in their circles by ``t_s``: 0 up to this; none where none are."""
        return self.in_flight(self.near, t_s)[0] if self.near is not None and self.in_circles else 0

    @property
    def orbit_radius_km(self) -> float:
        """The radius of the circle that is reached."""
        assert self.near is not None and self.in_circles
        if self.factory.brakes_in_air:  # the flight ends lower, in the air
            return R_EARTH_KM + self.factory.earth_orbit_altitude_km
        return float(self.near.numbers["radius_km"][0])

    @property
    def orbit_rate_rad_s(self) -> float:
        return sqrt(MU_EARTH_KM3_S2 / self.orbit_radius_km**3)

    def orbit_basis(self, ephemeris: Ephemeris, k: Integers, epoch_s: float) -> tuple[Array, Array]:
        """Return A and B (N, 3): unit vectors to where satellites k (N,) of the first destination would have been
        at ``epoch_s`` on their circles, and onward from there.

        So they are at r (cos(n t) A + sin(n t) B), with t from the epoch: the fleet's two lines (``engine.fleet``).
        """
        assert self.near is not None
        arrivals = self.near.arrivals(ephemeris, self.ramp.launch_time_s(k))
        turned = self.orbit_rate_rad_s * (arrivals.t_s - epoch_s) % (2.0 * np.pi)
        c, s = np.cos(turned)[:, None], np.sin(turned)[:, None]
        return c * arrivals.outward - s * arrivals.onward, s * arrivals.outward + c * arrivals.onward

    def orbit_positions_km(self, ephemeris: Ephemeris, k: Integers, t_s: float) -> Array:
        """Return where satellites k (N,), arrived by ``t_s``, are: GCRS (N, 3), km."""
        a_unit, _ = self.orbit_basis(ephemeris, k, t_s)
        return self.orbit_radius_km * a_unit
