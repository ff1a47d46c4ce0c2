"""The designed flight: a bright line with marks on it, the payload where it is, and the Moon's place at the launch."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame
from gui.scene.lines import PolylineProgram
from gui.scene.quads import CORNERS
from gui.scene.shader import read_shader

COLOUR = (0.50, 1.0, 0.76)
_MOON_COLOUR = (0.62, 0.66, 0.74)
_LINE_PX, _MOON_PX = 2.4, 1.2
_MARK_PX, _PAYLOAD_PX = 6.5, 11.0
_LEAST_MOON_PX = 8.0


class DesignedLayer:
    """Earth and Moon hide the line by depth; marks are drawn over everything while they are in sight."""

    def __init__(self) -> None:
        self._line, self._moon_line = PolylineProgram(), PolylineProgram()
        self._ring = gloo.Program(read_shader("ring.vert"), read_shader("ring.frag"))
        self._ring["a_corner"] = CORNERS

    def draw(self, frame: Frame) -> None:
        part = frame.designed
        if part is None:
            return
        # Dark, not clear: pieces of a clear line would show where they overlap.
        self._moon_line.draw(
            frame, part.moon_line, _times(0.5 * part.strength, _MOON_COLOUR), _MOON_PX, depth_test=True
        )
        self._line.draw(frame, part.line, _times(part.strength, COLOUR), _LINE_PX, depth_test=True)
        if part.moon_then_km is not None:
            px = part.moon_then_radius_km / float(np.linalg.norm(part.moon_then_km)) / frame.px_rad
            size = max(px, _LEAST_MOON_PX * frame.point_scale)
            self._draw_ring(frame, part.moon_then_km, size, 1.2, _MOON_COLOUR, part.strength)
        for place_km, visible in zip(part.marks_km, part.marks_visible, strict=True):
            if visible:
                self._draw_ring(frame, place_km, _MARK_PX * frame.point_scale, 1.5, COLOUR, part.strength)
        if part.payload_km is not None:
            self._draw_ring(frame, part.payload_km, _PAYLOAD_PX * frame.point_scale, 2.0, (1.0, 1.0, 1.0), 1.0)

    def _draw_ring(
        self,
        frame: Frame,
        centre_km: np.ndarray,
        size: float,
        line_px: float,
        colour: tuple[float, float, float],
        strength: float,
    ) -> None:
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        ring = self._ring
        ring["u_view_projection"] = frame.view_projection
        ring["u_centre"] = centre_km
        ring["u_half"] = (2.0 * size / frame.width_px, 2.0 * size / frame.height_px)
        ring["u_size"] = size
        ring["u_line"] = line_px * frame.point_scale
        ring["u_colour"] = _times(strength, colour)
        ring.draw("triangle_strip")


def _times(strength: float, colour: tuple[float, float, float]) -> tuple[float, float, float]:
    return strength * colour[0], strength * colour[1], strength * colour[2]
