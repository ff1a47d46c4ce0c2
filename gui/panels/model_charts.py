"""A chart of some quantities over a scenario's years, with a cursor at now that a drag moves.

Curves are drawn once a scenario with thin pens; then only the cursor and the
numbers of the legend move.  Imports pyqtgraph, so it comes after the first
picture.
"""

from __future__ import annotations

from math import ceil, floor, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.crossover import claim_deadline_s, crossover, judgement, verdict
from engine.quantities import Quantity
from engine.timebase import from_year, year_of
from engine.timeline import Timeline
from engine.world import World
from gui import theme
from gui.panels.legend import Legend
from gui.panels.model_plan import ChartPlan
from gui.panels.widgets import label

HEIGHT_PX, TALL_PX = 152, 216  # of a plot in a narrow panel, and in a wide one
_LOG_DECADES = 2.0  # a positive range wider than this is drawn on a logarithmic axis
_MOST_DECADES = 9  # what is smaller than this below the largest is left off a logarithmic axis
_LEAST_SPAN = 0.002  # of the value: a linear axis shows no less
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
_SI = ((1e27, "R"), (1e24, "Y"), (1e21, "Z"), (1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"))  # of counts and dollars
_COUNT = {"M": "million", "bn": "billion", "tn": "trillion", "": ""}
_WITH_PREFIX = ("W", "FLOP/s", "J", "tokens/s", "W/year", "t", "t/year", "m", "Sv")


def shown_unit(quantity: Quantity) -> tuple[float, str]:
    """Return how many of the quantity's own unit make the one it is drawn in, and that one's name."""
    if quantity.unit == "kg" or quantity.unit.startswith("kg/year"):
        return 1_000.0, "t" + quantity.unit[2:]
    if quantity.unit == "m²":
        return 1e6, "km²"
    if quantity.unit.startswith("1/"):  # how often: the chart's title says in what time
        return 1.0, ""
    if quantity.unit == "1" and quantity.name.endswith(("_share", "_fraction")):
        return 0.01, "%"
    return 1.0, "" if quantity.unit == "1" else quantity.unit


def prefix_for(most: float, unit: str) -> tuple[float, str]:
    """Return the factor and the letters in which an axis of ``unit`` up to ``most`` is read best."""
    table = _SI if unit in _WITH_PREFIX else _LARGE if unit in ("", "km²") or unit.startswith("USD") else ()
    return next(((factor, letters) for factor, letters in table if most > 0.99 * factor), (1.0, ""))


def axis_title(letters: str, unit: str) -> str:
    """Return what stands after a chart's title: ``GW``, ``million``, ``bn USD``."""
    if unit == "":
        return _COUNT[letters]
    return f"{letters} {unit}".strip() if unit.startswith(("USD", "tokens", "km²")) else letters + unit


def plain(value: float) -> str:
    """Return a tick's number without needless digits, with a power of ten where it needs one."""
    if value == 0.0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:,.6g}"
    power = floor(log10(abs(value)) + 1e-9)
    times = value / 10.0**power
    digits = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{digits}" if abs(times - 1.0) < 1e-6 else f"{times:.3g}·10{digits}"


class _Years(pg.AxisItem):
    """Whole years, as many as there is room for."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        room = max(size / theme.px(46), 1.0)
        step = next((n for n in _YEAR_STEPS if (most - least) / n <= room), _YEAR_STEPS[-1])
        first = ceil(least / step - 0.02) * step
        return [(float(step), [float(y) for y in range(first, floor(most + 0.02) + 1, step)])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{value:.0f}" for value in values]


class _Values(pg.AxisItem):
    """Even steps, or, where ``log`` is set and what is drawn are logarithms, powers of ten."""

    def __init__(self) -> None:
        super().__init__("left")
        self.log, self.unit = False, ""

    def tickValues(self, least: float, most: float, size: float) -> list[tuple[float, list[float]]]:
        if not self.log:
            return self._even(super().tickValues(least, most, size))
        decades = [float(d) for d in range(ceil(least - 1e-9), floor(most + 1e-9) + 1)]
        if len(decades) <= 2:
            between = [d + log10(n) for d in range(floor(least), ceil(most)) for n in (1, 2, 5)]
            return [(0.3, [v for v in between if least <= v <= most])]
        step = max(ceil(len(decades) * theme.px(22) / max(size, 1.0)), 1)
        return [(float(step), [d for d in decades if d % step == 0])]

    @staticmethod
    def _even(levels: list[tuple[float, list[float]]]) -> list[tuple[float, list[float]]]:
        """Return the widest spacing of ``levels`` that puts three ticks or more on the axis, all as one level."""
        made: list[tuple[float, list[float]]] = []
        for spacing, more in levels:
            made = [(spacing, sorted([*(made[0][1] if made else []), *more]))]
            if len(made[0][1]) >= 3:
                break
        return made

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if not self.log:
            return [plain(round(value / spacing) * spacing) for value in values]
        made = []
        for value in values:
            factor, letters = prefix_for(10.0**value, self.unit)
            made.append(f"{plain(10.0**value / factor)} {letters}".strip())
        return made


class _Box(pg.ViewBox):
    """The area of the curves: a click or a drag wishes for a year."""

    year_wished = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False)

    def mouseClickEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.year_wished.emit(self.mapSceneToView(event.scenePos()).x())

    def mouseDragEvent(self, event, axis: int | None = None) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.year_wished.emit(self.mapSceneToView(event.scenePos()).x())


def dress_plot(plot: pg.PlotWidget) -> None:
    """Give a plot our colours and type, and take its own menu and buttons."""
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setFrameShape(plot.Shape.NoFrame)
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setPen(theme.colour("line_strong"))
        axis.setTextPen(theme.colour("faint"))
        font = theme.font(10.5, 400, tabular=True)
        axis.setStyle(tickFont=font, tickLength=-3, tickTextOffset=4, hideOverlappingLabels=False)
    plot.getAxis("bottom").setHeight(theme.px(20))
    plot.plotItem.setContentsMargins(0, theme.px(5), theme.px(18), 0)


class _Plot(pg.PlotWidget):
    def __init__(self, box: _Box, values: _Values) -> None:
        super().__init__(background=None, viewBox=box, axisItems={"bottom": _Years(), "left": values})
        dress_plot(self)
        self.setMinimumSize(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(HEIGHT_PX))
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.showGrid(x=False, y=True, alpha=0.16)
        self.getAxis("left").setWidth(theme.px(46))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls


class YearChart(QWidget):
    """One chart of a ``ChartPlan`` whose lines name columns that the timeline has."""

    quantity_wished = Signal(str)
    time_wished = Signal(float)

    def __init__(self, plan: ChartPlan, timeline: Timeline) -> None:
        super().__init__()
        self._plan, self._timeline = plan, timeline
        self._heading = label(plan.title, 12.5, 600)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.log = QToolButton()
        self.log.setText("log")
        self.log.setFont(theme.font(11, 500))
        self.log.setCheckable(True)
        self.log.setToolTip("Logarithmic axis")
        self.log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.log.setStyleSheet(
            f"QToolButton {{ padding: 1px {theme.px(6)}px; border-radius: {theme.px(5)}px;"
            f" color: {theme.COLOURS['faint']}; border: 1px solid {theme.COLOURS['line']}; }}"
            f"QToolButton:checked {{ color: {theme.COLOURS['gold']}; border-color: {theme.COLOURS['gold_dim']}; }}"
        )
        keep = self.log.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.log.setSizePolicy(keep)
        self._thick = 1
        self._box, self._values = _Box(), _Values()
        self.plot = _Plot(self._box, self._values)
        self._cursor = pg.InfiniteLine(angle=90, pen=self._pen("text", 0.9))
        self._cursor.setZValue(20)
        self.claim = ""  # "met", "not met" or "cannot be judged", where the claim is marked

        top = QHBoxLayout()
        top.setSpacing(theme.px(6))
        top.addWidget(self._heading, 1)
        top.addWidget(self.log)
        self.legend = Legend()
        for line in plan.lines:
            self.legend.add(line.names[0], line.title or "Now", line.tint)
        self.legend.quantity_wished.connect(self.quantity_wished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(top)
        column.addWidget(self.plot, 1)
        column.addWidget(self.legend)

        self._box.year_wished.connect(self._wish)
        self.log.setChecked(self._wants_log())
        self._can_be_log = any(np.any(self._column(line.names[0]) > 0.0) for line in plan.lines)
        self.log.setVisible(self._can_be_log)
        self.log.toggled.connect(lambda _on: self._draw())
        self._draw()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._heading.text()

    def show_world(self, world: World) -> None:
        """Move the cursor, and say what each line is now."""
        year = year_of(world.t_s)
        # Less than half a pixel is not worth drawing all curves again.
        if abs(year - self._cursor.value()) > 0.5 * self._box.viewRect().width() / max(self._box.width(), 1.0):
            self._cursor.setValue(year)
        self.legend.show_quantities(world.quantities)

    def dress_for_picture(self, on: bool) -> None:
        """Thicken the lines for a picture twice as fine, and take off what cannot be pressed there; or go back."""
        self._thick = 2 if on else 1
        self.log.setVisible(not on and self._can_be_log)
        self._draw()

    def _wish(self, year: float) -> None:
        scenario = self._timeline.simulation.scenario
        t_s = min(max(from_year(year), scenario.start_s), scenario.end_s)
        self._cursor.setValue(year_of(t_s))
        self.time_wished.emit(t_s)

    # -- drawing ---------------------------------------------------------------------------

    def _column(self, name: str) -> np.ndarray:
        """Return a quantity over the years in the unit it is drawn in, not yet prefixed, with gaps as NaN."""
        factor, _ = shown_unit(self._timeline.quantities[name])
        values = self._timeline.columns[name]
        return np.where(np.isfinite(values), values, np.nan) / factor

    def _wants_log(self) -> bool:
        """Whether all is positive and spans more than two decades."""
        columns = [self._column(line.names[0]) for line in self._plan.lines]
        if self._plan.stacked or self._plan.log:
            return self._plan.log
        least, most = (min(map(np.nanmin, columns)), max(map(np.nanmax, columns)))
        return bool(least > 0.0 and most > 10.0**_LOG_DECADES * least)

    def _draw(self) -> None:
        plot, log = self.plot, self.log.isChecked()
        years = np.array([year_of(t) for t in self._timeline.t_s.tolist()])
        columns = [self._column(line.names[0]) for line in self._plan.lines]
        stacked = self._plan.stacked and not log
        if stacked:
            columns = list(np.cumsum(columns, axis=0))
        _, unit = shown_unit(self._timeline.quantities[self._plan.lines[0].names[0]])
        most = float(max(map(np.nanmax, columns)))
        # On a logarithmic axis each tick has a prefix of its own.
        factor, letters = (1.0, "") if log else prefix_for(most, unit)
        self._values.log, self._values.unit = log, unit
        words = axis_title(letters, unit)
        self._heading.setText(f"{self._plan.title}, {words}" if words else self._plan.title)
        plot.clear()
        drawn = [_logarithms(column, most) if log else column / factor for column in columns]
        alone = len(drawn) == 1 and not log
        # Of a stack the highest comes first, and each covers what is above it.
        for line, values in reversed(list(zip(self._plan.lines, drawn, strict=True))):
            brush = _blend(line.tint, 0.34) if stacked else theme.colour(line.tint, 0.14) if alone else None
            plot.plot(
                years, values, pen=self._pen(line.tint), antialias=True, connect="finite",
                fillLevel=None if brush is None else 0.0, brush=brush,
            )  # fmt: skip
        low, high = _limits(drawn, log)
        if self._plan.crossing:
            high += 0.22 * (high - low)  # room for words
        plot.setXRange(years[0], years[-1], padding=0.0)
        plot.setYRange(low, high, padding=0.0)
        self._mark_milestones()
        if self._plan.crossing:
            self._mark_claim()
        self._cursor.setPen(self._pen("text", 0.9))
        plot.addItem(self._cursor)

    def _mark_milestones(self) -> None:
        for milestone in self._timeline.simulation.scenario.milestones:
            tick = pg.InfiniteLine(year_of(milestone.t_s), angle=90, pen=self._pen("blue", 0.9), span=(0.94, 1.0))
            tick.setToolTip(milestone.title)
            self.plot.addItem(tick)

    def _mark_claim(self) -> None:
        """Mark the date by which the claim has orbit cheapest, whether it is, and when it becomes so."""
        simulation = self._timeline.simulation
        deadline_s, crossed_s = claim_deadline_s(), crossover(simulation)  # both known by now
        self.claim = judgement(simulation)
        tint = "gold" if self.claim == "met" else "error"
        if crossed_s is not None:
            self._mark(crossed_s, "cheaper in orbit", "gold", verdict(simulation), low=True)
        self._mark(deadline_s, f"claim: {self.claim}", tint, verdict(simulation), low=False)

    def _mark(self, t_s: float, words: str, tint: str, tip: str, *, low: bool) -> None:
        """Draw a dashed line at an instant of the scenario, with its words at the top or the foot of the chart."""
        (first, last), (foot, top) = self._box.viewRange()
        at = year_of(t_s)
        if not first <= at <= last:
            return
        line = pg.InfiniteLine(at, angle=90, pen=self._pen(tint, 0.9, Qt.PenStyle.DashLine))
        line.setToolTip(tip)
        self.plot.addItem(line)
        right = at > (first + last) / 2.0
        text = pg.TextItem(
            words, color=theme.colour(tint), anchor=(float(right), float(low)), fill=theme.colour("panel", 0.9)
        )
        text.setFont(theme.font(11.5, 600))
        text.setPos(at, foot if low else top)
        text.setZValue(30)
        self.plot.addItem(text)

    def _pen(self, tint: str, alpha: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine):
        return pg.mkPen(theme.colour(tint, alpha), width=self._thick, style=style)


def _blend(tint: str, share: float) -> QColor:
    """Return so much of a named colour on the panel's own: covers what lies under it."""
    over, under = theme.colour(tint).getRgb()[:3], theme.colour("panel").getRgb()[:3]
    return QColor(*(round(share * a + (1.0 - share) * b) for a, b in zip(over, under, strict=True)))


def _logarithms(column: np.ndarray, most: float) -> np.ndarray:
    """Return the logarithms, with gaps where there are none or they lie far below the largest."""
    with np.errstate(invalid="ignore"):
        there = column > most * 10.0**-_MOST_DECADES
    out = np.full(column.shape, np.nan)
    np.log10(column, out=out, where=there)
    return out


def _limits(drawn: list[np.ndarray], log: bool) -> tuple[float, float]:
    """Return the ends of the value axis: from zero, or close about what changes little."""
    least, most = float(min(map(np.nanmin, drawn))), float(max(map(np.nanmax, drawn)))
    if log:
        middle, half = (least + most) / 2.0, max((most - least) / 2.0, 0.5)
        return middle - 1.10 * half, middle + 1.14 * half
    if most == least:
        return (0.0, 1.2 * most) if most > 0.0 else (1.2 * least, 0.0) if least < 0.0 else (0.0, 1.0)
    if 0.0 <= least < 0.7 * most:
        return 0.0, 1.12 * most
    # What hardly changes should look so, and its ticks should differ in digits that can be read.
    middle, span = (most + least) / 2.0, max(most - least, _LEAST_SPAN * max(abs(most), abs(least)))
    return middle - 0.58 * span, middle + 0.62 * span
