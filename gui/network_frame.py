"""What of the network is drawn: Starlink, laser links, the ground and a route, where they are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.starlink import starlink_of

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Frame


def network_parts(world: World, frame: Frame) -> dict[str, Any]:
    """Return the parts of the frame that show the network, those whose layers are on."""
    on, parts = frame.layers, {}
    own_fleet = world.scenario.starlink == "own fleet"  # which is drawn as the fleet
    if "links" in on or ("starlink" in on and not own_fleet):
        layer = starlink_of(world.simulation)
        starlink_km = layer.positions_km(world.t_s)
        if "starlink" in on and not own_fleet:
            from gui.starlink_frame import build_starlink_part

            part = build_starlink_part(world, frame, starlink_km)
            parts["starlink"] = part and replace(part, note=layer.note(world.t_s))
        if "links" in on:
            from gui.links_frame import build_link_part

            parts["links"] = build_link_part(world, frame, starlink_km)
    if "gateways" in on:
        from gui.ground_frame import build_ground_part

        parts["ground"] = build_ground_part(world, frame)
    if "route" in on and frame.view.route is not None:
        from gui.route_frame import build_route_part

        parts["route"] = build_route_part(world, frame)
    return parts
