"""The celestial equator and the ecliptic, as two great circles of the sky."""

from __future__ import annotations

import numpy as np

from gui.frame import Frame
from gui.scene.lines import PolylineProgram

_OBLIQUITY_RAD = np.radians(23.4392911)  # of J2000.0, IAU 2006
_FAR_KM = 1e6
_EQUATOR, _ECLIPTIC = (0.25, 0.45, 0.75), (0.85, 0.62, 0.25)


class GridLayer:
    def __init__(self) -> None:
        self._line = PolylineProgram()
        angle = np.linspace(0.0, 2.0 * np.pi, 181)
        x, y = np.cos(angle), np.sin(angle)
        self._circles = [
            (colour, (_FAR_KM * np.stack([x, y * np.cos(tilt), y * np.sin(tilt)], axis=1)).astype(np.float32))
            for colour, tilt in ((_EQUATOR, 0.0), (_ECLIPTIC, _OBLIQUITY_RAD))
        ]
        self._alpha = np.full(181, 0.55, np.float32)

    def draw(self, frame: Frame) -> None:
        for colour, points_km in self._circles:
            self._line.draw(frame, points_km, self._alpha, colour, 1.0, depth_test=False)
