"""The Earth by day and night, with clouds, city lights and air.  A sphere of 6371 km."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.frame import Frame
from gui.scene.body import BodyProgram
from gui.scene.map_texture import map_texture


class EarthLayer:
    def __init__(self) -> None:
        self._body = BodyProgram("earth.frag")

    def set_surface(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): day in red, green, blue; water in alpha."""
        self._body.program["u_surface"] = map_texture(pixels, mipmaps)

    def set_aux(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): slopes to east and north, city lights, clouds."""
        self._body.program["u_aux"] = map_texture(pixels, mipmaps)

    def draw(self, frame: Frame) -> None:
        program = self._body.program
        program["u_clouds"] = float("clouds" in frame.layers)
        program["u_lights"] = float("city_lights" in frame.layers)
        program["u_air"] = float("atmosphere" in frame.layers)
        self._body.draw(frame, frame.earth)
