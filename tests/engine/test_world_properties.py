"""What must hold at any instant of any scenario: nothing is lost, totals are sums, and coming back changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.satellites import positions_km, satellite_states
from engine.scenario import parse_scenario, shipped_scenarios
from engine.timebase import from_year
from engine.world import live_power_over, simulate, world_at

MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
QUICK = settings(max_examples=25, deadline=None, derandomize=True)

# The claim with a design life, and a fleet small enough to be summed one by one throughout.
LIFE = MEGATON.replace("power_w = 100_000 ", "life_years = 5\npower_w = 100_000 ", 1)
SMALL = LIFE.replace("full_rate_kg_per_year = 1.0e9 ", "full_rate_kg_per_year = 6.0e6 ", 1)
TEXTS = {"megaton": MEGATON, "life": LIFE, "small": SMALL}


@pytest.fixture(scope="module")
def simulations():
    assert MEGATON != LIFE != SMALL
    return {name: simulate(parse_scenario(text)) for name, text in TEXTS.items()}


NAMES = list(TEXTS)
SHARE = st.floats(0.0, 1.0)


def at_share(simulation, share):
    scenario = simulation.scenario
    return world_at(simulation, scenario.start_s + share * (scenario.end_s - scenario.start_s))


@QUICK
@given(st.sampled_from(NAMES), SHARE)
def test_launched_is_on_station_and_rising_and_retired(simulations, name, share):
    world = at_share(simulations[name], share)
    fleet, number = world.fleet, {key: quantity.value for key, quantity in world.quantities.items()}
    assert fleet.launched == fleet.on_station + fleet.rising + fleet.retired
    assert min(fleet.on_station, fleet.rising, fleet.retired) >= 0
    parts = ("satellites_alive", "satellites_rising", "satellites_retired")
    assert number["satellites_launched"] == sum(number[part] for part in parts)
    assert fleet.on_station + fleet.rising <= world.scenario.slots
    if name == "megaton":
        assert fleet.retired == 0


@QUICK
@given(st.sampled_from(NAMES), SHARE, SHARE)
def test_counts_never_run_backward(simulations, name, one, other):
    first, second = (at_share(simulations[name], share).fleet for share in sorted([one, other]))
    for count in ("launched", "on_station_end", "retired"):
        assert getattr(first, count) <= getattr(second, count)


@QUICK
@given(st.sampled_from(NAMES), SHARE)
def test_each_satellite_is_launched_and_retired_on_its_own_time(simulations, name, share):
    """The ranges of launch numbers say the same as the satellites' own launch times."""
    simulation = simulations[name]
    world, ramp, scenario = at_share(simulation, share), simulation.scenario.ramp, simulation.scenario
    slack_s = 1e-3
    for count, after_s in [
        (world.fleet.launched, 0.0),
        (world.fleet.on_station_end, scenario.rise_s),
        (world.fleet.retired, scenario.life_s),
    ]:
        if count:
            assert float(ramp.launch_time_s(count - 1)) + after_s <= world.t_s + slack_s
        assert float(ramp.launch_time_s(count)) + after_s > world.t_s - slack_s


@QUICK
@given(st.sampled_from(NAMES), SHARE)
def test_totals_are_the_sums_of_their_parts(simulations, name, share):
    world = at_share(simulations[name], share)
    scenario, fleet, number = world.scenario, world.fleet, {k: q.value for k, q in world.quantities.items()}
    assert number["power_rated_w"] == pytest.approx(fleet.on_station * scenario.satellite_power_w)
    assert number["mass_on_orbit_kg"] == pytest.approx((fleet.on_station + fleet.rising) * scenario.satellite_mass_kg)
    sunlight = number["power_rated_w"] / number["sun_distance_au"] ** 2
    assert number["power_live_w"] == pytest.approx(sunlight * number["sunlit_fraction"])
    assert number["power_orbit_average_w"] == pytest.approx(sunlight * number["orbit_sunlit_fraction"])
    assert number["compute_flop_s"] == pytest.approx(number["power_total_w"] * scenario.parameters["peak_flop_s_per_w"])
    assert number["tokens_per_s"] == pytest.approx(number["power_total_w"] / scenario.parameters["energy_per_token_j"])
    assert 0.0 <= number["sunlit_fraction"] <= 1.0
    assert live_power_over(world.simulation, [world.t_s])[0] == pytest.approx(number["power_total_w"], rel=1e-12)


@QUICK
@given(st.sampled_from(NAMES), SHARE)
def test_every_input_of_a_number_is_there_to_click(simulations, name, share):
    quantities = at_share(simulations[name], share).quantities
    for quantity in quantities.values():
        assert np.isfinite(quantity.value) and quantity.formula and quantity.source
        assert all(needed in quantities for needed in quantity.inputs), quantity.name


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.floats(0.02, 1.0))
def test_a_small_fleet_s_live_power_is_the_sum_over_its_satellites(simulations, share):
    world = at_share(simulations["small"], share)
    on_station = np.arange(world.fleet.retired, world.fleet.on_station_end)
    sunlit = satellite_states(world, on_station).sunlit
    expected = sunlit.sum() * world.scenario.satellite_power_w / world.quantities["sun_distance_au"].value ** 2
    assert world.quantities["power_live_w"].value == pytest.approx(expected, rel=1e-9)


def picture(simulation, t_s):
    """Return everything a world holds at ``t_s`` as arrays and numbers, some satellites' states included."""
    world = world_at(simulation, t_s)
    fleet = world.fleet
    some = np.unique(np.linspace(0, fleet.launched - 1, 500).astype(np.int64))
    states = satellite_states(world, some)
    return {
        "sun": world.sun_gcrs_km, "moon": world.moon_gcrs_km, "itrs": world.gcrs_to_itrs, "axes": world.gcrs_to_moon,
        "phase": fleet.phases.phase_rad, "drift": fleet.phases.drift_rad,
        "counts": np.array([fleet.retired, fleet.on_station_end, fleet.launched]),
        "r": states.r_gcrs_km, "v": states.v_gcrs_km_s, "sunlit": states.sunlit, "phases": np.array(states.phase),
        "numbers": np.array([quantity.value for quantity in world.quantities.values()]),
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_coming_back_gives_equal_bytes(simulations, name):
    """Visit, wander to and fro, return; and a simulation made afresh says the same."""
    simulation = simulations[name]
    home_s = from_year(2037.4321)
    before = picture(simulation, home_s)
    rng = np.random.default_rng(7)
    for year in [2046.0, 2026.0, *rng.uniform(2026.0, 2046.0, 12)]:
        world_at(simulation, min(from_year(year), simulation.scenario.end_s))
    for after in (picture(simulation, home_s), picture(simulate(parse_scenario(TEXTS[name])), home_s)):
        for key, array in before.items():
            assert np.array_equal(array, after[key], equal_nan=array.dtype.kind == "f"), key


def test_positions_do_not_depend_on_who_is_asked_with_whom(simulations):
    world = world_at(simulations["megaton"], from_year(2031.1))
    k = np.arange(0, world.fleet.launched, 1_001)
    assert np.array_equal(positions_km(world, k)[::-1], positions_km(world, k[::-1]))


def test_a_world_cannot_be_written_to(simulations):
    world = world_at(simulations["megaton"], from_year(2031.0))
    for array in (world.sun_gcrs_km, world.moon_gcrs_km, world.gcrs_to_itrs, world.gcrs_to_moon):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0
    with pytest.raises(TypeError):
        world.quantities["power_live_w"] = None


@pytest.mark.parametrize("year", [2025.9, 2046.1, 2300.0, float("nan"), float("inf")])
def test_outside_the_scenario_is_one_sentence(simulations, year):
    with pytest.raises(ValueError, match="outside the scenario megaton: it runs from 2026-01-01"):
        world_at(simulations["megaton"], from_year(year))
