"""The next 24 hours of a route: asked for, on its way with a progress, shown as a chart, and written to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from engine.route_series import RouteSeries
from gui import theme
from gui.panels.widgets import label, tool

if TYPE_CHECKING:
    from gui.panels.route_chart import LatencyChart


class RouteDayChart(QWidget):
    """It says what is wished and shows what it is told; ``gui.route_day`` has it worked out."""

    time_wished = Signal(float)
    series_wished = Signal(bool)  # work it out, or stop
    export_wished = Signal(str)  # "csv" or "png"

    def __init__(self) -> None:
        super().__init__()
        self.chart: LatencyChart | None = None
        self.series_button = tool("chart-line", "Work out the next 24 hours", 15)
        self.csv_button = tool("download", "Export as CSV", 15)
        self.png_button = tool("camera", "Export as PNG", 15)
        self.series_button.clicked.connect(lambda: self.series_wished.emit(self.progress.isHidden()))
        self.csv_button.clicked.connect(lambda: self.export_wished.emit("csv"))
        self.png_button.clicked.connect(lambda: self.export_wished.emit("png"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1_000)
        self.progress.setFixedHeight(theme.px(4))
        self.progress.hide()
        self.words = label("", 11.5, 400, "faint")
        self.words.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(label("Next 24 hours, one way, ms", 11.5, 600, "faint"), 1)
        for button in (self.png_button, self.csv_button, self.series_button):
            top.addWidget(button)
        self.png_button.hide()
        self.csv_button.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addLayout(top)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.words)

    def show_progress(self, share: float | None, words: str = "") -> None:
        """Show how far the day is; None: it is done, or stopped."""
        self.progress.setVisible(share is not None)
        self.progress.setValue(round(1_000.0 * (share or 0.0)))
        self.series_button.setIcon(theme.icon("chart-line" if share is None else "x"))
        self.series_button.setToolTip("Work out the next 24 hours" if share is None else "Stop")
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def show_series(self, series: RouteSeries) -> None:
        if self.chart is None:
            from gui.panels.route_chart import LatencyChart  # pyqtgraph is slow to import

            self.chart = LatencyChart()
            self.chart.time_wished.connect(self.time_wished)
            self._column.addWidget(self.chart)
        self.chart.show_series(series)
        self.chart.show()
        self.png_button.show()
        self.csv_button.show()

    def drop(self, words: str) -> None:
        """The day is of another question now."""
        if self.chart is not None:
            self.chart.hide()
        self.png_button.hide()
        self.csv_button.hide()
        self.show_progress(None, words)
