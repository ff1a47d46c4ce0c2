"""The Moon: relief under the true Sun, in its true orientation, with earthshine.  A sphere of 1737.4 km."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui.frame import Frame
from gui.scene.body import BodyProgram
from gui.scene.map_texture import map_texture

_NEAR_KM = 1_500.0  # height below which the maps (2.7 km a pixel) are coarser than the picture


class MoonLayer:
    """One shader for afar and one, made when first wanted, for close by."""

    def __init__(self) -> None:
        self._far = BodyProgram("moon.frag")
        self._near: BodyProgram | None = None
        self._map: gloo.Texture2D | None = None

    def set_map(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): red and blue of the albedo, slopes to east and north."""
        self._map = map_texture(pixels, mipmaps)
        for body in (self._far, self._near):
            if body is not None:
                body.program["u_map"] = self._map

    def draw(self, frame: Frame) -> None:
        height_km = frame.moon.distance_km - frame.moon.radius_km
        body = self._far
        if height_km < _NEAR_KM:
            body = self._near_body()
            self._send(body.program, frame, height_km)
        body.program["u_earthshine"] = frame.moon.shine
        body.draw(frame, frame.moon)

    def _send(self, program: gloo.Program, frame: Frame, height_km: float) -> None:
        program["u_height"] = height_km / frame.moon.radius_km
        program["u_up"] = (-frame.moon.centre_km / frame.moon.distance_km).astype(np.float32)
        # Each pattern comes in evenly as the eye comes down, so that nothing appears at once.
        wide = np.clip((_NEAR_KM - height_km) / 700.0, 0.0, 1.0)
        fine = np.clip((700.0 - height_km) / 400.0, 0.0, 1.0)
        near = frame.driver is not None
        relief = 1.15 - 0.25 * wide
        program["u_level"] = (0.75 * wide, 0.85 * fine, float(near and height_km < 500.0), relief)
        if frame.driver is None:
            program["u_to_site"] = np.eye(3, dtype=np.float32)
            program["u_site_eye"] = program["u_site_sun"] = program["u_site_earth"] = (0.0, 0.0, 1.0)
            program["u_track"] = (0.0, 0.0, 1.0)
            return
        rail = frame.driver.rails[0]
        program["u_to_site"] = rail.to_gcrs  # its inverse, as GLSL takes columns
        program["u_site_eye"] = rail.eye_km
        program["u_site_sun"] = frame.driver.sun
        program["u_site_earth"] = frame.driver.earth
        program["u_track"] = (-rail.length_km - 1.2, 0.2, 0.5)

    def _near_body(self) -> BodyProgram:
        if self._near is None:
            from gui.scene.craters import crater_tile

            self._near = BodyProgram("moon_near.frag")
            craters = map_texture(crater_tile(), mipmaps=True)
            craters.wrapping = "repeat"
            self._near.program["u_craters"] = craters
            if self._map is not None:
                self._near.program["u_map"] = self._map
        return self._near
