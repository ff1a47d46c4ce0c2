"""The network panel: how many links there are, what they carry and could carry, who has a path, where it is full.

It shows what it is told; ``gui.networking`` has it worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from engine.network_totals import NetworkTotals
from engine.quantities import Quantity, format_quantity
from engine.traffic import CLASS_TITLES, LASER_CLASSES
from gui import theme
from gui.panels.bars import Bars
from gui.panels.number_cell import NumberCell
from gui.panels.route_outages import segment
from gui.panels.widgets import explained, label, rule, scrolling, tinted

if TYPE_CHECKING:
    from gui.panels.link_histogram import LinkHistogram

# Name of the quantity -> title of its cell, three a row; shares of compute satellites need some.
CELLS = {
    "network_links": "Laser links up",
    "network_connected_share": "Fleet connected",
    "network_path_share": "Demand with a path",
    "network_carried_bit_s": "Carried",
    "network_possible_bit_s": "Possible",
    "network_fits_share": "Demand that fits",
    "network_answers_bit_s": "Answers",
    "network_range_median_km": "Median length",
    "network_range_longest_km": "Longest",
    "network_links_gateway": "Gateway links",
    "network_gateway_sky_share": "Over a gateway",
    "network_gateway_fits_share": "Gateways could carry",
}
_COLUMNS = 3
_BUSIEST, _MEAN = "network_busiest_{}_share", "network_utilisation_{}_share"


def percent(share: float) -> str:
    if share == 0.0:
        return "0 %"
    if share < 1e-4:
        return "< 0.01 %"
    digits = 2 if share < 0.01 else 1 if share < 0.1 else 0
    return f"{100.0 * share:,.{digits}f} %"


def bottleneck_words(totals: NetworkTotals) -> str:
    """Return where the network is full first, and what that leaves."""
    used = totals.quantities["network_bottleneck_share"].value
    if not totals.traffic.path_share:
        return "Nothing is carried: no satellite computes, or none has a path to a city."
    title = CLASS_TITLES[totals.traffic.bottleneck]
    if used <= 1.0:
        return f"Nothing is full. The busiest is {title}, of which {percent(used)} is used."
    fits = totals.quantities["network_fits_share"].value
    words = (
        f"The bottleneck is {title}: the busiest is asked for {percent(used)} of what it carries,"
        f" so {percent(fits)} of the demand fits."
    )
    balanced = " Ways of least latency spread nothing: balancing would help."
    return words + (balanced if totals.traffic.bottleneck in LASER_CLASSES else "")


class NetworkPanel(QWidget):
    work_wished = Signal(bool)  # work it out, or stop
    quantity_wished = Signal(str)
    open_wished = Signal()
    update_wished = Signal()
    model_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.totals: NetworkTotals | None = None
        self.work = segment("Work out", "All links of the fleet at this instant: some seconds for a million", main=True)
        self.work.clicked.connect(lambda: self.work_wished.emit(self.progress.isHidden()))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1_000)
        self.progress.setFixedHeight(theme.px(4))
        self.progress.hide()
        self.state = label("", 11.5, 500, "second", tabular=True)
        self.state.setWordWrap(True)
        self.cells = {name: NumberCell(title, number == 0) for number, (name, title) in enumerate(CELLS.items())}
        for name, cell in self.cells.items():
            cell.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
        self.busiest = segment("Busiest link", "How much of its busiest link each class uses")
        self.mean = segment("On the mean", "How much of all its links each class uses")
        for button in (self.busiest, self.mean):
            button.setCheckable(True)
        self.busiest.setChecked(True)
        self.busiest.clicked.connect(lambda: self._choose(True))
        self.mean.clicked.connect(lambda: self._choose(False))
        self.bars = Bars(name_px=194)
        self.bars.clicked.connect(self._ask_bar)
        self.bottleneck = label("", 12, 500, "text")
        self.bottleneck.setWordWrap(True)
        self.ranges: LinkHistogram | None = None
        self.rates: LinkHistogram | None = None
        self._compose()

    def _compose(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(8))
        head.setSpacing(theme.px(6))
        head.addWidget(self.work)
        head.addWidget(self.progress)
        head.addWidget(self.state)
        grid = QGridLayout()
        grid.setSpacing(0)
        for number, cell in enumerate(self.cells.values()):
            grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        for side in range(_COLUMNS):
            grid.setColumnStretch(side, 1)
        modes = QHBoxLayout()
        modes.setSpacing(theme.px(5))
        modes.addWidget(self.busiest, 1)
        modes.addWidget(self.mean, 1)
        self._results = QWidget()
        column = QVBoxLayout(self._results)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(7))
        column.addLayout(grid)
        self._found = QWidget()
        found = QVBoxLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(theme.px(7))
        found.addWidget(self._heading("How much is used"))
        found.addWidget(self.bottleneck)
        found.addLayout(modes)
        found.addWidget(self.bars)
        self._range_heading = self._heading("Links by length, km")
        self._rate_heading = self._heading("Links by rate, bit/s each way")
        self._histograms = QVBoxLayout()
        self._histograms.setSpacing(theme.px(3))
        found.addLayout(self._histograms)
        self._found.hide()
        column.addWidget(self._found)
        column.addLayout(self._make_source())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(rule())
        self.area = scrolling(self._results)
        outer.addWidget(self.area, 1)
        self.setMinimumWidth(theme.px(352))

    def _make_source(self) -> QVBoxLayout:
        self.source = label("", 12, 500, "text")
        self.source.setWordWrap(True)
        self.note = label("", 11.5, 400, "faint")
        self.note.setWordWrap(True)
        self.open_button = segment("Open file…", "Real satellites from a file of orbital elements: TLE or OMM")
        self.update_button = segment("Update…", "Download today's elements from CelesTrak; asks first")
        self.model_button = segment("Use the model", "The licensed shells, all satellites in place")
        self.open_button.clicked.connect(self.open_wished)
        self.update_button.clicked.connect(self.update_wished)
        self.model_button.clicked.connect(self.model_wished)
        line = QHBoxLayout()
        line.setSpacing(theme.px(5))
        for button in (self.open_button, self.update_button, self.model_button):
            line.addWidget(button, 1)
        column = QVBoxLayout()
        column.setSpacing(theme.px(5))
        column.addWidget(self._heading("Starlink"))
        column.addWidget(self.source)
        column.addWidget(self.note)
        column.addLayout(line)
        return column

    @staticmethod
    def _heading(text: str) -> QWidget:
        return label(text, 11.5, 600, "faint")

    # -- what is shown ---------------------------------------------------------------------

    def show_source(self, title: str, note: str, real: bool) -> None:
        """Say which satellites of Starlink are used."""
        text = f"{title[:1].upper()}{title[1:]}"
        if self.source.text() != text:
            self.source.setText(text)
        words = f"{note[:1].upper()}{note[1:]}." if note else ""
        if self.note.text() != words:
            self.note.setText(words)
        self.note.setVisible(bool(words))
        self.model_button.setEnabled(real)

    def show_state(self, words: str, tint: str = "second") -> None:
        self.state.setText(words)
        self.state.setVisible(bool(words))
        tinted(self.state, tint)

    def show_progress(self, share: float | None) -> None:
        """Show how far the work is; None: it is done, or stopped."""
        self.progress.setVisible(share is not None)
        self.progress.setValue(round(1_000.0 * (share or 0.0)))
        self.work.setText("Work out" if share is None else "Stop")

    def show_nothing(self, words: str) -> None:
        """There are no totals, and why."""
        self.totals = None
        for cell in self.cells.values():
            cell.show_number("–")
            cell.setEnabled(False)
        self._found.hide()
        self.show_state(words)

    def show_totals(self, totals: NetworkTotals) -> None:
        self.totals = totals
        self._add_histograms()
        self._found.show()
        self.bottleneck.setText(bottleneck_words(totals))
        self.show_current(True)

    def show_current(self, current: bool) -> None:
        """Show the totals as those of now, or dimmed as those of another time."""
        totals = self.totals
        if totals is None:
            return
        for name, cell in self.cells.items():
            quantity = totals.quantities.get(name)
            cell.setEnabled(quantity is not None)
            cell.show_number("–" if quantity is None else _short(quantity), current and quantity is not None)
            cell.setToolTip("There are no compute satellites" if quantity is None else explained(quantity))
        tinted(self.bottleneck, "text" if current else "faint")
        self._show_bars(totals.quantities, current)
        if self.ranges is not None and self.rates is not None:
            histograms = totals.histograms
            self.ranges.show_counts(histograms.range_edges_km, histograms.ranges, current)
            self.rates.show_counts(histograms.rate_edges_bit_s, histograms.rates, current)

    def _show_bars(self, quantities: Mapping[str, Quantity], current: bool) -> None:
        bars = []
        for name, title in CLASS_TITLES.items():
            share = quantities[self._pattern.format(name)].value
            tint = "rising" if share > 1.0 else "gold"
            bars.append((f"{title[:1].upper()}{title[1:]}", min(share, 1.0), percent(share), tint))
        self.bars.show_bars(bars, most=1.0, current=current)

    def _add_histograms(self) -> None:
        if self.ranges is not None:
            return
        from gui.panels.link_histogram import LinkHistogram, tint_of  # pyqtgraph is slow to import

        self.ranges, self.rates = LinkHistogram(short=False), LinkHistogram(short=True)
        for heading, plot in ((self._range_heading, self.ranges), (self._rate_heading, self.rates)):
            self._histograms.addWidget(heading)
            self._histograms.addWidget(plot)
        entries = [
            f'<span style="color:{tint_of(name).name()}">▬</span> {title}'.replace(" ", "&nbsp;")
            for name, title in CLASS_TITLES.items()
            if not name.startswith("user_")
        ]
        legend = label("", 11, 400, "second")
        legend.setTextFormat(Qt.TextFormat.RichText)
        legend.setWordWrap(True)
        legend.setText("&nbsp; ".join(entries).replace("span&nbsp;style", "span style"))
        self._histograms.addWidget(legend)

    # -- wishes ----------------------------------------------------------------------------

    @property
    def _pattern(self) -> str:
        return _BUSIEST if self.busiest.isChecked() else _MEAN

    def _choose(self, busiest: bool) -> None:
        self.busiest.setChecked(busiest)
        self.mean.setChecked(not busiest)
        if self.totals is not None:
            self.show_current(True)

    def _ask_bar(self, number: int) -> None:
        self.quantity_wished.emit(self._pattern.format(list(CLASS_TITLES)[number]))


def _short(quantity: Quantity) -> str:
    return format_quantity(quantity).replace("%", " %") if quantity.unit == "1" else format_quantity(quantity)
