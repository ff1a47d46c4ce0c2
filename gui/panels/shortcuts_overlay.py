"""All keys on one card, written from the registry of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.actions import ACTIONS, menus
from gui.panels.overlay import Overlay
from gui.panels.widgets import label, scrolling, tool

_COLUMNS = (("Time",), ("Camera",), ("File", "View", "Select", "Help"))


def key_text(keys: str) -> str:
    """Return a shortcut as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class ShortcutsOverlay(Overlay):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("solid", True)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, theme.px(8), 0)
        columns.setSpacing(theme.px(34))
        placed = {name for column in _COLUMNS for name in column}
        for column in (*_COLUMNS[:-1], (*_COLUMNS[-1], *(name for name in menus() if name not in placed))):
            side = QVBoxLayout()
            side.setSpacing(theme.px(6))
            for menu in column:
                self._add_menu(side, menu)
            side.addStretch(1)
            columns.addLayout(side)
        close = tool("x", "Close (Esc)")
        close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.addWidget(label("Keys", 20, 600), 1)
        top.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(26), theme.px(18), theme.px(18), theme.px(20))
        outer.setSpacing(theme.px(10))
        outer.addLayout(top)
        outer.addWidget(scrolling(content))
        hint = content.sizeHint()
        self.setMinimumSize(hint.width() + theme.px(64), min(hint.height() + theme.px(92), theme.px(640)))

    @staticmethod
    def _add_menu(side: QVBoxLayout, menu: str) -> None:
        rows = [action for action in ACTIONS if action.menu.split("/")[0] == menu and action.keys]
        if not rows:
            return
        side.addSpacing(theme.px(4))
        side.addWidget(label(menu, 11.5, 600, "gold"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(5))
        for number, action in enumerate(rows):
            grid.addWidget(label(action.text.rstrip("…"), 12.5, tint="second"), number, 0)
            keys = QHBoxLayout()
            keys.setSpacing(theme.px(5))
            keys.addStretch(1)
            for key in action.keys:
                cap = label(key_text(key), 11.5, 600)
                cap.setObjectName("key")
                cap.setStyleSheet("")
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                keys.addWidget(cap)
            grid.addLayout(keys, number, 1)
        side.addLayout(grid)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # not through to the picture
