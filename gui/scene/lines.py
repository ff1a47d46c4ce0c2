"""Polylines as screen-space quads, one draw call each."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame, LinePart
from gui.scene.quads import ENDS, quad_indices
from gui.scene.shader import read_shader


class PolylineProgram:
    """Draws one polyline a call; keep one program for each length of polyline."""

    def __init__(self, fragment: str | None = None) -> None:
        """``fragment`` is the shader's text, if it is not to be one colour: it sees the line's alpha and ``u_gain``."""
        self._fragment = fragment
        self._program = gloo.Program(read_shader("line.vert"), fragment or read_shader("depth.glsl", "line.frag"))
        self._segments = 0

    def _resize(self, segments: int) -> None:
        self._segments = segments
        self._buffers = {
            name: gloo.VertexBuffer(np.zeros((4 * segments, size), np.float32))
            for name, size in (("a_from", 3), ("a_to", 3), ("a_alpha", 1))
        }
        for name, buffer in self._buffers.items():
            self._program[name] = buffer
        self._program["a_end"] = np.tile(ENDS, (segments, 1))
        self._quads = gloo.IndexBuffer(quad_indices(segments))

    def draw(
        self,
        frame: Frame,
        line: LinePart,
        colour: tuple[float, float, float],
        width_px: float,
        depth_test: bool,
        gain: float = 1.0,
    ) -> None:
        points_km, alpha = line.points_km, line.alpha
        if len(points_km) - 1 != self._segments:
            self._resize(len(points_km) - 1)
        self._buffers["a_from"].set_data(np.repeat(points_km[:-1], 4, axis=0))
        self._buffers["a_to"].set_data(np.repeat(points_km[1:], 4, axis=0))
        ends = np.stack([alpha[:-1], alpha[:-1], alpha[1:], alpha[1:]], axis=1)
        self._buffers["a_alpha"].set_data(ends.reshape(-1, 1))
        gloo.set_state(depth_test=depth_test, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        program = self._program
        program["u_view_projection"] = frame.view_projection
        program["u_sample"] = (2.0 / frame.width_px, 2.0 / frame.height_px)
        program["u_half_width"] = 0.5 * width_px * frame.point_scale + 0.5
        program["u_colour" if self._fragment is None else "u_gain"] = colour if self._fragment is None else gain
        program.draw("triangles", self._quads)
