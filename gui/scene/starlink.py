"""The Starlink layer as points of its own colour, placed by the CPU."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame
from gui.scene.colours import STARLINK_SHADOW, STARLINK_SUNLIT
from gui.scene.shader import read_shader
from gui.starlink_frame import StarlinkPart


class StarlinkLayer:
    """Draws ``frame.starlink``; what is hidden is not in it, so there is no depth test."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("starlink.vert"), read_shader("fleet_round.frag"))
        self._program["u_sunlit_colour"], self._program["u_shadow_colour"] = STARLINK_SUNLIT, STARLINK_SHADOW
        self._room = 0

    def draw(self, frame: Frame, part: StarlinkPart) -> None:
        count = len(part.row)
        if count > self._room:  # with room to grow, so that it is seldom made anew
            self._room = count + count // 4
            self._offsets = gloo.VertexBuffer(np.zeros((self._room, 3), np.float32))
            self._light = gloo.VertexBuffer(np.zeros((self._room, 2), np.float32))
            self._program["a_offset"], self._program["a_light"] = self._offsets, self._light
        offsets, light = np.zeros((self._room, 3), np.float32), np.zeros((self._room, 2), np.float32)
        offsets[:count] = part.points_km  # the others lie in the eye, out of the picture
        light[:count, 0], light[:count, 1] = part.lit, part.gain
        self._offsets.set_data(offsets)
        self._light.set_data(light)
        gloo.set_state(
            depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), cull_face=False, depth_mask=False
        )
        self._program["u_view_projection"] = frame.view_projection
        self._program["u_size"] = part.size_px * frame.point_scale
        self._program.draw("points")
