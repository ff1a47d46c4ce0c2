"""Launch date against time of flight, coloured by muzzle speed; a click chooses a launch."""

from __future__ import annotations

from math import ceil, floor, isfinite

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.constants import SECONDS_PER_DAY
from engine.porkchop import Porkchop
from engine.timebase import format_utc, utc_datetime
from gui import theme

_TIMES_FINER = 4
_ROWS = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 46, 6, 20  # room for axes and the key to the colours, px
# From slow to fast: share of the scale, and red, green, blue.
_RAMP = ((0.0, (22, 38, 92)), (0.3, (50, 110, 205)), (0.55, (110, 190, 200)), (0.78, (246, 195, 104)),
         (1.0, (255, 110, 70)))  # fmt: skip
_STEPS_DAYS = (1, 2, 5, 10, 15)


def ramp(share: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return colours (..., 4) of the scale at ``share`` 0 to 1; nan is clear."""
    at = [stop for stop, _ in _RAMP]
    known = np.nan_to_num(np.clip(share, 0.0, 1.0))
    out = np.empty((*share.shape, 4), np.uint8)
    for channel in range(3):
        out[..., channel] = np.interp(known, at, [colour[channel] for _, colour in _RAMP])
    out[..., 3] = np.where(np.isfinite(share), 255, 0)
    return out


class PorkchopPlot(QWidget):
    """Draws a ``Porkchop``; ``launch_wished`` is the t_s and the speed, km/s, under a click."""

    launch_wished = Signal(float, float)
    pointed = Signal(str)  # what is under the pointer, in words; empty when it leaves

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: Porkchop | None = None
        self._image: QImage | None = None
        self._meets: tuple[NDArray[np.float64], ...] = ()
        self._chosen: tuple[float, float] | None = None
        self._stale = False
        self._speeds = np.zeros((0, 0))
        self._days, self._range = (0.0, 1.0), (0.0, 1.0)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.px(150))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(214))

    # -- what is shown ---------------------------------------------------------------------

    @property
    def plot(self) -> Porkchop | None:
        return self._plot

    def show_plot(self, plot: Porkchop) -> None:
        """Draw another one."""
        self._plot, self._stale = plot, False
        fine = plot.finer(_TIMES_FINER)
        days = fine.flight_s / SECONDS_PER_DAY
        found = days[np.isfinite(days)]
        self._meets = fine.meets()
        if not found.size:
            self._image = None
            self.update()
            return
        low, high = np.percentile(found, (0.0, 97.0))
        if self._meets[1].size:
            high = max(high, float(np.percentile(self._meets[1], 98.0)) / SECONDS_PER_DAY)
        self._days = (float(low) - 0.02 * (high - low), float(high) + 0.02 * (high - low))
        at_s = np.linspace(*self._days, _ROWS) * SECONDS_PER_DAY
        self._speeds = fine.speeds_at(at_s)
        shown = self._speeds[np.isfinite(self._speeds)]
        self._range = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
        # Most of what is of use is slow: the scale is finer there.
        colours = np.ascontiguousarray(ramp(self._share(self._speeds)).transpose(1, 0, 2)[::-1])
        height, width = colours.shape[:2]
        self._image = QImage(colours.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
        self.update()

    def show_chosen(self, launch_s: float | None, flight_s: float = 0.0) -> None:
        """Mark the flight that is designed."""
        self._chosen = None if launch_s is None else (launch_s, flight_s)
        self.update()

    def set_stale(self, stale: bool) -> None:
        """Dim what belongs to a track that has changed."""
        if stale != self._stale:
            self._stale = stale
            self.update()

    def _share(self, speed: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self._range
        return np.sqrt(np.clip((speed - low) / max(high - low, 1e-9), 0.0, 1.0))

    # -- places ----------------------------------------------------------------------------

    @property
    def area(self) -> QRectF:
        """Where the flights are."""
        return QRectF(self.rect()).adjusted(theme.px(_LEFT), theme.px(_TOP), -theme.px(_RIGHT), -theme.px(_BOTTOM))

    def at(self, launch_s: float, flight_s: float) -> QPointF:
        """Return where a flight stands."""
        assert self._plot is not None
        area, first, last = self.area, self._plot.launch_s[0], self._plot.launch_s[-1]
        low, high = self._days
        y = (flight_s / SECONDS_PER_DAY - low) / (high - low)
        return QPointF(
            area.left() + (launch_s - first) / (last - first) * area.width(), area.bottom() - y * area.height()
        )

    def under(self, at: QPointF) -> tuple[float, float, float] | None:
        """Return launch (t_s), time of flight (s) and speed (km/s) at a point, or None where nothing flies."""
        area = self.area
        if self._plot is None or self._image is None or not area.contains(at):
            return None
        x, y = (at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height()
        row = min(int(x * self._speeds.shape[0]), self._speeds.shape[0] - 1)
        speed = float(self._speeds[row, min(int(y * _ROWS), _ROWS - 1)])
        first, last = self._plot.launch_s[0], self._plot.launch_s[-1]
        low, high = self._days
        return (
            (float(first + x * (last - first)), (low + y * (high - low)) * SECONDS_PER_DAY, speed)
            if isfinite(speed)
            else None
        )

    # -- mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        here = self.under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and here is not None:
            self.launch_wished.emit(here[0], here[2])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = self.under(event.position())
        words = "" if here is None else (
            f"{format_utc(here[0])[:10]} · {here[1] / SECONDS_PER_DAY:.1f} days · {here[2]:.3f} km/s"
        )  # fmt: skip
        self.pointed.emit(words)

    def leaveEvent(self, _event: object) -> None:
        self.pointed.emit("")

    # -- drawing ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.area
        painter.fillRect(area, theme.colour("space"))
        painter.setFont(theme.font(10.5, 400, tabular=True))
        if self._plot is None or self._image is None:
            painter.setPen(theme.colour("faint"))
            words = "" if self._plot is None else "No flight arrives at these dates"
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
            painter.end()
            return
        painter.setOpacity(0.4 if self._stale else 1.0)
        painter.drawImage(area, self._image)
        self._draw_meets(painter, area)
        self._draw_axes(painter, area)
        self._draw_key(painter, area)
        painter.setOpacity(1.0)
        self._draw_chosen(painter, area)
        painter.end()

    def _draw_meets(self, painter: QPainter, area: QRectF) -> None:
        painter.setClipRect(area)
        painter.setPen(Qt.PenStyle.NoPen)
        for size, tint in ((2.4, theme.colour("space", 0.55)), (1.25, theme.colour("text"))):
            painter.setBrush(tint)
            for launch_s, flight_s in zip(*self._meets[:2], strict=True):
                painter.drawEllipse(self.at(launch_s, flight_s), theme.px(10) * size / 10, theme.px(10) * size / 10)
        painter.setClipping(False)

    def _draw_axes(self, painter: QPainter, area: QRectF) -> None:
        assert self._plot is not None
        painter.setPen(theme.colour("faint"))
        low, high = self._days
        step = next((s for s in _STEPS_DAYS if (high - low) / s <= 6.0), 20)
        for day in range(ceil(low / step) * step, floor(high) + 1, step):
            y = self.at(self._plot.launch_s[0], day * SECONDS_PER_DAY).y()
            painter.setPen(QPen(theme.colour("text", 0.13), 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("faint"))
            words = QRectF(0.0, y - theme.px(8), area.left() - theme.px(5), theme.px(16))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{day} d")
        first, last = float(self._plot.launch_s[0]), float(self._plot.launch_s[-1])
        every = 15.0 * SECONDS_PER_DAY
        for number in range(ceil((first + 0.3 * every) / every), floor((last - 0.2 * every) / every) + 1):
            x = self.at(number * every, 0.0).x()
            moment = utc_datetime(number * every)
            words = QRectF(x - theme.px(40), area.bottom() + theme.px(3), theme.px(80), theme.px(16))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{moment:%b} {moment.day}")

    def _draw_key(self, painter: QPainter, area: QRectF) -> None:
        """The scale of speeds, at the right."""
        low, high = self._range
        bar = QRectF(area.right() + theme.px(6), area.top(), theme.px(7), area.height())
        speeds = np.linspace(high, low, max(int(bar.height()), 2))
        colours = np.ascontiguousarray(ramp(self._share(speeds))[:, None, :])
        image = QImage(colours.data, 1, len(speeds), 4, QImage.Format.Format_RGBA8888).copy()
        painter.drawImage(bar, image)
        painter.setPen(theme.colour("faint"))
        step = next(s for s in (0.05, 0.1, 0.2, 0.5, 1.0) if (high - low) / s <= 8.0 or s == 1.0)
        for number in range(ceil(low / step), floor(high / step) + 1):
            y = area.top() + (high - number * step) / max(high - low, 1e-9) * area.height()
            words = QRectF(bar.right() + theme.px(4), y - theme.px(8), theme.px(40), theme.px(16))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{number * step:.{2 if step < 0.1 else 1}f}")

    def _draw_chosen(self, painter: QPainter, area: QRectF) -> None:
        if self._chosen is None:
            return
        at = self.at(*self._chosen)
        if area.left() <= at.x() <= area.right():
            painter.setPen(QPen(theme.colour("text", 0.35), 1.0))
            painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
        if not area.contains(at):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, tint in ((4.0, theme.colour("space", 0.7)), (2.0, theme.colour("text"))):
            painter.setPen(QPen(tint, theme.px(width)))
            painter.drawEllipse(at, theme.px(5), theme.px(5))
