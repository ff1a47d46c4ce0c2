"""What of the fleet is drawn, and where: on the frame, without GL, against the engine's own places."""

import numpy as np
import pytest

from engine.satellites import positions_km
from engine.scenario import load_scenario
from engine.world import simulate, world_at
from gui.fleet_frame import (
    LARGEST_CHUNK,
    ChunkId,
    chunk_draws,
    chunk_launches,
    chunk_vertices,
    drawn_positions,
    rising_draws,
    stride_for,
)
from gui.frame import build_frame
from gui.view import View

MEGATON = simulate(load_scenario("megaton"))
KM = 1.0


def world_on(date_s):
    return world_at(MEGATON, date_s)


def test_the_stride_is_the_least_power_of_two_that_fits():
    assert stride_for(0, 100) == 1
    assert stride_for(100, 100) == 1
    assert stride_for(101, 100) == 2
    assert stride_for(16_000_000, 2_000_000) == 8


@pytest.mark.parametrize(
    ("stride", "first", "stop"),
    [(1, 0, 10), (1, 5, LARGEST_CHUNK + 3), (4, 7, 6 * LARGEST_CHUNK), (1, 70_000, 140_000), (8, 9, 9)],
)
def test_each_satellite_is_drawn_once(stride, first, stop):
    drawn = [
        stride * (draw.chunk.first + place)
        for draw in chunk_draws(stride, first, stop)
        for place in range(draw.begin, draw.end)
    ]
    assert drawn == [k for k in range(first, stop) if k % stride == 0]


@pytest.mark.parametrize("limit", [2_000_000, 200_000])
def test_the_drawn_satellites_are_where_the_engine_says(limit):
    world = world_on(MEGATON.scenario.opens_at_s)
    view = View(point_limit=limit)
    numbers, r_km = drawn_positions(world, view)
    stride = stride_for(world.fleet.launched, limit)
    assert sorted(numbers.tolist()) == list(range(0, world.fleet.launched, stride))
    sample = np.random.default_rng(1).integers(0, len(numbers), 5_000)
    expected_km = positions_km(world, numbers[sample])
    assert np.abs(r_km[sample] - expected_km).max() < 0.2 * KM


@pytest.mark.parametrize("stride", [1, 8])
def test_each_rising_satellite_is_drawn_once(stride):
    world = world_on(MEGATON.scenario.opens_at_s)
    drawn = [k for draw in rising_draws(world, stride) for k in chunk_launches(draw.chunk)[draw.begin : draw.end]]
    assert drawn == [k for k in range(world.fleet.on_station_end, world.fleet.launched) if k % stride == 0]


def test_a_frame_of_the_same_instant_has_the_same_bytes_whichever_way_the_clock_came():
    scenario, view = MEGATON.scenario, View()
    first = build_frame(world_on(scenario.start_s + 4e8), view).fleet
    for elsewhere in (scenario.end_s, scenario.start_s, scenario.opens_at_s):
        build_frame(world_on(elsewhere), view)
    again = build_frame(world_on(scenario.start_s + 4e8), view).fleet
    assert first.draws == again.draws
    assert first.shell_table.tobytes() == again.shell_table.tobytes()
    assert first.rising == again.rising
    assert first.climb.table.tobytes() == again.climb.table.tobytes()


def test_a_satellite_takes_28_bytes():
    assert chunk_vertices(MEGATON.constellation, ChunkId(64, 0, 65_536)).nbytes == 28 * 65_536


def test_layers_switch_off():
    world = world_on(MEGATON.scenario.opens_at_s)
    off = build_frame(world, View(layers=frozenset({"earth"}))).fleet
    assert off.points == 0
    assert build_frame(world, View(layers=frozenset({"fleet"}))).fleet.points == world.fleet.on_station
    assert build_frame(world, View(layers=frozenset({"rising"}))).fleet.points == world.fleet.rising


def test_the_gpu_puts_satellites_where_the_engine_does(software_gl):
    """``draw_offscreen.py`` reads back what the vertex shader computes; float32 is good for some metres."""
    with np.load(software_gl / "satellites.npz") as off_km:
        for when in ("2031", "2045", "2100"):
            assert off_km[when].size == 10_000
            assert off_km[when].max() < 1.0 * KM
        rising = [when for when in off_km.files if "rising" in when]
        assert {"2031-rising-0", "2031-rising-1", "2045-rising-0", "2100-rising-0", "early-rising"} <= set(rising)
        for when in rising:
            assert off_km[when].size > 100
            assert off_km[when].max() < 0.1 * KM
