"""What a designed flight comes to: its numbers, a sentence where it cannot be done, and what happens on the way."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_quantity
from engine.timebase import format_utc
from engine.trajectory import duration
from gui import theme
from gui.design import Solved
from gui.panels.number_cell import NumberCell
from gui.panels.widgets import ClickFrame, label, tinted

# Name of the quantity -> title of its cell, three a row.
CELLS = {
    "design_speed_km_s": "Muzzle speed",
    "design_flight_days": "Time of flight",
    "design_insertion_km_s": "Insertion Δv",
    "design_push_g": "Push",
    "design_energy_j_per_kg": "Energy",
    "design_c3_km2_s2": "C3",
    "design_inclination_deg": "Inclination",
    "design_most_speed_km_s": "Track's most",
    "design_electric_j_per_kg": "Electric",
}
_COLUMNS = 3


def shown(quantity: Quantity) -> str:
    """Return a result as the panel shows it: speeds to a metre a second."""
    if quantity.unit == "km/s":
        return f"{quantity.value:.3f} km/s"
    if quantity.unit == "°":
        return f"{quantity.value:.1f}°"
    if quantity.unit == "days":
        return f"{quantity.value:.2f} days"
    if quantity.unit == "g":
        return f"{quantity.value:,.1f} g"
    if quantity.unit == "km²/s²":
        return f"{quantity.value:.2f}".replace("-", "−")
    return format_quantity(quantity)


class DesignResults(QWidget):
    quantity_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._solved: Solved | None = None
        self.state = label("", 11.5, 600, "second")
        self.took = label("", 11, 400, "faint", tabular=True)
        self.problem = label("", 12, 500, "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        top = QHBoxLayout()
        top.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        top.addWidget(self.state, 1)
        top.addWidget(self.took)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.cells: dict[str, NumberCell] = {}
        for number, (name, title) in enumerate(CELLS.items()):
            cell = self.cells[name] = NumberCell(title, number == 0)
            cell.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
            grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        words = QVBoxLayout()
        words.setContentsMargins(theme.px(6), theme.px(2), theme.px(6), theme.px(2))
        words.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(6))
        column.setSpacing(theme.px(2))
        column.addLayout(top)
        column.addLayout(grid)
        column.addLayout(words)

    def show_busy(self) -> None:
        """Say that a flight is being solved; what stood there stays."""
        self.took.setText("solving…")

    def show_solved(self, solved: Solved, took_s: float) -> None:
        self._solved = solved
        self.problem.hide()
        until, arrives = format_utc(solved.shot.arrival_s), "Arrives"
        if solved.shot.destination == "deep_space":  # it goes on for ever
            arrives = "Followed until"
        self.state.setText(f"{arrives} {until[:10]} {until[11:16]} UTC")
        tinted(self.state, "second")
        self.took.setText(f"solved in {1_000.0 * took_s:.0f} ms")
        self._fill(solved.quantities, True)

    def show_problem(self, sentence: str) -> None:
        """Say why not; the last good flight stays, and says that it is that."""
        self.problem.setText(sentence)
        self.problem.show()
        self.took.setText("")
        if self._solved is None:
            self.state.setText("No flight yet")
            return
        self.state.setText(f"Last good flight, {format_utc(self._solved.shot.launch_s)[:10]}")
        tinted(self.state, "faint")
        self._fill(self._solved.quantities, False)

    def _fill(self, quantities: Mapping[str, Quantity], current: bool) -> None:
        for name, cell in self.cells.items():
            cell.show_number(shown(quantities[name]), current)


class DesignEvents(QWidget):
    """What happens on the way: when, in days since the launch and as a date; a click on a line goes there."""

    time_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[ClickFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_solved(self, solved: Solved) -> None:
        for old in self.lines:
            self._column.removeWidget(old)
            old.deleteLater()
        self.lines = []
        for words, after_s, t_s in solved.events:
            line = ClickFrame("row")
            line.setToolTip("Click: go to this moment")
            row = QHBoxLayout(line)
            row.setContentsMargins(theme.px(6), theme.px(3), theme.px(6), theme.px(3))
            since = label("launch" if after_s == 0.0 else duration(after_s), 11.5, 500, "second", tabular=True)
            since.setFixedWidth(theme.px(62))
            row.addWidget(since)
            row.addWidget(label(words, 11.5, 500), 1)
            date = format_utc(t_s)
            row.addWidget(
                label(f"{date[5:10]} {date[11:16]}", 11.5, 400, "faint", tabular=True), 0, Qt.AlignmentFlag.AlignRight
            )
            line.clicked.connect(lambda t_s=t_s: self.time_wished.emit(t_s))
            self._column.addWidget(line)
            self.lines.append(line)
