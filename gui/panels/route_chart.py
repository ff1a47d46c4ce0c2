"""Latency over a day as a chart, with fibre beside it.  Imports pyqtgraph, so it comes when it is first asked for."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.cities import City
from engine.route_series import RouteSeries
from engine.timebase import format_utc
from gui import theme
from gui.panels.model_charts import dress_plot
from gui.panels.widgets import label

_HEIGHT_PX = 156
_FINER = 2
_HOUR_S = 3_600.0
_HERE_MS = 0.05  # a market of data centres is in the city itself
_LEAST_SPAN_MS = 4.0  # a steady latency should look steady


class _Box(pg.ViewBox):
    """The area of the curve: a click or a drag wishes for an hour."""

    hour_wished = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False)

    def mouseClickEvent(self, event) -> None:
        self._wish(event)

    def mouseDragEvent(self, event, axis: int | None = None) -> None:
        self._wish(event)

    def _wish(self, event) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.hour_wished.emit(self.mapSceneToView(event.scenePos()).x())


class _Clock(pg.AxisItem):
    """Hours and minutes UTC, every third or sixth hour."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.first_s = 0.0

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        text = format_utc(self.first_s)
        past = int(text[11:13]) + int(text[14:16]) / 60.0
        step = 3.0 if size > theme.px(420) else 6.0
        first = np.ceil((least + past) / step - 1e-9) * step - past
        return [(step, [float(at) for at in np.arange(first, most + 1e-9, step)])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [format_utc(self.first_s + value * _HOUR_S + 0.5)[11:16] for value in values]


class _Plot(pg.PlotWidget):
    def wheelEvent(self, event) -> None:
        event.ignore()  # the panel scrolls


def said(series: RouteSeries) -> str:
    """Return what a series comes to, in words."""
    if not series.joined:
        return f"No path at any time: {series.no_path.removeprefix('no path: ')}."
    median_ms, most_ms, fibre_ms = (
        1e3 * each for each in (series.within_s(0.5), series.within_s(0.95), series.fibre.latency_s)
    )
    words = f"Half the time {median_ms:.1f} ms or less, 95 % of it within {most_ms:.1f} ms."
    gaps = len(series.t_s) - series.joined
    if gaps:
        words += f" No path {100.0 * gaps / len(series.t_s):.1f} % of the time."
    if isinstance(series.goal, City):
        words += f" Faster than fibre ({fibre_ms:.1f} ms) {100.0 * series.faster_than_fibre:.0f} % of it."
    elif fibre_ms < _HERE_MS:
        words += f" Fibre has no way to go: data centres stand in {series.fibre.to}."
    else:
        words += f" By fibre to data centres in {series.fibre.to}: {fibre_ms:.1f} ms."
    return words


def as_csv(series: RouteSeries) -> bytes:
    """Return a series as a table: one line an instant, empty where there is no path."""
    lines = ["utc,one_way_ms,light_ms,satellites,fibre_ms"]
    fibre = f"{1e3 * series.fibre.latency_s:.4f}"
    for t_s, latency_s, light_s, satellites in zip(
        series.t_s.tolist(), series.latency_s.tolist(), series.light_s.tolist(), series.satellites.tolist(), strict=True
    ):
        there = np.isfinite(latency_s)
        values = (f"{1e3 * latency_s:.4f}", f"{1e3 * light_s:.4f}", str(satellites)) if there else ("", "", "")
        lines.append(",".join((format_utc(t_s), *values, fibre)))
    return ("\n".join(lines) + "\n").encode()


class LatencyChart(QWidget):
    time_wished = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.series: RouteSeries | None = None
        self._box, self._clock = _Box(), _Clock()
        self.plot = _Plot(background=None, viewBox=self._box, axisItems={"bottom": self._clock})
        dress_plot(self.plot)
        self.plot.setMinimumSize(0, 0)
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.plot.setFixedHeight(theme.px(_HEIGHT_PX))
        self.plot.showGrid(x=False, y=True, alpha=0.16)
        self.plot.getAxis("left").setWidth(theme.px(34))
        self.plot.setCursor(Qt.CursorShape.SizeHorCursor)
        self._box.hour_wished.connect(self._wish)
        self._cursor = pg.InfiniteLine(angle=90)
        self.words = label("", 11.5, 400, "second", tabular=True)
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self.plot)
        column.addWidget(self.words)

    def show_series(self, series: RouteSeries, thick: int = 1) -> None:
        self.series = series
        self._clock.first_s = float(series.t_s[0])
        hours, ms = (series.t_s - series.t_s[0]) / _HOUR_S, 1e3 * series.latency_s
        fibre_ms = 1e3 * series.fibre.latency_s
        plot = self.plot
        plot.clear()
        plot.plot(hours, ms, pen=pg.mkPen(theme.colour("gold"), width=thick), antialias=True, connect="finite")
        pen = pg.mkPen(theme.colour("blue"), width=thick, style=Qt.PenStyle.DashLine)
        line = pg.InfiniteLine(
            fibre_ms, angle=0, pen=pen, label="fibre", labelOpts={"position": 0.94, "color": theme.COLOURS["blue"]}
        )
        line.label.setFont(theme.font(10.5, 500))
        plot.addItem(line)
        self._cursor.setPen(pg.mkPen(theme.colour("text", 0.9), width=thick))
        plot.addItem(self._cursor)
        known = ms[np.isfinite(ms)]
        low, high = min([fibre_ms, *known]), max([fibre_ms, *known])
        room = max(high - low, _LEAST_SPAN_MS)
        middle = 0.5 * (low + high)
        plot.setYRange(max(middle - 0.62 * room, 0.0), middle + 0.62 * room, padding=0.0)
        step_h = float(hours[1] - hours[0]) if len(hours) > 1 else 1.0
        plot.setXRange(0.0, float(hours[-1]) + step_h, padding=0.0)
        self.words.setText(said(series))

    def show_time(self, t_s: float) -> None:
        """Move the cursor; it is out of the picture at a time that the series does not span."""
        if self.series is not None:
            self._cursor.setValue((t_s - float(self.series.t_s[0])) / _HOUR_S)

    def png(self, title: str, when: str) -> bytes:
        """Return the chart as a picture twice as fine as on the screen, with its title, its date and its words."""
        assert self.series is not None
        self.show_series(self.series, thick=_FINER)
        margin, head = theme.px(14), theme.px(44)
        size = self.size()
        picture = QPixmap(_FINER * (size.width() + 2 * margin), _FINER * (size.height() + 2 * margin + head))
        picture.setDevicePixelRatio(_FINER)
        picture.fill(theme.colour("panel"))
        painter = QPainter(picture)
        painter.setFont(theme.font(12.5, 600))
        painter.setPen(theme.colour("text"))
        painter.drawText(margin, margin + theme.px(12), title)
        painter.setFont(theme.font(11.5, 400, tabular=True))
        painter.setPen(theme.colour("second"))
        painter.drawText(margin, margin + theme.px(30), when)
        self.render(painter, QPoint(margin, margin + head), renderFlags=self.RenderFlag.DrawChildren)
        painter.end()
        self.show_series(self.series)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        return bytes(buffer.data().data())

    def _wish(self, hour: float) -> None:
        if self.series is not None:
            first_s, last_s = float(self.series.t_s[0]), float(self.series.t_s[-1])
            t_s = min(max(first_s + hour * _HOUR_S, first_s), last_s)
            self.show_time(t_s)
            self.time_wished.emit(t_s)
