"""A picture of a million satellites, beside vispy's Markers drawing the same points and nothing else.

Both draw at 1920 x 1080 into a framebuffer of their own and are read back, on
the same driver, taking turns.  Ours starts from the instant (``world_at`` and
``build_frame`` included) and draws the full scene; Markers gets the same points
ready made, as its own ``set_data`` and ``canvas.render()``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.rows import Row, interleaved
from benchmarks.world import MILLION, VIEW
from engine.satellites import positions_km
from engine.scenario import parse_scenario, shipped_scenarios
from engine.timebase import parse_utc
from engine.world import Simulation, World, simulate, world_at
from gui.frame import Frame, build_frame

DEPTH_COMPONENT24 = 0x81A6
READ_BACK = 10_000


def measure(simulation: Simulation) -> Iterator[Row]:
    from vispy import app, gloo

    app.use_app("pyside6")
    canvas = app.Canvas(size=(VIEW.width_px, VIEW.height_px), show=True)
    canvas.set_current()
    from gui.scene.scene import Scene

    scene = Scene(whole=True)
    driver = gloo.gl.glGetParameter(gloo.gl.GL_RENDERER)
    yield from frame_against_markers(simulation, canvas, scene, str(driver))
    canvas.set_current()
    yield bytes_per_satellite(simulation, scene)
    yield from read_back(canvas, scene)
    scene.close()
    canvas.close()


def frame_against_markers(simulation: Simulation, canvas, scene, driver: str) -> Iterator[Row]:
    from vispy import gloo
    from vispy.scene import SceneCanvas, visuals
    from vispy.visuals.transforms import MatrixTransform

    # Launched, so that rising ones are among the million points of both pictures.
    start_s = float(simulation.scenario.ramp.launch_time_s(MILLION))
    clock = iter(start_s + np.arange(1_000.0))
    size = (VIEW.height_px, VIEW.width_px)
    target = gloo.FrameBuffer(gloo.RenderBuffer(size, "color"), gloo.RenderBuffer(size, DEPTH_COMPONENT24))
    pictures: dict[str, np.ndarray] = {}

    def ours() -> None:
        canvas.set_current()
        frame = build_frame(world_at(simulation, next(clock)), VIEW)
        with target:
            scene.draw(frame)
            pictures["ours"] = gloo.read_pixels((0, 0, VIEW.width_px, VIEW.height_px))

    world = world_at(simulation, start_s)
    frame = build_frame(world, VIEW)
    points = (positions_km(world, np.arange(world.fleet.launched)) - frame.pose.eye_km).astype(np.float32)
    theirs_canvas = SceneCanvas(size=(VIEW.width_px, VIEW.height_px), show=True, bgcolor="black")
    markers = visuals.Markers(parent=theirs_canvas.scene, antialias=0)
    markers.transform = MatrixTransform(to_canvas(frame))

    def theirs() -> None:
        theirs_canvas.set_current()
        markers.set_data(points, size=1.0, edge_width=0.0, face_color=(1.0, 0.8, 0.5, 1.0))
        pictures["theirs"] = theirs_canvas.render()

    def antialiased() -> None:
        markers.antialias = 1
        theirs()
        markers.antialias = 0

    seconds = interleaved(5, ours=ours, theirs=theirs, antialiased=antialiased)
    target.delete()
    theirs_canvas.close()
    check_same_view(pictures, frame)
    for name, peer, bar in [
        ("antialiased", "vispy Markers, points only", "at most 1/5 of peer"),
        ("theirs", "vispy Markers, points only, antialias=0", ""),
    ]:
        ratio = seconds[name] / seconds["ours"]
        yield Row(
            what="frame, 1,000,000 satellites and the full scene, 1920x1080",
            value=seconds["ours"] * 1e3, unit="ms", bar=bar, met=ratio >= 5.0 if bar else None, peer=peer,
            peer_value=seconds[name] * 1e3, ratio=ratio, note=f"{driver}; the wish is 1/6" if bar else "",
        )  # fmt: skip


def to_canvas(frame: Frame) -> np.ndarray:
    """Return the matrix from the eye's km to the pixels of vispy's canvas, for row vectors.

    Our frames have their own logarithmic depth; Markers gets an ordinary one, from 1,000 to 1,000,000 km.
    """
    near_km, far_km = 1e3, 1e6
    projection = frame.view_projection.astype(np.float64)
    projection[:, 2] = (far_km + near_km) / (far_km - near_km) * projection[:, 3]
    projection[3, 2] -= 2.0 * far_km * near_km / (far_km - near_km)
    half_width, half_height = VIEW.width_px / 2.0, VIEW.height_px / 2.0
    pixels = np.diag([half_width, -half_height, 1.0, 1.0])
    pixels[3, :2] = half_width, half_height
    return projection @ pixels


def check_same_view(pictures: dict[str, np.ndarray], frame: Frame) -> None:
    """Hold that Markers drew the same swarm: most lit pixels of the sky ring are lit in both pictures."""
    ours = pictures["ours"][..., :3].max(axis=-1) > 40
    theirs = pictures["theirs"][..., :3].max(axis=-1) > 40
    assert theirs.any(), "Markers drew nothing"
    rows, columns = np.nonzero(theirs)
    ours_rows, ours_columns = np.nonzero(ours)
    drift_px = np.hypot(rows.mean() - ours_rows.mean(), columns.mean() - ours_columns.mean())
    assert drift_px < 200.0, f"the two pictures show different views: centres {drift_px:.0f} px apart"


def bytes_per_satellite(simulation: Simulation, scene) -> Row:
    """Count the bytes of the buffers that hold a fleet, against the satellites that they hold."""
    from gui.fleet_frame import VERTEX

    chunks = len(scene.fleet._buffers)
    satellites = sum(chunk.places for chunk in scene.fleet._buffers)
    held = sum(buffer.nbytes for buffer in scene.fleet._buffers.values()) / satellites
    assert held == VERTEX.itemsize
    return Row(
        what="GPU bytes per satellite", value=held, unit="B", bar="at most 28", met=held <= 28,
        note=f"{chunks} buffers of {satellites:,} satellites, none of them changed from frame to frame",
    )  # fmt: skip


def read_back(canvas, scene) -> Iterator[Row]:
    """Hold where the GPU puts 10,000 satellites against the float64 engine, on the last day and in 2100."""
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    far = text.replace('end_utc = "2046-01-01T00:00:00Z"', 'end_utc = "2100-01-02T00:00:00Z"')
    far = far.replace("power_w = 100_000 ", "life_years = 10\npower_w = 100_000 ")
    assert far != text
    cases = [("last day of megaton", text, "2045-12-31T12:00:00Z"), ("2100-01-01", far, "2100-01-01")]
    for title, scenario_text, utc in cases:
        simulation = simulate(parse_scenario(scenario_text))
        world = world_at(simulation, parse_utc(utc))
        worst_km, count = gpu_error_km(world, canvas, scene)
        yield Row(
            what=f"GPU positions against float64, {title}", value=worst_km, unit="km", bar="within 1 km",
            met=worst_km <= 1.0, note=f"worst of {count:,} satellites",
        )  # fmt: skip


def gpu_error_km(world: World, canvas, scene) -> tuple[float, int]:
    """Return the largest distance between GPU and engine over some chunks, and of how many satellites."""
    from gui.fleet_frame import chunk_launches

    part = build_frame(world, VIEW).fleet
    rng = np.random.default_rng(3)
    chosen = [part.draws[index] for index in np.unique([0, len(part.draws) // 2, len(part.draws) - 1])]
    worst_km, count = 0.0, 0
    for draw in (*chosen, *part.rising):
        canvas.set_current()  # the peer's canvas takes the context with it when it is collected
        on_gpu_km = scene.fleet.readback_km(part, draw, rising=draw in part.rising)
        place = part.source.vertices(draw.chunk)["a_place"].astype(np.int64)
        shown = np.flatnonzero((place >= draw.begin) & (place < draw.end))
        some = rng.choice(shown, size=min(READ_BACK // len(chosen) + 1, shown.size), replace=False)
        engine_km = positions_km(world, chunk_launches(draw.chunk)[place[some]])
        worst_km = max(worst_km, float(np.linalg.norm(on_gpu_km[some] - engine_km, axis=1).max()))
        count += some.size
    return worst_km, count
