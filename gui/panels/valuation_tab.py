"""The valuation: a million runs when asked for, in a thread, beside what was published."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_exact, format_quantity
from engine.valuation import RUNS, SEED, Valuation, run
from engine.valuation_quantities import valuation_quantities
from gui import theme
from gui.panels.histogram import Histogram
from gui.panels.widgets import Row, label, rule, scrolling
from gui.worker import Worker

# The case, the stem of its quantities' names, its colour; as the table has them from top to bottom.
CASES = (
    ("Published", "ev_2030_published", "text"),
    ("No orbital compute", "ev_2030", "blue"),
    ("With orbital compute", "ev_2030_compute", "gold"),
)
_PERCENTILES = (("p25", "25 %"), ("p50", "50 %"), ("p75", "75 %"))
_WORDS = (
    "What SpaceX might be worth in 2030: cash buys launches, these bring revenue, that brings the cash of the next"
    " year. {runs:,} runs with inputs drawn by chance, beside what ARK and Mach33 published in June 2025. It does not"
    " depend on the scenario."
)


def trillions(value_usd: float) -> str:
    return f"{value_usd / 1e12:.2f} tn"


class ValuationTab(QWidget):
    section = "valuation"
    quantity_wished = Signal(str)
    quantities_found = Signal(object)  # by name, once a run has ended

    def __init__(self, runs: int = RUNS) -> None:
        super().__init__()
        self.runs = runs
        self.valuation: Valuation | None = None
        self.rows: dict[str, Row] = {}
        self.cells: dict[str, QLabel] = {}
        self._worker = Worker(
            "valuation", self, answered=self._take, failed=self._say_failure, progressed=self._show_progress
        )
        words = label(_WORDS.format(runs=runs), 12.5, tint="second")
        words.setWordWrap(True)
        self.button = QPushButton("Run")
        self.button.setProperty("main", True)
        self.button.clicked.connect(lambda: self.stop() if self._worker.running else self.start())
        self.bar = QProgressBar()
        self.bar.setRange(0, 1_000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(4))
        self.bar.hide()
        self.note = label("", 11.5, 500, "faint")
        line = QHBoxLayout()
        line.setSpacing(theme.px(10))
        line.addWidget(self.button)
        line.addWidget(self.bar, 1)
        line.addWidget(self.note, 1)

        self.pictures = QWidget()
        self.histogram = Histogram()
        drawn = QVBoxLayout(self.pictures)
        drawn.setContentsMargins(0, 0, 0, 0)
        drawn.setSpacing(theme.px(6))
        drawn.addWidget(label("Enterprise value in 2030, USD", 12.5, 600))
        drawn.addLayout(self._table())
        drawn.addWidget(self.histogram)
        self.pictures.hide()

        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(14), theme.px(8), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(8))
        column.addWidget(words)
        column.addLayout(line)
        column.addWidget(self.pictures)
        column.addWidget(rule())
        column.addLayout(self._list)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(3))
        right = Qt.AlignmentFlag.AlignRight
        for across, (_, title) in enumerate(_PERCENTILES, 1):
            grid.addWidget(label(title, 11.5, 500, "faint"), 0, across, right)
        for down, (title, stem, tint) in enumerate(CASES, 1):
            grid.addWidget(label(title, 12.5, 500, tint), down, 0)
            for across, (key, _) in enumerate(_PERCENTILES, 1):
                cell = self.cells[f"{stem}_{key}_usd"] = label("", 12.5, 600, tabular=True)
                grid.addWidget(cell, down, across, right)
        grid.setColumnStretch(0, 1)
        return grid

    @property
    def has_pictures(self) -> bool:
        return self.valuation is not None

    @property
    def charts(self) -> list[Histogram]:
        return [self.histogram]

    # -- running ---------------------------------------------------------------------------

    def start(self) -> None:
        """Run in a thread; the window goes on."""
        runs = self.runs
        self._show_running(True)
        self._show_progress(0.0)
        self._worker.start(lambda progress: run(runs, SEED, progress))

    def stop(self) -> None:
        """Give up a run under way; what an earlier one gave stays."""
        self._worker.cancel()
        self._show_running(False)

    def _show_running(self, on: bool) -> None:
        self.button.setText("Cancel" if on else "Run again" if self.valuation is not None else "Run")
        self.bar.setVisible(on)
        self.note.setVisible(not on)

    def _show_progress(self, share: float) -> None:
        self.bar.setValue(round(1_000 * share))

    def _take(self, answer: Valuation) -> None:
        self.valuation = answer
        self.note.setText(f"{answer.runs:,} runs, seed {answer.seed}")
        self._show(answer, valuation_quantities(answer))
        self._show_running(False)

    def _say_failure(self, sentence: str) -> None:
        self.note.setText(f"No valuation: {sentence}.")
        self._show_running(False)

    def _show(self, valuation: Valuation, quantities: Mapping[str, Quantity]) -> None:
        for name, cell in self.cells.items():
            if name in quantities:
                cell.setText(trillions(quantities[name].value))
        published = [quantities[f"ev_2030_published_{key}_usd"].value for key, _ in _PERCENTILES]
        self.histogram.show_valuation(valuation, published)
        # What came of it first, then what went in.
        results = [name for name in quantities if name.startswith("ev_")]
        for name in (*results, *(name for name in quantities if name not in results)):
            row = self.rows.get(name)
            if row is None:
                row = self.rows[name] = Row(quantities[name].title, wrap=True)
                row.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
                self._list.addWidget(row)
            row.show_value(format_quantity(quantities[name]))
            row.setToolTip(f"exactly {format_exact(quantities[name])}\n{quantities[name].formula}")
        self.pictures.show()
        self.quantities_found.emit(quantities)
