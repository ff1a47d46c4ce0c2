"""The legs of a route, one a row; a row is a satellite that can be gone to and knocked out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QSizePolicy, QTableWidget, QTableWidgetItem

from engine.link_classes import TITLES, LinkClass
from engine.outages import Station
from engine.route_parts import Route
from gui import theme

_HEADS = ("Leg", "From", "To", "km", "ms", "Gbit/s")
_LEG, _FROM, TO, _KM, _MS, _RATE = range(6)
_SHORT = {
    LinkClass.STARLINK_IN_PLANE: "along",
    LinkClass.STARLINK_ACROSS: "across",
    LinkClass.STARLINK_BRIDGE: "bridge",
    LinkClass.IN_PLANE: "along",
    LinkClass.EXPRESS: "express",
    LinkClass.ACROSS: "across",
    LinkClass.UPLINK: "uplink",
    LinkClass.USER: "radio",
    LinkClass.GATEWAY: "radio",
}
_TINTS = {LinkClass.USER: "rising", LinkClass.GATEWAY: "rising", LinkClass.UPLINK: "gold"}  # else blue
_ROW_PX, _MOST_ROWS = 23, 11
_WIDE_PX = 520  # from here on there is room for both ends of a leg
_WIDTHS = {_LEG: 50, _KM: 45, _MS: 41, _RATE: 45}


def _gigabits(rate_bit_s: float) -> str:
    value = rate_bit_s / 1e9
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


class HopTable(QTableWidget):
    """Read only.  ``stations`` are those that the legs lead to, None for a place on the ground."""

    chosen = Signal(object)  # Station, or None
    leg_chosen = Signal(int)  # -1: none
    leg_wished = Signal(int)  # to see it from near by
    knock_wished = Signal(object)
    plane_wished = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        self.stations: tuple[Station | None, ...] = ()
        self.setHorizontalHeaderLabels(_HEADS)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_PX))
        self.verticalHeader().setMinimumSectionSize(theme.px(_ROW_PX))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(self.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(11.5, 400, tabular=True))
        head = self.horizontalHeader()
        head.setFont(theme.font(10.5, 500))
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(theme.px(30))
        head.setFixedHeight(theme.px(22))
        for column in range(len(_HEADS)):
            fixed = column in _WIDTHS
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch)
            if fixed:
                self.setColumnWidth(column, theme.px(_WIDTHS[column]))
            side = Qt.AlignmentFlag.AlignRight if column >= _KM else Qt.AlignmentFlag.AlignLeft
            self.horizontalHeaderItem(column).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setStyleSheet(
            f"QTableWidget {{ background: transparent; }}"
            f"QTableWidget::item {{ padding: 0; border: none; }}"
            f"QTableWidget::item:selected {{ background: {theme.COLOURS['raised']}; }}"
            f"QTableWidget::item:hover {{ background: {theme.COLOURS['card']}; }}"
            f"QHeaderView {{ background: transparent; border: none; }}"
            f"QHeaderView::section {{ background: transparent; color: {theme.COLOURS['faint']}; border: none;"
            f" border-bottom: 1px solid {theme.COLOURS['line']}; padding: 0 {theme.px(3)}px; }}"
        )
        self.itemSelectionChanged.connect(self._tell_chosen)
        self.cellDoubleClicked.connect(lambda row, _column: self.leg_wished.emit(row))
        self._fit()

    @property
    def station(self) -> Station | None:
        """The satellite that the chosen row leads to."""
        row = self.leg
        return self.stations[row] if 0 <= row < len(self.stations) else None

    @property
    def leg(self) -> int:
        """The chosen row, -1 where there is none."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.station)
        self.leg_chosen.emit(self.leg)

    def show_route(self, route: Route | None, stations: tuple[Station | None, ...]) -> None:
        """Show the legs; the satellite that was chosen stays so where it is on this route too.

        ``stations`` are those that the legs lead to.
        """
        before, leg = self.station, self.leg
        self.blockSignals(True)
        self.clearSelection()
        self.stations = stations
        hops = () if route is None else route.hops
        self.setRowCount(len(hops))
        for row, hop in enumerate(hops):
            cells = (
                _SHORT[hop.link_class], hop.start, hop.end, f"{hop.range_km:,.0f}", f"{1e3 * hop.latency_s:.2f}",
                _gigabits(hop.rate_bit_s),
            )  # fmt: skip
            tip = (
                f"{TITLES[hop.link_class]}\n{hop.start} to {hop.end}\n{1e3 * hop.light_s:.3f} ms of light,"
                f" {1e3 * hop.wait_s:.3f} ms of waiting\nClick: how it moves, what arrives"
                "\nDouble-click: see it from near by"
            )
            for column, text in enumerate(cells):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    side = Qt.AlignmentFlag.AlignRight if column >= _KM else Qt.AlignmentFlag.AlignLeft
                    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                    self.setItem(row, column, item)
                item.setText(text)
                item.setToolTip(tip)
                if column == _LEG:
                    item.setForeground(theme.colour(_TINTS.get(hop.link_class, "blue")))
        self.blockSignals(False)
        if before is not None and before in stations:
            self.selectRow(stations.index(before))
        elif before is None and leg == len(stations) - 1 >= 0:
            self.selectRow(leg)  # the leg to the ground
        elif leg >= 0:
            self._tell_chosen()
        self._fit()

    def choose(self, station: Station) -> None:
        """Choose the row that leads to a satellite."""
        if station in self.stations:
            self.selectRow(self.stations.index(station))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.station is not None:
            self.knock_wished.emit(self.station)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.leg_wished.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event) -> None:
        station = self.station
        if station is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"Knock out {station.name}").triggered.connect(lambda: self.knock_wished.emit(station))
        menu.addAction("Knock out its whole plane").triggered.connect(lambda: self.plane_wished.emit(station))
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(_FROM, self.width() < theme.px(_WIDE_PX))

    def _fit(self) -> None:
        rows = min(max(self.rowCount(), 1), _MOST_ROWS)
        self.setFixedHeight(theme.px(22) + rows * theme.px(_ROW_PX) + theme.px(2))
