"""Small marks of fixed size at places of the scene."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.frame import Frame
from gui.scene.colours import Colour
from gui.scene.shader import read_shader

DISC, DIAMOND, CROSS, GLOW, RING = (float(shape) for shape in range(5))


class MarkProgram:
    """Draws marks over everything: who calls leaves out what is hidden."""

    def __init__(self) -> None:
        self._program = gloo.Program(read_shader("mark.vert"), read_shader("mark.frag"))

    def draw(
        self,
        frame: Frame,
        places_km: NDArray[np.float32],
        colour: Colour,
        shape: float,
        size_px: float,
        line_px: float = 1.0,
    ) -> None:
        """Draw a mark at each of (n, 3), from the eye."""
        if not len(places_km):
            return
        gloo.set_state(depth_test=False, blend=True, blend_func=("one", "one_minus_src_alpha"), depth_mask=False)
        program = self._program
        program["a_place"] = np.ascontiguousarray(places_km)
        program["u_view_projection"] = frame.view_projection
        program["u_size"] = size_px * frame.point_scale
        program["u_line"] = 0.5 * line_px * frame.point_scale
        program["u_colour"], program["u_shape"] = colour, shape
        program.draw("points")
