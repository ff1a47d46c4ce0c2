"""Frames, without GL: where things fall in the picture, what hides what, and that nothing trembles."""

from dataclasses import fields, is_dataclass, replace
from math import asin, degrees, pi

import numpy as np
import pytest

from engine.constants import R_EARTH_KM, R_MOON_KM
from engine.satellites import positions_km
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS, Camera
from gui.frame import Frame, build_frame, hidden, project, tile
from gui.frame_labels import MAX_LABELS, TEXT_PX
from gui.stage_scale import compress
from gui.view import ALL_LAYERS, DEFAULT_LAYERS, View

PIXEL = 1.0
FRAME_S = 1.0 / 60.0
QUIET = DEFAULT_LAYERS - {"fleet", "rising"}  # the fleet's part has tests of its own


@pytest.fixture(scope="module")
def world() -> World:
    return world_at(simulate(load_scenario("megaton")), parse_utc("2031-03-20T06:00:00Z"))


def frame_of(world: World, camera: Camera, **changes: object) -> Frame:
    view = View(camera=camera, width_px=1920, height_px=1080, layers=QUIET)
    return build_frame(world, replace(view, **changes))  # type: ignore[arg-type]


def gpu_place(frame: Frame, offset_km: np.ndarray) -> np.ndarray:
    """Where the matrix that the GPU gets puts a point from the eye: samples from the picture's top left."""
    clip = np.append(offset_km, 1.0).astype(np.float32) @ frame.view_projection
    x, y = clip[:2] / clip[3]
    return np.array([0.5 * (x + 1.0) * frame.width_px, 0.5 * (1.0 - y) * frame.height_px]) + frame.origin_px


def parts(value: object) -> list[object]:
    """Every leaf of nested dataclasses and tuples, in order."""
    if is_dataclass(value) and not isinstance(value, type):
        return [leaf for field in fields(value) for leaf in parts(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in parts(item)]
    return [value]


def same_bytes(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return bool(a == b)


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
@pytest.mark.parametrize("name", CAMERAS)
def test_projection_agrees_with_the_matrix_the_gpu_gets(world: World, name: str, stage_scale: float) -> None:
    frame = frame_of(world, CAMERAS[name], stage_scale=stage_scale, supersample=2)
    points_km = np.random.default_rng(3).normal(size=(200, 3)) * 9_000.0

    xy_px, visible = project(frame, points_km)
    for point_km, xy in zip(points_km[visible], xy_px[visible], strict=True):
        placed = gpu_place(frame, compress(point_km, frame.stage_scale) - frame.pose.eye_km)
        assert np.allclose(placed / frame.supersample, xy, atol=0.01 * PIXEL)


def test_what_is_looked_at_is_in_the_middle(world: World) -> None:
    xy_px, visible = project(
        frame_of(world, Camera("satellite:100000", 0.4, 1.2, 250.0)), positions_km(world, [100_000])
    )
    assert visible[0] or np.isfinite(xy_px).all()
    assert np.allclose(xy_px[0], (960.0, 540.0), atol=1e-6)


def test_tiles_show_what_the_whole_picture_shows(world: World) -> None:
    whole = frame_of(world, CAMERAS["earth"], supersample=2)
    offset_km = world.moon_gcrs_km * 0.02 - whole.pose.eye_km
    for x0, y0, width, height in ((0, 0, 1000, 700), (1000, 0, 2840, 700), (1000, 700, 2840, 1460)):
        part = tile(whole, x0, y0, width, height)
        assert np.allclose(gpu_place(part, offset_km), gpu_place(whole, offset_km), atol=0.01)


def test_the_moon_has_its_true_place_and_size(world: World) -> None:
    """Seen from the Earth's centre it is 29 to 34 arcminutes wide."""
    frame = frame_of(world, Camera("moon", 0.3, 0.2, 30_000.0))
    assert np.allclose(frame.moon_km - frame.earth_km, world.moon_gcrs_km, atol=1e-6)
    width_arcmin = 120.0 * degrees(asin(R_MOON_KM / np.linalg.norm(frame.moon_km - frame.earth_km)))
    assert 29.0 < width_arcmin < 34.2

    # The tangent points fall where the ray-cast limb is drawn.
    right = frame.pose.rotation[0]
    angle = asin(R_MOON_KM / 30_000.0)
    limb_km = frame.moon_km * np.cos(angle) ** 2 + right * R_MOON_KM * np.cos(angle)
    xy_px, _ = project(frame, (limb_km + frame.pose.eye_km)[None])
    assert xy_px[0, 0] - 960.0 == pytest.approx(np.tan(angle) / frame.px_rad, abs=0.01)


def test_the_near_side_of_the_moon_faces_the_earth(world: World) -> None:
    frame = frame_of(world, CAMERAS["moon"])
    towards_earth = frame.moon.gcrs_to_body @ (-world.moon_gcrs_km / np.linalg.norm(world.moon_gcrs_km))
    assert towards_earth[0] > np.cos(np.radians(11.0))  # x is the near side; librations stay within 10 degrees


def test_greenwich_sees_the_sun_at_noon(world: World) -> None:
    noon = world_at(world.simulation, parse_utc("2031-04-15T12:00:00Z"))  # the equation of time is nearly nought
    sun = frame_of(noon, CAMERAS["earth"]).earth
    x, y, _ = sun.gcrs_to_body @ sun.sun_direction
    assert abs(degrees(np.arctan2(y, x))) < 0.6


@pytest.mark.parametrize(
    ("camera", "visible"),
    [
        (Camera("earth", pi, 0.0, 20_000.0, reference="sun"), 0.0),
        (Camera("earth", 0.0, 0.0, 20_000.0, reference="sun"), 1.0),
        (CAMERAS["sunrise"], 1.0),
        (replace(CAMERAS["sunrise"], elevation_rad=CAMERAS["sunrise"].elevation_rad - 0.03), 0.0),
    ],
)
def test_the_sun_is_hidden_behind_the_earth(world: World, camera: Camera, visible: float) -> None:
    assert frame_of(world, camera).sun.visible == visible


def test_points_behind_earth_and_moon_are_hidden(world: World) -> None:
    frame = frame_of(world, Camera("earth", 0.0, 0.0, 30_000.0))
    _, visible = project(
        frame, [[-7_000.0, 0.0, 0.0], [7_000.0, 0.0, 0.0], [0.0, 6_900.0, 0.0], [29_000.0, 0.0, 40_000.0]]
    )
    assert visible.tolist() == [False, True, True, False]
    moon_km = world.moon_gcrs_km
    behind_km = moon_km * (1.0 + 2_500.0 / np.linalg.norm(moon_km))
    assert hidden(behind_km[None] - 0.9 * moon_km, 0.1 * moon_km, R_MOON_KM)[0]


def test_quads_cover_their_bodies(world: World) -> None:
    """A square quad stands off as far as the cone that touches the body; a near body gets the whole picture."""
    near = [Camera("earth", 1.0, 1.5, R_EARTH_KM + 50.0), Camera("moon", 1.0, 0.2, R_MOON_KM + 50.0)]
    for camera in (*CAMERAS.values(), *near, Camera("earth", distance_km=1e6)):
        frame = frame_of(world, camera)
        for part in (frame.earth, frame.moon):
            distance = part.distance_km / part.radius_km
            if distance > 1.33:
                half = np.linalg.norm(part.offsets[1] - part.offsets[0]) / 2.0
                assert half / distance > 1.0 / np.sqrt(distance**2 - 1.0)
                assert np.allclose(part.offsets.astype(float) @ part.centre_radii, 0.0, atol=1e-3 * distance)
            else:
                corners = [gpu_place(frame, corner) for corner in part.corners]
                assert np.allclose(corners, [(0, 1080), (1920, 1080), (0, 0), (1920, 0)], atol=0.01)


DISTANCES_KM = (50.0, 400.0, 5e3, 4e4, 4e5, 1e6)


@pytest.mark.parametrize("distance_km", DISTANCES_KM)
def test_nothing_trembles_from_frame_to_frame(world: World, distance_km: float) -> None:
    """At real time the focus stays put to a hundredth of a pixel, at any distance, by what the GPU is sent."""
    x, y, z = positions_km(world, [100_000])[0]
    above = {"azimuth_rad": np.arctan2(y, x), "elevation_rad": np.arctan2(z, np.hypot(x, y)) - 0.2}
    satellite = Camera("satellite:100000", distance_km=distance_km, **above)
    moon = Camera("moon", 0.4, 0.3, R_MOON_KM + distance_km)
    earth = Camera("earth", 0.4, 0.3, min(R_EARTH_KM + distance_km, 1e6))
    places: dict[str, list[np.ndarray]] = {"satellite": [], "moon": [], "earth": []}
    for step in range(4):
        now = world_at(world.simulation, world.t_s + step * FRAME_S)
        track = frame_of(now, satellite, selected=100_000).track
        assert track is not None
        places["satellite"].append(gpu_place(frame_of(now, satellite), track.satellite_km))
        moon_frame, earth_frame = frame_of(now, moon), frame_of(now, earth)
        places["moon"].append(gpu_place(moon_frame, moon_frame.moon.centre_radii * R_MOON_KM))
        places["earth"].append(gpu_place(earth_frame, earth_frame.earth.centre_radii))
    for name, seen in places.items():
        assert np.ptp(np.array(seen), axis=0).max() < 0.01 * PIXEL, name


@pytest.mark.parametrize("distance_km", DISTANCES_KM)
def test_float32_loses_less_than_a_tenth_of_a_pixel(world: World, distance_km: float) -> None:
    """The Moon's corners as the GPU gets them, against float64, from 50 km above it to a million km."""
    frame = frame_of(world, Camera("moon", 0.4, 0.3, min(R_MOON_KM + distance_km, 1e6)))
    exact = frame.moon_km / R_MOON_KM + frame.moon.offsets
    error = np.linalg.norm(frame.moon.corners - exact, axis=1)
    assert (error / np.linalg.norm(exact, axis=1) < 0.1 * frame.px_rad).all()


@pytest.mark.parametrize("name", CAMERAS)
def test_the_same_instant_twice_gives_equal_bytes(world: World, name: str) -> None:
    view = View(camera=CAMERAS[name], layers=ALL_LAYERS, selected=100_000, hovered=5, stage_scale=0.4)
    first = build_frame(world, view)
    build_frame(world_at(world.simulation, world.t_s + 1e8), view)
    again = build_frame(world_at(world.simulation, world.t_s), view)
    for a, b in zip(parts(first), parts(again), strict=True):
        assert same_bytes(a, b)


def test_the_stage_scale_moves_the_moon_and_keeps_its_size(world: World) -> None:
    frame = frame_of(world, CAMERAS["earth-moon"], stage_scale=1.0)
    assert np.linalg.norm(frame.moon_km - frame.earth_km) < 60_000.0
    assert frame.moon.radius_km == R_MOON_KM
    true = frame_of(world, CAMERAS["earth-moon"])
    in_picture = [project(each, world.moon_gcrs_km[None])[0] for each in (frame, true)]
    assert np.allclose(*in_picture, atol=1e-6)  # the pair stays as large in the picture


def test_a_selected_satellite_has_its_orbit_and_its_name(world: World) -> None:
    frame = frame_of(world, CAMERAS["earth"], selected=100_000)
    assert frame.track is not None
    ring = frame.track.ring.points_km
    assert np.array_equal(ring[0], ring[-1])
    assert np.allclose(ring[0], frame.track.satellite_km, atol=0.01)
    assert frame_of(world, CAMERAS["earth"], selected=100_000, layers=QUIET - {"orbit"}).track is None


def test_a_selection_that_is_not_launched_yet_draws_nothing(world: World) -> None:
    early = world_at(world.simulation, world.scenario.start_s + 86_400.0)
    frame = frame_of(early, Camera("satellite:100000"), selected=100_000, hovered=100_001)
    assert frame.track is None
    assert not [label for label in frame.labels if label.kind in ("selected", "hovered")]


def test_labels_keep_apart(world: World) -> None:
    for camera in CAMERAS.values():
        frame = frame_of(world, camera, selected=100_000)
        assert len(frame.labels) <= MAX_LABELS
        for i, a in enumerate(frame.labels):
            for b in frame.labels[:i]:
                assert abs(a.y_px - b.y_px) > TEXT_PX or abs(a.x_px - b.x_px) > TEXT_PX
        assert frame_of(world, camera, layers=QUIET - {"labels"}).labels == ()


def test_star_names_keep_clear_of_what_a_window_writes(world: World) -> None:
    camera = CAMERAS["earth-moon"]
    with_hud, without = (frame_of(world, camera, hud=hud) for hud in (True, False))
    dropped = {label.text for label in without.labels} - {label.text for label in with_hud.labels}
    assert {label.text for label in with_hud.labels} <= {label.text for label in without.labels}
    for label in without.labels:
        x, y = label.x_px / without.point_scale, label.y_px / without.point_scale
        if label.kind == "star" and x < 300.0 and y < 100.0:
            assert label.text in dropped


@pytest.mark.parametrize(
    "wrong",
    [{"width_px": 0}, {"stage_scale": 1.5}, {"layers": frozenset({"rings"})}, {"supersample": 0}, {"pixel_ratio": 0.0}],
)
def test_a_view_that_cannot_be_is_refused_in_one_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w") as error:
        View(**wrong)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
