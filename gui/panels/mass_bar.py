"""A satellite's mass budget as a bar, beside the mass that it is claimed to have."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_quantity
from gui import theme
from gui.panels.legend import Legend
from gui.panels.widgets import label, tinted

CLAIMED = "satellite_mass_kg"
# Name, title, colour; in the order in which they are laid end to end.
PARTS = (
    ("array_mass_kg", "Array", "gold"),
    ("radiator_mass_kg", "Radiator", "rising"),
    ("battery_mass_kg", "Battery", "error"),
    ("compute_mass_kg", "Computers", "blue"),
    ("bus_mass_kg", "Bus", "faint"),
)


def needed_kg(quantities: Mapping[str, Quantity]) -> float:
    """Return the sum of the parts that there are."""
    return sum(quantities[name].value for name, _, _ in PARTS if name in quantities)


def verdict(quantities: Mapping[str, Quantity]) -> str:
    """Return whether the parts fit into the claimed mass, in a few words."""
    needed, claimed = needed_kg(quantities), quantities[CLAIMED]
    need = Quantity(name="needed_kg", title="", unit="kg", value=needed, formula="")
    closes = "closes" if needed <= claimed.value else "does not close"
    return f"{closes}: needs {format_quantity(need)}"


class _Bars(QWidget):
    """Two bars on one scale: what is claimed, and the parts end to end."""

    def __init__(self) -> None:
        super().__init__()
        self._quantities: Mapping[str, Quantity] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(62))

    def show_quantities(self, quantities: Mapping[str, Quantity]) -> None:
        self._quantities = quantities
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if CLAIMED not in self._quantities:
            return
        claimed, needed = self._quantities[CLAIMED].value, needed_kg(self._quantities)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(11.5, 500)
        painter.setFont(font)
        beside = QFontMetricsF(font).horizontalAdvance("Claimed") + theme.px(10)
        room = self.width() - beside
        most = max(claimed, needed, 1e-9)
        high, gap = theme.px(22), theme.px(10)
        top = (self.height() - 2 * high - gap) / 2
        for row, words in enumerate(("Claimed", "Needed")):
            painter.setPen(theme.colour("second"))
            box = QRectF(0, top + row * (high + gap), beside, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line_strong"))
        painter.drawRect(QRectF(beside, top, room * claimed / most, high))
        x = float(beside)
        for name, _, tint in PARTS:
            if name in self._quantities:
                wide = room * self._quantities[name].value / most
                painter.setBrush(theme.colour(tint))
                painter.drawRect(QRectF(x, top + high + gap, max(wide - 1.0, 0.0), high))
                x += wide
        # The claim's end as a line through both, so that an overrun is seen.
        edge = beside + room * claimed / most
        painter.setBrush(theme.colour("text"))
        painter.drawRect(
            QRectF(min(edge, self.width() - 1.5) - 0.75, top - theme.px(4), 1.5, 2 * high + gap + theme.px(8))
        )
        painter.end()


class MassBar(QWidget):
    """The bars, their legend, and the verdict; a click on a part asks why."""

    quantity_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = label("", 12.5, 600)
        self.verdict.setWordWrap(True)
        self._bars = _Bars()
        self.legend = Legend()
        self.legend.quantity_wished.connect(self.quantity_wished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(label("Mass of a satellite", 12.5, 600))
        column.addWidget(self.verdict)
        column.addWidget(self._bars)
        column.addWidget(self.legend)

    @staticmethod
    def fits(quantities: Mapping[str, Quantity]) -> bool:
        """Whether there is a claim and at least two parts to set against it."""
        return CLAIMED in quantities and sum(name in quantities for name, _, _ in PARTS) >= 2

    def show_quantities(self, quantities: Mapping[str, Quantity]) -> None:
        self._bars.show_quantities(quantities)
        words = verdict(quantities)
        self.verdict.setText(f"{words[:1].upper()}{words[1:]}, claimed {format_quantity(quantities[CLAIMED])}")
        tinted(self.verdict, "gold" if words.startswith("closes") else "error")
        for name, title, tint in ((CLAIMED, "Claimed", "line_strong"), *PARTS):
            if name in quantities and name not in self.legend.entries:
                self.legend.add(name, title, tint)
        self.legend.show_quantities(quantities)
