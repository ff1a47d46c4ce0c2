"""Bars that hold a few numbers of one kind beside each other, with their names and values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

Bar = tuple[str, float, str, str]  # name, length, value in words, tint

_ROW_PX, _NAME_PX = 22, 96


class Bars(QWidget):
    """As long as their numbers, the longest as wide as there is room.  ``most`` is what is as wide, if it is given.

    ``clicked`` says the number of the bar.
    """

    clicked = Signal(int)

    def __init__(self, name_px: int = _NAME_PX) -> None:
        super().__init__()
        self.bars: tuple[Bar, ...] = ()
        self._most: float | None = None
        self._name_px = name_px
        self._current = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Click: why this number")

    def show_bars(self, bars: Sequence[Bar], most: float | None = None, current: bool = True) -> None:
        self.bars, self._most, self._current = tuple(bars), most, current
        self.setAccessibleDescription("; ".join(f"{name} {value}" for name, _, value, _ in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(_ROW_PX) * max(len(self.bars), 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // theme.px(_ROW_PX))
        if event.button() == Qt.MouseButton.LeftButton and 0 <= number < len(self.bars):
            self.clicked.emit(number)

    def place_of(self, number: int) -> QPoint:
        """Return a place on a bar."""
        return QPoint(self.width() // 2, round((number + 0.5) * theme.px(_ROW_PX)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names, values = theme.font(11.5, 400), theme.font(11.5, 600, tabular=True)
        value_px = max(QFontMetricsF(values).horizontalAdvance(value) for _, _, value, _ in self.bars)
        left, inset, row = theme.px(self._name_px), theme.px(6), theme.px(_ROW_PX)
        room = self.width() - left - value_px - 2 * inset - theme.px(8)
        most = self._most or max(length for _, length, _, _ in self.bars) or 1.0
        for number, (name, length, value, tint) in enumerate(self.bars):
            top, thick = number * row, theme.px(7)
            painter.setFont(names)
            painter.setPen(theme.colour("second" if self._current else "faint"))
            words = QRectF(inset, top, left - inset, row)
            text = QFontMetricsF(names).elidedText(name, Qt.TextElideMode.ElideRight, words.width() - theme.px(4))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            bar = QRectF(left, top + (row - thick) / 2, max(room, 0.0), thick)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("card"))
            painter.drawRoundedRect(bar, thick / 2, thick / 2)
            bar.setWidth(max(room * min(length / most, 1.0), thick if length > 0.0 else 0.0))
            painter.setBrush(theme.colour(tint, 1.0 if self._current else 0.4))
            painter.drawRoundedRect(bar, thick / 2, thick / 2)
            painter.setFont(values)
            painter.setPen(theme.colour("text" if self._current else "faint"))
            place = QRectF(self.width() - inset - value_px, top, value_px, row)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, value)
        painter.end()
