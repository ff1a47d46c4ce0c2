"""Flights from the Moon: working a scenario's table out, and what 10,000 payloads in flight cost a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from benchmarks.rows import Row, interleaved
from engine.constants import SECONDS_PER_DAY
from engine.flight_builder import flights_of, nothing_to_tell
from engine.lunar_flights import LunarFlights
from engine.world import Simulation, open_simulation, world_at
from gui.camera import CAMERAS
from gui.frame import build_frame
from gui.view import View

PAYLOADS = 10_000
VIEW = View(camera=CAMERAS["stream"], width_px=1920, height_px=1080)
DEPTH_COMPONENT24 = 0x81A6


def measure(_megaton: Simulation) -> Iterator[Row]:
    simulation = open_simulation("moon")
    start = perf_counter()
    flights = flights_of(simulation, nothing_to_tell, None)
    seconds = perf_counter() - start
    assert flights is not None
    count = sum(len(table.flight_s) for table in flights.tables)
    yield Row(
        what="flights from the Moon, the whole scenario moon", value=seconds, unit="s", bar="under 20 s",
        met=seconds < 20.0, note=f"{count:,} reference flights, a day apart; {1e3 * seconds / count:.1f} ms each",
    )  # fmt: skip
    yield in_flight(replace(simulation, flights=flights), flights)


def in_flight(simulation: Simulation, flights: LunarFlights) -> Row:
    """Time whole frames, from the instant to the pixels, with the stream and without, taking turns."""
    from vispy import app, gloo

    app.use_app("pyside6")
    canvas = app.Canvas(size=(VIEW.width_px, VIEW.height_px), show=True)
    canvas.set_current()
    from gui.scene.scene import Scene

    scene = Scene(whole=True)
    size = (VIEW.height_px, VIEW.width_px)
    target = gloo.FrameBuffer(gloo.RenderBuffer(size, "color"), gloo.RenderBuffer(size, DEPTH_COMPONENT24))
    now_s = instant_with(flights, PAYLOADS)
    views = {"without": replace(VIEW, layers=VIEW.layers - {"stream"}), "with": VIEW}
    at_s = dict.fromkeys(views, now_s)

    def draw(name: str) -> None:
        at_s[name] += 60.0
        frame = build_frame(world_at(simulation, at_s[name]), views[name])
        with target:
            scene.draw(frame)
            gloo.read_pixels((0, 0, 8, 8))

    seconds = interleaved(21, without=lambda: draw("without"), **{"with": lambda: draw("with")})
    points = build_frame(world_at(simulation, now_s), VIEW).stream.points
    driver = str(gloo.gl.glGetParameter(gloo.gl.GL_RENDERER))
    scene.close()
    target.delete()
    canvas.close()
    more = seconds["with"] / seconds["without"] - 1.0
    return Row(
        what=f"frame with {points:,} payloads in flight, 1920x1080", value=seconds["with"] * 1e3, unit="ms",
        bar="at most 10 % more than without", met=more <= 0.10, peer="the same without them",
        peer_value=seconds["without"] * 1e3, ratio=1.0 + more,
        note=f"{100 * more:.1f} % more; the whole stream; {driver}",
    )  # fmt: skip


def instant_with(flights: LunarFlights, payloads: int) -> float:
    """Return when so many are on their way to deep space."""
    deep = flights.deep
    assert deep is not None
    low, high = deep.first_s + 30.0 * SECONDS_PER_DAY, deep.last_s
    for _ in range(60):
        middle = 0.5 * (low + high)
        first, stop = flights.in_flight(deep, middle)
        low, high = (middle, high) if stop - first < payloads else (low, middle)
    return high
