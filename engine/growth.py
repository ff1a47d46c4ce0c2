"""How a fleet builds up: a logistic ramp of mass to orbit, in closed form.

    rate(t) = R / (1 + exp(-(t - t_half) / tau))

From it follow how many satellites have been launched at any time, and when
each of them was: satellite k flies when the running total passes k + 1/2.
No list of launches exists anywhere, so any date costs the same.

Left out: that rockets carry satellites by the dozen (a satellite's own launch
time differs from its rocket's by minutes at these rates), and weather.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import SECONDS_PER_JULIAN_YEAR

Array = NDArray[np.float64]


def _softplus(z: ArrayLike) -> Array:
    return np.logaddexp(0.0, np.asarray(z, dtype=np.float64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """A logistic ramp that begins at ``start_s`` with nothing launched.

    ``full_rate_kg_per_year`` is R; ``half_s`` the instant at which half of it
    is reached; ``tau_s`` the time constant.  Rates are per Julian year.
    """

    start_s: float
    half_s: float
    tau_s: float
    full_rate_kg_per_year: float
    satellite_mass_kg: float

    @classmethod
    def through(
        cls,
        *,
        start_s: float,
        half_s: float,
        start_rate_kg_per_year: float,
        full_rate_kg_per_year: float,
        satellite_mass_kg: float,
    ) -> Ramp:
        """Return the ramp that has the given rate at ``start_s`` and half the full one at ``half_s``."""
        tau_s = (half_s - start_s) / log(full_rate_kg_per_year / start_rate_kg_per_year - 1.0)
        return cls(
            start_s=start_s,
            half_s=half_s,
            tau_s=tau_s,
            full_rate_kg_per_year=full_rate_kg_per_year,
            satellite_mass_kg=satellite_mass_kg,
        )

    @property
    def _satellites_per_tau(self) -> float:
        return self.full_rate_kg_per_year * self.tau_s / SECONDS_PER_JULIAN_YEAR / self.satellite_mass_kg

    @property
    def _softplus_at_start(self) -> float:
        return float(_softplus((self.start_s - self.half_s) / self.tau_s))

    def rate_kg_per_year(self, t_s: float) -> float:
        """Return the mass rate to orbit at ``t_s``, kg per Julian year; none before the start."""
        if t_s < self.start_s:
            return 0.0
        return self.full_rate_kg_per_year / (1.0 + exp(-(t_s - self.half_s) / self.tau_s))

    def satellites_launched(self, t_s: ArrayLike) -> Array:
        """Return the running total of launches, a real number, of the same shape as ``t_s``."""
        z = (np.asarray(t_s, dtype=np.float64) - self.half_s) / self.tau_s
        return self._satellites_per_tau * np.maximum(_softplus(z) - self._softplus_at_start, 0.0)

    def count_launched(self, t_s: float) -> int:
        """Return how many satellites k have a launch time at or before ``t_s``."""
        return int(np.floor(self.satellites_launched(t_s) + 0.5))

    def launch_time_s(self, k: ArrayLike) -> Array:
        """Return the launch time of satellite k, the inverse of the running total at k + 1/2."""
        y = (np.asarray(k, dtype=np.float64) + 0.5) / self._satellites_per_tau + self._softplus_at_start
        # softplus is inverted as y + ln(1 - e^-y), which keeps its digits at both ends
        return self.half_s + self.tau_s * (y + np.log(-np.expm1(-y)))
