"""The mass driver in a frame: at its true place, lit where a payload is, and nothing where there is none."""

from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest

from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS, Camera, flight, resolve
from gui.driver_frame import DriverPart, coil_light, payloads_km
from gui.driver_mesh import COIL_PITCH_KM, block_count, site, solar_field, track_block
from gui.focus import place_of
from gui.frame import Frame, build_frame
from gui.view import DEFAULT_LAYERS, View

METRE = 1e-3
R_KM = 1737.4
LAYERS = frozenset({"driver", "moon", "labels"})


@pytest.fixture(scope="module")
def world() -> World:
    return world_at(simulate(load_scenario("moon")), parse_utc("2062-03-06T00:00:00Z"))


def frame_of(world: World, camera: Camera, **changes: object) -> Frame:
    view = View(camera=camera, width_px=1280, height_px=720, layers=LAYERS)
    return build_frame(world, replace(view, **changes))  # type: ignore[arg-type]


def part_of(world: World, camera: Camera = CAMERAS["factory"], **changes: object) -> DriverPart:
    part = frame_of(world, camera, **changes).driver
    assert part is not None
    return part


def shot_near(world: World, before_s: float) -> World:
    """The world so long before some payload leaves the muzzle."""
    ramp = world.scenario.lunar_ramp
    assert ramp is not None
    k = ramp.count_launched(world.t_s) + 3
    return world_at(world.simulation, float(ramp.launch_time_s(k)) - before_s)


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
@pytest.mark.parametrize("name", ["factory", "track", "moon"])
def test_the_muzzle_is_at_the_site(world: World, name: str, stage_scale: float) -> None:
    """Latitude and longitude on the sphere, turned with the Moon, from the eye as the GPU gets it."""
    frame = frame_of(world, CAMERAS[name], stage_scale=stage_scale)
    assert frame.driver is not None
    rail = frame.driver.rails[0]
    site_km = R_KM * np.array([cos(radians(-60.0)), sin(radians(-60.0)), 0.0])
    wanted_km = frame.moon_km + world.gcrs_to_moon.T @ site_km
    got_km = -(rail.to_gcrs.astype(np.float64) @ rail.eye_km)
    assert np.allclose(got_km, wanted_km, atol=METRE + 1e-6 * np.linalg.norm(wanted_km))


def test_the_track_points_east_and_is_level(world: World) -> None:
    rail = part_of(world).rails[0]
    shot = world.gcrs_to_moon @ rail.to_gcrs @ rail.direction
    assert np.allclose(shot, (-sin(radians(-60.0)), cos(radians(-60.0)), 0.0), atol=1e-6)
    assert rail.length_km == 5.0


def test_the_light_is_where_the_payload_is(world: World) -> None:
    """At half the time it is a quarter of the way along, behind it the coils fade, before it they are dark."""
    ride = part_of(world).rails[0].ride_s
    assert ride == pytest.approx(2.0 * 5.0 / 2.392)
    rail = part_of(shot_near(world, 0.5 * ride)).rails[0]
    points_km, age_s = payloads_km(rail)
    assert len(age_s) == 1
    assert points_km[0, 0] == pytest.approx(1.25 - 5.0, abs=METRE)

    s_km = np.arange(0.0, 5.0, COIL_PITCH_KM)
    light = np.array([coil_light(rail, s) for s in s_km.tolist()])
    assert s_km[light.argmax()] == pytest.approx(1.25, abs=1.5 * COIL_PITCH_KM)
    assert light[s_km > 1.26].max() < 0.02
    behind = light[s_km < 1.24]
    assert (np.diff(behind) > 0.0).all()


def test_the_muzzle_flashes_as_a_payload_leaves_and_is_dark_before(world: World) -> None:
    assert part_of(shot_near(world, 0.05)).flash == 0.0
    assert part_of(shot_near(world, -0.05)).flash > 0.8
    assert part_of(shot_near(world, -1.5)).flash < 0.01


def test_many_shots_are_on_the_track_at_once_late_in_the_century(world: World) -> None:
    late = world_at(world.simulation, parse_utc("2090-03-01T00:00:00Z"))
    part = part_of(late)
    assert len(part.rails) == 2
    age_s = part.rails[1].age_s
    # 5 Gt a year and 10/11 of it by then, in units of 100 t, each 3.3 s on the track: about five.
    assert 4 <= ((age_s < 0.0) & (age_s >= -part.rails[1].ride_s)).sum() <= 6
    assert (part.rails[0].age_s > 1e5).all(), "nothing leaves the first track any more"
    assert part.rails[0].direction @ part.rails[0].to_gcrs.T @ part.rails[1].to_gcrs @ part.rails[1].direction < -0.999
    apart_km = part.rails[0].to_gcrs @ part.rails[0].eye_km - part.rails[1].to_gcrs @ part.rails[1].eye_km
    assert np.linalg.norm(apart_km) < 3.0


def test_nothing_is_built_where_there_is_none(world: World) -> None:
    assert frame_of(world, CAMERAS["earth"]).driver is None
    assert frame_of(world, CAMERAS["factory"], layers=LAYERS - {"driver"}).driver is None
    early = world_at(world.simulation, parse_utc("2040-01-01T00:00:00Z"))
    assert frame_of(early, CAMERAS["factory"]).driver is None
    other = world_at(simulate(load_scenario("megaton")), parse_utc("2031-03-20T06:00:00Z"))
    assert frame_of(other, CAMERAS["factory"]).driver is None
    assert np.array_equal(resolve(CAMERAS["factory"], other).eye_km, resolve(CAMERAS["moon"], other).eye_km)


def test_the_same_instant_twice_gives_equal_bytes(world: World) -> None:
    first = part_of(world)
    part_of(world_at(world.simulation, world.t_s + 1e7))
    again = part_of(world_at(world.simulation, world.t_s))
    for a, b in zip(first.rails, again.rails, strict=True):
        assert a.eye_km.tobytes() == b.eye_km.tobytes()
        assert a.age_s.tobytes() == b.age_s.tobytes()
    assert (first.flash, first.array_km2) == (again.flash, again.array_km2)


def test_it_does_not_tremble_from_frame_to_frame(world: World) -> None:
    """The muzzle, seen along the track at real time, stays put to a hundredth of a pixel."""
    places = []
    for step in range(4):
        frame = frame_of(world_at(world.simulation, world.t_s + step / 60.0), CAMERAS["track"])
        assert frame.driver is not None
        rail = frame.driver.rails[0]
        clip = np.append(rail.to_gcrs @ -rail.eye_km, 1.0).astype(np.float32) @ frame.view_projection
        places.append(clip[:2] / clip[3] * (640.0, 360.0))
    assert np.ptp(np.array(places), axis=0).max() < 0.01


def test_it_is_named_where_it_is_small(world: World) -> None:
    away = Camera("driver", 0.3, 0.9, 3_000.0, follow=True)
    assert "Mass driver" in {label.text for label in frame_of(world, away).labels}
    assert "Mass driver" not in {label.text for label in frame_of(world, CAMERAS["factory"]).labels}
    behind = Camera("driver", 0.3, -0.9, 5_000.0, follow=True)
    assert "Mass driver" not in {label.text for label in frame_of(world, behind).labels}


@pytest.mark.parametrize("name", ["driver", "breech", "factory"])
def test_a_place_keeps_still_in_the_picture(world: World, name: str) -> None:
    camera = Camera(name, 2.0, 0.3, 4.0, follow=True)
    for seconds in (0.0, 60.0, 86_400.0):
        later = world_at(world.simulation, world.t_s + seconds)
        place, pose = place_of(name, later), resolve(camera, later)
        assert place is not None
        offset_km = pose.rotation @ (place.base_gcrs_km + place.offset_km - pose.eye_km)
        assert np.allclose(offset_km, (0.0, 0.0, -4.0), atol=METRE)
        assert np.allclose(place.axes.T @ place.axes, np.eye(3), atol=1e-9)


def test_a_track_that_is_dug_in_is_looked_at_from_above_the_ground(world: World) -> None:
    lunar = world.scenario.lunar
    assert lunar is not None
    steep = replace(world.scenario, lunar=replace(lunar, elevation_rad=radians(30.0)))
    dug_in = world_at(simulate(steep), world.t_s)
    for name in ("breech", "factory"):
        place = place_of(name, dug_in)
        assert place is not None
        assert np.linalg.norm(place.offset_km) == pytest.approx(R_KM, abs=METRE)
    assert part_of(dug_in, CAMERAS["track"]).rails[0].direction[2] == pytest.approx(0.5)


def test_earth_is_in_the_picture_of_the_factory(world: World) -> None:
    """All through a month: the Moon's face nods and shakes by some eight degrees."""
    for day in range(0, 28, 4):
        later = world_at(world.simulation, world.t_s + day * 86_400.0)
        view = View(camera=CAMERAS["factory"], layers=DEFAULT_LAYERS - {"fleet", "rising"})
        assert "Earth" in {label.text for label in build_frame(later, view).labels}


def test_flights_to_the_factory_begin_and_end_where_they_should(world: World) -> None:
    for a, b in ((CAMERAS["earth"], CAMERAS["factory"]), (CAMERAS["track"], CAMERAS["moon"])):
        fly = flight(a, b, world)
        assert np.allclose(resolve(fly(0.0), world).eye_km, resolve(a, world).eye_km, atol=0.01)
        assert fly(1.0) == b
        for s in np.linspace(0.0, 1.0, 41):
            eye_km = resolve(fly(float(s)), world).eye_km
            assert np.linalg.norm(eye_km - world.moon_gcrs_km) > R_KM


@pytest.mark.parametrize("length_km", [0.01, 0.7, 5.0, 30.0, 1_000.0])
def test_shapes_are_sound(length_km: float) -> None:
    for mesh in (track_block(length_km), site(length_km)):
        assert np.isfinite(mesh.vertices).all()
        assert mesh.triangles.max() < len(mesh.vertices)
        assert np.allclose(np.linalg.norm(mesh.vertices[:, 3:6], axis=1), 1.0, atol=1e-4)
    block_km = length_km / block_count(length_km)
    x = track_block(length_km).vertices[:, 0]
    assert x.min() >= -METRE
    assert x.max() <= block_km + METRE


def test_the_field_covers_the_area_that_it_says_and_leaves_the_tracks_free() -> None:
    corners, area_km2 = solar_field(5.0, 2.6)
    sides = corners[:, 3] - corners[:, 0]
    assert np.allclose(np.cumsum(sides[:, 0] * sides[:, 1]), area_km2, rtol=1e-4)
    low, high = corners[:, 0], corners[:, 3]
    for y_km in (0.0, -2.6):
        along = (low[:, 0] < 5.0) & (high[:, 0] > -5.0)
        assert not (along & (low[:, 1] < y_km + 0.3) & (high[:, 1] > y_km - 0.3)).any()
