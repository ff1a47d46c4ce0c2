"""What stands on the picture itself: date, rate, scenario, and whatever keeps the picture honest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.timebase import utc_datetime
from engine.world import World
from gui import theme
from gui.canvas import FrameReport
from gui.clock import rate_name
from gui.view import View

if TYPE_CHECKING:
    from engine.link_loads import LinkLoads

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MARGIN = 22
_FIGURE_MS = 100  # how often the figure in the view of the Sun is worked out while the clock runs


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
        self._flights_share = 1.0
        self._watched = ""
        self._world: World | None = None
        self._loads: LinkLoads | None = None
        self._loading = ""
        self._solar = False
        self._figure = ("", "")
        self._figuring = QTimer(self)
        self._figuring.setSingleShot(True)
        self._figuring.setInterval(_FIGURE_MS)
        self._figuring.timeout.connect(self._work_figure_out)
        self.performance = False
        self.resize(parent.size())
        self.show()  # a child made after its parent is shown does not show by itself

    def show_world(self, world: World) -> None:
        instant = utc_datetime(world.t_s)
        self._date = f"{instant.day} {_MONTHS[instant.month - 1]} {instant.year}"
        self._time = f"{instant:%H:%M:%S} UTC"
        self._title = world.scenario.title
        self._world = world
        if self._solar and not self._figuring.isActive():
            self._figuring.start()
        self.update()

    def show_view(self, view: View) -> None:
        if view.shown_loads is not self._loads:
            self._loads = view.shown_loads
            self.update()
        if view.stage_scale != self._scale:
            self._scale = view.stage_scale
            self.update()
        if (view.camera.focus == "sun") != self._solar:
            self._solar = not self._solar
            self._work_figure_out()

    def _work_figure_out(self) -> None:
        """In the view of the Sun, say what all satellites add up to."""
        self._figure = ("", "")
        if self._solar and self._world is not None:
            from gui.swarm_words import headline

            self._figure = headline(self._world)
        self.update()

    @property
    def figure(self) -> tuple[str, str]:
        """The large figure and the words under it, in the view of the Sun; else nothing."""
        return self._figure

    def show_rate(self, rate: float, playing: bool) -> None:
        self._rate, self._playing = rate, playing
        self.update()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.update()

    def show_loading(self, words: str) -> None:
        """Say how far it is with what the laser links carry, or nothing."""
        if words != self._loading:
            self._loading = words
            self.update()

    def show_flights(self, share: float) -> None:
        """Note how much of the flights from the Moon is worked out."""
        if share != self._flights_share:
            self._flights_share = share
            self.update()

    def show_watched(self, words: str) -> None:
        """Say what a prompt that is watched does, or nothing."""
        self._watched = words
        self.update()

    def show_report(self, report: FrameReport) -> None:
        before = self._report
        changed = before is None or (
            (report.stride, report.lunar_stride, report.payload_stride, report.note, report.links)
            != (before.stride, before.lunar_stride, before.payload_stride, before.note, before.links)
        )
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
        if self._watched:
            notes.extend(self._watched.splitlines())
        if self._scale > 0.0 and not self._solar:
            notes.append("Compressed scale")
        if self._stride > 1:
            notes.append(f"1 point = {self._stride:,} satellites")
        if self._report is not None and self._report.lunar_stride > 1:
            notes.append(f"1 silver point = {self._report.lunar_stride:,} satellites built on the Moon")
        if self._report is not None and self._report.payload_stride > 1:
            notes.append(f"1 point = {self._report.payload_stride:,} payloads in flight from the Moon")
        if self._report is not None:
            notes.extend(self._report.links)
        if self._loading:
            notes.append(self._loading)
        if self._busy:
            notes.append("Working the scenario out …")
        if self._report is not None and self._report.note:
            notes.append(self._report.note)
        if self._flights_share < 1.0:
            notes.append(f"Working flights from the Moon out: {100.0 * self._flights_share:.0f} %")
        return tuple(notes)

    @property
    def load_legend(self) -> str:
        """Of when the traffic is after which links have their colours, under its scale; nothing where they have not."""
        if self._loads is None or self._world is None or self._report is None or not self._report.links_drawn:
            return ""
        from gui.load_legend import load_words

        return load_words(self._loads.t_s, self._world.t_s)

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
            for line in reversed(self._lines(note)):
                self._text(painter, theme.px(_MARGIN), y, line, 13, 500, "text")
                y -= theme.px(20)
        legend = self.load_legend
        if legend:
            from gui.load_legend import HEIGHT, paint_legend  # few have links by load

            y += theme.px(8)
            paint_legend(painter, theme.px(_MARGIN), y, legend)
            y -= theme.px(HEIGHT)
        figure, words = self._figure
        if figure:
            y -= theme.px(8)
            self._text(painter, theme.px(_MARGIN), y, words, 13, 500, "second")
            self._text(painter, theme.px(_MARGIN), y - theme.px(38), figure, 28, 600, "gold")

    def _lines(self, note: str) -> list[str]:
        """Return a note in lines that the picture is wide enough for."""
        metrics = QFontMetricsF(theme.font(13, 500, tabular=True))
        room, lines = self.width() - theme.px(2 * _MARGIN), [""]
        for word in note.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if metrics.horizontalAdvance(longer) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

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
