"""Gateways and named cities as marks on the ground."""

from __future__ import annotations

from gui.frame import Frame
from gui.ground_frame import GroundPart
from gui.scene.colours import CITY, GATEWAY
from gui.scene.marks import DIAMOND, DISC, MarkProgram

_GATEWAY_PX, _CITY_PX = 9.0, 4.5


class GroundLayer:
    """Draws ``frame.ground``; its names are labels."""

    def __init__(self) -> None:
        self._marks = MarkProgram()

    def draw(self, frame: Frame, part: GroundPart) -> None:
        self._marks.draw(frame, part.gateways_km, GATEWAY, DIAMOND, _GATEWAY_PX)
        self._marks.draw(frame, part.cities_km, CITY, DISC, _CITY_PX)
