"""From where a whole flight is seen: Earth, Moon and the way between them, large, from the sunlit side."""

from __future__ import annotations

from math import atan2, pi, tan
from typing import TYPE_CHECKING

import numpy as np

from gui.camera import MAX_DISTANCE_KM, Camera, resolve
from gui.designed_frame import DesignedFlight
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World

FOV_RAD = 0.8
_FILL = 0.74  # of the picture's half: the rest is for names, and for what a window writes into its corners
_FAR_KM = 700_000.0  # what flies on from there need not be in the picture
_TURNS = np.radians(np.arange(-75.0, 76.0, 15.0))  # from the Sun's direction
_RISES = np.radians([30.0, 45.0, 60.0])


def camera_of(flight: DesignedFlight, world: World, aspect: float, stage_scale: float = 0.0) -> Camera:
    """Return the camera that shows a flight, the Earth and the Moon then, from as near as it can in a wide picture."""
    way_km = flight.r_gcrs_km[np.linalg.norm(flight.r_gcrs_km, axis=1) < _FAR_KM]
    moon_km = flight.moon_km[[0, -1]] if len(way_km) == len(flight.t_s) else flight.moon_km[:1]
    points_km = compress(np.concatenate([way_km, moon_km, np.zeros((1, 3))]), stage_scale)
    centre_km = 0.5 * (points_km.min(axis=0) + points_km.max(axis=0))
    sun = atan2(world.sun_gcrs_km[1], world.sun_gcrs_km[0])
    up_px = _FILL * tan(FOV_RAD / 2.0)
    best: Camera | None = None
    for rise in _RISES:
        for turn in _TURNS:
            camera = Camera("earth", (sun + turn + pi) % (2.0 * pi) - pi, float(rise), 1.0, fov_rad=FOV_RAD)
            right, up, back = resolve(camera, world).rotation
            offset = points_km - centre_km
            x, y, z = offset @ right, offset @ up, offset @ back
            middle = 0.5 * (x.min() + x.max()) * right + 0.5 * (y.min() + y.max()) * up
            x, y = x - 0.5 * (x.min() + x.max()), y - 0.5 * (y.min() + y.max())
            far = float(np.max(z + np.maximum(np.abs(x) / (up_px * aspect), np.abs(y) / up_px)))
            if best is None or far < best.distance_km:
                place = centre_km + middle
                best = Camera(
                    "earth", camera.azimuth_rad, camera.elevation_rad, min(far, MAX_DISTANCE_KM), fov_rad=FOV_RAD,
                    offset_km=(float(place[0]), float(place[1]), float(place[2])),
                )  # fmt: skip
    assert best is not None
    return best
