"""Live power in O(planes) against counting every satellite, with a shadow written from the textbook."""

import numpy as np
import pytest

from engine.constants import SECONDS_PER_DAY
from engine.satellites import positions_km
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.world import simulate, world_at

R_EARTH_KM, R_SUN_KM, AU_KM = 6_378.137, 695_700.0, 149_597_870.7


def sunlit_by_hand(r_km, sun_km):
    """The Sun's disc cut by a straight limb: 3e-4 from the truth in penumbra, exact outside it."""
    to_sun = sun_km - r_km
    sun_rad = np.arcsin(R_SUN_KM / np.linalg.norm(to_sun, axis=1))
    radius = np.linalg.norm(r_km, axis=1)
    cosine = -(r_km * to_sun).sum(axis=1) / radius / np.linalg.norm(to_sun, axis=1)
    above_limb = np.arccos(np.clip(cosine, -1.0, 1.0)) - np.arcsin(R_EARTH_KM / radius)
    s = np.clip(above_limb / sun_rad, -1.0, 1.0)
    return 1.0 - (np.arccos(s) - s * np.sqrt(1.0 - s * s)) / np.pi


def instant_with(simulation, satellites):
    """Return when that many satellites are on station."""
    return float(simulation.scenario.ramp.launch_time_s(satellites)) + simulation.scenario.rise_s


def counted_power_w(world):
    k = np.arange(world.fleet.retired, world.fleet.on_station_end)
    slices = np.array_split(k, k.size // 100_000 + 1)  # to keep the memory small
    lit = sum(sunlit_by_hand(positions_km(world, part), world.sun_gcrs_km).sum() for part in slices)
    return lit * world.scenario.satellite_power_w * (AU_KM / np.linalg.norm(world.sun_gcrs_km)) ** 2


@pytest.fixture(scope="module")
def megaton():
    return simulate(load_scenario("megaton"))


RNG = np.random.default_rng(20_260_101)
SIZES = (100_000, 100_000, 130_000, 200_000, 400_000, 1_000_000)
INSTANTS = [(satellites, RNG.uniform(0.0, 1.0)) for satellites in SIZES]


@pytest.mark.parametrize(("satellites", "jitter"), INSTANTS)
def test_planes_give_what_counting_gives(megaton, satellites, jitter):
    world = world_at(megaton, instant_with(megaton, satellites) + jitter * SECONDS_PER_DAY)
    assert world.fleet.on_station >= satellites
    assert world.quantities["power_live_w"].value == pytest.approx(counted_power_w(world), rel=1e-3)


def test_a_small_fleet_is_counted(megaton):
    """Below 100,000 the engine counts too: what is left is the straight limb against the round one."""
    for satellites in (1, 50, 3_000, 60_000):
        world = world_at(megaton, instant_with(megaton, satellites))
        assert world.quantities["power_live_w"].value == pytest.approx(counted_power_w(world), rel=1e-4)


def test_with_retirement_too():
    """Between the first retirements and the last launch the fleet is a moving window of launches."""
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    text = text.replace("power_w = 100_000 ", "life_years = 2\npower_w = 100_000 ", 1)
    text = text.replace("full_rate_kg_per_year = 1.0e9 ", "full_rate_kg_per_year = 1.5e8 ", 1)
    simulation = simulate(parse_scenario(text))
    for share in RNG.uniform(0.45, 1.0, 4):
        scenario = simulation.scenario
        world = world_at(simulation, scenario.start_s + share * (scenario.end_s - scenario.start_s))
        assert world.fleet.retired > 0 and world.fleet.on_station >= 100_000
        assert world.quantities["power_live_w"].value == pytest.approx(counted_power_w(world), rel=1e-3)
