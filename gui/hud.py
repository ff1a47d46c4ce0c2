"""What stands on the picture itself: date, rate, scenario, and whatever keeps the picture honest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.timebase import utc_datetime
from engine.world import World
from gui import theme
from gui.canvas import FrameReport
from gui.clock import rate_name
from gui.view import View

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MARGIN = 22


class Hud(QWidget):
    """Text over the canvas.  It is painted, not built of labels, and the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        parent.installEventFilter(self)
        self._date, self._time = "", ""
        self._rate, self._playing = 1.0, False
        self._title = ""
        self._scale = 0.0
        self._stride = 1
        self._report: FrameReport | None = None
        self._busy = False
        self.performance = False
        self.resize(parent.size())
        self.show()  # a child made after its parent is shown does not show by itself

    def show_world(self, world: World) -> None:
        instant = utc_datetime(world.t_s)
        self._date = f"{instant.day} {_MONTHS[instant.month - 1]} {instant.year}"
        self._time = f"{instant:%H:%M:%S} UTC"
        self._title = world.scenario.title
        self.update()

    def show_view(self, view: View) -> None:
        if view.stage_scale != self._scale:
            self._scale = view.stage_scale
            self.update()

    def show_rate(self, rate: float, playing: bool) -> None:
        self._rate, self._playing = rate, playing
        self.update()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.update()

    def show_report(self, report: FrameReport) -> None:
        changed = report.stride != self._stride
        self._report, self._stride = report, report.stride
        if changed or self.performance:
            self.update()

    def set_performance(self, on: bool) -> None:
        self.performance = on
        self.update()

    @property
    def date(self) -> str:
        return self._date

    @property
    def notes(self) -> tuple[str, ...]:
        """What keeps the picture honest, one sentence each."""
        notes = []
        if self._scale > 0.0:
            notes.append("Compressed scale")
        if self._stride > 1:
            notes.append(f"1 point = {self._stride:,} satellites")
        if self._busy:
            notes.append("Working the scenario out …")
        return tuple(notes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        shade = QLinearGradient(0.0, 0.0, 0.0, theme.px(110))
        shade.setColorAt(0.0, QColor(3, 6, 12, 170))
        shade.setColorAt(1.0, QColor(3, 6, 12, 0))
        painter.fillRect(0, 0, self.width(), theme.px(110), shade)
        x, y = float(theme.px(_MARGIN)), float(theme.px(_MARGIN - 6))
        y = self._line(painter, x, y, self._date, 26, 600, "text")
        pace = rate_name(self._rate) if self._playing else f"paused · {rate_name(self._rate)}"
        advance = self._text(painter, x, y, self._time, 14, 500, "text")
        self._text(painter, x + advance + theme.px(12), y, pace, 14, 400, "gold" if self._playing else "second")
        self._scenario(painter)
        self._notes(painter)
        if self.performance and self._report is not None:
            self._performance(painter, self._report)
        painter.end()

    def _scenario(self, painter: QPainter) -> None:
        """The scenario's title and the tag that says that none of it is an observation."""
        right = self.width() - theme.px(_MARGIN)
        y = theme.px(_MARGIN)
        tag = QFontMetricsF(theme.font(11, 600)).horizontalAdvance("SIMULATED") + theme.px(18)
        box = QRectF(right - tag, y - theme.px(2), tag, theme.px(20))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("gold", 0.55))
        painter.setBrush(QColor(5, 8, 15, 130))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font(11, 600))
        painter.setPen(theme.colour("gold"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "SIMULATED")
        used = QFontMetricsF(theme.font(26, 600, tabular=True)).horizontalAdvance("30 September 2030")
        room = box.left() - theme.px(2 * _MARGIN + 14) - used
        metrics = QFontMetricsF(theme.font(13, 500))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, 0.0))
        if len(title) > 2:
            left = box.left() - theme.px(12) - metrics.horizontalAdvance(title)
            self._text(painter, left, y, title, 13, 500, "second")

    def _notes(self, painter: QPainter) -> None:
        y = self.height() - theme.px(_MARGIN + 14)
        for note in reversed(self.notes):
            self._text(painter, theme.px(_MARGIN), y, note, 13, 500, "text")
            y -= theme.px(20)

    def _performance(self, painter: QPainter, report: FrameReport) -> None:
        usual_ms = 1e3 * (report.median_s or report.frame_s)
        rows = (
            f"{usual_ms:.0f} ms a frame ({1e3 / max(usual_ms, 0.1):.0f} a second)",
            f"{report.points:,} points, every {report.stride:,}, limit {report.point_limit:,}",
            f"{report.gpu_bytes / 1e6:.0f} MB of satellites on the GPU",
            report.renderer,
        )
        y = self.height() - theme.px(_MARGIN + 14)
        for row in reversed(rows):
            width = QFontMetricsF(theme.font(12, 400, tabular=True)).horizontalAdvance(row)
            self._text(painter, self.width() - theme.px(_MARGIN) - width, y, row, 12, 400, "second")
            y -= theme.px(18)

    def _line(self, painter: QPainter, x: float, y: float, text: str, size: int, weight: int, tint: str) -> float:
        self._text(painter, x, y, text, size, weight, tint)
        return y + theme.px(size * 1.42)

    @staticmethod
    def _text(painter: QPainter, x: float, y: float, text: str, size: int, weight: int, tint: str) -> float:
        """Paint with a soft dark edge, so that it reads over a bright Earth; return its width."""
        font = theme.font(size, weight, tabular=True)
        metrics = QFontMetricsF(font)
        base = y + metrics.ascent()
        painter.setFont(font)
        painter.setPen(QColor(0, 0, 0, 90))
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1), (1, 1)):
            painter.drawText(round(x) + dx, round(base) + dy, text)
        painter.setPen(theme.colour(tint))
        painter.drawText(round(x), round(base), text)
        return metrics.horizontalAdvance(text)
