"""A sentence that needs no answer: it appears low on the picture and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.panels.overlay import Overlay
from gui.panels.widgets import label

_SHOWN_MS, _READING_MS = 2_500, 45  # and so much longer a character
_WIDTH = 560


class Toast(Overlay):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, frozenset({"bottom"}))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = label("", 13.5, 500)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(18), theme.px(11), theme.px(18), theme.px(11))
        line.addWidget(self.words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)

    def say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.words.setWordWrap(False)
        room = min(theme.px(_WIDTH), self.parentWidget().width() - theme.px(80))
        if self.words.sizeHint().width() > room:
            self.words.setWordWrap(True)
            self.words.setFixedSize(room, self.words.heightForWidth(room))
        else:
            self.words.setFixedSize(self.words.sizeHint())
        self.layout().activate()
        self.open()
        self._timer.start(_SHOWN_MS + _READING_MS * len(sentence))
