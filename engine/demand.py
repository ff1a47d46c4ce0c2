"""Who asks, and when: the prompts of the world's cities by their people and their local hour.

Each city asks in proportion to its people, and to a wave of the day that is our choice: busiest at 15:00 local mean
solar time, 1.6 times the day's mean, and quietest at 03:00, 0.4 of it.  Left out: how rich a city is and who may sell
there, time zones, weekends, people who live in no city of 200,000, and machines, which ask at any hour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.cities import cities
from engine.constants import SECONDS_PER_DAY, TWO_PI
from engine.timebase import TT_MINUS_UTC_S

BUSIEST_HOUR, SWING = 15.0, 0.6
DEMAND_WORDS = "people of each city × (1 + 0.6 cos of the hours from 15:00 local time), our choice"

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

_NOON = 0.5 * SECONDS_PER_DAY  # J2000 is at noon


def weight_of_hour(hour: Array) -> Array:
    """Return how much is asked at local hours (N,), in units of the day's mean."""
    weight: Array = 1.0 + SWING * np.cos((hour - BUSIEST_HOUR) * (TWO_PI / 24.0))
    return weight


def local_hours(t_s: float, longitude_deg: Array) -> Array:
    """Return local mean solar time (N,), 0 to 24 h, at degrees east."""
    utc_h = (t_s - TT_MINUS_UTC_S + _NOON) / 3_600.0
    hours: Array = np.remainder(utc_h + longitude_deg / 15.0, 24.0)
    return hours


def city_shares(t_s: float) -> Array:
    """Return each city's share of all prompts at ``t_s``, in the order of ``cities()``."""
    longitude_deg = np.array([city.longitude_deg for city in cities()])
    people = np.array([float(city.population) for city in cities()])
    asked = people * weight_of_hour(local_hours(t_s, longitude_deg))
    shares: Array = asked / asked.sum()
    return shares


def sampled_cities(shares: Array, samples: int) -> tuple[Integers, Array]:
    """Return cities drawn evenly along the demand from west to east, and the share that each stands for.

    One that asks for more than a sample's part is drawn more than once, and stands for more.
    """
    order = np.argsort([city.longitude_deg for city in cities()], kind="stable")
    along = np.cumsum(shares[order])
    wanted = (np.arange(samples) + 0.5) / samples * along[-1]
    drawn, times = np.unique(order[np.searchsorted(along, wanted)], return_counts=True)
    return drawn.astype(np.int64), times / samples
