"""The Milky Way, on a sphere of triangles: a third of the cost of casting a ray through every pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.frame import Frame
from gui.scene.map_texture import map_texture
from gui.scene.shader import read_shader

_COLUMNS, _ROWS = 96, 48
_GAIN = 0.42


class MilkyWayLayer:
    """Draws the whole sky, without depth: call it first."""

    def __init__(self) -> None:
        longitude, colatitude = np.meshgrid(
            np.linspace(0.0, 2.0 * np.pi, _COLUMNS + 1), np.linspace(0.0, np.pi, _ROWS + 1)
        )
        direction = np.stack(
            [np.cos(longitude) * np.sin(colatitude), np.sin(longitude) * np.sin(colatitude), np.cos(colatitude)],
            axis=-1,
        )
        place = np.stack([longitude / (2.0 * np.pi), colatitude / np.pi], axis=-1)
        corner = np.arange(_ROWS)[:, None] * (_COLUMNS + 1) + np.arange(_COLUMNS)
        below = corner + _COLUMNS + 1
        triangles = np.stack([corner, corner + 1, below, corner + 1, below + 1, below], axis=-1)
        self._program = gloo.Program(read_shader("milky_way.vert"), read_shader("milky_way.frag"))
        self._program["a_direction"] = direction.reshape(-1, 3).astype(np.float32)
        self._program["a_place"] = place.reshape(-1, 2).astype(np.float32)
        self._program["u_gain"] = _GAIN
        self._triangles = gloo.IndexBuffer(triangles.reshape(-1).astype(np.uint16))

    def set_map(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 3): right ascension from 0 at the left edge, north first."""
        # Never drawn smaller than it is, so mipmaps would only blur it.
        self._program["u_map"] = map_texture(pixels, mipmaps=False)

    def draw(self, frame: Frame) -> None:
        gloo.set_state(depth_test=False, blend=False, cull_face=False, depth_mask=False)
        self._program["u_view_projection"] = frame.view_projection
        self._program.draw("triangles", self._triangles)
