"""The Sun: its disc behind the bodies, its glare in front of everything."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from gui.frame import Frame
from gui.scene.quads import CORNERS
from gui.scene.shader import read_shader

_DISC_REACH, _GLARE_REACH = 0.006, 0.42  # half sides of the quads, of a unit direction
_MOST_DISC = 1.2  # of a unit direction: from so near, the disc fills the picture
_FAR_RAD = 0.0045  # the Sun's radius from a little beyond the Earth
_FAR_POWER = 0.3  # farther out the eye's glare shrinks less than the disc, which dazzles as before


class SunLayer:
    """``draw`` gives the disc, ``draw_glare`` the light it spreads in the eye while any of it is in sight."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("sun.vert"), read_shader("sun.frag"))
        self._program["a_corner"] = CORNERS

    def draw(self, frame: Frame) -> None:
        self._draw(frame, min(max(_DISC_REACH, 1.2 * frame.sun.radius_rad), _MOST_DISC), 0.0)

    def draw_glare(self, frame: Frame) -> None:
        if frame.sun.visible > 0.0:
            self._draw(frame, _GLARE_REACH, frame.sun.visible**0.6)

    def _draw(self, frame: Frame, reach: float, glare: float) -> None:
        direction = frame.sun.direction
        up = frame.pose.rotation[1]
        x = np.cross(direction, up if abs(direction @ up) < 0.95 else frame.pose.rotation[0])
        x /= np.linalg.norm(x)
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_color"), depth_mask=False)
        program = self._program
        program["u_view_projection"] = frame.view_projection
        program["u_direction"] = direction
        program["u_x"] = (reach * x).astype(np.float32)
        program["u_y"] = (reach * np.cross(x, direction)).astype(np.float32)
        radius_rad = frame.sun.radius_rad
        if glare > 0.0 and radius_rad < _FAR_RAD:
            radius_rad = _FAR_RAD * (radius_rad / _FAR_RAD) ** _FAR_POWER
        program["u_disc"] = radius_rad / reach
        program["u_edge"] = frame.px_rad / reach
        program["u_glare"] = glare
        program.draw("triangle_strip")
