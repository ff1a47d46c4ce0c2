"""A card that floats on the picture and keeps its place when the window changes size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from gui import theme


class Overlay(QFrame):
    """A frame over ``parent``, at ``anchor``: any of "top", "bottom", "left", "right", or the middle."""

    closed = Signal()

    def __init__(self, parent: QWidget, anchor: frozenset[str] = frozenset()) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._anchor = anchor
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self.show()
        self.place()
        self.raise_()

    def dismiss(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def place(self) -> None:
        """Take the size that fits, and its place over the parent."""
        parent = self.parentWidget()
        margin = theme.px(20)
        room = parent.size()
        size = self.sizeHint().expandedTo(self.minimumSize())
        size.setHeight(max(size.height(), self.heightForWidth(size.width())))
        width = min(size.width(), room.width() - 2 * margin)
        height = min(size.height(), room.height() - 2 * margin)
        x = (
            margin
            if "left" in self._anchor
            else room.width() - width - margin
            if "right" in self._anchor
            else (room.width() - width) // 2
        )
        y = (
            margin
            if "top" in self._anchor
            else room.height() - height - margin
            if "bottom" in self._anchor
            else (room.height() - height) // 2
        )
        self.setGeometry(x, y, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget() and self.isVisible():
            self.place()
        return False
