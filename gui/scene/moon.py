"""The Moon: relief under the true Sun, in its true orientation, with earthshine.  A sphere of 1737.4 km."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.frame import Frame
from gui.scene.body import BodyProgram
from gui.scene.map_texture import map_texture


class MoonLayer:
    def __init__(self) -> None:
        self._body = BodyProgram("moon.frag")

    def set_map(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): red and blue of the albedo, slopes to east and north."""
        self._body.program["u_map"] = map_texture(pixels, mipmaps)

    def draw(self, frame: Frame) -> None:
        self._body.program["u_earthshine"] = frame.moon.shine
        self._body.draw(frame, frame.moon)
