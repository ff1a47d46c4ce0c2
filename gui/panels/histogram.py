"""How many runs of the valuation come out where: one outline a case, on a logarithmic axis of dollars."""

from __future__ import annotations

from math import floor, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from engine.valuation import Valuation
from gui import theme
from gui.panels.model_charts import HEIGHT_PX, dress_plot

_LEAST_COUNT = 0.002  # of the tallest bar: what is lower at either end is left off the axis


class _Dollars(pg.AxisItem):
    """1, 2 and 5 of each power of ten, in trillions."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        digits = (1, 2, 5) if size / max(most - least, 1e-9) > theme.px(120) else (1,)
        values = [d + log10(n) for d in range(floor(least), floor(most) + 1) for n in digits]
        return [(0.3, [value for value in values if least <= value <= most])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{10.0**value / 1e12:.3g} tn" for value in values]


class Histogram(pg.PlotWidget):
    def __init__(self) -> None:
        super().__init__(background=None, axisItems={"bottom": _Dollars()})
        dress_plot(self)
        self.setMouseEnabled(False, False)
        self.hideAxis("left")
        self.plotItem.setContentsMargins(theme.px(18), theme.px(5), theme.px(18), 0)  # half a label at either end
        self.setMinimumSize(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(HEIGHT_PX))
        self._shown: tuple[Valuation, list[float]] | None = None

    def show_valuation(self, valuation: Valuation, published_usd: list[float], thick: int = 1) -> None:
        """Draw both cases from the same runs, and the published percentiles as dashed lines."""
        self._shown = (valuation, published_usd)
        self.clear()
        edges = np.log10(valuation.edges_usd)
        tallest = max(valuation.with_compute.counts.max(), valuation.without_compute.counts.max())
        there = np.zeros(edges.size - 1, dtype=bool)
        for outcome, tint in ((valuation.without_compute, "blue"), (valuation.with_compute, "gold")):
            share = outcome.counts / tallest
            there |= share > _LEAST_COUNT
            self.plot(
                edges, share, stepMode="center", pen=pg.mkPen(theme.colour(tint), width=thick),
                fillLevel=0.0, brush=theme.colour(tint, 0.16),
            )  # fmt: skip
        for value_usd in published_usd:
            pen = pg.mkPen(theme.colour("text", 0.8), width=thick, style=Qt.PenStyle.DashLine)
            line = pg.InfiniteLine(log10(value_usd), angle=90, pen=pen)
            line.setToolTip(f"Published: {value_usd / 1e12:.3g} tn")
            self.addItem(line)
        first, last = there.nonzero()[0][[0, -1]]
        low, high = log10(min(published_usd)) - 0.04, log10(max(published_usd)) + 0.04
        self.setXRange(min(float(edges[first]), low), max(float(edges[last + 1]), high), padding=0.0)
        self.setYRange(0.0, 1.06, padding=0.0)

    def dress_for_picture(self, on: bool) -> None:
        """Thicken the lines for a picture twice as fine, or go back."""
        if self._shown is not None:
            self.show_valuation(*self._shown, thick=2 if on else 1)

    def wheelEvent(self, event) -> None:
        event.ignore()  # the panel scrolls
