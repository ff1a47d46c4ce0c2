"""The celestial equator and the ecliptic, as two great circles of the sky."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.frame import Frame, LinePart
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
            (colour, _line(_FAR_KM * np.stack([x, y * np.cos(tilt), y * np.sin(tilt)], axis=1)))
            for colour, tilt in ((_EQUATOR, 0.0), (_ECLIPTIC, _OBLIQUITY_RAD))
        ]

    def draw(self, frame: Frame) -> None:
        for colour, circle in self._circles:
            self._line.draw(frame, circle, colour, 1.0, depth_test=False)


def _line(points_km: NDArray[np.float64]) -> LinePart:
    return LinePart(points_km=points_km.astype(np.float32), alpha=np.full(len(points_km), 0.55, np.float32))
