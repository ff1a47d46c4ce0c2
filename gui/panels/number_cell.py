"""A number with its title above, several to a row; a click asks why."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from gui import theme
from gui.panels.widgets import ClickFrame, label, tinted


class NumberCell(ClickFrame):
    """``main`` is in gold.  What is no longer current is faint."""

    def __init__(self, title: str, main: bool = False) -> None:
        super().__init__("row")
        self._tint = "gold" if main else "text"
        self.title = label(title, 10.5, 500, "faint")
        self.number = label("–", 14.5, 600, self._tint, tabular=True)
        self.setToolTip("Click: why this number")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(6), theme.px(3), theme.px(2), theme.px(3))
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.number)

    def show_number(self, text: str, current: bool = True) -> None:
        if self.number.text() != text:
            self.number.setText(text)
        tinted(self.number, self._tint if current else "faint")
