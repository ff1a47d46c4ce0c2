"""The Earth by day and night, with clouds, city lights and air.  A sphere of 6371 km."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.frame import Frame
from gui.scene.body import BodyProgram
from gui.scene.map_texture import map_texture
from gui.scene.noise import noise_tile

_NEAR_RADII = 1.6  # below 3,800 km the maps are coarser than the picture


class EarthLayer:
    """One shader for afar and one, made when first wanted, for close by."""

    def __init__(self) -> None:
        self._far = BodyProgram("detail_off.glsl", "earth.frag")
        self._near: BodyProgram | None = None
        self._maps: dict[str, gloo.Texture2D] = {}

    def set_surface(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): day in red, green, blue; water in alpha."""
        self._set_map("u_surface", pixels, mipmaps)

    def set_aux(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): slopes to east and north, city lights, clouds."""
        self._set_map("u_aux", pixels, mipmaps)

    def draw(self, frame: Frame) -> None:
        near = frame.earth.distance_km < _NEAR_RADII * frame.earth.radius_km
        body = self._near_body() if near else self._far
        body.program["u_clouds"] = float("clouds" in frame.layers)
        body.program["u_lights"] = float("city_lights" in frame.layers)
        body.program["u_air"] = float("atmosphere" in frame.layers)
        body.draw(frame, frame.earth)

    def _set_map(self, name: str, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        self._maps[name] = map_texture(pixels, mipmaps)
        for body in (self._far, self._near):
            if body is not None:
                body.program[name] = self._maps[name]

    def _near_body(self) -> BodyProgram:
        if self._near is None:
            self._near = BodyProgram("detail_on.glsl", "earth.frag")
            noise = map_texture(noise_tile(), mipmaps=True)
            noise.wrapping = "repeat"
            for name, texture in {**self._maps, "u_noise": noise}.items():
                self._near.program[name] = texture
        return self._near
