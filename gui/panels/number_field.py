"""A number to type, or to step with the arrow keys and, once it is clicked, the wheel."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui import theme
from gui.panels.widgets import label

_NOTCH = 120


class _Line(QLineEdit):
    stepped = Signal(float)  # how many steps

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        self.stepped.emit(steps * (10.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self.stepped.emit(event.angleDelta().y() / _NOTCH)
            event.accept()
        else:
            event.ignore()  # the panel scrolls


class NumberField(QWidget):
    """A titled field.  ``edited`` is each change by hand; ``number`` raises ``ValueError`` for what is no number."""

    edited = Signal()

    def __init__(self, title: str, what: str, step: float, tip: str = "", *, turns: bool = False) -> None:
        """``what`` names it in a sentence: "the azimuth"; one that ``turns`` goes from 360 back to 0."""
        super().__init__()
        self._what, self._step, self._turns = what, step, turns
        self.line = _Line()
        self.line.setFont(theme.font(13, 500, tabular=True))
        self.line.setMinimumWidth(0)
        self.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(label(title, 11, 500, "faint"))
        column.addWidget(self.line)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.stepped.connect(self._go)

    @property
    def number(self) -> float:
        text = self.line.text().strip().replace("−", "-").replace(",", "")
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            raise ValueError(f"{self._what} is {repr(self.line.text()) if text else 'empty'}: give a number")
        return number

    def show_number(self, number: float) -> None:
        """Show a number that did not come from this field; what is being typed is left alone where it says the same."""
        try:
            if self.number == number:
                return
        except ValueError:
            pass
        self.line.setText(f"{number:.10g}")
        self.line.setCursorPosition(0)

    def _go(self, steps: float) -> None:
        try:
            number = round(self.number + steps * self._step, 9)
        except ValueError:
            return
        self.line.setText(f"{number % 360.0 if self._turns else number:.10g}")
        self.edited.emit()
