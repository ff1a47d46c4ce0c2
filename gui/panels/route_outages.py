"""What is knocked out, by hand or at random, and the ways to bring it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.outages import Station
from gui import theme
from gui.panels.widgets import label

SHARES = (0.01, 0.05, 0.20)


def segment(text: str, tip: str = "", *, main: bool = False) -> QPushButton:
    """Return a button of which several stand in a row of a narrow panel."""
    button = QPushButton(text)
    button.setFont(theme.font(12, 600 if main else 500))
    button.setToolTip(tip)
    button.setMinimumWidth(0)
    button.setStyleSheet(
        f"QPushButton {{ padding: {theme.px(6)}px {theme.px(4)}px; }}"
        f"QPushButton:disabled {{ color: {theme.COLOURS['line_strong']}; border-color: {theme.COLOURS['line']}; }}"
    )
    button.setProperty("main" if main else "segment", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class RouteOutages(QWidget):
    knock_wished = Signal(object)
    plane_wished = Signal(object)
    share_wished = Signal(float)
    restore_wished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._station: Station | None = None
        self.knock = segment("Knock out", "Take the satellite of the chosen row out of service (Delete)")
        self.plane = segment("Its whole plane", "Take out all satellites of its plane")
        self.restore = segment("Restore all", "Put everything back in service")
        self.knock.clicked.connect(lambda: self.knock_wished.emit(self._station))
        self.plane.clicked.connect(lambda: self.plane_wished.emit(self._station))
        self.restore.clicked.connect(self.restore_wished)
        first = QHBoxLayout()
        first.setSpacing(theme.px(5))
        for button in (self.knock, self.plane, self.restore):
            first.addWidget(button, 1)
        self.shares: dict[float, QPushButton] = {}
        second = QHBoxLayout()
        second.setSpacing(theme.px(5))
        second.addWidget(label("At random, of Starlink", 11.5, 400, "second"), 2)
        for share in SHARES:
            tip = f"Take {100.0 * share:.0f} % of Starlink's satellites out of service; each press takes others"
            button = self.shares[share] = segment(f"{100.0 * share:.0f} %", tip)
            button.clicked.connect(lambda _on=False, share=share: self.share_wished.emit(share))
            second.addWidget(button, 1)
        self.words = label("", 11.5, 400, "faint")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(5))
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.words)
        self.show_station(None)
        self.show_out(0, ())

    def show_station(self, station: Station | None) -> None:
        """Know which satellite is chosen."""
        self._station = station
        for button in (self.knock, self.plane):
            button.setEnabled(station is not None)
        name = "the satellite of the chosen row" if station is None else station.name
        self.knock.setToolTip(f"Take {name} out of service (Delete)")

    def show_out(self, count: int, names: tuple[str, ...]) -> None:
        """Say how many are out of service, and what the first of them are called."""
        self.restore.setEnabled(count > 0)
        if not count:
            self.words.setText("All in service. Choose a row above, or click a satellite of the way in the picture.")
            return
        more = f" and {count - len(names):,} more" if count > len(names) else ""
        self.words.setText(f"{count:,} out of service: {', '.join(names)}{more}.")
