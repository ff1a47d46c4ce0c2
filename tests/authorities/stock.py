"""What becomes of a fleet: a sum over its launches, some minutes to hours of them at a time.

Written from the words of the model: mass goes up at R / (1 + exp(-(t - t_half) / tau)) from the start on, where tau is
such that the rate at the start is ``start_rate``.  A satellite rises for ``rise_days``; a year leaves (1 - failures) of
those that work, and (1 - ageing) of their power; after ``life_years`` it is retired, working or not.  Each of the spans
(rising, on station, retired) is cut into 400,000 slices, and each slice's launches are taken at its middle: no closed
form, and no other quadrature.  ``null`` as life: never retired.  Years are Julian years.
"""

from __future__ import annotations

from math import log

import numpy as np
from record import record

SLICES = 400_000
# start, half, start rate and full rate in kg a year, mass in kg; life, rise in days, failures, ageing; years to ask for
FLEETS = [
    (2026.0, 2030.0, 2.5e6, 1.0e9, 1_000.0, None, 60.0, 0.09, 0.025, [2027.0, 2031.0, 2046.0]),
    (2026.0, 2030.0, 2.5e6, 1.0e9, 1_000.0, 5.0, 60.0, 0.09, 0.025, [2030.0, 2033.0, 2046.0]),
    (2026.0, 2031.5, 1.0e6, 6.0e8, 3_000.0, 5.0, 90.0, 0.02, 0.0, [2029.0, 2036.0, 2060.0]),
    (2026.0, 2031.5, 1.0e6, 6.0e8, 3_000.0, 7.5, 30.0, 0.0, 0.01, [2029.0, 2036.0, 2060.0]),
    (2026.0, 2030.0, 2.5e6, 1.0e9, 1_000.0, None, 60.0, 0.9, 0.5, [2027.0, 2036.0, 2101.0]),
    (2040.0, 2085.0, 1.0e7, 5.0e12, 10_000.0, None, 0.0, 0.02, 0.005, [2050.0, 2085.0, 2100.0]),  # from the Moon
    (2040.0, 2085.0, 1.0e7, 5.0e12, 10_000.0, 10.0, 0.0, 0.05, 0.02, [2045.0, 2085.0, 2100.0]),
]


def sums(fleet: tuple, year: float) -> dict:
    start, half, start_rate, full_rate, mass_kg, life, rise_days, failures, ageing, _ = fleet
    tau = (half - start) / log(full_rate / start_rate - 1.0)

    def launches(first: float, last: float) -> tuple[np.ndarray, np.ndarray]:
        """Return each slice's launches and their age."""
        first, last = max(first, start), max(last, start)
        step = (last - first) / SLICES
        when = first + step * (np.arange(SLICES) + 0.5)
        return full_rate / (1.0 + np.exp(-(when - half) / tau)) / mass_kg * step, year - when

    risen_by = year - rise_days / 365.25
    born_after = start if life is None else year - life
    rising, _ = launches(risen_by, year)
    on_station, age = launches(born_after, risen_by)
    gone, _ = launches(start, born_after)
    works = on_station * (1.0 - failures) ** age
    return {
        "year": year,
        "rising": round(float(rising.sum()), 3),
        "working": round(float(works.sum()), 3),
        "failed": round(float((on_station - works).sum()), 3),
        "retired": round(float(gone.sum()), 3),
        "ageing": round(float((works * (1.0 - ageing) ** age).sum() / works.sum()), 9),
    }


def row(fleet: tuple) -> dict:
    names = ("start_year", "half_year", "start_rate_kg_per_year", "full_rate_kg_per_year", "satellite_mass_kg",
             "life_years", "rise_days", "failure_share_per_year", "degradation_per_year")  # fmt: skip
    return dict(zip(names, fleet, strict=False)) | {"stocks": [sums(fleet, year) for year in fleet[-1]]}


if __name__ == "__main__":
    record(
        __file__,
        about="Rising, working, failed and retired satellites, summed over slices of launches; Julian years",
        packages=("numpy",),
        fleets=[row(fleet) for fleet in FLEETS],
    )
