"""The cash flywheel a second time: one run after the other, in plain Python, from a description in words.

The description.  A company has cash at the end of 2025 and 600 Tbps in orbit.
Each year from 2026 to 2030 it may spend all its cash.  First on Falcon 9: at
most 2,100 t a year, of satellites of 0.167 Gbps/kg, each kg costing a launch
and a satellite.  The rest goes to Starship.  In service since t0, its fleet at
the end of a year is 10 ships for every year since t0, and they have flown for
that part of the year in which there was service.  A ship flies every T days.
T falls by a share with every doubling of (1 + mass that Starship has lifted
before this year / 1,000 t), but not below a day; a launch's cost per kg falls
likewise.  Starship lifts no more than the fleet can, nor than the cash pays.
A share x of its mass is compute (w watts per kg, built at h dollars a watt),
the rest is satellites of g Gbps/kg.  What is in orbit loses a fifth a year, as
a life is five years; what comes up in a year loses nothing in that year.  A
year's sales use the mean of the bandwidth at its start and end; the price of a
unit falls by a share with each doubling since 600 Tbps; sales stop at 15 % of
2 trillion dollars.  Compute earns r dollars per watt of the mean of start and
end.  EBITDA is margin × (sales + 6 billion) + compute's earnings; 80 % of it is
next year's cash, beside what was not spent.  Value is 2030's EBITDA × multiple.

The ranges are typed from the notes on the sources, not read from the program's
tables.  The draws are Python's own (``random``), and go into the JSON.
"""

from __future__ import annotations

import random
from math import exp, log

from record import record

RANGES = {
    "v_starting_cash_usd": ("triangular", 20e9, 50e9, 90e9),
    "v_service_year": ("triangular", 2027.0, 2027.5, 2029.5),
    "v_payload_kg": ("triangular", 35_000.0, 100_000.0, 150_000.0),
    "v_turnaround_days": ("triangular", 30.0, 60.0, 120.0),
    "v_turnaround_learning_share": ("triangular", 0.15, 0.27, 0.35),
    "v_launch_usd_per_kg": ("lognormal", 900.0, 0.35),
    "v_launch_learning_share": ("triangular", 0.10, 0.15, 0.25),
    "v_satellite_usd_per_kg": ("lognormal", 800.0, 0.35),
    "v_gbps_per_kg": ("triangular", 0.25, 0.5, 0.7),
    "v_price_usd_per_mbps_month": ("triangular", 1.0, 1.4, 1.9),
    "v_price_fall_share": ("triangular", 0.15, 0.22, 0.30),
    "v_margin_share": ("triangular", 0.35, 0.5, 0.65),
    "v_multiple": ("triangular", 12.0, 18.0, 25.0),
    "v_compute_w_per_kg": ("triangular", 36.0, 45.0, 100.0),
    "v_compute_usd_per_w": ("uniform", 40.0, 82.0),
    "v_compute_usd_per_w_year": ("triangular", 6.8, 8.8, 11.05),
    "v_compute_mass_share": ("uniform", 0.0, 0.5),
}


def one_value(chance: random.Random, kind: str, *numbers: float) -> float:
    if kind == "triangular":
        low, mode, high = numbers
        return chance.triangular(low, high, mode)
    if kind == "uniform":
        return chance.uniform(*numbers)
    median, sigma = numbers
    return chance.lognormvariate(log(median), sigma)


def after_learning(first: float, fall: float, lifted_t: float) -> float:
    doublings = log(1.0 + lifted_t / 1_000.0) / log(2.0)
    return first * exp(doublings * log(1.0 - fall))


def flywheel(draw: dict[str, float], compute: bool) -> dict[str, float]:
    """Tonnes, terabits, gigawatts and billions of dollars, so that a slip of units in either shows."""
    x = draw["v_compute_mass_share"] if compute else 0.0
    launch_per_t = draw["v_launch_usd_per_kg"] * 1e3 / 1e9
    satellite_per_t = draw["v_satellite_usd_per_kg"] * 1e3 / 1e9
    gw_per_t = draw["v_compute_w_per_kg"] * 1e3 / 1e9
    cash, tbps, gw, lifted_t = draw["v_starting_cash_usd"] / 1e9, 600.0, 0.0, 0.0
    ebitda = 0.0
    limits = ""
    for year in (2026, 2027, 2028, 2029, 2030):
        falcon_t = 2_100.0
        if falcon_t * (launch_per_t + satellite_per_t) > cash:
            falcon_t = cash / (launch_per_t + satellite_per_t)
        cash -= falcon_t * (launch_per_t + satellite_per_t)

        starship_t = 0.0
        limit = "-"
        since = (year + 1) - draw["v_service_year"]
        if since > 0.0:
            days = after_learning(draw["v_turnaround_days"], draw["v_turnaround_learning_share"], lifted_t)
            if days < 1.0:
                days = 1.0
            days_in_service = 365.25 * (since if since < 1.0 else 1.0)
            flights = 10.0 * since * days_in_service / days
            starship_t = flights * draw["v_payload_kg"] / 1e3
            a_tonne = after_learning(launch_per_t, draw["v_launch_learning_share"], lifted_t)
            a_tonne += (1.0 - x) * satellite_per_t + x * gw_per_t * draw["v_compute_usd_per_w"]
            limit = "fleet"
            if starship_t * a_tonne > cash:
                starship_t, limit = cash / a_tonne, "cash"
            cash -= starship_t * a_tonne
        lifted_t += starship_t
        limits += limit[0]

        tbps_after = tbps * 4.0 / 5.0 + falcon_t * 0.167 + starship_t * (1.0 - x) * draw["v_gbps_per_kg"]
        gw_after = gw * 4.0 / 5.0 + starship_t * x * gw_per_t
        mean_tbps, mean_gw = (tbps + tbps_after) / 2.0, (gw + gw_after) / 2.0
        tbps, gw = tbps_after, gw_after

        doublings = log(mean_tbps / 600.0) / log(2.0)
        price = draw["v_price_usd_per_mbps_month"] * (1.0 - draw["v_price_fall_share"]) ** doublings
        sales = mean_tbps * 1e6 * price * 12.0 / 1e9
        if sales > 0.15 * 2_000.0:
            sales = 0.15 * 2_000.0
        ebitda = draw["v_margin_share"] * (sales + 6.0) + mean_gw * draw["v_compute_usd_per_w_year"]
        cash += 0.8 * ebitda
    return {"value_usd": ebitda * draw["v_multiple"] * 1e9, "bandwidth_gbps": tbps * 1e3, "limits": limits}


def rows(count: int) -> list[dict]:
    chance = random.Random(20301)
    made = []
    for _ in range(count):
        draw = {name: one_value(chance, *spread) for name, spread in RANGES.items()}
        made.append({"draw": draw, "without": flywheel(draw, False), "with": flywheel(draw, True)})
    # The corners, where each limit holds: too little money for Falcon, no service, sales at their most, compute
    # alone, and ships that fly once a day with all the money there could be.
    base = dict(made[0]["draw"])
    for change in (
        {"v_starting_cash_usd": 3e9, "v_launch_usd_per_kg": 4_000.0},
        {"v_service_year": 2031.5},
        {"v_service_year": 2026.0, "v_turnaround_days": 1.5, "v_gbps_per_kg": 9.0, "v_price_fall_share": 0.01},
        {"v_compute_mass_share": 1.0, "v_compute_usd_per_w": 0.5},
        {"v_starting_cash_usd": 1e14, "v_turnaround_days": 1.5, "v_gbps_per_kg": 0.001},
    ):
        draw = base | change
        made.append({"draw": draw, "without": flywheel(draw, False), "with": flywheel(draw, True)})
    return made


if __name__ == "__main__":
    record(
        __file__,
        about="The cash flywheel of 2026 to 2030, one run at a time, for draws of Python's random module",
        packages=(),
        ranges=[{"name": name, "kind": kind, "numbers": numbers} for name, (kind, *numbers) in RANGES.items()],
        runs=rows(50),
    )
