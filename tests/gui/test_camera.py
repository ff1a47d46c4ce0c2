"""Cameras: where the eye is, that it never flips, and that flights are smooth and safe."""

from dataclasses import replace
from itertools import pairwise, permutations
from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.constants import R_EARTH_KM, R_MOON_KM
from engine.satellites import positions_km
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import (
    CAMERAS,
    CLEARANCE_KM,
    MAX_DISTANCE_KM,
    MIN_DISTANCE_KM,
    MIN_SUN_KM,
    Camera,
    _angles,
    _from_focus,
    _present,
    _rotation,
    flight,
    most_distance_km,
    orbited,
    panned,
    resolve,
    zoomed,
)
from gui.stage_scale import compress

METRE = 1e-3
FOLLOWED = {
    "satellite": Camera("satellite:100000", 0.4, 0.3, 300.0),
    "chase": Camera("satellite:100000", pi, 0.2, 40.0, follow=True),
    "ground": Camera("earth", 0.2, 0.5, 12_000.0, follow=True),
}
angles = st.floats(-3.1, 3.1)


@pytest.fixture(scope="module")
def world() -> World:
    return world_at(simulate(load_scenario("megaton")), parse_utc("2031-03-20T06:00:00Z"))


def clearances_km(camera: Camera, world: World, stage_scale: float) -> tuple[float, float]:
    eye_km = resolve(camera, world, stage_scale).eye_km
    moon_km = compress(world.moon_gcrs_km, stage_scale)
    return (
        float(np.linalg.norm(eye_km)) - R_EARTH_KM,
        float(np.linalg.norm(eye_km - moon_km)) - R_MOON_KM,
    )


@given(azimuth=angles, elevation=st.floats(-pi / 2, pi / 2), roll=angles)
def test_axes_are_a_right_handed_frame_in_every_direction(azimuth: float, elevation: float, roll: float) -> None:
    rotation = _rotation(azimuth, elevation, roll)
    assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1.0)
    assert np.allclose(_rotation(*_angles(rotation)), rotation, atol=1e-7)


def test_nothing_flips_over_a_pole(world: World) -> None:
    camera = Camera("earth", 0.3, radians(85.0), 20_000.0)
    up = resolve(camera, world).rotation[1]
    for _ in range(40):
        camera = orbited(camera, 0.0, radians(0.5))
        turned = resolve(camera, world).rotation[1]
        assert turned @ up > 0.999
        up = turned
    assert camera.elevation_rad == pi / 2.0


def test_the_eye_looks_at_its_focus(world: World) -> None:
    pose = resolve(Camera("moon", 1.0, 0.4, 9_000.0), world)
    towards = world.moon_gcrs_km - pose.eye_km
    assert np.linalg.norm(towards) == pytest.approx(9_000.0)
    assert -pose.rotation[2] @ towards == pytest.approx(9_000.0)


def test_a_followed_satellite_stays_where_it_is_in_the_picture(world: World) -> None:
    camera = FOLLOWED["chase"]
    for seconds in (0.0, 60.0, 3_000.0):
        later = world_at(world.simulation, world.t_s + seconds)
        pose = resolve(camera, later)
        offset_km = pose.rotation @ (positions_km(later, [100_000])[0] - pose.eye_km)
        assert np.allclose(offset_km, (0.0, 0.0, -40.0), atol=METRE)


def test_a_satellite_that_is_not_launched_yet_shows_the_earth(world: World) -> None:
    early = world_at(world.simulation, world.scenario.start_s + 86_400.0)
    pose = resolve(FOLLOWED["satellite"], early)
    assert np.array_equal(pose.eye_km, resolve(CAMERAS["earth"], early).eye_km)


@pytest.mark.parametrize("stage_scale", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("name", CAMERAS)
def test_presets_are_outside_every_body(world: World, name: str, stage_scale: float) -> None:
    assert min(clearances_km(CAMERAS[name], world, stage_scale)) > CLEARANCE_KM - METRE


def test_zoom_and_pan_stay_within_the_limits(world: World) -> None:
    for start in CAMERAS.values():
        near, far, aside = start, start, start
        for _ in range(60):
            near, far, aside = zoomed(near, 0.5), zoomed(far, 2.0), panned(aside, 70_000.0, -90_000.0)
            assert min(clearances_km(near, world, 0.0)) > CLEARANCE_KM - METRE
            assert min(clearances_km(far, world, 0.0)) > CLEARANCE_KM - METRE
        assert np.linalg.norm(_from_focus(far)) == pytest.approx(most_distance_km(start))
        assert abs(aside.pan_right_km) <= most_distance_km(start)
    assert most_distance_km(Camera("earth")) == MAX_DISTANCE_KM < 1e-2 * most_distance_km(Camera("sun"))
    assert zoomed(CAMERAS["sun"], 0.0).distance_km == pytest.approx(MIN_SUN_KM)
    assert zoomed(Camera("earth"), 0.0).distance_km == pytest.approx(R_EARTH_KM + CLEARANCE_KM)
    assert zoomed(Camera("satellite:1"), 0.0).distance_km == pytest.approx(MIN_DISTANCE_KM)


def test_zoom_multiplies_the_height_above_the_ground() -> None:
    low = zoomed(Camera("earth", distance_km=R_EARTH_KM + 400.0), 0.5)
    assert low.distance_km == pytest.approx(R_EARTH_KM + 200.0)


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
def test_flights_begin_and_end_where_they_should(world: World, stage_scale: float) -> None:
    for a, b in permutations([*CAMERAS.values(), *FOLLOWED.values()], 2):
        fly = flight(a, b, world, stage_scale)
        begun, wanted = resolve(fly(0.0), world, stage_scale), resolve(a, world, stage_scale)
        assert np.allclose(begun.eye_km, wanted.eye_km, atol=1.0)
        assert np.allclose(begun.rotation, wanted.rotation, atol=1e-6)
        assert fly(1.0) == _present(b, world)
        nearly, end = resolve(fly(1.0 - 1e-4), world, stage_scale), resolve(b, world, stage_scale)
        assert np.linalg.norm(nearly.eye_km - end.eye_km) < 1.0
        assert np.allclose(nearly.rotation, end.rotation, atol=1e-6)


def test_flights_are_smooth_and_touch_nothing(world: World) -> None:
    steps = np.linspace(0.0, 1.0, 241)
    for a, b in permutations([*CAMERAS.values(), FOLLOWED["satellite"]], 2):
        fly = flight(a, b, world)
        poses = [resolve(fly(float(s)), world) for s in steps]
        for s in steps[::12]:
            assert min(clearances_km(fly(float(s)), world, 0.0)) > CLEARANCE_KM - METRE
        turns = [float(p.rotation[2] @ q.rotation[2]) for p, q in pairwise(poses)]
        assert min(turns) > np.cos(radians(3.0)), "the view jumps"


def test_a_flight_to_the_same_target_is_even_in_the_logarithm_of_distance(world: World) -> None:
    a, b = Camera("earth", distance_km=10_000.0), Camera("earth", distance_km=640_000.0)
    assert flight(a, b, world)(0.5).distance_km == pytest.approx(80_000.0)


@pytest.mark.parametrize("wrong", [{"focus": "mars"}, {"focus": "satellite:x"}, {"reference": "north"}])
def test_a_camera_that_cannot_be_is_refused_in_one_sentence(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="give ") as error:
        replace(CAMERAS["earth"], **wrong)
    assert "\n" not in str(error.value)
