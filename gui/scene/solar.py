"""The inner solar system: paths of the planets, the planets as points, and the swarm."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame
from gui.scene.lines import PolylineProgram
from gui.scene.shader import read_shader
from gui.solar_frame import SolarPart, SwarmPart

_COLOURS = {
    "Mercury": (0.72, 0.66, 0.60),
    "Venus": (0.95, 0.82, 0.58),
    "Earth": (0.42, 0.70, 1.00),
    "Mars": (0.98, 0.50, 0.32),
}
_SIZES_PX = {"Mercury": 5.0, "Venus": 7.0, "Earth": 8.0, "Mars": 6.0}
_NEW, _MIDDLE, _OLD = (1.00, 0.93, 0.76), (1.00, 0.66, 0.28), (0.82, 0.28, 0.16)
_WIDTH_PX = 1.3


class SolarLayer:
    """``draw`` needs no depth: it comes after the sky and before all that is near, and its own order is enough."""

    def __init__(self) -> None:
        self._line = PolylineProgram()
        self._planets = gloo.Program(read_shader("planet.vert"), read_shader("planet.frag"))
        self._swarm: gloo.Program | None = None
        self._room = 0

    def draw(self, frame: Frame) -> None:
        part = frame.solar
        assert part is not None
        for name, path in zip(part.names, part.orbits, strict=True):
            self._line.draw(frame, path, _COLOURS[name], _WIDTH_PX, depth_test=False)
        if part.swarm is not None and part.swarm.points_km.shape[1]:
            self._draw_swarm(frame, part.swarm)
        if part.names:
            self._draw_planets(frame, part)

    def _draw_planets(self, frame: Frame, part: SolarPart) -> None:
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        program = self._planets
        program["a_offset"] = part.places_km
        program["a_colour"] = np.array([(*_COLOURS[name], _SIZES_PX[name]) for name in part.names], np.float32)
        program["u_view_projection"] = frame.view_projection
        program["u_scale"] = frame.point_scale
        program["u_strength"] = part.strength
        program.draw("points")

    def _draw_swarm(self, frame: Frame, part: SwarmPart) -> None:
        if self._swarm is None:
            self._swarm = gloo.Program(read_shader("swarm.vert"), read_shader("fleet_round.frag"))
            self._swarm["u_new"], self._swarm["u_middle"], self._swarm["u_old"] = _NEW, _MIDDLE, _OLD
        count = len(part.age)
        if count > self._room:  # with room to grow, so that it is seldom made anew
            self._room = count + count // 4
            self._vertices = gloo.VertexBuffer(np.zeros((self._room, 4), np.float32))
            self._swarm["a_offset_age"] = self._vertices
        self._vertices.set_subdata(np.concatenate([part.points_km, part.age[None]]).T.copy())
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), depth_mask=False)
        self._swarm["u_view_projection"] = frame.view_projection
        self._swarm["u_size"] = part.size_px * frame.point_scale
        self._swarm["u_gain"] = part.gain
        self._swarm.draw("points")
