"""What compute costs in orbit and on the ground: payments found by trial, output by integration, learning by doubling.

No closed form of engine's goes in.  A capital recovery factor is the equal payment at the end of each year whose
present value, summed year by year, is 1 (scipy's ``brentq`` on the sum).  Output over a life is the integral of
(1 - d)^a (1 - f)^a (``quad``).  Wright's law is walked: the price is multiplied by (1 - b) for each whole doubling,
and within the last by the power that takes it from 1 to (1 - b) as mass goes from 1 to 2.

Prices are in dollars; a watt is a watt of computers; 8,766 hours in a year.
"""

from __future__ import annotations

import math

import numpy as np
from record import record
from scipy.integrate import quad
from scipy.optimize import brentq

HOURS = 365.25 * 24.0


def payment(rate: float, years: int) -> float:
    """Return the yearly payment that pays off 1 over ``years``."""

    def owed(paid: float) -> float:
        debt = 1.0
        for _ in range(years):
            debt = debt * (1.0 + rate) - paid
        return debt

    return float(brentq(owed, 0.0, 1.0 + rate, xtol=1e-15, rtol=1e-14))


def price(start: float, learning: float, mass_before: float, mass: float, floor: float) -> float:
    """Return the launch price when ``mass`` has been launched in all."""
    now, reached = start, mass_before
    while 2.0 * reached <= mass:
        now, reached = now * (1.0 - learning), 2.0 * reached
    part = math.log(mass / reached) / math.log(2.0)
    return max(floor, now * (1.0 - learning) ** part)


def case(**given: float) -> dict[str, float]:
    return given


CASES = [
    # the defaults, and satellites of 100 W/kg
    case(sat=22.0, chips=25.8, launch=1600.0, learning=0.15, before=2e7, mass=2e7, floor=30.0, w_per_kg=100.0,
         load=1.0, overhead=0.0, sun=0.8371, pointing=0.0, ageing=0.0, failures=0.0, sat_years=5, chip_years=5,
         r_orbit=0.15, r_ground=0.103, facility=12.0, facility_years=15, mwh=70.0, pue=1.2, ops=0.01, free=0,
         gpu_w=2100.0, token_j=0.36),
    # a sceptic's: heavy, ageing, failing
    case(sat=22.0, chips=25.8, launch=1500.0, learning=0.15, before=2e7, mass=3.3e8, floor=30.0, w_per_kg=36.0,
         load=0.9, overhead=0.1, sun=0.80, pointing=0.05, ageing=0.025, failures=0.09, sat_years=5, chip_years=4,
         r_orbit=0.15, r_ground=0.103, facility=12.0, facility_years=15, mwh=70.0, pue=1.2, ops=0.01, free=0,
         gpu_w=2100.0, token_j=0.36),
    # a hopeful one: long life, cheap satellites, much learning, at the floor, no upkeep
    case(sat=5.0, chips=10.0, launch=1600.0, learning=0.27, before=2e7, mass=1.6e10, floor=100.0, w_per_kg=100.0,
         load=1.0, overhead=0.0, sun=0.99, pointing=0.0, ageing=0.01, failures=0.0, sat_years=15, chip_years=6,
         r_orbit=0.08, r_ground=0.08, facility=13.8, facility_years=20, mwh=120.0, pue=1.1, ops=0.03, free=1,
         gpu_w=1730.0, token_j=1.11),
]  # fmt: skip


def row(c: dict) -> dict:
    usd_per_kg = price(c["launch"], c["learning"], c["before"], c["mass"], c["floor"])
    computers_share = c["load"] * (1.0 - c["overhead"])
    space = (c["sat"] + usd_per_kg / c["w_per_kg"]) / computers_share
    output, _ = quad(
        lambda age: (1.0 - c["ageing"]) ** age * (1.0 - c["failures"]) ** age, 0.0, c["sat_years"], epsrel=1e-13
    )
    delivered_h = c["sun"] * (1.0 - c["pointing"]) * output / c["sat_years"] * HOURS
    operations = 0.0 if c["free"] else c["ops"] * c["sat"] / computers_share
    power_year = space * payment(c["r_orbit"], c["sat_years"]) + operations
    orbit_year = power_year + c["chips"] * payment(c["r_orbit"], min(c["chip_years"], c["sat_years"]))
    ground_power_year = (
        c["facility"] * (payment(c["r_ground"], c["facility_years"]) + c["ops"]) + c["mwh"] / 1e6 * c["pue"] * HOURS
    )
    ground_year = ground_power_year + c["chips"] * payment(c["r_ground"], c["chip_years"])
    tokens_per_wh = 3600.0 / c["token_j"]
    return {
        "case": c,
        "launch_usd_per_kg": usd_per_kg,
        "orbit_usd_per_w": space + c["chips"],
        "ground_usd_per_w": c["facility"] + c["chips"],
        "orbit_usd_per_mwh": power_year / delivered_h * 1e6,
        "ground_power_usd_per_mwh": ground_power_year / HOURS * 1e6,
        "orbit_usd_per_gpu_hour": orbit_year / delivered_h * c["gpu_w"],
        "ground_usd_per_gpu_hour": ground_year / HOURS * c["gpu_w"],
        "orbit_usd_per_mtoken": orbit_year / delivered_h / tokens_per_wh * 1e6,
        "ground_usd_per_mtoken": ground_year / HOURS / tokens_per_wh * 1e6,
    }


def annuities() -> list[dict]:
    rows = []
    for rate in (0.0001, 0.03, 0.08, 0.103, 0.15, 0.5):
        for years in (1, 4, 5, 15, 40):
            present_value = float(np.sum((1.0 + rate) ** -np.arange(1.0, years + 1.0)))
            rows.append({"rate": rate, "years": years, "factor": 1.0 / present_value, "by_trial": payment(rate, years)})
    return rows


def doublings() -> list[dict]:
    """Return the price at the start and after 1, 2, ... doublings: 15 % off each, by multiplication."""
    rows, now = [], 1600.0
    for n in range(11):
        rows.append({"doublings": n, "mass_kg": 2e7 * 2**n, "usd_per_kg": now})
        now *= 0.85
    return rows


if __name__ == "__main__":
    record(
        __file__,
        about="Cost of compute in orbit and on the ground, by year-by-year sums",
        packages=("numpy", "scipy"),
        annuities=annuities(),
        doublings=doublings(),
        rows=[row(c) for c in CASES],
    )
