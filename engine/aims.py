"""What a shot is aimed at, as one number that falls through zero where the aim is met.

- ``high_earth_orbit``: a perigee of 100,000 km *from the Earth's centre*, to be made a circle there (that radius,
  and not that altitude, is what the reference flights of this project had);
- ``earth_orbit``: a perigee at an altitude above 6,378.137 km;
- ``deep_space``: a wanted C3, twice the two-body energy with respect to the Earth 20 days after launch, when the
  payload is 2 million km away, outside the Earth's Hill sphere.  Later the Sun's tide makes it a matter of taste.

The fourth, ``eml2``, is a least distance, not a crossing: ``engine.halo``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from engine.flight_events import least_distance_km
from engine.insertion import PASS_ALTITUDE_KM, c3_km2_s2
from engine.moon_fields import DESTINATIONS
from engine.trajectory import IMPACTS, Flights

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

HIGH_EARTH_RADIUS_KM = 100_000.0
DEEP_SPACE_DAYS = 20.0
LEAST_C3_KM2_S2 = 0.0
NEAR_L2_KM = 20_000.0  # our choice: what passes L2 this near is in the neighbourhood of its halo orbits

_EARTH_DAYS = 12.0
# Dense where perigees depend on the speed most; what is faster than 2.7 km/s passes the Earth by, or leaves.
SPEEDS_KM_S = np.concatenate([np.arange(2.34, 2.699, 0.01), np.arange(2.70, 3.25, 0.05)])
DEEP_SPEEDS_KM_S = np.concatenate([np.arange(2.36, 2.80, 0.02), np.arange(2.80, 4.41, 0.1)])


class Asked(NamedTuple):
    """What is asked for beside the destination; None: the destination's own."""

    altitude_km: float = 550.0  # earth_orbit
    radius_km: float = HIGH_EARTH_RADIUS_KM  # high_earth_orbit
    aerobraking: bool = False  # earth_orbit: the perigee lies in the air, at 110 km
    c3_km2_s2: float | None = None  # deep_space; None: the least


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How long to fly, what ends a flight, the speeds to try, and the number that falls through zero."""

    days: float
    stop: tuple[str, ...]
    speeds_km_s: Array
    value: Callable[[Flights], tuple[Array, Flags]]  # (N,), and for which flights it means anything
    slowest: bool  # of several crossings: the slowest, or the fastest
    close: float  # how near to zero is met


def check_destination(destination: str) -> None:
    """Raise ``ValueError`` with one sentence for a name that is none."""
    if destination not in DESTINATIONS:
        raise ValueError(f"there is no destination {destination!r}: give any of {', '.join(DESTINATIONS)}")


def aim_of(destination: str, asked: Asked) -> Aim:
    """Return the aim of a destination but ``eml2``; raises ``ValueError`` for what cannot be asked."""
    check_destination(destination)
    if destination == "deep_space":
        wanted = LEAST_C3_KM2_S2 if asked.c3_km2_s2 is None else asked.c3_km2_s2
        if not 0.0 <= wanted <= 20.0:
            raise ValueError(f"the C3 asked for is {wanted:g} km²/s²: give 0 (the least that leaves the Earth) to 20")

        def short_of(flights: Flights) -> tuple[Array, Flags]:
            return wanted - c3_km2_s2(flights.state), flights.ended_by < 0

        return Aim(
            days=DEEP_SPACE_DAYS, stop=IMPACTS, speeds_km_s=DEEP_SPEEDS_KM_S, value=short_of,
            slowest=False, close=1e-5,
        )  # fmt: skip
    target_km = perigee_radius_km(destination, asked)

    def above(flights: Flights) -> tuple[Array, Flags]:
        least_km = least_distance_km(flights.state[:3], flights.state[3:], MU_EARTH_KM3_S2)
        return np.log(least_km / target_km), flights.ended("perigee") | flights.ended("impact_earth")

    return Aim(
        days=_EARTH_DAYS, stop=("perigee", *IMPACTS), speeds_km_s=SPEEDS_KM_S, value=above,
        slowest=True, close=0.02 / target_km,
    )  # fmt: skip


def perigee_radius_km(destination: str, asked: Asked) -> float:
    """Return the perigee that is aimed at, from the Earth's centre; raises ``ValueError`` for what cannot be asked."""
    if destination == "earth_orbit":
        if not 150.0 <= asked.altitude_km <= 36_000.0:
            raise ValueError(f"the altitude asked for is {asked.altitude_km:g} km: give 150 to 36,000")
        return R_EARTH_KM + (PASS_ALTITUDE_KM if asked.aerobraking else asked.altitude_km)
    if not 10_000.0 <= asked.radius_km <= 200_000.0:
        raise ValueError(f"the radius asked for is {asked.radius_km:g} km: give 10,000 to 200,000 from the centre")
    return asked.radius_km
