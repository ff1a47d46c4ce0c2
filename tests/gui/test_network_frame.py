"""What of the network is drawn, and where: on the frame, without GL."""

from __future__ import annotations

import threading
from dataclasses import replace
from math import degrees, radians

import numpy as np
import pytest

from engine.cities import cities, find_city
from engine.constants import R_EARTH_MEAN_KM, R_MOON_KM
from engine.gateways import gateways
from engine.ground import ground_gcrs_km
from engine.network import network_at
from engine.satellites import positions_km
from engine.scenario import load_scenario
from engine.starlink import starlink_of
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS, Camera
from gui.frame import Frame, build_frame, project_offsets
from gui.ground_frame import CONE_KM, MOST_NAMES
from gui.links_choice import chosen_links
from gui.links_ready import OLDEST_S, LinksReady
from gui.route_frame import DrawnRoute, camera_of_route
from gui.stage_scale import compress
from gui.view import DEFAULT_LAYERS, NETWORK_LAYERS, View

NOW_S = parse_utc("2026-09-11T05:00:00Z")  # some tens of thousands of compute satellites
METRE_KM = 1e-3
FLOAT_KM = 0.01  # of float32, at 25,000 km from the eye
MAP_KM = 25.0  # between a place on the ellipsoid and on the globe that is drawn


@pytest.fixture(scope="module")
def world() -> World:
    return world_at(simulate(load_scenario("megaton")), NOW_S)


def frame_of(world: World, *layers: str, camera: Camera = CAMERAS["earth"], **changes: object) -> Frame:
    view = View(camera=camera, width_px=1920, height_px=1080, layers=frozenset(layers))
    return build_frame(world, replace(view, **changes))  # type: ignore[arg-type]


def clear_of(eye_km: np.ndarray, place_km: np.ndarray, centre_km: np.ndarray, radius_km: float) -> bool:
    """Whether the straight way from the eye misses a sphere, by trying many points of it."""
    share = np.linspace(0.0, 1.0, 20_001)[:, None]
    way_km = eye_km + share * (place_km - eye_km)
    return bool((np.linalg.norm(way_km - centre_km, axis=1) > radius_km).all())


# ---------------------------------------------------------------- Starlink


def test_nothing_of_the_network_is_there_unless_asked_for(world: World) -> None:
    frame = build_frame(world, View())
    assert (frame.starlink, frame.links, frame.ground, frame.route) == (None, None, None, None)
    assert not DEFAULT_LAYERS & NETWORK_LAYERS


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
def test_starlink_is_where_the_engine_has_it(world: World, stage_scale: float) -> None:
    frame = frame_of(world, "starlink", stage_scale=stage_scale)
    r_km = starlink_of(world.simulation).positions_km(NOW_S)[frame.starlink.row]
    drawn_km = frame.starlink.points_km + frame.pose.eye_km
    assert np.abs(drawn_km - compress(r_km, stage_scale)).max() < FLOAT_KM


def test_what_the_earth_or_the_moon_hides_is_not_drawn(world: World) -> None:
    frame = frame_of(world, "starlink")
    layer_km = starlink_of(world.simulation).positions_km(NOW_S)
    some = np.random.default_rng(5).choice(len(layer_km), 400, replace=False)
    expected = [
        clear_of(frame.pose.eye_km, layer_km[row], np.zeros(3), R_EARTH_MEAN_KM)
        and clear_of(frame.pose.eye_km, layer_km[row], world.moon_gcrs_km, R_MOON_KM)
        for row in some
    ]
    assert 0 < sum(expected) < len(some)
    assert np.isin(some, frame.starlink.row).tolist() == expected


def test_starlink_is_dark_in_the_earths_shadow(world: World) -> None:
    frame = frame_of(world, "starlink", camera=replace(CAMERAS["earth"], azimuth_rad=np.pi))
    r_km = starlink_of(world.simulation).positions_km(NOW_S)[frame.starlink.row]
    along_km = r_km @ frame.sun_direction
    from_axis_km = np.linalg.norm(r_km - along_km[:, None] * frame.sun_direction, axis=1)
    deep = (along_km < 0.0) & (from_axis_km < 6_300.0)
    assert deep.sum() > 100
    assert not frame.starlink.lit[deep].any()
    assert (frame.starlink.lit[(along_km > 0.0) | (from_axis_km > 6_450.0)] == 1.0).all()


def test_a_fleet_that_is_starlink_is_not_drawn_twice() -> None:
    world = world_at(simulate(load_scenario("starlink")), parse_utc("2026-06-01"))
    frame = frame_of(world, "fleet", "starlink", "links")
    assert frame.starlink is None
    links = frame.links.links
    assert len(links.members.k) == 0
    r_km = starlink_of(world.simulation).positions_km(world.t_s)[links.starlink]
    assert np.nanmax(np.abs(frame.links.places_km + frame.pose.eye_km - r_km)) < FLOAT_KM


# ---------------------------------------------------------------- links


@pytest.fixture(scope="module")
def network(world: World):
    return network_at(world.simulation, (np.floor(NOW_S / 60.0) + 0.5) * 60.0, None)


def keyed(first_is_layer: np.ndarray, row: np.ndarray, k: np.ndarray) -> np.ndarray:
    """One number for a node: a row of the layer, or a launch number beyond all rows."""
    return np.where(first_is_layer, row, 1_000_000 + k)


def network_links(network) -> set[tuple[int, int, int]]:
    links, count = network.links(), network.starlink_count
    k = np.concatenate([np.zeros(count, np.int64), network.members.k])
    ends = [keyed(end < count, end, k[end]) for end in (links.first, links.second)]
    return {(min(a, b), max(a, b), c) for a, b, c in zip(*(e.tolist() for e in ends), links.link_class.tolist())}  # noqa: B905


def drawn_links(links) -> set[tuple[int, int, int]]:
    row = np.concatenate([links.starlink, np.zeros(len(links.members.k), np.int64)])
    k = np.concatenate([np.zeros(len(links.starlink), np.int64), links.members.k])
    ends = [keyed(end < len(links.starlink), row[end], k[end]) for end in (links.first, links.second)]
    return {(min(a, b), max(a, b), c) for a, b, c in zip(*(e.tolist() for e in ends), links.link_class.tolist())}  # noqa: B905


@pytest.mark.parametrize("stage_scale", [0.0, 1.0])
def test_links_end_where_the_engine_has_their_satellites(world: World, stage_scale: float) -> None:
    frame = frame_of(world, "links", stage_scale=stage_scale)
    part, links = frame.links, frame.links.links
    layer_km = starlink_of(world.simulation).positions_km(NOW_S)
    r_km = np.concatenate([layer_km[links.starlink], positions_km(world, links.members.k)])
    for drawn_km, end in ((part.from_km, links.first), (part.to_km, links.second)):
        expected_km = compress(r_km[end], stage_scale)
        assert np.abs(drawn_km + frame.pose.eye_km - expected_km).max() < FLOAT_KM


def test_every_thread_is_a_link_of_the_network(world: World, network) -> None:
    drawn = drawn_links(chosen_links(world, 10_000))
    assert len(drawn) > 5_000
    assert drawn <= network_links(network)


def test_with_room_enough_all_links_are_drawn(world: World, network) -> None:
    links = chosen_links(world, 1_000_000)
    assert drawn_links(links) == network_links(network)


def test_what_share_is_drawn_is_said(world: World, network) -> None:
    part = frame_of(world, "links", link_limit=10_000).links
    real = len(network.links().first)
    assert part.links.total == pytest.approx(real, rel=0.01)
    assert part.share == pytest.approx(part.drawn / real, rel=0.01)
    assert 0.4 * 10_000 < part.drawn < 1.1 * 10_000
    assert part.words[0] == f"{part.drawn:,} of {part.links.total:,} laser links drawn"


def test_fewer_links_are_some_of_the_more(world: World) -> None:
    fewer, more = (drawn_links(chosen_links(world, limit)) for limit in (5_000, 20_000))
    assert fewer < more


def test_all_links_two_hops_from_the_selection_are_drawn(world: World, network) -> None:
    k = int(network.members.k[1234])
    node = network.node_of_satellite(k)
    reached = {node}
    for _ in range(2):
        around = network.neighbours[sorted(reached)]
        inner, reached = reached, reached | set(around[around >= 0].tolist())
    wanted = {tuple(sorted((a, int(b)))) for a in inner for b in network.neighbours[a] if b >= 0}
    links = chosen_links(world, 2_000, k)
    assert np.count_nonzero(links.near) == len(wanted)
    count = len(links.starlink)
    ends = np.concatenate([links.starlink, [network.node_of_satellite(int(each)) for each in links.members.k]])
    near = {
        tuple(sorted((int(ends[a]), int(ends[b]))))
        for a, b in zip(links.first[links.near], links.second[links.near], strict=True)
    }
    assert count > 0
    assert near == wanted


def test_pulses_follow_from_the_time_alone(world: World) -> None:
    links = chosen_links(world, 1_000)
    later = world_at(world.simulation, NOW_S + 7.0)
    here, again, there = (frame_of(one, "links", links=links).links for one in (world, world, later))
    assert here.elapsed_s == again.elapsed_s
    assert there.elapsed_s - here.elapsed_s == pytest.approx(7.0, abs=1e-6)
    assert here.slowed == 1_000.0
    assert here.words[1] == "Light in the links slowed 1,000 ×"


def test_a_clock_too_fast_for_links_draws_none_and_says_so(world: World) -> None:
    told = threading.Event()
    ready = LinksReady(told.set)
    view = View(layers=frozenset({"links"}))
    assert "links" not in ready.shown(world, view).layers
    assert ready.note.startswith("Working")
    assert told.wait(60.0)
    shown = ready.shown(world, view)
    assert shown.links is not None
    assert "links" in shown.layers
    assert ready.note == ""
    soon = world_at(world.simulation, NOW_S + 0.5 * OLDEST_S)
    assert ready.shown(soon, view).links is not None
    late = world_at(world.simulation, NOW_S + 3.0 * OLDEST_S)
    assert "links" not in ready.shown(late, view).layers
    assert "too fast" in ready.note
    ready.close()


# ---------------------------------------------------------------- the ground


def test_gateways_in_sight_are_marked(world: World) -> None:
    frame = frame_of(world, "gateways")
    sites = gateways()
    r_km = ground_gcrs_km([s.latitude_deg for s in sites], [s.longitude_deg for s in sites], world.gcrs_to_itrs)
    towards = np.einsum("ij,ij->i", r_km, frame.pose.eye_km - r_km) / np.linalg.norm(frame.pose.eye_km - r_km, axis=1)
    surely = r_km[towards / 6_371.0 > 0.02]  # a degree above the horizon
    maybe = np.count_nonzero(towards / 6_371.0 > -0.02)
    marks_km = frame.ground.gateways_km + frame.pose.eye_km
    assert len(surely) <= len(marks_km) <= maybe
    away_km = np.linalg.norm(surely[:, None] - marks_km[None], axis=2).min(axis=1)
    assert away_km.max() < MAP_KM


def test_the_largest_cities_in_sight_are_named(world: World) -> None:
    frame = frame_of(world, "gateways", "labels")
    names = [label.text for label in frame.labels if label.kind == "city"]
    assert 5 <= len(names) <= MOST_NAMES
    assert len(frame.ground.texts) == len(frame.ground.cities_km)
    eye = frame.pose.eye_km / np.linalg.norm(frame.pose.eye_km)
    seen = [
        city.name
        for city in cities()[:200]
        if ground_gcrs_km(city.latitude_deg, city.longitude_deg, world.gcrs_to_itrs)[0] @ eye > 0.75 * 6_371.0
    ]
    assert seen[0] in names
    people = {city.name: city.population for city in reversed(cities())}
    assert [people[name] for name, _ in frame.ground.texts] == sorted(
        (people[name] for name, _ in frame.ground.texts), reverse=True
    )
    boxes = sorted((label.y_px, label.x_px) for label in frame.labels if label.kind == "city")
    assert len(set(boxes)) == len(boxes)


def test_no_name_is_behind_the_limb(world: World) -> None:
    frame = frame_of(world, "gateways")
    for _, at_km in frame.ground.texts:
        assert clear_of(frame.pose.eye_km, at_km + frame.pose.eye_km, np.zeros(3), R_EARTH_MEAN_KM)


# ---------------------------------------------------------------- a route


def route_between(world: World, *names: str) -> DrawnRoute:
    """Up from the first city, over its zenith and that of the next, and down."""
    sites = [find_city(name) for name in names]
    ground_km = ground_gcrs_km([s.latitude_deg for s in sites], [s.longitude_deg for s in sites], world.gcrs_to_itrs)
    points_km = np.array([ground_km[0], *(1.1 * ground_km), ground_km[-1]])
    lengths_km = np.linalg.norm(np.diff(points_km, axis=0), axis=1)
    return DrawnRoute(
        points_km=points_km,
        arrive_s=np.concatenate([[0.0], np.cumsum(lengths_km / 299_792.458)]),
        kinds=("radio", *["laser"] * (len(names) - 1), "radio"),
        names=(names[0], *[""] * len(names), names[-1]),
    )


NEAR = Camera("earth", follow=True, azimuth_rad=radians(10.0), elevation_rad=radians(40.0), distance_km=14_000.0)


def test_the_route_runs_from_city_to_city(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    part = frame_of(world, "route", "labels", camera=NEAR, route=route).route
    eye_km = frame_of(world, camera=NEAR).pose.eye_km
    assert [kind for kind, _ in part.legs] == ["radio", "laser", "radio"]
    assert np.linalg.norm(part.legs[0][1].points_km[0] + eye_km - route.points_km[0]) < MAP_KM
    assert np.linalg.norm(part.legs[1][1].points_km + eye_km - route.points_km[1:3], axis=1).max() < FLOAT_KM
    assert len(part.stations_km) == 2
    assert len(part.ends_km) == 2


def test_its_ends_are_named_with_the_milliseconds(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    labels = frame_of(world, "route", "labels", camera=NEAR, route=route).labels
    ms = 1e3 * route.takes_s
    assert {label.text for label in labels if label.kind == "route"} == {"London", f"Cairo · {ms:.1f} ms"}


def test_the_compressed_scale_bends_the_route_with_the_shells(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    frame = frame_of(world, "route", camera=NEAR, route=route, stage_scale=1.0)
    line_km = frame.route.legs[1][1].points_km + frame.pose.eye_km
    assert len(line_km) > 2
    assert np.abs(line_km[[0, -1]] - compress(route.points_km[1:3], 1.0)).max() < FLOAT_KM
    middle_km = compress(route.points_km[1:3].mean(axis=0), 1.0)
    assert np.linalg.norm(line_km - middle_km, axis=1).min() < FLOAT_KM


def test_the_pulse_is_where_light_has_come_to(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    gone_s = route.arrive_s[1] + 0.001
    frame = frame_of(world, "route", camera=NEAR, route=route, pulse_s=gone_s)
    leg = route.points_km[2] - route.points_km[1]
    expected_km = route.points_km[1] + 299.792458 * leg / np.linalg.norm(leg)
    assert np.linalg.norm(frame.route.pulse_km + frame.pose.eye_km - expected_km) < FLOAT_KM
    assert (np.diff(frame.route.tail.alpha) >= 0.0).all()
    for gone in (None, -0.001, 2.0 * route.takes_s):
        assert frame_of(world, "route", camera=NEAR, route=route, pulse_s=gone).route.pulse_km is None


def test_a_prompt_that_waits_stays_where_it_is(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    waited = replace(
        route,
        points_km=np.insert(route.points_km, 2, route.points_km[1], axis=0),
        arrive_s=np.insert(route.arrive_s + np.array([0, 0, 5, 5]), 2, route.arrive_s[1] + 5.0),
        kinds=("radio", "laser", "laser", "radio"),
        names=(),
    )
    assert np.abs(waited.at_km(np.array([2.5])) - route.points_km[1]).max() < METRE_KM


def test_the_cone_opens_at_the_least_elevation(world: World) -> None:
    route = replace(route_between(world, "London", "Cairo"), least_elevation_rad=radians(40.0))
    cones = frame_of(world, "route", camera=NEAR, route=route).route.cones
    assert len(cones) == 2
    eye_km = frame_of(world, camera=NEAR).pose.eye_km
    for cone in cones:
        apex_km, ring_km = cone.apex_km.astype(float) + eye_km, cone.ring_km.astype(float) + eye_km
        up = apex_km / np.linalg.norm(apex_km)
        away_km = ring_km - 6_378.137 * up
        elevation = np.arcsin(away_km @ up / np.linalg.norm(away_km, axis=1))
        assert [degrees(angle) for angle in elevation] == pytest.approx([40.0] * len(ring_km), abs=0.01)
        assert np.linalg.norm(ring_km, axis=1) == pytest.approx(6_378.137 + CONE_KM, abs=0.01)


@pytest.mark.parametrize(
    "names", [("London", "Tokyo"), ("Sydney", "Santiago"), ("Madrid", "Berlin"), ("Lagos", "Lagos")]
)
@pytest.mark.parametrize("size", [(1920, 1080), (800, 800)])
def test_its_camera_sees_all_of_it(world: World, names: tuple[str, str], size: tuple[int, int]) -> None:
    route = route_between(world, *names)
    frame = frame_of(
        world,
        "route",
        camera=camera_of_route(route, world, size[0] / size[1]),
        route=route,
        width_px=size[0],
        height_px=size[1],
    )
    legs_km = np.concatenate([line.points_km for _, line in frame.route.legs]).astype(float)
    xy_px, visible = project_offsets(frame, legs_km)
    assert visible.all()
    assert (np.abs(xy_px / size - 0.5) < 0.45).all()


def test_crosses_mark_what_was_knocked_out(world: World) -> None:
    route = route_between(world, "London", "Cairo")
    behind_km = -route.points_km[1]
    route = replace(route, knocked_out_km=np.array([route.points_km[1], behind_km]))
    frame = frame_of(world, "route", camera=NEAR, route=route)
    assert len(frame.route.crosses_km) == 1
    assert np.abs(frame.route.crosses_km[0] + frame.pose.eye_km - route.points_km[1]).max() < FLOAT_KM


def test_a_route_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="2 points has 3 times and 1 legs"):
        DrawnRoute(points_km=np.zeros((2, 3)), arrive_s=np.zeros(3), kinds=("laser",))
