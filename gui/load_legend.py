"""The scale of loads, painted on the picture: which colour says how much of a laser link is used."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from engine.timebase import format_utc
from engine.trajectory import duration
from gui import theme
from gui.load_scale import ABOVE, PALETTE, STEPS, STOPS, UNKNOWN, load_tints

HEIGHT = 86  # of the whole, in pixels of the design
_WIDTH, _PADDING, _BAR, _THICK = 340, 12, 196, 9
_BOXES = ((ABOVE, 22, 34, "more"), (UNKNOWN, 70, 48, "unknown"))  # colour, from the end of the bar, width, words


def load_words(of_s: float, now_s: float) -> str:
    """Return of when the loads are, and how long before or after the picture where it is of another moment."""
    text = format_utc(of_s)
    moment = f"Traffic of {text[:10]} {text[11:16]} UTC"
    if of_s == now_s:
        return moment
    return f"{moment}, {duration(abs(now_s - of_s))} {'ago' if now_s > of_s else 'ahead'}"


def paint_legend(painter: QPainter, left: float, bottom: float, words: str) -> None:
    """Paint the scale with its lower left corner there; ``words`` say of when the loads are."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = QRectF(left, bottom - theme.px(HEIGHT), theme.px(_WIDTH), theme.px(HEIGHT))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(5, 8, 15, 190))
    painter.drawRoundedRect(card, theme.px(7), theme.px(7))
    x, y = card.left() + theme.px(_PADDING), card.top() + theme.px(8)
    _text(painter, x, y, "Laser links by load: asked / possible, busier way", 12.5, 600, "text")
    y += theme.px(24)
    bar = QRectF(x, y, theme.px(_BAR), theme.px(_THICK))
    shades = QLinearGradient(bar.topLeft(), bar.topRight())
    first = int(load_tints([0.0])[0])
    for step in range(STEPS):
        shades.setColorAt(step / (STEPS - 1), QColor.fromRgbF(*PALETTE[first + step]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shades)
    painter.drawRect(bar)
    boxes = [QRectF(bar.right() + theme.px(away), y, theme.px(wide), theme.px(_THICK)) for _, away, wide, _ in _BOXES]
    painter.setPen(theme.colour("line_strong"))  # or the grey is not seen on the card
    for box, (tint, *_) in zip(boxes, _BOXES, strict=True):
        painter.setBrush(QColor.fromRgbF(*tint))
        painter.drawRect(box)
    y += theme.px(_THICK + 3)
    low, high = load_tints([STOPS[0][0], STOPS[-1][0]]).astype(int)
    for share, _ in STOPS:
        at = bar.left() + bar.width() * (int(load_tints([share])[0]) - low) / (high - low)
        if share == STOPS[0][0]:
            _text(painter, x, y, "≤ 1 %", 11, 400, "second")
        else:
            _centred(painter, at, y, f"{100.0 * share:.0f} %")
    for box, (*_, title) in zip(boxes, _BOXES, strict=True):
        _centred(painter, box.center().x(), y, title)
    _text(painter, x, y + theme.px(17), words, 11, 400, "second")
    painter.restore()


def _centred(painter: QPainter, x: float, y: float, words: str) -> None:
    width = QFontMetricsF(theme.font(11, 400, tabular=True)).horizontalAdvance(words)
    _text(painter, x - 0.5 * width, y, words, 11, 400, "second")


def _text(painter: QPainter, x: float, y: float, words: str, size: float, weight: int, tint: str) -> None:
    font = theme.font(size, weight, tabular=True)
    painter.setFont(font)
    painter.setPen(theme.colour(tint))
    painter.drawText(QPointF(x, y + QFontMetricsF(font).ascent()), words)
