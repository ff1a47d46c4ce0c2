"""A lunar factory worked out a second time, step by step: sums over a shot, burns, years and atoms.

- A shot is stepped along its track: 20,000 even steps of time at constant thrust; its energy is the force times the
  way, its greatest power the last force times the last speed.
- A burn expels a hundred-thousandth of the mass after another, each at the exhaust's speed; the lander's three burns
  (to the Moon 3.15, into its orbit 0.90, to its surface 2.05 km/s; NASA SP-4029) follow on one another.
- A year of shots, flights and soil is counted out; metals and silicon are what is left of soil without its oxygen.
- What has been made so far is the rate times the share, by scipy's ``quad`` over time.
- What its own growth takes: a factory's capital is ``years`` of its production P, and what is not for satellites builds
  more of it, so P = made + years * dP/dt.  Of this the solution that does not run away is
  P(t) = integral from 0 to infinity of made(t + s) exp(-s / years) / years ds, by ``quad``.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

from record import record
from scipy.integrate import quad

G0 = 9.80665
YEAR_S = 365.25 * 86_400.0

CASES = [
    {  # as a first machine, with chemical insertion
        "speed_km_s": 2.392, "length_km": 5.0, "efficiency": 0.6, "insertion_km_s": 0.515, "isp_s": 350.0,
        "oxygen": 0.78, "satellite_kg": 1_000.0, "rate_kg_per_year": 4.4e6, "full_kg_per_year": 5.0e12,
        "tau_years": 2.176, "share": 0.74, "smelting_kwh": 18.0, "soil_oxygen": 0.43, "machine_years": 1.0,
        "sunlight": 0.5, "array_efficiency": 0.184, "array_kg_m2": 2.95, "lander_isp_s": 350.0, "cargo": 0.5,
        "payload_kg": 100_000.0,
    },
    {  # at its full rate, to deep space
        "speed_km_s": 3.0, "length_km": 4.7, "efficiency": 0.75, "insertion_km_s": 0.0, "isp_s": 350.0,
        "oxygen": 0.78, "satellite_kg": 100_000.0, "rate_kg_per_year": 4.95e12, "full_kg_per_year": 5.0e12,
        "tau_years": 2.176, "share": 0.98, "smelting_kwh": 60.0, "soil_oxygen": 0.43, "machine_years": 0.7,
        "sunlight": 0.9, "array_efficiency": 0.25, "array_kg_m2": 1.5, "lander_isp_s": 450.0, "cargo": 0.7,
        "payload_kg": 200_000.0,
    },
    {  # so much propellant that the soil is dug for its oxygen
        "speed_km_s": 2.51, "length_km": 40.0, "efficiency": 0.5, "insertion_km_s": 3.045, "isp_s": 300.0,
        "oxygen": 0.85, "satellite_kg": 3_000.0, "rate_kg_per_year": 2.0e8, "full_kg_per_year": 1.0e9,
        "tau_years": 5.0, "share": 0.3, "smelting_kwh": 30.0, "soil_oxygen": 0.42, "machine_years": 2.0,
        "sunlight": 0.5, "array_efficiency": 0.2, "array_kg_m2": 4.0, "lander_isp_s": 350.0, "cargo": 0.4,
        "payload_kg": 35_000.0,
    },
]  # fmt: skip

RAMPS = [  # years from the start; rates in kg a year: half, tau, full, share at first, all made there, years to ask for
    (30.33, 2.176, 5.0e12, 0.74, 15.33, [1.0, 10.0, 15.33, 20.0, 46.0]),
    (10.0, 1.5, 2.0e9, 0.2, 30.0, [0.5, 8.0, 20.0, 40.0]),
]


def shot(speed_km_s: float, length_km: float, mass_kg: float) -> dict:
    """Step one shot along the track that is as long as it says."""
    v, way_m = speed_km_s * 1_000.0, length_km * 1_000.0
    steps = 20_000
    time_s = 2.0 * way_m / v
    a, dt = v / time_s, time_s / steps
    x = speed = energy = 0.0
    for _ in range(steps):
        moved = speed * dt + 0.5 * a * dt * dt
        energy += mass_kg * a * moved
        x, speed = x + moved, speed + a * dt
    assert abs(x - way_m) < 1e-6 * way_m
    return {"energy_j": energy, "peak_w": mass_kg * a * speed, "load_g": a / G0, "time_s": time_s}


def mass_ratio(dv_km_s: float, isp_s: float) -> float:
    """Burn until the speed has changed by so much; small expulsions, each by conservation of momentum."""
    mass, gained, goal, part = 1.0, 0.0, dv_km_s * 1_000.0, 1e-5
    while gained < goal:
        step = isp_s * G0 * part / (1.0 - part / 2.0)
        left = goal - gained
        if left < step:
            return 1.0 / (mass * (1.0 - part * left / step))
        mass, gained = mass * (1.0 - part), gained + step
    return 1.0 / mass


def production(case: dict, years: float) -> float:
    """Solve P = made + years dP/dt for a logistic ramp that is at the case's rate now, at a constant share."""
    full, tau = case["full_kg_per_year"] * case["share"], case["tau_years"]
    z0 = -log(case["full_kg_per_year"] / case["rate_kg_per_year"] - 1.0)

    def made(s: float) -> float:
        return full / (1.0 + exp(-(z0 + s / tau)))

    return float(quad(lambda s: made(s) * exp(-s / years) / years, 0.0, 60.0 * max(years, tau), limit=400)[0])


def row(case: dict) -> dict:
    ratio = mass_ratio(case["insertion_km_s"], case["isp_s"])
    one = shot(case["speed_km_s"], case["length_km"], case["satellite_kg"] * ratio)
    shots_per_s = case["rate_kg_per_year"] / case["satellite_kg"] / YEAR_S
    propellant = case["rate_kg_per_year"] * (ratio - 1.0)
    made = case["rate_kg_per_year"] * case["share"]
    brought = case["rate_kg_per_year"] - made + propellant * (1.0 - case["oxygen"])
    landed = brought / case["cargo"]
    in_orbit = landed
    for burn in (2.05, 0.90, 3.15):
        in_orbit *= mass_ratio(burn, case["lander_isp_s"])
    w_per_m2 = 1361.6 * case["array_efficiency"] * case["sunlight"]
    smelting_w_per_kg_a_year = case["smelting_kwh"] * 3.6e6 / YEAR_S
    array_years = smelting_w_per_kg_a_year / w_per_m2 * case["array_kg_m2"]
    growth = (1.0 - case["rate_kg_per_year"] / case["full_kg_per_year"]) / case["tau_years"]
    exact = production(case, case["machine_years"] + array_years)
    taken = made / (1.0 - growth * (case["machine_years"] + array_years))
    oxygen = propellant * case["oxygen"]
    soil = taken + taken * case["soil_oxygen"] / (1.0 - case["soil_oxygen"])
    if soil * case["soil_oxygen"] < oxygen:
        soil = oxygen / case["soil_oxygen"]
    driver_w = shots_per_s * one["energy_j"] / case["efficiency"]
    smelting_w = taken * smelting_w_per_kg_a_year
    return {
        "given": case,
        "moon_shot_load_g": one["load_g"],
        "moon_shot_time_s": one["time_s"],
        "moon_shot_kinetic_j": one["energy_j"],
        "moon_muzzle_peak_w": one["peak_w"],
        "moon_insertion_mass_ratio": ratio,
        "moon_shots_per_hour": shots_per_s * 3_600.0,
        "moon_driver_kinetic_w": shots_per_s * one["energy_j"],
        "moon_driver_electric_w": driver_w,
        "moon_driver_loss_w": driver_w - shots_per_s * one["energy_j"],
        "moon_propellant_kg_per_year": propellant,
        "moon_made_kg_per_year": made,
        "moon_brought_kg_per_year": brought,
        "moon_supply_kg_per_year": in_orbit,
        "moon_supply_flights_per_year": in_orbit / case["payload_kg"],
        "moon_doubling_years": case["tau_years"] * log(2.0),
        "moon_growth_per_year": growth,
        "moon_production_kg_per_year": taken,
        "moon_soil_kg_per_year": soil,
        "moon_left_over_kg_per_year": soil - taken - oxygen,
        "moon_smelting_w": smelting_w,
        "moon_factory_array_m2": (smelting_w + driver_w) / w_per_m2,
        "moon_factory_array_kg": (smelting_w + driver_w) / w_per_m2 * case["array_kg_m2"],
        "exact_production_kg_per_year": exact,
    }


def so_far(ramp: tuple) -> dict:
    half, tau, full, share, all_there, years = ramp

    def rate(t: float) -> float:
        return full / (1.0 + exp(-(t - half) / tau))

    def made(t: float) -> float:
        return rate(t) * min(share + (1.0 - share) * t / all_there, 1.0)

    def total(flow, year: float) -> float:
        edges = sorted({0.0, min(all_there, year), min(half, year), year})
        return sum(quad(flow, a, b, epsrel=1e-12, limit=400)[0] for a, b in pairwise(edges))

    return {
        "half_years": half, "tau_years": tau, "full_kg_per_year": full, "share": share, "all_there_years": all_there,
        "years": years, "made_kg": [total(made, year) for year in years],
        "launched_kg": [total(rate, year) for year in years],
    }  # fmt: skip


if __name__ == "__main__":
    record(
        __file__,
        about="A lunar factory: shots stepped along the track, burns expelled bit by bit, years counted out",
        packages=("scipy",),
        cases=[row(case) for case in CASES],
        totals=[so_far(ramp) for ramp in RAMPS],
    )
