"""The route of a prompt: the sky over its ends, the way, its satellites, the pulse, and what was knocked out."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame, LinePart
from gui.route_frame import RADIO, ConePart, RoutePart
from gui.scene.colours import CITY, KNOCKED_OUT, ROUTE_LASER, ROUTE_RADIO, Colour
from gui.scene.lines import PolylineProgram
from gui.scene.marks import CROSS, DISC, GLOW, RING, MarkProgram
from gui.scene.shader import read_shader

_WAY_PX, _OTHER_PX, _TAIL_PX, _RING_PX = 15.0, 1.6, 20.0, 1.0
_OTHER: Colour = (0.22, 0.46, 0.52)
_CONE: Colour = (0.45, 0.80, 1.00)
_WHITE: Colour = (1.0, 1.0, 1.0)


class RouteLayer:
    """Draws ``frame.route``: over the fleet, behind Earth and Moon by depth."""

    def __init__(self) -> None:
        self._ways = {kind: _glowing(colour) for kind, colour in ((True, ROUTE_RADIO), (False, ROUTE_LASER))}
        self._tail = _glowing(_WHITE)
        self._thin = PolylineProgram()
        self._marks = MarkProgram()
        self._cone = gloo.Program(read_shader("cone.vert"), read_shader("depth.glsl", "cone.frag"))

    def draw(self, frame: Frame, part: RoutePart) -> None:
        for cone in part.cones:
            self._draw_cone(frame, cone)
        for line in part.alternatives:
            self._thin.draw(frame, line, _OTHER, _OTHER_PX, depth_test=True)
        for kind, line in part.legs:
            self._ways[kind == RADIO].draw(frame, line, _WHITE, _WAY_PX, depth_test=True)
        if part.tail is not None:
            self._tail.draw(frame, part.tail, _WHITE, _TAIL_PX, depth_test=True, gain=1.2)
        marks = self._marks
        marks.draw(frame, part.stations_km, _WHITE, DISC, 5.5)
        marks.draw(frame, part.stations_km, ROUTE_LASER, RING, 13.0)
        marks.draw(frame, part.ends_km, _WHITE, DISC, 7.0)
        marks.draw(frame, part.ends_km, CITY, RING, 17.0, 1.4)
        marks.draw(frame, part.crosses_km, KNOCKED_OUT, CROSS, 15.0, 2.2)
        if part.pulse_km is not None:
            marks.draw(frame, part.pulse_km[None], _WHITE, GLOW, 44.0)

    def _draw_cone(self, frame: Frame, cone: ConePart) -> None:
        gloo.set_state(depth_test=True, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        program = self._cone
        program["a_place"] = np.concatenate([cone.apex_km[None], cone.ring_km])
        program["a_up"] = np.array([0.0] + [1.0] * len(cone.ring_km), np.float32)
        program["u_view_projection"] = frame.view_projection
        program["u_colour"] = _CONE
        program.draw("triangle_fan")
        edge = LinePart(points_km=cone.ring_km, alpha=np.full(len(cone.ring_km), 0.45, np.float32))
        self._thin.draw(frame, edge, _CONE, _RING_PX, depth_test=True)


def _glowing(colour: Colour) -> PolylineProgram:
    text = read_shader("depth.glsl", "route.frag")
    return PolylineProgram(text.replace("COLOUR", "vec3({:.3f}, {:.3f}, {:.3f})".format(*colour)))
