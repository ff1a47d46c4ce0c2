"""Launches from the Earth: the exhaust, the thread of each trail, the flights themselves, and marks on the pads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.ascent_frame import AscentPart
from gui.frame import Frame
from gui.scene.quads import CORNERS, TRIANGLES, quad_indices
from gui.scene.shader import read_shader

_THREAD_PX, _LEAST_SMOKE_PX = 2.1, 1.5  # half widths
_GLOW_PX = 64.0  # half the square
_PAD_PX, _PAD_COLOUR = 6.0, (0.62, 0.86, 1.0)
_TRAIL = np.dtype(
    [("a_at", np.float32, 3), ("a_along", np.float32, 3), ("a_light", np.float32, 3), ("a_half_km", np.float32),
     ("a_side", np.float32)]
)  # fmt: skip
_GLOW = np.dtype([("a_at", np.float32, 3), ("a_light", np.float32, 3), ("a_corner", np.float32, 2)])
_SCREEN = {"blend": True, "blend_func": ("one", "one_minus_src_color"), "depth_mask": False}


class AscentLayer:
    """Draws ``frame.ascents``: light laid over the picture, hidden behind the globe by depth."""

    def __init__(self) -> None:
        self._trail = gloo.Program(read_shader("ascent.vert"), read_shader("depth.glsl", "ascent.frag"))
        self._glow = gloo.Program(read_shader("glow.vert"), read_shader("depth.glsl", "glow.frag"))
        self._ring = gloo.Program(read_shader("ring.vert"), read_shader("ring.frag"))
        self._ring["a_corner"] = CORNERS

    def draw(self, frame: Frame) -> None:
        part = frame.ascents
        if part is None:
            return
        if part.flights:
            gloo.set_state(depth_test=True, **_SCREEN)
            self._draw_trails(frame, part, part.smoke, part.smoke_half_km, _LEAST_SMOKE_PX)
            self._draw_trails(frame, part, part.core, np.zeros_like(part.smoke_half_km), _THREAD_PX)
            self._draw_heads(frame, part)
        if part.pad_alpha > 0.0:
            self._draw_pads(frame, part)

    def _draw_trails(
        self, frame: Frame, part: AscentPart, light: NDArray[np.float32], half_km: NDArray[np.float32], least_px: float
    ) -> None:
        flights, points = half_km.shape
        vertices = np.empty((flights, points, 2), _TRAIL)
        for name, column in (("a_at", part.points_km), ("a_along", part.along), ("a_light", light)):
            vertices[name] = column[:, :, None]
        vertices["a_half_km"] = half_km[:, :, None]
        vertices["a_side"] = (-1.0, 1.0)
        first = 2 * (np.arange(flights)[:, None] * points + np.arange(points - 1)).reshape(-1, 1)
        quads = (first + np.array(TRIANGLES)).astype(np.uint32)
        program = self._trail
        program.bind(gloo.VertexBuffer(vertices.reshape(-1)))
        program["u_view_projection"] = frame.view_projection
        program["u_sample"] = (2.0 / frame.width_px, 2.0 / frame.height_px)
        program["u_px_rad"] = frame.px_rad
        program["u_least"] = least_px * frame.point_scale
        program.draw("triangles", gloo.IndexBuffer(quads.reshape(-1)))

    def _draw_heads(self, frame: Frame, part: AscentPart) -> None:
        vertices = np.empty((part.flights, 4), _GLOW)
        vertices["a_at"], vertices["a_light"] = part.head_km[:, None], part.head_light[:, None]
        vertices["a_corner"] = CORNERS
        size = _GLOW_PX * frame.point_scale
        program = self._glow
        program.bind(gloo.VertexBuffer(vertices.reshape(-1)))
        program["u_view_projection"] = frame.view_projection
        program["u_half"] = (2.0 * size / frame.width_px, 2.0 * size / frame.height_px)
        program.draw("triangles", gloo.IndexBuffer(quad_indices(part.flights)))

    def _draw_pads(self, frame: Frame, part: AscentPart) -> None:
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        size = _PAD_PX * frame.point_scale
        ring = self._ring
        ring["u_view_projection"] = frame.view_projection
        ring["u_half"] = (2.0 * size / frame.width_px, 2.0 * size / frame.height_px)
        ring["u_size"] = size
        ring["u_line"] = 0.8 * frame.point_scale
        ring["u_colour"] = tuple(part.pad_alpha * channel for channel in _PAD_COLOUR)
        for pad_km, in_sight in zip(part.pads_km, part.pad_in_sight, strict=True):
            if in_sight:
                ring["u_centre"] = pad_km
                ring.draw("triangle_strip")
