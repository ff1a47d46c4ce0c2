"""The first hint: shown once, gone for good when it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.panels.overlay import Overlay
from gui.panels.widgets import label

_HINTS = (
    ("Drag", "turn round the Earth"),
    ("Wheel", "nearer and farther"),
    ("Click", "pick a satellite, or a number"),
    ("Space", "pause; J and L for slower and faster"),
    ("0 to 9", "fly to another view"),
    ("?", "all keys"),
)


class Hint(Overlay):
    read = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, frozenset({"bottom"}))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(22), theme.px(16), theme.px(22), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(label("Every point is a satellite, on its own orbit", 15, 600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(8))
        for number, (key, words) in enumerate(_HINTS):
            row, side = number % 3, 2 * (number // 3)
            cap = label(key, 12, 600)
            cap.setObjectName("key")
            cap.setStyleSheet("")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, row, side)
            text = label(words, 13, tint="second")
            text.setContentsMargins(0, 0, theme.px(18), 0)
            grid.addWidget(text, row, side + 1)
        column.addLayout(grid)
        self.button = QPushButton("Got it")
        self.button.setProperty("main", True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._read)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.button)
        column.addLayout(line)

    def _read(self) -> None:
        self.dismiss()
        self.read.emit()
