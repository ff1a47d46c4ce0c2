"""The next shot from the Moon, and the flight of the day: against a sum of the rate, and a table made by hand."""

from dataclasses import replace
from itertools import pairwise
from math import exp

import numpy as np
import pytest
from scipy.integrate import quad

from engine.flight_table import SPACING_S, FlightTable
from engine.lunar_flights import LunarFlights
from engine.timebase import parse_utc
from engine.world import open_simulation, world_at

YEAR_S = 365.25 * 86_400.0
SIMULATION = open_simulation("moon")


def at(when, simulation=SIMULATION):
    return world_at(simulation, parse_utc(when)).quantities


@pytest.mark.parametrize("when", ["2060-01-01", "2066-01-01", "2068-03-05T06:07:08Z", "2075-06-01", "2090-01-01"])
def test_the_shot_comes_when_the_sum_of_the_rate_says_so(when):
    """Number n is due when n - 1/2 satellites' mass has been launched: the logistic rate, summed by quadrature."""
    start_s, half_s = parse_utc("2054-09-01"), parse_utc("2085-01-01")
    first, full = 4.4e6, 5.0e12  # kg a year, as the scenario says
    tau_s = (half_s - start_s) / np.log(full / first - 1.0)

    def rate_per_s(t_s):
        return full / YEAR_S / 100_000.0 / (1.0 + exp(-(t_s - half_s) / tau_s))

    t_s, known = parse_utc(when), at(when)
    due_s = t_s + known["moon_next_shot_s"].value
    edges = np.linspace(start_s, due_s, 40)
    launched = sum(quad(rate_per_s, low, high, epsrel=1e-13)[0] for low, high in pairwise(edges))
    number = known["moon_next_shot_number"].value
    assert launched == pytest.approx(number - 0.5, abs=1e-5, rel=1e-10)


@pytest.mark.parametrize("when", ["2060-01-01", "2066-01-01", "2075-06-01"])
def test_one_more_is_launched_once_it_has_come(when):
    known = at(when)
    due_s = parse_utc(when) + known["moon_next_shot_s"].value
    before, after = (world_at(SIMULATION, due_s + dt).quantities for dt in (-0.01, 0.01))
    assert before["moon_satellites_launched"].value == known["moon_satellites_launched"].value
    assert after["moon_satellites_launched"].value == known["moon_satellites_launched"].value + 1
    assert before["moon_next_shot_s"].value == pytest.approx(0.01, abs=1e-4)
    assert after["moon_next_shot_s"].value == pytest.approx(after["moon_seconds_between_shots"].value, rel=1e-3)


def test_before_the_first_shot_it_counts_to_that():
    known = at("2030-01-01")
    assert known["moon_next_shot_number"].value == 1
    first_s = parse_utc("2030-01-01") + known["moon_next_shot_s"].value
    assert first_s == pytest.approx(parse_utc("2054-09-05T03:21:00Z"), abs=60.0)  # the scenario's own milestone
    assert known["moon_shots_per_second"].value == 0.0


def flown(simulation=SIMULATION):
    """The scenario with a table in which every number rises by one a day from the first launch on."""
    scenario = simulation.scenario
    rows = 40
    day = np.arange(float(rows))
    table = FlightTable(
        "high_earth_orbit", scenario.lunar_ramp.start_s, (5.0 + day) * 86_400.0,
        np.zeros((rows, 129, 3), np.float32), np.zeros((rows, 3)),
        {"speed_km_s": 100.0 + day, "insertion_km_s": 200.0 + day, "radius_km": np.full(rows, 1e5)},
    )  # fmt: skip
    assert SPACING_S == 86_400.0
    return replace(simulation, flights=LunarFlights(scenario.lunar, scenario.lunar_ramp, table, None))


@pytest.mark.parametrize(("when", "days"), [("2054-09-01", 0.0), ("2054-09-11T12:00:00Z", 10.5), ("2040-01-01", 0.0)])
def test_the_flight_of_the_day_is_the_tables(when, days):
    known = at(when, flown())
    assert known["moon_day_speed_km_s"].value == pytest.approx(100.0 + days, abs=1e-6)
    assert known["moon_day_flight_days"].value == pytest.approx(5.0 + days, abs=1e-6)
    assert known["moon_day_insertion_km_s"].value == pytest.approx(200.0 + days, abs=1e-6)
    # What follows from usual flights does not change with what happens to be worked out.
    assert known["moon_energy_per_kg_j"] == at(when)["moon_energy_per_kg_j"]


def test_to_deep_space_the_speed_is_the_scenarios_own():
    known = at("2080-01-01", flown())
    assert known["moon_day_speed_km_s"].value == 3.0
    assert known["moon_day_insertion_km_s"].value == 0.0


def test_there_is_no_flight_of_the_day_before_the_flights_are_worked_out():
    assert not [name for name in at("2060-01-01") if name.startswith("moon_day_")]
    assert "moon_next_shot_s" not in world_at(open_simulation("megaton"), parse_utc("2030-01-01")).quantities
