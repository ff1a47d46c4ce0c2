"""Draw, with no window, what the tests compare: the golden pictures, and the stage scale read back from the GPU.

    python tests/gui/draw_offscreen.py FOLDER

Prints the renderer's name.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.flight_builder import nothing_to_tell
from engine.flight_builder import table as flight_table
from engine.ground import ground_gcrs_km
from engine.lunar_flights import LunarFlights
from engine.satellites import positions_km
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.timebase import parse_utc
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS
from gui.fleet_frame import ChunkDraw, FleetPart, chunk_launches
from gui.frame import build_frame
from gui.route_frame import DrawnRoute, camera_of_route
from gui.scene.fleet import FleetLayer
from gui.scene.stream import StreamLayer
from gui.snapshot import render_image, save_png
from gui.view import DEFAULT_LAYERS, NETWORK_LAYERS, View

WIDTH_PX, HEIGHT_PX = 480, 270
AT = "2031-03-20T06:00:00Z"
PICTURES = {
    "earth": View(camera=CAMERAS["earth"], selected=100_000),
    "sunrise": View(camera=CAMERAS["sunrise"]),
    "moon": View(camera=CAMERAS["moon"]),
    "earth-moon-compressed": View(camera=CAMERAS["earth-moon"], stage_scale=1.0),
}

SUN = View(camera=CAMERAS["sun"])
FACTORY = View(camera=CAMERAS["factory"], layers=frozenset({"stars", "sun", "moon", "earth", "clouds", "driver"}))


def draw_pictures(folder: Path) -> None:
    world = world_at(simulate(load_scenario("megaton")), parse_utc(AT))
    for name, view in PICTURES.items():
        save_png(folder / f"{name}.png", render_image(world, view, WIDTH_PX, HEIGHT_PX))
    save_png(folder / "sun.png", render_image(_with_a_young_swarm(), SUN, WIDTH_PX, HEIGHT_PX))
    save_png(folder / "network.png", render_image(*_with_the_network(), WIDTH_PX, HEIGHT_PX))
    save_png(folder / "factory.png", render_image(_as_a_payload_leaves(), FACTORY, WIDTH_PX, HEIGHT_PX))


def _with_the_network() -> tuple[World, View]:
    """Starlink, links, gateways and a route from London to Tokyo by way of the Urals, one satellite knocked out."""
    world = world_at(simulate(load_scenario("megaton")), parse_utc("2026-09-11T20:00:00Z"))
    latitudes, longitudes = [51.5, 52.0, 62.0, 57.0, 36.0, 35.7], [-0.1, 6.0, 60.0, 105.0, 140.0, 139.7]
    ways_km = ground_gcrs_km(latitudes, longitudes, world.gcrs_to_itrs)
    ways_km[1:-1] *= 6_928.0 / 6_371.0
    steps_s = np.linalg.norm(np.diff(ways_km, axis=0), axis=1) / 299_792.458
    route = DrawnRoute(
        points_km=ways_km,
        arrive_s=np.concatenate([[0.0], np.cumsum(steps_s)]),
        kinds=("radio", "laser", "laser", "laser", "radio"),
        names=("London", "", "", "", "", "Tokyo"),
        alternatives=(ground_gcrs_km([51.5, 45.0, 40.0, 35.7], [-0.1, 40.0, 100.0, 139.7], world.gcrs_to_itrs) * 1.09,),
        knocked_out_km=1.09 * ground_gcrs_km(64.0, 40.0, world.gcrs_to_itrs),
    )
    layers = DEFAULT_LAYERS | NETWORK_LAYERS
    return world, View(
        camera=replace(camera_of_route(route, world), distance_km=17_000.0),
        layers=layers,
        route=route,
        pulse_s=0.5 * route.takes_s,
        link_limit=2_000,
    )


def _with_a_young_swarm() -> World:
    """The scenario moon with the switch to deep space in 2097, two and a half years later: quickly worked out."""
    text = shipped_scenarios()["moon"].read_text(encoding="utf-8")
    late = text.replace('deep_space_from_utc = "2070-01-01', 'deep_space_from_utc = "2097-01-01')
    assert late != text
    return world_at(simulate(parse_scenario(late)), parse_utc("2099-06-01"))


def _as_a_payload_leaves() -> World:
    """The Moon half a second before a shot, with the Sun 18 degrees high behind the factory."""
    simulation = simulate(load_scenario("moon"))
    ramp = simulation.scenario.lunar_ramp
    assert ramp is not None
    k = ramp.count_launched(parse_utc("2062-03-06T19:00:00Z"))
    return world_at(simulation, float(ramp.launch_time_s(k)) - 0.5)


def read_stage_scale(folder: Path) -> None:
    from vispy import gloo

    from gui.scene.shader import read_shader

    count = 512
    radii_km = np.geomspace(1_000.0, 1e6, count).astype(np.float32)
    program = gloo.Program(
        read_shader("stage_scale.glsl")
        + """
        attribute float a_radius; attribute float a_cell; uniform float u_s; varying float v_drawn;
        void main() { v_drawn = length(compress(vec3(0.6 * a_radius, 0.0, -0.8 * a_radius), u_s));
                      gl_Position = vec4(a_cell, 0.0, 0.0, 1.0); gl_PointSize = 1.0; }""",
        "#version 120\nvarying float v_drawn; void main() { gl_FragColor = vec4(v_drawn); }",
    )
    program["a_radius"] = radii_km
    program["a_cell"] = ((np.arange(count) + 0.5) / count * 2.0 - 1.0).astype(np.float32)
    target = gloo.Texture2D((1, count, 4), format="rgba", internalformat="rgba32f")
    scales, drawn_km = np.array([0.0, 0.3, 1.0]), []
    with gloo.FrameBuffer(color=target):
        gloo.set_viewport(0, 0, count, 1)
        gloo.set_state(blend=False, depth_test=False)
        for s in scales:
            program["u_s"] = s
            program.draw("points")
            drawn_km.append(gloo.read_pixels((0, 0, count, 1), out_type="float")[0, :, 0])
    np.savez(folder / "stage_scale.npz", s=scales, radii_km=radii_km, drawn_km=np.array(drawn_km))


def off_km(layer: FleetLayer, world: World, part: FleetPart, draw: ChunkDraw, *, rising: bool) -> np.ndarray:
    """Return how far the GPU puts up to 10,000 satellites of a chunk from where the engine has them."""
    place = part.source.vertices(draw.chunk)["a_place"].astype(int)
    shown = np.flatnonzero((place >= draw.begin) & (place < draw.end))
    some = shown[:: max(len(shown) // 10_000, 1)][:10_000]
    on_gpu_km = layer.readback_km(part, draw, rising=rising)[some]
    return np.linalg.norm(on_gpu_km - positions_km(world, chunk_launches(draw.chunk)[place[some]]), axis=1)


def read_satellites(folder: Path) -> None:
    """Keep where the GPU puts satellites on megaton's last day, and in 2100 where a scenario reaches it."""
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    to_2100 = text.replace('"2046-01-01T00:00:00Z"', '"2100-01-02T00:00:00Z"').replace(
        "power_w = 100_000 ", "life_years = 10\npower_w = 100_000 "
    )
    layer, kept = FleetLayer(wait=True), {}
    for name, scenario, utc in (
        ("2031", text, "2031-03-20"),
        ("2045", text, "2045-12-31T12:00:00Z"),
        ("2100", to_2100, "2100-01-01"),
    ):
        world = world_at(simulate(parse_scenario(scenario)), parse_utc(utc))
        part = build_frame(world, View()).fleet
        kept[name] = off_km(layer, world, part, part.draws[len(part.draws) // 2], rising=False)
        for i, draw in enumerate(part.rising):
            kept[f"{name}-rising-{i}"] = off_km(layer, world, part, draw, rising=True)
    early = world_at(simulate(load_scenario("megaton")), parse_utc("2026-02-20"))  # all are rising, at all heights
    part = build_frame(early, View()).fleet
    kept["early-rising"] = off_km(layer, early, part, part.rising[0], rising=True)
    np.savez(folder / "satellites.npz", **kept)


def read_stream(folder: Path) -> None:
    """Keep how far the GPU puts payloads in flight from where the table of flights has them."""
    simulation = simulate(load_scenario("moon"))
    lunar, ramp = simulation.scenario.lunar, simulation.scenario.lunar_ramp
    layer, kept = StreamLayer(), {}
    for name, destination, utc in (
        ("near", "high_earth_orbit", "2066-03-21T07:00"),
        ("deep", "deep_space", "2085-03-21"),
    ):
        now_s = parse_utc(utc)
        table = flight_table(
            simulation.ephemeris, lunar, destination, now_s - 12 * 86_400.0, now_s, nothing_to_tell, None
        )
        tables = {"near": None, "deep": None, name: table}
        world = world_at(replace(simulation, flights=LunarFlights(lunar, ramp, **tables)), now_s)
        frame = build_frame(world, View(camera=CAMERAS["stream"]))
        (streak,) = frame.stream.streaks
        on_gpu_km = layer.readback_km(streak) + frame.pose.eye_km
        k = streak.stride * (streak.first + np.arange(streak.count))
        launch_s = ramp.launch_time_s(k)
        flying = np.flatnonzero((launch_s < now_s) & (launch_s + table.number("flight_s", launch_s) > now_s))
        expected_km = table.positions_km(simulation.ephemeris, launch_s[flying], np.full(flying.size, now_s))
        kept[name] = np.linalg.norm(on_gpu_km[flying] - expected_km, axis=1)
    np.savez(folder / "stream.npz", **kept)


if __name__ == "__main__":
    out = Path(sys.argv[1])
    draw_pictures(out)
    read_stage_scale(out)
    read_satellites(out)
    read_stream(out)
    from vispy.gloo import gl

    print(gl.glGetParameter(gl.GL_RENDERER))
