"""The named views, one click or one key each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.actions import CAMERA_TITLES
from gui.camera import CAMERAS
from gui.panels.widgets import label, scrolling

_ICONS = {"moon": "moon", "earth-moon": "orbit", "fleet": "satellite", "dawn": "sun", "sunrise": "sun", "sun": "planet",
          "launch": "rocket", "earthrise": "moon", "factory": "moon", "track": "route",
          "stream": "route", "arrival": "target", "payload": "rocket"}  # fmt: skip


class ViewsPanel(QWidget):
    view_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(*[theme.px(12)] * 4)
        column.setSpacing(theme.px(6))
        self.buttons: dict[str, QPushButton] = {}
        for number, name in enumerate(CAMERAS, 1):
            button = QPushButton(f"  {CAMERA_TITLES.get(name, name)}")
            button.setProperty("chip", True)
            button.setIcon(theme.icon(_ICONS.get(name, "world")))
            button.setIconSize(QSize(theme.px(17), theme.px(17)))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self.view_wished.emit(name))
            line = QHBoxLayout(button)
            line.setContentsMargins(0, 0, theme.px(10), 0)
            line.addStretch(1)
            if number <= 10:  # the keys 1 to 9 and 0
                line.addWidget(label(str(number % 10), 11.5, 500, "faint"))
            column.addWidget(button)
            self.buttons[name] = button
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
