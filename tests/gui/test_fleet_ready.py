"""The fleet does not blink when the number of points changes."""

from dataclasses import replace
from time import monotonic, sleep

import pytest

from engine.scenario import load_scenario
from engine.world import World, simulate, world_at
from gui.fleet_frame import stride_for
from gui.fleet_ready import FleetReady


@pytest.fixture(scope="module")
def world() -> World:
    scenario = load_scenario("megaton")
    return world_at(simulate(scenario), scenario.opens_at_s)


def stride(world: World, limit: int) -> int:
    return stride_for(world.fleet.launched - world.fleet.retired, limit)


def test_the_old_sample_stays_until_the_new_one_is_made(world: World) -> None:
    ready = FleetReady()
    first = ready.point_limit(world, 131_072)
    assert first == (131_072, False)
    kept, at_once = ready.point_limit(world, 262_144)
    assert stride(world, kept) == stride(world, 131_072)
    assert not at_once
    assert ready.pending
    given_up = monotonic() + 30.0
    while not at_once and monotonic() < given_up:
        sleep(0.02)
        kept, at_once = ready.point_limit(world, 262_144)
    assert at_once
    assert stride(world, kept) == stride(world, 262_144)
    assert not ready.pending
    ready.close()


def test_far_fewer_points_are_taken_at_once(world: World) -> None:
    ready = FleetReady()
    ready.point_limit(world, 2_000_000)
    assert ready.point_limit(world, 131_072) == (131_072, False)
    ready.close()


def test_another_scenario_starts_anew(world: World) -> None:
    ready = FleetReady()
    ready.point_limit(world, 131_072)
    other = replace(world, simulation=simulate(world.scenario))
    assert ready.point_limit(other, 262_144) == (262_144, False)
    ready.close()
