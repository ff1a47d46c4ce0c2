"""What Earth and Moon share: a ray-cast sphere on a quad that just covers it."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.body_frame import BodyPart
from gui.frame import Frame
from gui.scene.shader import read_shader


class BodyProgram:
    """The program of one body; ``draw`` sends a part's quad and uniforms, and draws it with depth."""

    def __init__(self, *fragments: str) -> None:
        self.program = gloo.Program(
            read_shader("body.vert"), read_shader("depth.glsl", "tone.glsl", "body.glsl", *fragments)
        )
        self._corners = gloo.VertexBuffer(np.zeros((4, 3), np.float32))
        self._offsets = gloo.VertexBuffer(np.zeros((4, 3), np.float32))
        self.program["a_corner"] = self._corners
        self.program["a_offset"] = self._offsets

    def draw(self, frame: Frame, part: BodyPart) -> None:
        gloo.set_state(
            depth_test=True, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=True, cull_face=False
        )
        gloo.set_depth_func("lequal")
        self._corners.set_data(part.corners)
        self._offsets.set_data(part.offsets)
        program = self.program
        program["u_view_projection"] = frame.view_projection
        program["u_radius_km"] = part.radius_km
        program["u_to_body"] = part.gcrs_to_body.T  # GLSL takes columns
        program["u_sun"] = part.gcrs_to_body @ part.sun_direction
        program["u_back"] = frame.pose.rotation[2].astype(np.float32)
        program["u_other"] = part.gcrs_to_body @ part.other_radii
        program["u_other_radius"] = part.other_radius
        program["u_pixel"] = part.pixel_radii
        program.draw("triangle_strip")
