"""Sunlight over a whole year: what a cost that is spread over years must reckon with, whatever the season."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.fields import LAST_UTC
from engine.fleet import shell_phases
from engine.power import mean_sunlit_fraction, sunlight_factor
from engine.timebase import parse_utc
from engine.world import Simulation

INSTANTS = 12  # one a month: 48 of them give the same to 1e-5

_KNOWN: WeakKeyDictionary[Simulation, float] = WeakKeyDictionary()


def year_sunlight_share(simulation: Simulation) -> float:
    """Return the mean over a year, and over all planes, of sunlit share of the circle x (1 AU / distance)^2.

    The year is the scenario's first.  All planes count as filled evenly, so that an empty fleet has an answer:
    what the satellites to come will see.  Leaves out: that a part-built fleet fills its planes a little unevenly.
    """
    if simulation not in _KNOWN:
        _KNOWN[simulation] = _mean_over_a_year(simulation)
    return _KNOWN[simulation]


def _mean_over_a_year(simulation: Simulation) -> float:
    start_s = simulation.scenario.start_s
    first_s = min(start_s, parse_utc(LAST_UTC) - SECONDS_PER_JULIAN_YEAR)  # the ephemeris ends there
    shares = []
    for month in range(INSTANTS):
        t_s = first_s + (month + 0.5) / INSTANTS * SECONDS_PER_JULIAN_YEAR
        sun_gcrs_km = simulation.ephemeris.sun_gcrs_km(t_s)
        phases = shell_phases(simulation.constellation, t_s - start_s)
        shares.append(mean_sunlit_fraction(simulation.planes, phases, sun_gcrs_km) * sunlight_factor(sun_gcrs_km))
    return float(np.mean(shares))
