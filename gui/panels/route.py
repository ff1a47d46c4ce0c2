"""The route panel: from a city to another, to a satellite or to the nearest compute, with every leg's time.

It says what is wished and shows what it is told; ``gui.routing`` has it worked out.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.outages import Station
from engine.quantities import Quantity, format_quantity
from engine.route_parts import Route
from gui import theme
from gui.panels.bars import Bars
from gui.panels.city_field import CityField
from gui.panels.hop_table import TO, HopTable
from gui.panels.leg_cells import LegCells
from gui.panels.number_cell import NumberCell
from gui.panels.route_day_chart import RouteDayChart
from gui.panels.route_outages import RouteOutages, segment
from gui.panels.widgets import Row, label, rule, scrolling, tinted

NEAREST_TITLE = "Nearest compute"
# Name of the quantity -> title of its cell, three a row; the last three are of a prompt that is answered in orbit.
CELLS = {
    "route_one_way_s": "One way",
    "route_round_trip_s": "There and back",
    "route_satellites": "Satellites",
    "prompt_first_token_s": "To the first token",
    "prompt_shown_tokens_per_s": "Tokens a second",
    "route_length_km": "Length",
}
_ONE_WAY = ("route_one_way_s", "route_fibre_s")
_FIRST_TOKEN = ("prompt_first_token_s", "prompt_fibre_first_token_s")
_COLUMNS = 3
_SAME = 0.005  # of fibre's time: less is no difference worth words


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:,.1f} ms" if seconds < 1.0 else f"{seconds:,.2f} s"


def shown(quantity: Quantity) -> str:
    """Return a result as the panel shows it."""
    if quantity.unit == "s":
        return milliseconds(quantity.value)
    if quantity.unit == "km":
        return f"{quantity.value:,.0f} km"
    if quantity.unit == "tokens/s":
        return f"{quantity.value:,.0f}" if quantity.value >= 10.0 else f"{quantity.value:.1f}"
    return format_quantity(quantity)


class RoutePanel(QWidget):
    send_wished = Signal()
    watch_wished = Signal(bool)
    view_wished = Signal()
    leg_wished = Signal(int)
    leg_shown = Signal(object)  # what the chosen leg comes to, by name
    station_chosen = Signal(object)
    quantity_wished = Signal(str)

    def __init__(self, start: str, goal: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = CityField("From", start, tip="One of 3,043 cities; accents and case do not matter")
        self.goal = CityField(
            "To", goal, (NEAREST_TITLE,), "A city, Nearest compute, or the name of a compute satellite"
        )
        for field in (self.start, self.goal):
            field.chosen.connect(self.send_wished)
        self.send = segment("Send", "Work the way out (Return)", main=True)
        self.watch = segment("Watch", "Stop the clock and watch the prompt go, slowed")
        self.watch.setCheckable(True)
        self.view = segment("Show all", "Fly to where the whole way is seen")
        self.send.clicked.connect(self.send_wished)
        self.watch.clicked.connect(self.watch_wished)
        self.view.clicked.connect(self.view_wished)
        self.state = label("", 11.5, 500, "second", tabular=True)
        self.state.setWordWrap(True)
        self.problem = label("", 12, 500, "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.cells = {name: NumberCell(title, number == 0) for number, (name, title) in enumerate(CELLS.items())}
        for name, cell in self.cells.items():
            cell.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
        self.bars = Bars()
        self._bar_names: tuple[str, ...] = ()
        self.bars.clicked.connect(lambda number: self.quantity_wished.emit(self._bar_names[number]))
        self.bars_words = label("", 11.5, 400, "faint")
        self.bars_words.setWordWrap(True)
        self.table = HopTable()
        self.table.leg_wished.connect(self.leg_wished)
        self.table.leg_chosen.connect(self._show_leg)
        self.leg = LegCells()
        self.leg.quantity_wished.connect(self.quantity_wished)
        self._legs: tuple[Mapping[str, Quantity], ...] = ()
        self.outages = RouteOutages()
        self.table.chosen.connect(self.outages.show_station)
        self.table.chosen.connect(self.station_chosen)
        self.table.knock_wished.connect(self.outages.knock_wished)
        self.table.plane_wished.connect(self.outages.plane_wished)
        self.others: list[Row] = []
        self._others = QVBoxLayout()
        self._others.setSpacing(0)
        self.day = RouteDayChart()
        self._compose()
        self.show_nothing("")

    def _compose(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(theme.px(7))
        ends.addWidget(self.start, 1)
        ends.addWidget(self.goal, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(5))
        for button in (self.send, self.watch, self.view):
            buttons.addWidget(button, 1)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(8))
        head.setSpacing(theme.px(7))
        head.addLayout(ends)
        head.addLayout(buttons)
        head.addWidget(self.state)
        head.addWidget(self.problem)
        grid = QGridLayout()
        grid.setSpacing(0)
        for number, cell in enumerate(self.cells.values()):
            grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        for side in range(_COLUMNS):
            grid.setColumnStretch(side, 1)
        self._results = QWidget()
        column = QVBoxLayout(self._results)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(7))
        column.addLayout(grid)
        column.addWidget(self.bars)
        column.addWidget(self.bars_words)
        column.addWidget(self.table)
        column.addWidget(self.leg)
        self._others_heading = self._heading("Other ways, that share no satellite with it")
        column.addWidget(self._others_heading)
        column.addLayout(self._others)
        column.addWidget(self._heading("Failures"))
        column.addWidget(self.outages)
        column.addWidget(self.day)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(rule())
        self.area = scrolling(self._results)
        outer.addWidget(self.area, 1)
        self.setMinimumWidth(theme.px(352))

    @staticmethod
    def _heading(text: str) -> QWidget:
        return label(text, 11.5, 600, "faint")

    # -- what comes of it ------------------------------------------------------------------

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with what was asked for, or nothing; what stood there stays."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_state(self, words: str, tint: str = "second") -> None:
        """Say of which instant the way is, or what a prompt that is watched does."""
        self.state.setText(words)
        self.state.setVisible(bool(words))
        tinted(self.state, tint)

    def show_nothing(self, sentence: str) -> None:
        """There is no way, and why; or nothing was asked for yet."""
        self.show_problem(sentence)
        for cell in self.cells.values():
            cell.show_number("–")
        self.bars.hide()
        self.bars_words.hide()
        self.table.hide()
        self._legs = ()
        self.table.show_route(None, ())
        self._show_leg(-1)
        self._show_others(())
        self.watch.setEnabled(False)
        self.view.setEnabled(False)

    def show_routes(
        self,
        routes: tuple[Route, ...],
        stations: tuple[Station | None, ...],
        quantities: Mapping[str, Quantity],
        legs: tuple[Mapping[str, Quantity], ...] = (),
        current: bool = True,
    ) -> None:
        """Show the best way, who stands at each point of it, what its legs come to, and the others."""
        best = routes[0]
        self.show_problem("")
        self.show_current(quantities, current)
        self._show_fibre(best, quantities, current)
        self.table.show()
        self._legs = legs
        self.table.show_route(best, stations[1:])
        self._show_leg(self.table.leg)
        self._show_others(routes[1:])
        self.watch.setEnabled(True)
        self.view.setEnabled(True)

    def _show_leg(self, row: int) -> None:
        there = 0 <= row < len(self._legs)
        made = self._legs[row] if there else {}
        title = f"Leg {row + 1}, to {self.table.item(row, TO).text()}" if there else ""
        self.leg.show_leg(title, made)
        self.leg_shown.emit(made)

    def show_current(self, quantities: Mapping[str, Quantity], current: bool) -> None:
        for name, cell in self.cells.items():
            there = name in quantities
            cell.show_number(shown(quantities[name]) if there else "–", current and there)
            cell.setEnabled(there)

    def _show_fibre(self, best: Route, quantities: Mapping[str, Quantity], current: bool) -> None:
        """Hold it against fibre: one way to a city, the first token of an answer from orbit."""
        prompt = "prompt_first_token_s" in quantities
        self._bar_names = _FIRST_TOKEN if prompt else _ONE_WAY
        over_s, fibre_s = (quantities[name].value for name in self._bar_names)
        pair = (("By satellite", over_s, "gold"), ("By fibre", fibre_s, "blue"))
        self.bars.show()
        self.bars_words.show()
        self.bars.show_bars([(name, each, milliseconds(each), tint) for name, each, tint in pair], current=current)
        if prompt:
            words = f"To the first token, from {best.ends_at}, or from a data centre in {best.fibre.to}."
        elif not fibre_s:
            words = "One way; it comes back to where it was sent, so fibre has no way to go."
        elif abs(over_s - fibre_s) < _SAME * fibre_s:
            words = "As fast as fibre along the great circle, one way."
        elif over_s < fibre_s:
            words = f"One way; {100.0 * (1.0 - over_s / fibre_s):.0f} % faster than fibre along the great circle."
        else:
            words = f"One way; {over_s / fibre_s:,.2f} times as long as by fibre along the great circle."
        self.bars_words.setText(words)

    def _show_others(self, others: tuple[Route, ...]) -> None:
        while len(self.others) > len(others):
            row = self.others.pop()
            self._others.removeWidget(row)
            row.deleteLater()
        while len(self.others) < len(others):
            row = Row("")
            row.clicked.connect(self.view_wished)
            self.others.append(row)
            self._others.addWidget(row)
        for row, other in zip(self.others, others, strict=True):
            where = f" to {other.ends_at}" if isinstance(other.goal, str) else ""
            satellites = f"{other.satellites} satellite{'s' if other.satellites > 1 else ''}"
            row.show_title(f"{satellites}, {other.length_km:,.0f} km{where}")
            row.show_value(milliseconds(other.latency_s))
        self._others_heading.setVisible(bool(others))
