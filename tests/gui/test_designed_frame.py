"""The designed flight in a frame, and the place on the Moon under a pixel: no window, no GL."""

from dataclasses import replace
from math import degrees, radians

import numpy as np
import pytest

from engine.constants import R_MOON_KM
from engine.timebase import parse_utc
from engine.world import open_simulation, world_at
from gui.camera import CAMERAS, Camera
from gui.design import Design, check_launch, design_of, factory_of, no_longer_current, sent_to, solve_design
from gui.frame import build_frame, project
from gui.picking import site_at
from gui.view import View

LAUNCH_S = parse_utc("2035-06-01")
DAY_S = 86_400.0


@pytest.fixture(scope="module")
def simulation():
    return open_simulation("moon")


@pytest.fixture(scope="module")
def solved(simulation):
    return solve_design(Design(launch_s=LAUNCH_S), simulation.ephemeris)


def test_the_scenarios_own_track_is_where_a_design_begins(simulation) -> None:
    design = design_of(simulation.scenario, LAUNCH_S)
    assert (design.latitude_deg, design.longitude_deg, design.azimuth_deg) == (0.0, -60.0, 90.0)
    assert design.track == simulation.scenario.lunar.track
    without = design_of(open_simulation("megaton").scenario, LAUNCH_S)
    assert (without.longitude_deg, without.acceleration_g, without.destination) == (-60.0, 100.0, "high_earth_orbit")


def test_deep_space_is_begun_as_the_factory_throws_there(simulation) -> None:
    """As the command ``shot`` does: westward, at 3 km/s; a track turned by hand stays as it is."""
    lunar = simulation.scenario.lunar
    near = design_of(simulation.scenario, LAUNCH_S)
    for design in (sent_to(near, "deep_space", lunar), design_of(simulation.scenario, parse_utc("2085-01-01"))):
        assert (design.destination, design.azimuth_deg, design.speed_km_s) == ("deep_space", 270.0, 3.0)
        assert design.track == lunar.deep_track
    assert sent_to(sent_to(near, "deep_space", lunar), "high_earth_orbit", lunar) == near
    turned = sent_to(replace(near, azimuth_deg=200.0), "deep_space", lunar)
    assert (turned.azimuth_deg, turned.speed_km_s) == (200.0, None)
    given = sent_to(replace(near, speed_km_s=2.9), "deep_space", lunar)
    assert (given.azimuth_deg, given.speed_km_s) == (270.0, 2.9)
    without = factory_of(open_simulation("megaton").scenario)
    assert sent_to(near, "deep_space", without).speed_km_s == 3.0


@pytest.mark.parametrize(
    ("destination", "launch", "told"),
    [
        (
            "deep_space",
            "2100-12-25",
            "followed for 20 days, but the ephemeris ends on 2101-01-02: launch before 2100-12",
        ),
        ("high_earth_orbit", "2100-12-30", "the ephemeris ends on 2101-01-02, and flights are followed no further"),
    ],
)
def test_near_the_ephemeris_end_that_is_the_reason(simulation, destination: str, launch: str, told: str) -> None:
    design = sent_to(Design(launch_s=parse_utc(launch)), destination, simulation.scenario.lunar)
    with pytest.raises(ValueError, match=told):
        solve_design(design, simulation.ephemeris)


def test_what_is_drawn_is_the_flight_itself(simulation, solved) -> None:
    flight, shot = solved.flight, solved.shot
    between = 0.5 * (flight.t_s[1:] + flight.t_s[:-1])
    off_km = [np.linalg.norm(flight.at(t) - shot.flight.state(t)[:3]) for t in between]
    assert max(off_km) < 0.1
    assert flight.at(LAUNCH_S - 1.0) is None and flight.at(shot.arrival_s + 1.0) is None
    # The reference flight of this project from here on this day: 2.39 km/s and some, a week, 100,000 km.
    assert np.linalg.norm(flight.r_gcrs_km[-1]) == pytest.approx(100_000.0, abs=1.0)
    assert np.linalg.norm(flight.r_gcrs_km[0] - flight.moon_km[0]) == pytest.approx(R_MOON_KM, abs=1e-3)
    assert not flight.r_gcrs_km.flags.writeable
    assert [mark.kind for mark in flight.marks] == ["muzzle", "way", "arrival"]


def test_the_numbers_follow_from_one_another(solved) -> None:
    value = {name: quantity.value for name, quantity in solved.quantities.items()}
    speed = 1_000.0 * value["design_speed_km_s"]
    assert value["design_energy_j_per_kg"] == pytest.approx(0.5 * speed**2)
    assert value["design_push_g"] * 9.80665 * 2.0 * 5_000.0 == pytest.approx(speed**2)
    assert value["design_most_speed_km_s"] == pytest.approx((2.0 * 980.665 * 5_000.0) ** 0.5 / 1_000.0)
    assert value["design_electric_j_per_kg"] * 0.6 == pytest.approx(value["design_energy_j_per_kg"])
    assert all(name in solved.quantities for q in solved.quantities.values() for name in q.inputs)
    names = [words for words, _, _ in solved.events]
    assert names == ["Leaves the muzzle", "Leaves the Moon", "Insertion at perigee"]


def test_the_part_of_the_frame(simulation, solved) -> None:
    view = View(camera=CAMERAS["earth-moon"], designed=solved.flight)
    frame = build_frame(world_at(simulation, LAUNCH_S + 2.0 * DAY_S), view)
    part = frame.designed
    assert part is not None and len(part.line.points_km) == len(solved.flight.t_s)
    there = part.payload_km.astype(np.float64) + frame.pose.eye_km
    np.testing.assert_allclose(there, solved.shot.flight.state(LAUNCH_S + 2.0 * DAY_S)[:3], atol=0.1)
    assert part.moon_then_km is not None  # the Moon has gone on for two days
    words = {label.text for label in frame.labels}
    assert "Payload" in words and any(text.startswith("Moon at launch · 2.39") for text in words)
    at_launch = build_frame(world_at(simulation, LAUNCH_S), view).designed
    assert at_launch.moon_then_km is None
    before = build_frame(world_at(simulation, LAUNCH_S - DAY_S), view).designed
    assert before.payload_km is None
    dim = View(camera=CAMERAS["earth-moon"], designed=no_longer_current(solved.flight))
    assert build_frame(world_at(simulation, LAUNCH_S), dim).designed.strength < 0.5
    off = View(camera=CAMERAS["earth-moon"], designed=solved.flight, layers=view.layers - {"designed"})
    assert build_frame(world_at(simulation, LAUNCH_S), off).designed is None


@pytest.mark.parametrize("scale", [0.0, 1.0])
def test_the_site_under_a_pixel_is_the_one_that_is_drawn_there(simulation, scale: float) -> None:
    """Back and forth: a place on the ground is projected, and what is found under that pixel is that place."""
    world = world_at(simulation, LAUNCH_S)
    camera = Camera("moon", radians(20.0), radians(15.0), 5_000.0, reference="moon")
    frame = build_frame(world, View(camera=camera, stage_scale=scale))
    tried = 0
    for latitude in range(-75, 90, 15):
        for longitude in range(-180, 180, 15):
            lat, lon = radians(latitude), radians(longitude)
            up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
            ground_km = R_MOON_KM * (up @ world.gcrs_to_moon)
            offset_km = frame.moon_km + ground_km  # drawn: the stage scale moves the Moon as a whole
            if offset_km @ ground_km > -0.2 * R_MOON_KM * np.linalg.norm(offset_km):
                continue  # turned away, or so oblique that a pixel is a wide land
            right, up_, back = frame.pose.rotation @ offset_km
            x = 640.0 - right / back / frame.px_rad
            y = 360.0 + up_ / back / frame.px_rad
            if not (0.0 <= x <= 1280.0 and 0.0 <= y <= 720.0):
                continue
            found = site_at(frame, x, y)
            assert found is not None
            assert degrees(found[0]) == pytest.approx(latitude, abs=0.01)
            assert (degrees(found[1]) - longitude + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.01)
            tried += 1
    assert tried > 20
    assert site_at(frame, 2.0, 2.0) is None
    bare = build_frame(world, View(camera=camera, layers=frozenset({"earth"})))
    assert site_at(bare, 640.0, 360.0) is None


def test_behind_the_earth_there_is_no_site(simulation) -> None:
    world = world_at(simulation, LAUNCH_S)
    moon = world.moon_gcrs_km / np.linalg.norm(world.moon_gcrs_km)
    camera = Camera("earth", float(np.arctan2(-moon[1], -moon[0])), float(np.arcsin(-moon[2])), 30_000.0)
    frame = build_frame(world, View(camera=camera))
    (at,), _ = project(frame, world.moon_gcrs_km)
    assert site_at(frame, *at) is None
    without = build_frame(world, View(camera=camera, layers=frozenset({"moon"})))
    assert site_at(without, *at) is not None


def test_a_launch_outside_the_ephemeris_is_one_sentence(simulation) -> None:
    for when in ("1999-12-31", "2019-01-01", "2150-01-01"):
        with pytest.raises(ValueError, match="outside the ephemeris: give a date from 20") as told:
            check_launch(parse_utc(when), simulation.ephemeris)
        assert when in str(told.value)
