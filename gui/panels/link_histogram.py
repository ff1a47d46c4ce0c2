"""How many laser links there are of each length, or of each rate: one outline a class, on logarithmic axes.

Imports pyqtgraph, so it comes after the first picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from engine.traffic import LASER_CLASSES
from gui import theme
from gui.panels.model_charts import dress_plot, plain
from gui.scene.colours import LINKS

Array = NDArray[np.float64]

_HEIGHT_PX = 118
_FLOOR = log10(0.6)  # a single link stands out of the axis
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def _faint(colour: QColor) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue(), round(0.14 * colour.alpha()))


def tint_of(name: str) -> QColor:
    """Return the colour in which links of a class are drawn in the picture."""
    return QColor.fromRgbF(*LINKS[LASER_CLASSES[name]])


class _Logarithmic(pg.AxisItem):
    """1, 2 and 5 of each power of ten; ``short`` writes 1e9 as 1 G."""

    def __init__(self, side: str, short: bool) -> None:
        super().__init__(side)
        self._short, self._along = short, side == "bottom"

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        room = size / max(most - least, 1e-9)
        digits = (1, 2, 5) if self._along and room > theme.px(110) else (1,)
        values = [d + log10(n) for d in range(floor(least), floor(most) + 1) for n in digits]
        step = 1 if self._along or room > theme.px(18) else 2
        inside = [value for value in values if least <= value <= most]
        return [(0.3, inside[::step])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [self._said(10.0**value) for value in values]

    def _said(self, value: float) -> str:
        factor, letter = next((each for each in _PREFIXES if self._short and value >= 0.99 * each[0]), (1.0, ""))
        return f"{plain(value / factor)}{letter and ' ' + letter}"


class LinkHistogram(pg.PlotWidget):
    def __init__(self, short: bool) -> None:
        axes = {"bottom": _Logarithmic("bottom", short), "left": _Logarithmic("left", True)}
        super().__init__(background=None, axisItems=axes)
        dress_plot(self)
        self.setMouseEnabled(False, False)
        self.plotItem.setContentsMargins(0, theme.px(5), theme.px(18), 0)
        self.setMinimumSize(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        self.getAxis("left").setWidth(theme.px(40))
        self.showGrid(x=False, y=True, alpha=0.12)

    def show_counts(self, edges: Array, counts: Mapping[str, Array], current: bool = True) -> None:
        """Draw counts (B,) by class between edges (B + 1,)."""
        self.clear()
        at, top = np.log10(edges), max([float(each.max()) for each in counts.values()] or [1.0])
        for name, each in counts.items():
            if each.any():
                colour = tint_of(name)
                colour.setAlphaF(1.0 if current else 0.35)
                self.plot(
                    at, np.log10(np.maximum(each, 0.6)), stepMode="center",
                    pen=pg.mkPen(colour, width=1), fillLevel=_FLOOR, brush=_faint(colour), antialias=False,
                )  # fmt: skip
        self.setXRange(float(at[0]), float(at[-1]), padding=0.0)
        self.setYRange(_FLOOR, log10(max(top, 10.0)) + 0.15, padding=0.0)

    def wheelEvent(self, event) -> None:
        event.ignore()  # the panel scrolls
