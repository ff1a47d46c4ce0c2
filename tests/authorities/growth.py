"""How many satellites a logistic ramp has launched: numerical integration.

scipy's ``quad`` (epsrel 1e-13) integrates R / (1 + exp(-(t - t_half) / tau)) / m from
the start; no closed form goes in.  ``tau`` is the time constant with which the
rate at the start is ``start_rate``.  Years are Julian years.

The first ramp is the claim's: 2,500 t a year in 2026, half of 1 Mt a year at
2030.0, satellites of 1 t.  ``launch_years`` are found by Brent's method on
the integral: when satellite k flies is when the total passes k + 1/2.
"""

from __future__ import annotations

from math import exp, log

from record import record
from scipy.integrate import quad
from scipy.optimize import brentq

RAMPS = [  # start year, half year, rate at the start and full rate in kg a year, satellite mass in kg, years to ask for
    (2026.0, 2030.0, 2.5e6, 1.0e9, 1_000.0, [2027.0, 2030.0, 2036.0, 2045.0, 2046.0]),
    (2026.0, 2031.5, 1.0e6, 2.5e9, 3_000.0, [2028.0, 2031.5, 2040.0, 2060.0]),
    (2030.0, 2034.0, 4.0e4, 2.0e7, 2_000.0, [2031.0, 2034.0, 2050.0, 2099.0]),
    (2025.0, 2080.0, 1.0e5, 5.0e11, 10_000.0, [2030.0, 2080.0, 2100.0]),
]


def total(year: float, ramp: tuple) -> float:
    start, half, start_rate, full_rate, mass_kg, _ = ramp
    tau = (half - start) / log(full_rate / start_rate - 1.0)

    def rate(t: float) -> float:
        return full_rate / (1.0 + exp(-(t - half) / tau)) / mass_kg

    breaks = [half] if start < half < year else None
    return float(quad(rate, start, year, epsabs=0.0, epsrel=1e-13, limit=400, points=breaks)[0])


def row(ramp: tuple) -> dict:
    start, half, start_rate, full_rate, mass_kg, years = ramp
    totals = [total(year, ramp) for year in years]
    asked = [0, 1_000, int(totals[-1] / 3), int(totals[-1]) - 1]
    launch_years = [
        brentq(lambda year, k=k: total(year, ramp) - k - 0.5, start, years[-1], xtol=1e-12, rtol=1e-14) for k in asked
    ]
    return {
        "start_year": start,
        "half_year": half,
        "start_rate_kg_per_year": start_rate,
        "full_rate_kg_per_year": full_rate,
        "satellite_mass_kg": mass_kg,
        "years": years,
        "satellites": [round(n, 4) for n in totals],
        "k": asked,
        "launch_years": [round(year, 10) for year in launch_years],
    }


if __name__ == "__main__":
    record(
        __file__,
        about="Satellites launched by a logistic ramp, by numerical integration; Julian years",
        packages=("scipy",),
        ramps=[row(ramp) for ramp in RAMPS],
    )
