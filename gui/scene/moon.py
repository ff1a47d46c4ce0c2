"""The Moon: relief under the true Sun, in its true orientation, with earthshine.  A sphere of 1737.4 km."""

from __future__ import annotations

from dataclasses import replace
from math import tan

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from gui import ahead
from gui.body_frame import BodyPart
from gui.frame import Frame
from gui.scene.body import BodyProgram
from gui.scene.craters import crater_tile
from gui.scene.map_texture import map_texture

_NEAR_KM = 1_500.0  # height below which the maps (2.7 km a pixel) are coarser than the picture
_LOW_KM = 20.0
_AHEAD_KM = 30_000.0  # from here on the craters are made in a thread, so that no frame waits for them


class MoonLayer:
    """One shader for afar and two, made when first wanted, for close by."""

    def __init__(self) -> None:
        self._bodies = {"far": BodyProgram("moon.frag")}
        self._map: gloo.Texture2D | None = None
        self._craters: gloo.Texture2D | None = None
        self._begun = False

    def set_map(self, pixels: NDArray[np.uint8], mipmaps: bool) -> None:
        """Use this map (H, W, 4): red and blue of the albedo, slopes to east and north."""
        self._map = map_texture(pixels, mipmaps)
        for body in self._bodies.values():
            body.program["u_map"] = self._map

    def draw(self, frame: Frame) -> None:
        height_km = frame.moon.distance_km - frame.moon.radius_km
        if height_km < _AHEAD_KM and not self._begun:
            self._begun = True
            ahead.begin(crater_tile)
        if height_km >= _NEAR_KM:
            body, part = self._bodies["far"], frame.moon
        else:
            low = frame.driver is not None and height_km < _LOW_KM
            body, part = self._near_body("low" if low else "high"), on_screen(frame)
            self._send(body.program, frame, height_km)
            if low:
                body.program["u_low"] = min((_LOW_KM - height_km) / 8.0, 1.0)
        body.program["u_earthshine"] = frame.moon.shine
        body.draw(frame, part)

    def _send(self, program: gloo.Program, frame: Frame, height_km: float) -> None:
        program["u_height"] = height_km / frame.moon.radius_km
        program["u_up"] = (-frame.moon.centre_km / frame.moon.distance_km).astype(np.float32)
        # Each pattern comes in evenly as the eye comes down, so that nothing appears at once.
        near = np.clip((_NEAR_KM - height_km) / 700.0, 0.0, 1.0)
        wide = near * np.clip((height_km - _LOW_KM) / 30.0, 0.0, 1.0)
        fine = np.clip((700.0 - height_km) / 400.0, 0.0, 1.0)
        of_site = 0.0 if frame.driver is None else np.clip((500.0 - height_km) / 300.0, 0.0, 1.0)
        program["u_level"] = (0.75 * wide, 0.85 * fine, of_site, 1.15 - 0.25 * near)
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

    def _near_body(self, name: str) -> BodyProgram:
        if name not in self._bodies:
            if self._craters is None:
                self._craters = map_texture(ahead.finish(crater_tile), mipmaps=True)
                self._craters.wrapping = "repeat"
            body = BodyProgram("moon_detail.glsl", f"moon_{name}.glsl", "moon_near.frag")
            body.program["u_craters"] = self._craters
            if self._map is not None:
                body.program["u_map"] = self._map
            self._bodies[name] = body
        return self._bodies[name]


def on_screen(frame: Frame) -> BodyPart:
    """Return the Moon's part with its quad cut to the rows and columns of the picture in which there is any of it.

    Looking along the ground more than half of a picture is sky, which need not be ray-cast.
    """
    part, pose = frame.moon, frame.pose
    distance = part.distance_km / part.radius_km
    right, up, back = pose.rotation
    high = tan(pose.fov_rad / 2.0)
    wide = high * frame.picture_px[0] / frame.picture_px[1]
    x, y = np.linspace(-1.0, 1.0, 41), np.linspace(-1.0, 1.0, 41)
    rays = x[None, :, None] * wide * right + y[:, None, None] * high * up - back
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    towards = rays @ (part.centre_km / part.distance_km)
    # A ray meets the sphere where its angle from the centre has a cosine of at least sqrt(1 - 1 / d^2).
    meets = towards > (1.0 - 1.0 / (distance * distance)) ** 0.5 if distance > 1.0 else np.ones(towards.shape, bool)
    if not meets.any():
        return part
    rows, columns = np.flatnonzero(meets.any(axis=1)), np.flatnonzero(meets.any(axis=0))
    # One step more on each side, for what lies between the rays that were tried.
    y0, y1 = y[max(rows[0] - 1, 0)], y[min(rows[-1] + 1, 40)]
    x0, x1 = x[max(columns[0] - 1, 0)], x[min(columns[-1] + 1, 40)]
    ends = np.array([[x0, y0], [x1, y0], [x0, y1], [x1, y1]])
    corners = distance * (ends[:, :1] * wide * right + ends[:, 1:] * high * up - back)
    offsets = corners - part.centre_km / part.radius_km
    return replace(part, corners=corners.astype(np.float32), offsets=offsets.astype(np.float32))
