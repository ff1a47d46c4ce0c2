"""What of the flights from the Moon is drawn, and where: on the frame, without GL, and read back from the GPU."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.constants import SECONDS_PER_DAY
from engine.flight_builder import nothing_to_tell, table
from engine.lunar_flights import LunarFlights
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS, resolve
from gui.fleet_frame import chunk_launches
from gui.focus import place_of
from gui.frame import build_frame
from gui.stream_frame import MOST_POINTS
from gui.stream_places import newest_payload
from gui.view import ALL_LAYERS, View

NOW_S = parse_utc("2066-03-21T07:00")
KM = 1.0


@pytest.fixture(scope="module")
def world() -> World:
    simulation = simulate(load_scenario("moon"))
    lunar, ramp = simulation.scenario.lunar, simulation.scenario.lunar_ramp
    near = table(
        simulation.ephemeris, lunar, "high_earth_orbit", NOW_S - 20 * SECONDS_PER_DAY, NOW_S, nothing_to_tell, None
    )
    return world_at(replace(simulation, flights=LunarFlights(lunar, ramp, near, None)), NOW_S)


def frame_of(world: World, camera: str = "stream", **changes: object):
    return build_frame(world, View(camera=CAMERAS[camera], **changes))


def test_each_payload_in_flight_is_a_point(world: World) -> None:
    flights = world.simulation.flights
    first, stop = flights.in_flight(flights.near, NOW_S)
    (streak,) = frame_of(world).stream.streaks
    assert (streak.first, streak.count, streak.stride) == (first, stop - first, 1)
    assert 100 < streak.count < MOST_POINTS
    (fewer,) = frame_of(world, point_limit=streak.count // 3).stream.streaks
    assert fewer.stride == 4
    assert fewer.count == -(-stop // 4) - -(-first // 4)


def test_the_line_begins_at_the_muzzle_and_ends_at_the_circle(world: World) -> None:
    frame = frame_of(world)
    (streak,) = frame.stream.streaks
    line_km = streak.line[0, :, :3] + frame.pose.eye_km
    lunar = world.scenario.lunar
    lat, lon = lunar.site_latitude_rad, lunar.site_longitude_rad
    site = 1_737.4 * np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    muzzle_km = world.moon_gcrs_km + world.gcrs_to_moon.T @ site
    assert np.linalg.norm(line_km[0] - muzzle_km) < 1.0 * KM
    assert np.linalg.norm(line_km[-1]) == pytest.approx(100_000.0, abs=10.0)


def test_arrived_satellites_are_drawn_once_on_the_circle(world: World) -> None:
    part = frame_of(world).lunar_fleet
    flights = world.simulation.flights
    drawn = [k for draw in part.draws for k in chunk_launches(draw.chunk)[draw.begin : draw.end]]
    assert drawn == list(range(flights.arrived(NOW_S)))
    vertices = part.source.vertices(part.draws[0].chunk)
    cos_r, sin_r, _, _ = part.shell_table[0]
    some = slice(len(drawn) - 50, len(drawn))  # those of the days that the table of this test reaches
    placed_km = cos_r * vertices["a_shell"][some] + sin_r * vertices["b_unit"][some]
    expected_km = flights.orbit_positions_km(world.simulation.ephemeris, np.array(drawn)[some], NOW_S)
    assert np.linalg.norm(placed_km - expected_km, axis=1).max() < 1.0 * KM


def test_layers_switch_off_and_without_flights_nothing_is_drawn(world: World) -> None:
    assert frame_of(world, layers=ALL_LAYERS - {"stream"}).stream is None
    assert frame_of(world, layers=ALL_LAYERS - {"lunar_fleet"}).lunar_fleet is None
    bare = world_at(replace(world.simulation, flights=None), NOW_S)
    assert frame_of(bare).stream is None
    assert frame_of(bare).lunar_fleet is None


def test_the_same_instant_gives_the_same_bytes(world: World) -> None:
    one = frame_of(world).stream.streaks[0]
    frame_of(world_at(world.simulation, NOW_S + 1e6))
    two = frame_of(world_at(world.simulation, NOW_S)).stream.streaks[0]
    for name in ("line", "pace", "paths_km", "paths_share"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


def test_a_camera_rides_a_payload_from_the_moon_into_its_orbit(world: World) -> None:
    k = newest_payload(world, 1_800.0)
    camera = replace(CAMERAS["payload"], focus=f"payload:{k}")
    flights = world.simulation.flights
    launch_s = float(flights.ramp.launch_time_s(k))
    assert 0.0 < world.t_s - launch_s < 86_400.0
    ends_s = launch_s + float(flights.near.number("flight_s", np.array([launch_s]))[0])
    last = None
    for t_s in (launch_s + 1.0, launch_s + 86_400.0, ends_s - 60.0, ends_s + 60.0, ends_s + 86_400.0):
        then = world_at(world.simulation, t_s)
        at_km = place_of(camera.focus, then).base_gcrs_km
        assert np.linalg.norm(resolve(camera, then).eye_km - at_km) == pytest.approx(camera.distance_km, rel=1e-6)
        if last is not None and t_s - last[0] == 120.0:  # over the arrival: no jump, for it flies 2 to 3 km/s
            assert np.linalg.norm(at_km - last[1]) < 120.0 * 3.0
        last = t_s, at_km
    assert place_of(camera.focus, world_at(world.simulation, launch_s - 60.0)) is None


def test_the_gpu_puts_payloads_where_the_flights_are(software_gl) -> None:
    """``draw_offscreen.py`` reads back what the vertex shader computes, near the Moon, under way and arriving."""
    with np.load(software_gl / "stream.npz") as off_km:
        assert off_km["near"].size > 100
        assert off_km["deep"].size > 10_000
        assert off_km["near"].max() < 1.0 * KM
        assert off_km["deep"].max() < 5.0 * KM
