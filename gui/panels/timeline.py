"""The whole scenario as one line: its build-up in gold, its milestones, and where we are.

It is drawn once into a picture; only the cursor moves.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.scenario import Milestone
from engine.timebase import from_year, utc_datetime, year_of
from engine.world import CapacityCurve, Simulation, World
from gui import theme

_FLAG_PX = 9  # a click this near a flag takes its exact instant


class Timeline(QWidget):
    time_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._simulation: Simulation | None = None
        self._curve: CapacityCurve | None = None
        self._t_s = 0.0
        self._hover_x: float | None = None
        self._dragging = False
        self._drawing: QPixmap | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(64))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(64))

    # -- what is shown ---------------------------------------------------------------------

    def show_world(self, world: World) -> None:
        before = self.x_of(self._t_s) if self._simulation is not None else 0.0
        self._t_s = world.t_s
        if self._simulation is not None and abs(self.x_of(self._t_s) - before) > 0.2:
            self.update()

    def show_simulation(self, simulation: Simulation) -> None:
        self._simulation, self._curve, self._drawing = simulation, None, None
        self.update()

    def show_curve(self, curve: CapacityCurve) -> None:
        self._curve, self._drawing = curve, None
        self.update()

    # -- where things are ------------------------------------------------------------------

    def _track(self) -> QRectF:
        """Return the area of the build-up curve; years stand below it, flags above."""
        side = theme.px(14)
        return QRectF(side, theme.px(13), self.width() - 2 * side, self.height() - theme.px(13 + 20))

    def x_of(self, t_s: float) -> float:
        assert self._simulation is not None
        scenario, track = self._simulation.scenario, self._track()
        return track.left() + track.width() * (t_s - scenario.start_s) / (scenario.end_s - scenario.start_s)

    def t_of(self, x: float) -> float:
        """Return the instant at a place, within the scenario."""
        assert self._simulation is not None
        scenario, track = self._simulation.scenario, self._track()
        share = min(max((x - track.left()) / max(track.width(), 1.0), 0.0), 1.0)
        return scenario.start_s + share * (scenario.end_s - scenario.start_s)

    def milestone_at(self, x: float, y: float) -> Milestone | None:
        """Return the milestone whose flag is there."""
        if self._simulation is None or y > self._track().top() + theme.px(6):
            return None
        near = [(abs(self.x_of(m.t_s) - x), m) for m in self._simulation.scenario.milestones]
        away, milestone = min(near, key=lambda pair: pair[0], default=(np.inf, None))
        return milestone if away <= theme.px(_FLAG_PX) else None

    # -- mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._simulation is None:
            return
        milestone = self.milestone_at(event.position().x(), event.position().y())
        self._dragging = milestone is None
        self.time_wished.emit(milestone.t_s if milestone else self.t_of(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._simulation is None:
            return
        x, y = event.position().x(), event.position().y()
        self._hover_x = x
        self.update()
        if self._dragging:
            self.time_wished.emit(self.t_of(x))
            return
        milestone = self.milestone_at(x, y)
        if milestone is not None:
            when = utc_datetime(milestone.t_s)
            QToolTip.showText(event.globalPosition().toPoint(), f"{milestone.title}\n{when:%Y-%m-%d}", self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragging = False

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover_x = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drawing = None

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._simulation is None:
            return
        if self._drawing is None:
            self._drawing = self._draw_once()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawing)
        track = self._track()
        now = self.x_of(self._t_s)
        # What is still to come is dimmed.
        painter.fillRect(QRectF(now, track.top(), track.right() - now, track.height()), QColor(8, 13, 22, 110))
        if self._hover_x is not None:
            self._draw_hover(painter, track)
        painter.setPen(QPen(theme.colour("text"), max(theme.px(1.5), 1)))
        painter.drawLine(QPointF(now, track.top() - theme.px(3)), QPointF(now, track.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        half = theme.px(5)
        top = track.top() - theme.px(9)
        painter.drawPolygon(
            QPolygonF([QPointF(now - half, top), QPointF(now + half, top), QPointF(now, top + 1.5 * half)])
        )
        painter.end()

    def _draw_hover(self, painter: QPainter, track: QRectF) -> None:
        x = min(max(self._hover_x or 0.0, track.left()), track.right())
        painter.setPen(QPen(theme.colour("second", 0.6), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, track.top()), QPointF(x, track.bottom()))
        instant = utc_datetime(self.t_of(x))
        text = f"{instant:%Y-%m-%d}"
        font = theme.font(11.5, 600, tabular=True)
        width = QFontMetricsF(font).horizontalAdvance(text) + theme.px(14)
        left = min(max(x - width / 2, track.left()), track.right() - width)
        box = QRectF(left, track.bottom() + theme.px(2), width, theme.px(17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        painter.setPen(theme.colour("text"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_once(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawing = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        drawing.setDevicePixelRatio(ratio)
        drawing.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(track, theme.px(4), theme.px(4))
        if self._curve is not None:
            self._draw_curve(painter, track, self._curve)
        self._draw_years(painter, track)
        self._draw_flags(painter, track)
        painter.end()
        return drawing

    def _draw_curve(self, painter: QPainter, track: QRectF, curve: CapacityCurve) -> None:
        most = max(float(curve.power_average_w.max()), 1e-9)
        share = curve.power_average_w / most
        edge = [
            QPointF(self.x_of(float(t)), track.bottom() - (track.height() - theme.px(3)) * float(s))
            for t, s in zip(curve.t_s, share, strict=True)
        ]
        path = QPainterPath(QPointF(track.left(), track.bottom()))
        for point in edge:
            path.lineTo(point)
        path.lineTo(QPointF(track.right(), track.bottom()))
        path.closeSubpath()
        fill = QLinearGradient(0, track.top(), 0, track.bottom())
        fill.setColorAt(0.0, theme.colour("gold", 0.75))
        fill.setColorAt(1.0, theme.colour("gold", 0.18))
        clip = QPainterPath()
        clip.addRoundedRect(track, theme.px(4), theme.px(4))
        painter.save()
        painter.setClipPath(clip)
        painter.setBrush(fill)
        painter.drawPath(path)
        painter.setPen(QPen(theme.colour("gold"), max(theme.px(1.4), 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(edge)
        painter.restore()

    def _draw_years(self, painter: QPainter, track: QRectF) -> None:
        assert self._simulation is not None
        scenario = self._simulation.scenario
        first, last = year_of(scenario.start_s), year_of(scenario.end_s)
        font = theme.font(11, 500, tabular=True)
        room = QFontMetricsF(font).horizontalAdvance("2026") * 2.1
        per_year = track.width() / max(last - first, 1e-9)
        step = next((n for n in (1, 2, 5, 10, 20, 50) if n * per_year >= room), 100)
        painter.setFont(font)
        for year in range(ceil(first - 1e-6), int(last + 1e-6) + 1):
            x = self.x_of(min(max(from_year(year), scenario.start_s), scenario.end_s))
            labelled = year % step == 0
            painter.setPen(theme.colour("faint" if labelled else "line_strong"))
            painter.drawLine(QPointF(x, track.bottom()), QPointF(x, track.bottom() + theme.px(4 if labelled else 2)))
            if labelled:
                left = min(max(x - room / 2, 0.0), self.width() - room)
                box = QRectF(left, track.bottom() + theme.px(3), room, theme.px(16))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(year))

    def _draw_flags(self, painter: QPainter, track: QRectF) -> None:
        assert self._simulation is not None
        for milestone in self._simulation.scenario.milestones:
            x, top = self.x_of(milestone.t_s), theme.px(2)
            painter.setPen(QPen(theme.colour("blue"), max(theme.px(1.2), 1)))
            painter.drawLine(QPointF(x, top), QPointF(x, track.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("blue"))
            wide, high = theme.px(9), theme.px(7)
            painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + wide, top + high / 2), QPointF(x, top + high)]))
