"""Small widgets that several panels are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from engine.quantities import Quantity, format_exact
from gui import theme


def label(text: str, size: float = 13, weight: int = 400, tint: str = "text", *, tabular: bool = False) -> QLabel:
    """Return a label in our type; its text can be selected nowhere and wraps only where asked."""
    made = QLabel(text)
    made.setFont(theme.font(size, weight, tabular=tabular))
    made.setTextFormat(Qt.TextFormat.PlainText)
    tinted(made, tint)
    return made


def tinted(widget: QWidget, tint: str) -> None:
    """Give a label one of the named colours."""
    widget.setStyleSheet(f"color: {theme.COLOURS[tint]}; background: transparent;")


def rule() -> QFrame:
    """Return a hairline."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def scrolling(content: QWidget) -> QScrollArea:
    """Return ``content`` where it scrolls down when there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return area


def tool(icon: str, tip: str, size: float = 18) -> QToolButton:
    """Return a small button with a drawing on it."""
    made = QToolButton()
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(theme.px(size), theme.px(size)))
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def explained(quantity: Quantity) -> str:
    """Return what is said of a number on hover."""
    return f"{quantity.title}: {format_exact(quantity)}\n{quantity.formula}\nClick for inputs, source and confidence"


def in_sight(widget: QWidget) -> bool:
    """Whether a panel is seen: Qt counts one that lies under another tab as visible too."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


class RestingPanel(QWidget):
    """A panel that rests while it is out of sight, and catches up once it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missed = False

    @property
    def seen(self) -> bool:
        return in_sight(self)

    def rests(self) -> bool:
        """Return whether it is out of sight; ``catch_up`` is then called when that ends."""
        self._missed = self._missed or not self.seen
        return not self.seen

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._missed:  # it is painted, so it has come in sight
            self._missed = False
            QTimer.singleShot(0, self, self.catch_up)

    def catch_up(self) -> None:
        """Do what was missed."""


def draw_share(widget: QWidget, share: float, lift_px: int, ground: str) -> None:
    """Draw, while ``widget`` is painted, a bar along its foot: gold for a share, the tint ``ground`` for the rest."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    inset, thick = theme.px(11), max(theme.px(3), 2)
    bar = QRectF(inset, widget.height() - thick - theme.px(lift_px), widget.width() - 2 * inset, thick)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(bar, thick / 2, thick / 2)
    bar.setWidth(bar.width() * share)
    painter.setBrush(theme.colour("gold"))
    painter.drawRoundedRect(bar, thick / 2, thick / 2)
    painter.end()


class ClickFrame(QFrame):
    """A frame that is a button: by mouse, Return or Enter."""

    clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class Row(ClickFrame):
    """A name on the left and its value on the right; a click asks why."""

    def __init__(self, title: str, value: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__("row", parent)
        self._title = label(title, 12.5, tint="second")
        self._title.setWordWrap(wrap)
        self._value = label(value, 12.5, 500, tabular=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        line.addWidget(self._title, 1)
        line.addWidget(self._value)

    def show_title(self, title: str) -> None:
        if self._title.text() != title:
            self._title.setText(title)

    def show_value(self, value: str) -> None:
        if self._value.text() != value:
            self._value.setText(value)

    @property
    def value(self) -> str:
        return self._value.text()


_DOT_PX = 12


class Switch(QAbstractButton):
    """A sliding switch with its title on the left, and before it the ``dots`` in whose colours it is drawn, if any."""

    def __init__(self, title: str, dots: Sequence[QColor] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots = tuple(dots)
        self.setCheckable(True)
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.font(13))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + theme.px(60 + _DOT_PX * len(self._dots))
        return QSize(width, theme.px(27))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = theme.px(8)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("card"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        width, height = theme.px(28), theme.px(15)
        left, top = self.width() - inset - width, (self.height() - height) / 2
        painter.setFont(self.font())
        painter.setPen(theme.colour("text" if self.isChecked() else "second"))
        words = self.rect().adjusted(inset, 0, -inset - width - theme.px(6), 0)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for dot in self._dots:
            painter.setBrush(dot)
            painter.drawEllipse(QPointF(words.left() + theme.px(4), self.height() / 2), theme.px(3.5), theme.px(3.5))
            words.setLeft(words.left() + theme.px(_DOT_PX))
        painter.restore()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(theme.colour("gold_dim" if self.isChecked() else "line_strong"))
        painter.setBrush(theme.colour("gold", 0.28) if self.isChecked() else theme.colour("card"))
        painter.drawRoundedRect(left, top, width, height, height / 2, height / 2)
        knob = height - theme.px(5)
        at = left + (width - knob - theme.px(2.5) if self.isChecked() else theme.px(2.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gold" if self.isChecked() else "faint"))
        painter.drawEllipse(round(at), round(top + theme.px(2.5)), knob, knob)
        painter.end()
