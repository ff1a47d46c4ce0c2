"""Power, batteries and failures against a flown orbit, a published table, and sums over single satellites."""

import csv
import json
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.eclipse import longest_eclipse
from engine.expression import evaluate
from engine.models import MODELS
from engine.satellites import describe_satellite, failure_time_s, powers_w, satellite_states
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.world import capacity_curve, live_power_over, simulate, world_at

AUTHORITIES = Path(__file__).parents[1] / "authorities"
FLOWN = json.loads((AUTHORITIES / "battery.json").read_text(encoding="utf-8"))["rows"]
_LINES = (AUTHORITIES / "sunlit_table.csv").read_text(encoding="utf-8").splitlines()
ECLIPSES = list(csv.DictReader(line for line in _LINES if not line.startswith("#")))
_LINES = (AUTHORITIES / "satellites.csv").read_text(encoding="utf-8").splitlines()
PUBLISHED = {
    row["what"]: float(row["value"]) for row in csv.DictReader(line for line in _LINES if not line.startswith("#"))
}
MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
YEAR_S = 365.25 * 86_400.0
QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def with_life(text, years=5):
    assert text.count("power_w = 100_000 ") == 1
    return text.replace("power_w = 100_000 ", f"life_years = {years}\npower_w = 100_000 ")


def with_table(text, table, *lines):
    """Return the scenario with lines added to one of its tables, or a table added to it."""
    lines = "".join(f"{line}\n" for line in lines)
    if f"\n[{table}]\n" in text:
        return text.replace(f"\n[{table}]\n", f"\n[{table}]\n{lines}")
    return f"{text}\n[{table}]\n{lines}"


FAILING = with_table(with_life(MEGATON), "upkeep", "failure_share_per_year = 0.09")
SMALL = FAILING.replace("full_rate_kg_per_year = 1.0e9 ", "full_rate_kg_per_year = 6.0e6 ")
SMALL = with_table(SMALL, "power", "degradation_per_year = 0.03", "attitude_loss_share = 0.04")
SMALL = with_table(SMALL, "battery", "ride_through_share = 0.3")


def one_shell(altitude_km, inclination, more=""):
    """Return the shells of megaton's scenario with one shell in place of all."""
    head, _, rest = MEGATON.partition("[[shells]]")
    head = head.replace("slot_multiplier = 7_009_937", "slot_multiplier = 1")
    head = head.replace("full_rate_kg_per_year = 1.0e9 ", "full_rate_kg_per_year = 6.0e6 ")
    tail = rest[rest.index("[[milestones]]") :]
    shell = (
        f'[[shells]]\ngroup = "one"\naltitude_from_km = {altitude_km}\ninclination_deg = {inclination}\n'
        f"planes = 500\nslots_per_plane = 500\n{more}\n"
    )
    return parse_scenario(head + shell + tail).shells


START_S = load_scenario("megaton").start_s


@pytest.fixture(scope="module")
def inputs():
    scenario = load_scenario("megaton")
    quantities = world_at(simulate(scenario), scenario.opens_at_s).quantities
    return {name: quantity.value for name, quantity in quantities.items()}


def worked_out(inputs, **changes):
    values = {**inputs, **changes}
    for formula in MODELS["power"]:
        if formula.name not in changes:
            values[formula.name] = evaluate(formula.expression, values)
    return values


# -- eclipses and batteries ---------------------------------------------------------------------


@pytest.mark.parametrize("row", ECLIPSES, ids=lambda row: f"{row['altitude_km']} km")
def test_longest_eclipse_of_the_published_table(row):
    """At 30 degrees to the last digit; dawn and dusk within half a minute, as the grazing Sun's disc is counted too."""
    inclined = longest_eclipse(one_shell(row["altitude_km"], 30), START_S)
    assert inclined.minutes == pytest.approx(float(row["inclined_30_longest_eclipse_min"]), abs=0.06)
    dawn = one_shell(row["altitude_km"], '"sun-synchronous"', "local_times_h = [6]\nlocal_time_spread_h = 0")
    synchronous = longest_eclipse(dawn, START_S)
    assert synchronous.minutes == pytest.approx(float(row["dawn_dusk_longest_eclipse_min"]), abs=0.5)


def test_a_noon_plane_is_as_dark_as_any():
    noon = one_shell(600, '"sun-synchronous"', "local_times_h = [12]\nlocal_time_spread_h = 0")
    assert longest_eclipse(noon, START_S) == longest_eclipse(one_shell(600, 30), START_S)


@pytest.mark.parametrize("row", FLOWN, ids=lambda row: f"{row['altitude_km']:g} km")
def test_battery_and_array_of_a_flown_orbit(inputs, row):
    """200,000 steps a round are good to 2e-5; the orbit average of its load is the model's too."""
    longest = longest_eclipse(one_shell(row["altitude_km"], 30), START_S)
    assert longest.minutes == pytest.approx(row["dark_min"], rel=5e-5)
    found = worked_out(
        inputs,
        satellite_power_w=row["rated_w"],
        battery_ride_through_share=row["share"],
        longest_eclipse_min=longest.minutes,
        darkest_orbit_share=longest.dark_share,
        orbit_sunlit_fraction=1.0 - longest.dark_share,
        sun_distance_au=1.0,
    )
    assert found["battery_energy_kwh"] == pytest.approx(row["battery_kwh"], rel=5e-5)
    assert found["array_oversize"] == pytest.approx(row["array_over_rated"], rel=5e-5)
    average = found["power_orbit_average_w"] / found["power_rated_w"]
    assert average == pytest.approx(row["load_over_rated"], rel=5e-5)


def test_the_published_battery(inputs):
    found = worked_out(
        inputs,
        satellite_power_w=PUBLISHED["AI1 average power"],
        battery_ride_through_share=1.0,
        longest_eclipse_min=35.0,
    )
    assert found["battery_energy_kwh"] == pytest.approx(PUBLISHED["battery of 120 kW through 35 min"])
    mass = next(formula for formula in MODELS["heat"] if formula.name == "battery_mass_kg").expression
    for wh_per_kg in (100.0, 200.0):
        made = evaluate(mass, {**found, "battery_usable_wh_per_kg": wh_per_kg})
        assert made == pytest.approx(PUBLISHED[f"battery mass at {wh_per_kg:.0f} Wh/kg"])


# -- what must hold whatever is supposed --------------------------------------------------------

SHARE = st.floats(0.0, 1.0)
SUPPOSED = st.fixed_dictionaries(
    {
        "sunlit_fraction": SHARE,
        "orbit_sunlit_fraction": st.floats(0.55, 1.0),
        "battery_ride_through_share": SHARE,
        "ageing_factor": SHARE,
        "attitude_loss_share": st.floats(0.0, 0.9),
        "degradation_per_year": st.floats(0.0, 0.5),
        "upkeep_life_years": st.floats(0.5, 30.0),
        "sun_distance_au": st.floats(0.98, 1.02),
    }
)
POWERS = ("power_live_w", "power_orbit_average_w", "power_end_of_life_w", "power_total_w")
LESS = 1.0 + 1e-12  # rounding


@QUICK
@given(SUPPOSED, SHARE)
def test_more_sun_never_lowers_power(inputs, supposed, part):
    first = worked_out(inputs, **supposed)
    brighter = {
        name: supposed[name] + part * (1.0 - supposed[name]) for name in ("sunlit_fraction", "orbit_sunlit_fraction")
    }
    second = worked_out(inputs, **{**supposed, **brighter})
    for name in POWERS:
        assert first[name] <= second[name] * LESS


@QUICK
@given(SUPPOSED, SHARE)
def test_ageing_and_pointing_never_raise_power(inputs, supposed, part):
    first = worked_out(inputs, **supposed)
    for changed in (
        {"attitude_loss_share": supposed["attitude_loss_share"] * (1.0 - part) + 0.9 * part},
        {"degradation_per_year": supposed["degradation_per_year"] * (1.0 - part) + 0.5 * part},
        {"upkeep_life_years": supposed["upkeep_life_years"] + part},
        {"ageing_factor": supposed["ageing_factor"] * part},
    ):
        second = worked_out(inputs, **{**supposed, **changed})
        for name in (*POWERS, "satellite_power_end_of_life_w"):
            assert second[name] <= first[name] * LESS, changed


@QUICK
@given(SUPPOSED, SHARE)
def test_a_battery_never_lowers_power_and_never_makes_energy(inputs, supposed, dark_share):
    first = worked_out(inputs, **{**supposed, "battery_ride_through_share": 0.0})
    darkest = max(0.49 * dark_share, 1.0 - supposed["orbit_sunlit_fraction"])
    second = worked_out(inputs, **supposed, darkest_orbit_share=darkest)
    for name in POWERS:
        assert first[name] <= second[name] * LESS
    # What the array makes over an orbit, with the same losses as the load's power.
    made = first["power_orbit_average_w"] * second["array_oversize"]
    assert second["power_orbit_average_w"] <= made * LESS
    assert first["array_oversize"] == 1.0 and first["battery_energy_kwh"] == 0.0


def test_end_of_life_is_what_a_fleet_of_that_age_gives(inputs):
    """(1 - 3 %) five times over, by hand."""
    found = worked_out(inputs, degradation_per_year=0.03, upkeep_life_years=5.0, ageing_factor=0.97**5)
    assert found["end_of_life_share"] == pytest.approx(0.8587340257, rel=1e-9)
    assert found["power_end_of_life_w"] == pytest.approx(found["power_orbit_average_w"], rel=1e-12)
    assert found["satellite_power_end_of_life_w"] == pytest.approx(0.8587340257 * found["satellite_power_w"])


# -- the same from single satellites ------------------------------------------------------------


@pytest.fixture(scope="module")
def failing():
    return simulate(parse_scenario(FAILING))


@pytest.fixture(scope="module")
def small():
    return simulate(parse_scenario(SMALL))


@pytest.mark.parametrize("share", [0.2, 0.35, 0.6, 1.0])
def test_as_many_satellites_fail_as_the_stock_says(failing, share):
    """Luck written out again here; the rate is that which leaves 91 % after a year."""
    scenario = failing.scenario
    world = world_at(failing, scenario.start_s + share * (scenario.end_s - scenario.start_s))
    k = np.arange(world.fleet.retired, world.fleet.on_station_end)
    luck = ((k + 0.5) * 0.7548776662) % 1.0
    by_hand_s = scenario.ramp.launch_time_s(k) + np.log(luck) / log(0.91) * YEAR_S
    ours_s = failure_time_s(failing, k)
    assert np.abs(ours_s - by_hand_s).max() < 60.0
    working = int((ours_s > world.t_s).sum())
    assert working < 0.99 * k.size
    assert working == pytest.approx(world.stock.working, rel=2e-4)
    assert world.quantities["satellites_alive"].value == world.stock.working


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0])
def test_live_power_is_the_sum_over_satellites(small, share):
    """Within what a few thousand random failures leave uneven: the totals multiply means."""
    scenario = small.scenario
    world = world_at(small, scenario.start_s + share * (scenario.end_s - scenario.start_s))
    k = np.arange(world.fleet.retired, world.fleet.on_station_end)
    states = satellite_states(world, k)
    works = ((k + 0.5) * 0.7548776662) % 1.0 < 0.91 ** ((world.t_s - scenario.ramp.launch_time_s(k)) / YEAR_S)
    kept = 0.97 ** ((world.t_s - scenario.ramp.launch_time_s(k)) / YEAR_S) * 0.96
    lit = states.sunlit + 0.3 * (1.0 - states.sunlit)
    by_hand_w = 1e5 * works * kept * lit / world.quantities["sun_distance_au"].value ** 2
    assert powers_w(world, states) == pytest.approx(by_hand_w, rel=1e-6, abs=1e-6)
    assert world.quantities["power_live_w"].value == pytest.approx(by_hand_w.sum(), rel=3e-3)


def test_curves_use_the_same_factors(small):
    scenario = small.scenario
    t_s = np.linspace(scenario.start_s, scenario.end_s, 6)[1:]
    curve = capacity_curve(small, 6)
    worlds = [world_at(small, t) for t in t_s.tolist()]
    live = [world.quantities["power_live_w"].value for world in worlds]
    assert live_power_over(small, t_s) == pytest.approx(live, rel=1e-12)
    # The curve supposes planes that are filled evenly, which a few thousand satellites are not quite.
    average = [world.quantities["power_orbit_average_w"].value for world in worlds]
    assert curve.power_average_w[1:] == pytest.approx(average, rel=2e-3)


def described(world, k):
    return {quantity.name: quantity for quantity in describe_satellite(world, k)}


def test_a_failed_satellite_says_so(small):
    scenario = small.scenario
    world = world_at(small, scenario.end_s)
    k = np.arange(world.fleet.retired, world.fleet.on_station_end)
    failed_s = failure_time_s(small, k)
    broken, sound = int(k[failed_s <= world.t_s][0]), int(k[failed_s > world.t_s][0])
    words = described(world, broken)
    assert words["satellite_works"].value == 0.0
    assert words["satellite_power_now_w"].value == words["satellite_compute_flop_s"].value == 0.0
    assert words["satellite_failed_year"].value == pytest.approx(2000.0 + failed_s[broken - k[0]] / YEAR_S, abs=0.01)
    assert str(int(words["satellite_failed_year"].value)) in words["satellite_failed_year"].formula
    words = described(world, sound)
    assert words["satellite_works"].value == 1.0 and "satellite_failed_year" not in words
    assert words["satellite_power_now_w"].value > 0.0  # by its battery, in the dark too
    assert all(needed in words or needed in world.quantities for q in words.values() for needed in q.inputs)


def test_where_nothing_fails_nothing_is_said():
    simulation = simulate(load_scenario("megaton"))
    world = world_at(simulation, simulation.scenario.opens_at_s)
    assert "satellite_works" not in described(world, 5)
    assert np.isinf(failure_time_s(simulation, [0, 5, 10**6])).all()
