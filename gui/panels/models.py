"""The models, a tab a section: how their quantities go over the years, and what each is now; a click asks why.

The years are worked out in a thread, once a scenario and only when the panel is
looked at; an answer for a scenario that is no longer open is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.crossover import crossover_quantities
from engine.quantities import Quantity, format_exact, format_quantity
from engine.timebase import format_utc
from engine.timeline import Cancelled, Timeline, timeline
from engine.version import program_version
from engine.world import Simulation, World
from gui import theme
from gui.panels.mass_bar import MassBar
from gui.panels.model_charts import HEIGHT_PX, TALL_PX, YearChart
from gui.panels.model_plan import TITLES, charts_of, sections_of
from gui.panels.valuation_tab import ValuationTab
from gui.panels.widgets import Row, in_sight, label, rule, scrolling

REFRESH_MS = 200
_INSTANTS = 121
_WIDE_PX = 600  # from here on charts stand side by side, and rows in two columns
_PICTURE_SCALE = 2
_NOT_YET = "the years of this scenario are still being worked out: try again in a moment"


def instants_of(simulation: Simulation) -> np.ndarray:
    """Return even instants over a scenario, (121,), to the whole second, so that dates in a file are exact."""
    start_s, end_s = simulation.scenario.start_s, simulation.scenario.end_s
    return start_s + np.floor(np.linspace(0.0, end_s - start_s, _INSTANTS))


class SectionTab(QWidget):
    """One section: its charts, then a row for each of its quantities."""

    quantity_wished = Signal(str)
    time_wished = Signal(float)

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section
        self.charts: list[YearChart] = []
        self.rows: dict[str, Row] = {}
        self.mass_bar: MassBar | None = None
        self._columns = 0

        self.pictures = QWidget()  # what is exported
        self._grid = QGridLayout(self.pictures)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(22))
        self._grid.setVerticalSpacing(theme.px(12))
        self._rule = rule()
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(theme.px(22))
        self._list.setVerticalSpacing(0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(14), theme.px(8), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(8))
        column.addWidget(self.pictures)
        column.addWidget(self._rule)
        column.addLayout(self._list)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_timeline(self, made: Timeline | None) -> None:
        """Draw the years; none, while they are worked out."""
        for chart in self.charts:
            self._grid.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        self.charts = []
        for plan in charts_of(self.section, made) if made is not None else ():
            chart = YearChart(plan, made)
            chart.quantity_wished.connect(self.quantity_wished)
            chart.time_wished.connect(self.time_wished)
            self.charts.append(chart)
        self._columns = 0
        self._flow()

    def show_world(self, world: World, quantities: Mapping[str, Quantity]) -> None:
        """Say what each quantity is now, from the world's and those beside it; cheap enough for five times a second."""
        names = [name for name, quantity in quantities.items() if quantity.section == self.section]
        if names != list(self.rows):
            self._make_rows(quantities, names)
        if self.section == "heat" and (self.mass_bar is None) == MassBar.fits(quantities):
            self._make_mass_bar(MassBar.fits(quantities))
        for name, row in self.rows.items():
            quantity = quantities[name]
            row.show_value(format_quantity(quantity))
            row.setToolTip(f"exactly {format_exact(quantity)}\n{quantity.formula}")
        if self.mass_bar is not None:
            self.mass_bar.show_quantities(quantities)
        for chart in self.charts:
            chart.show_world(world)

    def _make_rows(self, quantities: Mapping[str, Quantity], names: list[str]) -> None:
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for name in names:
            row = self.rows[name] = Row(quantities[name].title, wrap=True)
            row.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
        self._columns = 0
        self._flow()

    def _make_mass_bar(self, wanted: bool) -> None:
        if self.mass_bar is not None:
            self._grid.removeWidget(self.mass_bar)
            self.mass_bar.hide()
            self.mass_bar.deleteLater()
        self.mass_bar = MassBar() if wanted else None
        if self.mass_bar is not None:
            self.mass_bar.quantity_wished.connect(self.quantity_wished)
        self._columns = 0
        self._flow()

    @property
    def has_pictures(self) -> bool:
        return bool(self.charts) or self.mass_bar is not None

    # -- room ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        """Lay charts and rows out in as many columns as there is room for."""
        columns = 2 if self.width() >= theme.px(_WIDE_PX) else 1
        if columns == self._columns:
            return
        self._columns = columns
        pictures: list[QWidget] = ([self.mass_bar] if self.mass_bar is not None else []) + list(self.charts)
        for place, widget in enumerate(pictures):
            # The last of an odd number has the whole width.
            alone = columns == 2 and place == len(pictures) - 1 and place % 2 == 0
            self._grid.addWidget(
                widget, place // columns, place % columns, 1, 2 if alone else 1, Qt.AlignmentFlag.AlignTop
            )
        for chart in self.charts:
            chart.plot.setFixedHeight(theme.px(TALL_PX if columns == 2 else HEIGHT_PX))
        rows = list(self.rows.values())
        deep = -(-len(rows) // columns)
        for place, row in enumerate(rows):
            self._list.addWidget(row, place % deep, place // deep, Qt.AlignmentFlag.AlignTop)
        for layout in (self._grid, self._list):
            for across in (0, 1):
                layout.setColumnStretch(across, 1 if across < columns else 0)
        self._rule.setVisible(bool(pictures))
        self.pictures.setVisible(bool(pictures))


class _SectionRow(QWidget):
    """The sections as buttons, in one row or two."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(2))
        self._grid.setSpacing(theme.px(4))
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sections(self, sections: tuple[str, ...]) -> None:
        """Have a button for each section, in this order."""
        if sections == tuple(self.buttons):
            return
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for section in sections:
            button = self.buttons[section] = QPushButton(TITLES[section])
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFont(theme.font(12, 500))
            # Its word in full: the columns share out what is left.
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(TITLES[section]) + theme.px(22))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, section=section: self.chosen.emit(section))
            self._group.addButton(button)
        self._columns = 0
        self._flow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        count = len(self.buttons)
        columns = count if self.width() >= theme.px(78) * count else -(-count // 2)
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, place // columns, place % columns)
        for across in range(self._grid.columnCount()):
            self._grid.setColumnStretch(across, 1 if across < columns else 0)


class ModelsPanel(QWidget):
    quantity_wished = Signal(str)
    time_wished = Signal(float)
    timeline_changed = Signal(object)  # Timeline: the years of the open scenario stand
    timeline_failed = Signal(str)  # why there are none
    quantities_found = Signal(object)  # by name: those that are not of an instant, for the card
    _made = Signal(int, object)  # request number; Timeline or the sentence that says why not
    _progress = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, SectionTab | ValuationTab] = {}
        self._of_scenario: Mapping[str, Quantity] = {}
        self._of_valuation: Mapping[str, Quantity] = {}
        self.timeline: Timeline | None = None
        self._simulation: Simulation | None = None
        self._world: World | None = None
        self._request = 0
        self._asked = False
        self._missed = True  # whether there is something to catch up with once the panel is seen
        self.sections = _SectionRow()
        self.sections.chosen.connect(self.open_section)
        self._stack = QStackedWidget()
        self._status = label("", 11.5, 500, "faint")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1_000)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.px(4))
        self._work = QWidget()
        line = QHBoxLayout(self._work)
        line.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(2))
        line.setSpacing(theme.px(10))
        line.addWidget(self._status)
        line.addWidget(self._bar, 1)
        self._work.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.sections)
        column.addWidget(self._work)
        column.addWidget(self._stack, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._made.connect(self._take)
        self._progress.connect(self._show_progress)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def section(self) -> str | None:
        """The section in front."""
        tab = self._stack.currentWidget()
        return tab.section if isinstance(tab, SectionTab | ValuationTab) else None

    def show_simulation(self, simulation: Simulation) -> None:
        """Drop the years of the scenario before; those of this one are asked for once they are looked at."""
        if simulation.flights is not None:  # the years, and what is exported of them, do not wait for flights
            simulation = replace(simulation, flights=None)
        self._simulation, self._world, self.timeline = simulation, None, None
        self._of_scenario = {}
        self._give_up()
        for tab in self._year_tabs():
            tab.show_timeline(None)
        self._tell_quantities()
        self._ask()

    def _year_tabs(self) -> list[SectionTab]:
        return [tab for tab in self.tabs.values() if isinstance(tab, SectionTab)]

    def _tell_quantities(self) -> None:
        self.quantities_found.emit({**self._of_scenario, **self._of_valuation})

    def _take_valuation(self, quantities: Mapping[str, Quantity]) -> None:
        self._of_valuation = quantities
        self._tell_quantities()

    def show_world(self, world: World) -> None:
        first = self._world is None
        self._world = world
        if first:
            self._refresh()
        elif not self._timer.isActive():
            self._timer.start()

    @property
    def seen(self) -> bool:
        """Whether it is in sight."""
        return in_sight(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._missed:  # it is painted, so it has come in sight
            self._missed = False
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        self._refresh()
        self._ask()

    def _refresh(self) -> None:
        if self._world is None or not self.seen:
            self._missed = True
            return
        there = sections_of(self._world.quantities)
        self.sections.show_sections(there)
        if self.section not in there and there:
            self.open_section(there[0])
            return
        self._show_in_front()

    def _show_in_front(self) -> None:
        tab = self._stack.currentWidget()
        if isinstance(tab, SectionTab) and self._world is not None:
            tab.show_world(self._world, {**self._of_scenario, **self._world.quantities})

    def open_section(self, section: str) -> None:
        """Bring a section to the front; it is built when first asked for."""
        tab = self.tabs.get(section)
        if tab is None:
            tab = self._make_tab(section)
        self._stack.setCurrentWidget(tab)
        if section in self.sections.buttons:
            self.sections.buttons[section].setChecked(True)
        self._show_in_front()

    def _make_tab(self, section: str) -> SectionTab | ValuationTab:
        tab: SectionTab | ValuationTab
        if section == "valuation":
            tab = ValuationTab()
            tab.quantities_found.connect(self._take_valuation)
        else:
            tab = SectionTab(section)
            tab.time_wished.connect(self.time_wished)
            if self.timeline is not None:
                tab.show_timeline(self.timeline)
        tab.quantity_wished.connect(self.quantity_wished)
        self.tabs[section] = tab
        self._stack.addWidget(tab)
        return tab

    # -- the years, worked out in a thread -------------------------------------------------

    def stop(self) -> None:
        """Give up all that is being worked out."""
        self._give_up()
        tab = self.tabs.get("valuation")
        if isinstance(tab, ValuationTab):
            tab.stop()

    def _give_up(self) -> None:
        self._request += 1
        self._asked = False
        self._work.hide()

    def ask_years(self) -> None:
        """Have the years worked out for another panel, seen or not: ``timeline_changed`` answers."""
        if self.timeline is not None:
            self.timeline_changed.emit(self.timeline)
        else:
            self._ask(unseen=True)

    def _ask(self, *, unseen: bool = False) -> None:
        simulation = self._simulation
        if simulation is None or self._asked:
            return
        if not self.seen and not unseen:
            self._missed = True
            return
        self._asked = True
        self._request += 1
        number = self._request
        self._show_progress(number, 0.0)
        self._work.show()

        def tell(share: float) -> bool:
            with suppress(RuntimeError):  # the panel may be gone
                self._progress.emit(number, share)
            return number == self._request

        def work() -> None:
            try:
                answer: object = timeline(simulation, instants_of(simulation), tell)
                crossover_quantities(simulation)  # remembered there: the next who asks need not wait
            except Cancelled:
                return
            except (ValueError, ArithmeticError) as error:
                answer = str(error)
            with suppress(RuntimeError):
                self._made.emit(number, answer)

        threading.Thread(target=work, name="timeline", daemon=True).start()

    def _show_progress(self, number: int, share: float) -> None:
        if number == self._request:
            self._bar.setValue(round(1_000 * share))
            self._bar.show()
            self._status.setText("Working out the years")

    def _take(self, number: int, answer: object) -> None:
        if number != self._request:
            return
        if not isinstance(answer, Timeline):
            self._bar.hide()
            self._status.setText(f"No charts: {answer}.")
            self.timeline_failed.emit(str(answer))
            return
        self._work.hide()
        self.timeline = answer
        self._of_scenario = crossover_quantities(answer.simulation)
        for tab in self._year_tabs():
            tab.show_timeline(answer)
        self._show_in_front()
        self._tell_quantities()
        self.timeline_changed.emit(answer)

    # -- files -----------------------------------------------------------------------------

    def _front(self) -> tuple[SectionTab | ValuationTab, Timeline]:
        """Return the tab in front and the years; raises ``ValueError`` with one sentence before they stand."""
        if self.section is None or self.timeline is None:
            raise ValueError(_NOT_YET)
        return self.tabs[self.section], self.timeline

    def file_stem(self) -> str:
        """Return a name for a file of the tab in front, such as ``megaton-cost``.  Raises ``ValueError``."""
        tab, made = self._front()
        return f"{made.simulation.scenario.name}-{tab.section}"

    def csv(self) -> bytes:
        """Return the quantities of the tab in front over the years, with all their digits.  Raises ``ValueError``."""
        tab, made = self._front()
        if tab.section == "valuation":
            raise ValueError("the valuation has no years: choose another tab")
        names = [name for name, quantity in made.quantities.items() if quantity.section == tab.section]
        lines = [",".join(("at_utc", *names))]
        for i, t_s in enumerate(made.t_s.tolist()):
            lines.append(",".join((format_utc(t_s), *(repr(float(made.columns[name][i])) for name in names))))
        return ("\n".join(lines) + "\n").encode()

    def png(self) -> bytes:
        """Return the charts of the tab in front as they stand, twice as fine, as a PNG.  Raises ``ValueError``."""
        tab, made = self._front()
        if not tab.has_pictures:
            missing = "run the valuation first" if tab.section == "valuation" else "choose another tab"
            raise ValueError(f"there is no chart under {TITLES[tab.section]} yet: {missing}")
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        _picture(tab, made.simulation.scenario.title).save(buffer, "PNG")
        return bytes(buffer.data().data())


def _picture(tab: SectionTab | ValuationTab, scenario_title: str) -> QImage:
    """Return the charts between a line that says what they are of and one that says whose they are."""
    edge, head, foot = theme.px(18), theme.px(40), theme.px(26)
    charts = tab.pictures
    size = QSize(charts.width() + 2 * edge, charts.height() + head + foot + edge)
    image = QImage(size * _PICTURE_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PICTURE_SCALE)
    image.fill(theme.colour("panel"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = size.width() - 2 * edge
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.setFont(theme.font(14, 600))
    painter.setPen(theme.colour("text"))
    title = f"{TITLES[tab.section]} – {scenario_title}"
    title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, wide)
    painter.drawText(QRect(edge, theme.px(6), wide, head - theme.px(6)), middle, title)
    painter.setFont(theme.font(11))
    painter.setPen(theme.colour("faint"))
    painter.drawText(
        QRect(edge, size.height() - foot - theme.px(4), wide, foot),
        middle,
        f"Simulated by Heliograph {program_version()}",
    )
    for chart in tab.charts:
        chart.dress_for_picture(True)
    charts.render(painter, QPoint(edge, head), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    for chart in tab.charts:
        chart.dress_for_picture(False)
    return image
