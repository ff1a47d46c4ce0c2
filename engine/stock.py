"""What becomes of a stock of satellites: rising, working, failed, retired.

A satellite rises for ``rise_s``, works until it fails or its life ends, and if
it has failed stays where it is, dark, until its life ends; then it is retired.
Failures come at a constant rate, so a satellite of age a still works with
probability exp(-rate a).  The numbers are expectations, rounded to whole ones:

    launched = rising + working + failed + retired

Left out: early failures and wear-out (the rate does not change with age), and
failed satellites that are removed before their life ends.
"""

from __future__ import annotations

from math import exp, isfinite, log1p
from typing import NamedTuple

import numpy as np

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.growth import Ramp

_PARTS, _NODES = 8, 24
_X, _W = np.polynomial.legendre.leggauss(_NODES)


class Stock(NamedTuple):
    """Whole satellites; ``ageing`` is the mean share of their first power that the working ones still give."""

    launched: int
    rising: int
    working: int
    failed: int
    retired: int
    ageing: float


def stock_at(
    ramp: Ramp, t_s: float, *, life_s: float, rise_s: float, failures_per_s: float, degradation_per_year: float
) -> Stock:
    """Return the stock at ``t_s``.  By Gauss-Legendre quadrature over launch numbers, to 1e-6 of the stock."""
    launched = ramp.count_launched(t_s)
    retired = ramp.count_launched(t_s - life_s) if isfinite(life_s) else 0
    on_station_end = max(ramp.count_launched(t_s - rise_s), retired)
    count = on_station_end - retired
    if count == 0 or (failures_per_s == 0.0 and degradation_per_year == 0.0):
        return Stock(launched, launched - on_station_end, count, 0, retired, 1.0)
    # Launch times run off steeply at the very first launches, so the parts are shorter there.
    edges = retired + count * np.linspace(0.0, 1.0, _PARTS + 1) ** 2
    half = 0.5 * np.diff(edges)
    k = (0.5 * (edges[:-1] + edges[1:]))[:, None] + half[:, None] * _X
    weight = half[:, None] * _W
    # The newest half satellite flies a moment from now, where whole numbers round up.
    age_s = np.maximum(t_s - ramp.launch_time_s(k - 0.5), 0.0)
    surviving = weight * np.exp(-failures_per_s * age_s)
    fading_per_s = -log1p(-degradation_per_year) / SECONDS_PER_JULIAN_YEAR
    expected = float(surviving.sum())
    ageing = float((surviving * np.exp(-fading_per_s * age_s)).sum()) / expected
    working = min(round(expected), count)
    return Stock(launched, launched - on_station_end, working, count - working, retired, ageing)


def end_of_life_share(degradation_per_year: float, life_years: float) -> float:
    """Return the share of its first power that a satellite gives at the end of its life."""
    return exp(log1p(-degradation_per_year) * life_years)
