"""Power and AI capacity over the scenario's years, and the live power of the last orbit.

pyqtgraph is slow to import and slow with thick or smoothed lines, so this module
is imported after the first picture, curves are drawn once with thin pens, and
only the cursor moves.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_quantity
from engine.timebase import from_year, year_of
from engine.world import CapacityCurve, Simulation, World, live_power_over
from gui import theme
from gui.panels.widgets import ClickFrame, RestingPanel, label, scrolling
from gui.worker import Progress, Worker

ORBIT_S = 6_000.0  # about once round in low orbit
_SAMPLES = 49
_ORBIT_REFRESH_MS = 700
_CURSOR_MS = 100
_PREFIXES = ((1e24, "Y"), (1e21, "Z"), (1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def prefix_for(most: float) -> tuple[float, str]:
    """Return the factor and letter of the SI prefix in which ``most`` is read best."""
    return next(((factor, letter) for factor, letter in _PREFIXES if most >= factor), (1.0, ""))


class _Chart(QWidget):
    """A small plot with its title and the present value above it."""

    def __init__(self, title: str, tint: str) -> None:
        super().__init__()
        self._title, self._tint = title, tint
        self._heading = label(title, 11.5, 600, "second")
        self.value = label("", 11.5, 600, tint, tabular=True)
        self.plot = pg.PlotWidget(background=None)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setMinimumHeight(theme.px(78))
        self.plot.setMinimumWidth(0)
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.showGrid(x=False, y=True, alpha=0.12)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(theme.colour("line_strong"))
            axis.setTextPen(theme.colour("faint"))
            axis.setStyle(tickFont=theme.font(10.5, 400, tabular=True), tickLength=-3, tickTextOffset=4)
        self.plot.getAxis("left").setWidth(theme.px(40))
        self.plot.getAxis("bottom").setHeight(theme.px(20))
        self.label = ClickFrame("row")
        self.label.setToolTip("Click: why this number")
        top = QHBoxLayout(self.label)
        top.setContentsMargins(theme.px(2), 0, theme.px(2), 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(self.label)
        column.addWidget(self.plot, 1)

    def title_in(self, unit: str) -> None:
        self._heading.setText(f"{self._title}, {unit}")

    def pen(self, tint: str, alpha: float = 1.0):
        return pg.mkPen(theme.colour(tint, alpha), width=1)


class ChartsPanel(RestingPanel):
    quantity_wished = Signal(str)
    time_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._simulation: Simulation | None = None
        self._world: World | None = None
        self._orbit_work = Worker("orbit", self, answered=self._show_orbit)
        self.power = _Chart("Power by year", "gold")
        self.compute = _Chart("AI capacity by year", "blue")
        self.orbit = _Chart("Last orbit", "gold")
        self._cursors = [self._cursor(chart) for chart in (self.power, self.compute)]
        for chart in (self.power, self.compute):
            chart.plot.scene().sigMouseClicked.connect(lambda event, chart=chart: self._clicked(chart, event))
            chart.plot.setCursor(Qt.CursorShape.PointingHandCursor)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(6))
        names = ("power_total_w", "compute_flop_s", "power_live_w")
        for chart, name in zip((self.power, self.compute, self.orbit), names, strict=True):
            chart.label.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
            column.addWidget(chart, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
        self._orbit_curve = self.orbit.plot.plot([], [], pen=self.orbit.pen("gold"), antialias=False)
        self._timer = self._every(_ORBIT_REFRESH_MS, self._ask_orbit)
        self._cursor_timer = self._every(_CURSOR_MS, self._move_cursors)

    def show_simulation(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._orbit_work.cancel()

    def show_curve(self, curve: CapacityCurve) -> None:
        """Draw the years, once a scenario."""
        years = np.array([year_of(t) for t in curve.t_s.tolist()])
        power_unit, letter = prefix_for(float(curve.power_rated_w.max()))
        self.power.plot.clear()
        self.power.plot.plot(years, curve.power_rated_w / power_unit, pen=self.power.pen("blue", 0.7), antialias=False)
        self.power.plot.plot(years, curve.power_average_w / power_unit, pen=self.power.pen("gold"), antialias=False,
                             fillLevel=0.0, brush=theme.colour("gold", 0.16))  # fmt: skip
        self.power.title_in(f"{letter}W")
        self.power.setToolTip("Gold: over an orbit. Blue: rated. Click to go to a year.")
        compute_unit, letter = prefix_for(float(curve.compute_flop_s.max()))
        self.compute.plot.clear()
        self.compute.plot.plot(years, curve.compute_flop_s / compute_unit, pen=self.compute.pen("blue"),
                               antialias=False, fillLevel=0.0, brush=theme.colour("blue", 0.14))  # fmt: skip
        self.compute.title_in(f"{letter}FLOP/s")
        self.compute.setToolTip("Peak, over an orbit. Click to go to a year.")
        for chart, cursor in zip((self.power, self.compute), self._cursors, strict=True):
            chart.plot.addItem(cursor)
            chart.plot.setXRange(years[0], years[-1], padding=0.01)
        self._move_cursors()

    def show_world(self, world: World) -> None:
        self._world = world
        for timer in (self._timer, self._cursor_timer):
            if not timer.isActive():
                timer.start()

    def _every(self, interval_ms: int, action) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(action)
        return timer

    @staticmethod
    def _cursor(chart: _Chart) -> pg.InfiniteLine:
        return pg.InfiniteLine(angle=90, pen=chart.pen("text", 0.9))

    def _move_cursors(self) -> None:
        world = self._world
        if world is None or self.rests():
            return
        for cursor in self._cursors:
            cursor.setValue(year_of(world.t_s))
        self.power.value.setText(format_quantity(world.quantities["power_total_w"]))
        self.compute.value.setText(format_quantity(world.quantities["compute_flop_s"]))

    def _clicked(self, chart: _Chart, event) -> None:
        if self._simulation is None or event.button() != Qt.MouseButton.LeftButton:
            return
        year = chart.plot.getViewBox().mapSceneToView(event.scenePos()).x()
        scenario = self._simulation.scenario
        self.time_wished.emit(min(max(from_year(year), scenario.start_s), scenario.end_s))

    # -- the last orbit, worked out in a thread --------------------------------------------

    def catch_up(self) -> None:
        self._timer.start()

    def _ask_orbit(self) -> None:
        world = self._world
        if world is None or not self.isVisible():
            return
        if self._orbit_work.running:
            self._timer.start()
            return

        def work(_progress: Progress) -> tuple[np.ndarray, np.ndarray]:
            start_s = max(world.t_s - ORBIT_S, world.scenario.start_s)
            t_s = np.linspace(start_s, world.t_s, _SAMPLES)
            return (t_s - world.t_s) / 60.0, live_power_over(world.simulation, t_s)

        self._orbit_work.start(work)

    def _show_orbit(self, samples: tuple[np.ndarray, np.ndarray]) -> None:
        minutes, power_w = samples
        unit, letter = prefix_for(float(power_w.max()))
        self._orbit_curve.setData(minutes, power_w / unit)
        self.orbit.title_in(f"{letter}W by minutes ago")
        low, high = float(power_w.min()), float(power_w.max())
        self.orbit.value.setText(
            format_quantity(Quantity(name="swing", title="", unit="W", value=high - low, formula="")) + " swing"
        )
        # A steady fleet should look steady: the axis spans at least two per cent.
        room = max(high - low, 0.02 * high) / unit
        middle = (high + low) / 2.0 / unit
        self.orbit.plot.setYRange(middle - 0.6 * room, middle + 0.6 * room, padding=0.0)
        self.orbit.plot.setXRange(float(minutes[0]), 0.0, padding=0.01)
