"""What the chosen leg of a route comes to: a few numbers, each of which says why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_quantity
from gui import theme
from gui.panels.number_cell import NumberCell
from gui.panels.widgets import label

# Name of the quantity -> title of its cell, three a row; a radio leg has no light.
CELLS = {
    "leg_range_km": "Length",
    "leg_light_s": "Light",
    "link_rate_leg_bit_s": "Carries each way",
    "leg_range_rate_km_s": "Grows by",
    "leg_pointing_rate_rad_s": "Turns by",
    "link_received_leg_w": "Light received",
    "leg_doppler_hz": "Doppler shift",
    "leg_beam_m": "Beam's width there",
}
_COLUMNS = 3


def shown(quantity: Quantity) -> str:
    """Return a number of a leg as it is said of one leg."""
    if quantity.unit == "rad/s":
        return f"{1e3 * quantity.value:.3g} mrad/s"
    if quantity.unit == "km/s":
        return f"{quantity.value:+.3f} km/s" if quantity.value else "0 km/s"
    if quantity.unit == "km":
        return f"{quantity.value:,.1f} km"
    return format_quantity(quantity)


class LegCells(QWidget):
    """Hidden until a leg is chosen."""

    quantity_wished = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", 11.5, 600, "faint")
        self.title.setWordWrap(True)
        self.cells = {name: NumberCell(title) for name, title in CELLS.items()}
        grid = QGridLayout()
        grid.setSpacing(0)
        for number, (name, cell) in enumerate(self.cells.items()):
            cell.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
            grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        for side in range(_COLUMNS):
            grid.setColumnStretch(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.title)
        column.addLayout(grid)
        self.hide()

    def show_leg(self, title: str, quantities: Mapping[str, Quantity]) -> None:
        """Show a leg's numbers; none: no leg is chosen."""
        self.title.setText(title)
        for name, cell in self.cells.items():
            there = name in quantities
            cell.show_number(shown(quantities[name]) if there else "–", there)
            cell.setEnabled(there)
        self.setVisible(bool(quantities))
