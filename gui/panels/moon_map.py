"""A map of the Moon: where the track is and which way it points; drag the site, or the tip of the arrow."""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.paths import ASSETS
from gui import theme

ARROW_DEG = 26.0  # how far over the ground the arrow reaches
_REACH_PX = 11.0
_DARK = 0.42  # how much of the map's light is taken, so that what is drawn on it stands out


def along(latitude_deg: float, longitude_deg: float, azimuth_deg: float, far_deg: float) -> tuple[float, float]:
    """Return latitude and longitude ``far_deg`` along the great circle that leaves with this azimuth, degrees."""
    lat, lon, azimuth, far = map(radians, (latitude_deg, longitude_deg, azimuth_deg, far_deg))
    there = asin(max(-1.0, min(1.0, sin(lat) * cos(far) + cos(lat) * sin(far) * cos(azimuth))))
    east = atan2(sin(azimuth) * sin(far) * cos(lat), cos(far) - sin(lat) * sin(there))
    return degrees(there), (degrees(lon + east) + 180.0) % 360.0 - 180.0


def bearing(latitude_deg: float, longitude_deg: float, to_latitude_deg: float, to_longitude_deg: float) -> float:
    """Return the azimuth, 0 to 360 degrees from north, of the great circle from one place to another."""
    lat, there, east = radians(latitude_deg), radians(to_latitude_deg), radians(to_longitude_deg - longitude_deg)
    north = cos(lat) * sin(there) - sin(lat) * cos(there) * cos(east)
    return degrees(atan2(sin(east) * cos(there), north)) % 360.0


class MoonMap(QWidget):
    """The whole Moon, the Earth's side in the middle.  It wishes; ``show_track`` says what is."""

    site_wished = Signal(float, float)  # latitude, longitude, degrees, east
    azimuth_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site, self._azimuth, self._good = (0.0, 0.0), 90.0, True
        self._turning: bool | None = None  # what the mouse holds: the arrow's tip, the site, nothing
        self._map = QPixmap.fromImage(QImage(str(ASSETS / "small" / "moon_albedo_1024.jpg")))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip("Drag to move the site; drag the arrow's tip to turn the track")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width // 2

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(80))

    def show_track(self, latitude_deg: float, longitude_deg: float, azimuth_deg: float, good: bool) -> None:
        """Show a track; one that leads nowhere in red."""
        self._site, self._azimuth, self._good = (latitude_deg, longitude_deg), azimuth_deg, good
        self.update()

    def at(self, latitude_deg: float, longitude_deg: float) -> QPointF:
        """Return where a place lies in the widget."""
        east = (longitude_deg + 180.0) % 360.0
        return QPointF(east / 360.0 * self.width(), (90.0 - latitude_deg) / 180.0 * self.height())

    def place(self, at: QPointF) -> tuple[float, float]:
        """Return the latitude and longitude, degrees, of a point of the widget, or of the nearest on the map."""
        x = min(max(at.x() / max(self.width(), 1), 0.0), 1.0)
        y = min(max(at.y() / max(self.height(), 1), 0.0), 1.0)
        return 90.0 - 180.0 * y, 360.0 * x - 180.0

    @property
    def tip(self) -> QPointF:
        """Where the arrow ends."""
        return self.at(*along(*self._site, self._azimuth, ARROW_DEG))

    # -- mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        off = event.position() - self.tip
        self._turning = hypot(off.x(), off.y()) <= theme.px(_REACH_PX)
        if not self._turning:
            self._move(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._turning is not None:
            self._move(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._turning = None

    def _move(self, at: QPointF) -> None:
        latitude, longitude = self.place(at)
        if self._turning:
            self.azimuth_wished.emit(round(bearing(*self._site, latitude, longitude), 1) % 360.0)
        else:
            self.site_wished.emit(round(latitude, 1) + 0.0, round(longitude, 1) + 0.0)

    # -- drawing ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        round_ = QPainterPath()
        round_.addRoundedRect(whole, theme.px(8), theme.px(8))
        painter.setClipPath(round_)
        painter.drawPixmap(self.rect(), self._map)
        painter.fillRect(whole, theme.colour("space", _DARK))
        for side in (QRectF(0.0, 0.0, 0.25, 1.0), QRectF(0.75, 0.0, 0.25, 1.0)):  # the far side
            part = QRectF(side.x() * whole.width(), 0.0, side.width() * whole.width(), whole.height())
            painter.fillRect(part, theme.colour("space", 0.34))
        self._graticule(painter, whole)
        self._arrow(painter)
        painter.end()

    def _graticule(self, painter: QPainter, whole: QRectF) -> None:
        painter.setPen(QPen(theme.colour("text", 0.13), 1.0))
        for longitude in (-90.0, 0.0, 90.0):
            x = self.at(0.0, longitude).x()
            painter.drawLine(QPointF(x, 0.0), QPointF(x, whole.height()))
        for latitude in (-45.0, 0.0, 45.0):
            y = self.at(latitude, 0.0).y()
            painter.drawLine(QPointF(0.0, y), QPointF(whole.width(), y))
        painter.setFont(theme.font(10, 500))
        painter.setPen(theme.colour("text", 0.55))
        bottom = whole.height() - theme.px(6)
        for longitude, text in ((-90.0, "90° W"), (0.0, "0°"), (90.0, "90° E")):
            painter.drawText(QPointF(self.at(0.0, longitude).x() + theme.px(4), bottom), text)
        painter.drawText(QPointF(theme.px(7), theme.px(14)), "Far side")

    def _arrow(self, painter: QPainter) -> None:
        tint = "gold" if self._good else "error"
        points = [self.at(*along(*self._site, self._azimuth, ARROW_DEG * share / 24.0)) for share in range(25)]
        for width, alpha in ((4.5, 0.28), (1.8, 1.0)):
            pen = QPen(theme.colour(tint, alpha), theme.px(width))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for a, b in pairwise(points):
                if abs(a.x() - b.x()) < 0.5 * self.width():  # not the one that goes round the back
                    painter.drawLine(a, b)
        way = atan2(points[-1].y() - points[-2].y(), points[-1].x() - points[-2].x())
        head = QPainterPath(points[-1])
        for turn in (pi - 0.5, pi + 0.5):
            head.lineTo(points[-1] + theme.px(9) * QPointF(cos(way + turn), sin(way + turn)))
        head.closeSubpath()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(tint))
        painter.drawPath(head)
        painter.setBrush(theme.colour("space"))
        painter.setPen(QPen(theme.colour(tint), theme.px(2.2)))
        painter.drawEllipse(points[0], theme.px(5), theme.px(5))
