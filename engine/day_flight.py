"""The flight from the Moon of one day, out of the scenario's table of flights, where that is worked out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.constants import SECONDS_PER_DAY
from engine.lunar_factory import REFERENCE
from engine.world import World


class DayFlight(NamedTuple):
    """A flight launched at one instant; ``how`` and ``azimuth`` say from what it follows."""

    speed_km_s: float
    days: float
    insertion_km_s: float
    how: str
    azimuth: str
    leaves_out: str


def flight_of_day(world: World) -> DayFlight | None:
    """Return the flight that is launched at a world's instant, or None where flights are not worked out.

    Before the first launch it is the first one.  To deep space speed and burn are
    the scenario's own, and the time is a usual one: nothing is aimed at there.
    """
    lunar, ramp, flights, t_s = world.scenario.lunar, world.scenario.lunar_ramp, world.simulation.flights, world.t_s
    if lunar is None or ramp is None or flights is None:
        return None
    if lunar.destination_at(t_s) == "deep_space" or flights.near is None:
        return DayFlight(
            lunar.shot_speed_km_s(t_s),
            REFERENCE["deep_space"].days,
            0.0,
            "with the scenario's own speed, and the time of a usual flight,",
            "moon_deep_space_azimuth_deg",
            "how it moves with the month",
        )
    at = np.array([max(t_s, ramp.start_s)])
    speed_km_s, flight_s, insertion_km_s = (
        float(flights.near.number(name, at)[0]) for name in ("speed_km_s", "flight_s", "insertion_km_s")
    )
    return DayFlight(
        speed_km_s,
        flight_s / SECONDS_PER_DAY,
        insertion_km_s,
        "of the flight launched now, joined from flights a day apart that were solved with Earth, Moon and Sun,",
        "moon_track_azimuth_deg",
        "corrections on the way, shots that stray",
    )
