"""The command ``snapshot``: one picture in a PNG file, with no window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gui.progress_line import progress_line

if TYPE_CHECKING:
    from engine.world import World
    from gui.view import View


def draw_picture(
    scenario: str, at: str | None, camera: str | None, size: str, scale: str, output: Path, route: str | None = None
) -> None:
    """Draw one picture into a PNG file; raises ``ValueError`` with one sentence.

    ``camera`` is the Earth's where none is given, or one that frames the ``route``, FROM:TO.
    """
    import re
    import sys

    from engine.commands import world_of
    from gui.camera import CAMERAS
    from gui.offscreen import GlError
    from gui.snapshot import MAX_HEIGHT_PX, MAX_WIDTH_PX, render_image, save_png
    from gui.star_catalogue import AssetError
    from gui.view import View

    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", size)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= width <= MAX_WIDTH_PX and 1 <= height <= MAX_HEIGHT_PX):
        raise ValueError(f"--size is {size!r}: give WxH in pixels, from 1x1 to {MAX_WIDTH_PX}x{MAX_HEIGHT_PX}")
    own_camera, camera = camera is None, camera or "earth"
    if camera not in CAMERAS:
        raise ValueError(f"--camera is {camera!r}: there are {', '.join(CAMERAS)}")
    if output.suffix.lower() != ".png":
        raise ValueError(f"-o is {str(output)!r}: the file's name must end in .png")
    world = world_of(scenario, at)
    if world.scenario.lunar is not None and world.t_s >= world.scenario.lunar.start_s:
        world = _with_flights(world)
    seen_from = CAMERAS[camera]
    if seen_from.focus.startswith("payload:"):
        from gui.stream_places import ride, why_no_ride

        riding = ride(world, seen_from)
        if riding is None:
            raise ValueError(f"--camera is {camera!r}, but {why_no_ride(world)}")
        seen_from = riding
    note = _moon_note(world, camera)
    if note:
        print(note, file=sys.stderr)
    view = View(
        camera=seen_from,
        width_px=width,
        height_px=height,
        stage_scale=1.0 if scale == "compressed" else 0.0,
    )
    if route is not None:
        view = _with_route(world, view, route, own_camera)
    try:
        save_png(output, render_image(world, view))
    except (GlError, AssetError, OSError) as error:
        raise ValueError(str(error)) from None


def _with_route(world: World, view: View, route: str, own_camera: bool) -> View:
    """Return the view with the way of a prompt in it, and the network that it runs over."""
    from dataclasses import replace

    from engine.cities import find_city
    from engine.route import network_for, routes
    from engine.route_command import goal_of
    from engine.route_parts import NoRoute
    from gui.route_drawing import drawn_route
    from gui.route_frame import camera_of_route

    start, _, goal = route.partition(":")
    begin, end = find_city(start), goal_of(world.simulation, goal.strip() or None)
    network = network_for(world.simulation, world.t_s, end)
    found = routes(network, begin, end, count=3)
    if isinstance(found, NoRoute):
        raise ValueError(f"--route is {route!r}, but there is {found.sentence}")
    drawn = drawn_route(found, network.settings)
    layers = view.layers | {"starlink", "links", "gateways", "route"}
    camera = camera_of_route(drawn, world, view.width_px / view.height_px) if own_camera else view.camera
    return replace(view, layers=layers, route=drawn, camera=camera)


def _moon_note(world: World, camera: str) -> str:
    """Return what to say where a camera looks for the works on the Moon and there are none."""
    from engine.timebase import format_utc

    if camera not in ("factory", "track", "stream", "arrival"):
        return ""
    name, lunar = world.scenario.name, world.scenario.lunar
    if lunar is None:
        return f"Note: --camera is {camera!r}, but the scenario {name} has no lunar factory."
    if world.t_s >= lunar.start_s:
        return ""
    return (
        f"Note: --camera is {camera!r}, but the lunar factory of {name} begins on {format_utc(lunar.start_s)[:10]}: on"
        f" {format_utc(world.t_s)[:10]} nothing of it is there yet."
    )


def _with_flights(world: World) -> World:
    """Return the world with its flights from the Moon, read from the disk or worked out (some ten seconds)."""
    from dataclasses import replace

    from engine.flight_builder import flights_of, nothing_to_tell
    from engine.paths import cache_folder
    from engine.world import world_at

    with progress_line("Flights from the Moon") as progress:
        flights = flights_of(world.simulation, progress or nothing_to_tell, cache_folder())
    return world_at(replace(world.simulation, flights=flights), world.t_s)
