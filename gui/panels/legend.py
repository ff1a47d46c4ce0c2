"""A chart's legend: colour, name and present value of each line; a click asks why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from engine.quantities import Quantity, format_exact, format_quantity
from gui import theme
from gui.panels.widgets import ClickFrame, label


class _Swatch(QWidget):
    def __init__(self, tint: str) -> None:
        super().__init__()
        self._tint = tint
        self.setFixedSize(QSize(theme.px(9), theme.px(9)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._tint))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(2), theme.px(2))
        painter.end()


class LegendEntry(ClickFrame):
    def __init__(self, title: str, tint: str, parent: QWidget | None = None) -> None:
        super().__init__("row", parent)
        self._value = label("", 11.5, 600, tabular=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(4), theme.px(2), theme.px(4), theme.px(2))
        line.setSpacing(theme.px(6))
        line.addWidget(_Swatch(tint))
        self._name = label(title, 11.5, 400, "second")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._name, 1)
        line.addWidget(self._value)

    @property
    def wanted_px(self) -> int:
        """How wide it is with all its words."""
        return self._name.sizeHint().width() + self._value.sizeHint().width() + theme.px(34)

    @property
    def value(self) -> str:
        return self._value.text()

    def show_value(self, value: str) -> None:
        if value != self._value.text():
            self._value.setText(value)


class Legend(QWidget):
    """Entries by the name of their quantity: side by side where there is room, else one below the other."""

    quantity_wished = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, LegendEntry] = {}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, name: str, title: str, tint: str) -> None:
        entry = self.entries[name] = LegendEntry(title, tint)
        entry.clicked.connect(lambda: self.quantity_wished.emit(name))
        self._columns = 0

    def show_quantities(self, quantities: Mapping[str, Quantity]) -> None:
        """Say what each is now."""
        for name, entry in self.entries.items():
            if name in quantities:
                entry.show_value(format_quantity(quantities[name]))
                entry.setToolTip(f"{quantities[name].title}: {format_exact(quantities[name])}\nClick for why")
        self._flow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        widest = max((entry.wanted_px for entry in self.entries.values()), default=0)
        columns = min(max((self.width() + theme.px(10)) // max(widest + theme.px(10), 1), 1), 2, len(self.entries))
        if columns == self._columns:
            return
        self._columns = columns
        for place, entry in enumerate(self.entries.values()):
            self._grid.addWidget(entry, place // columns, place % columns)
        for across in (0, 1):
            self._grid.setColumnStretch(across, 1 if across < columns else 0)
