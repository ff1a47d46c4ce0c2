"""The models, a tab a section: how their quantities go over the years, and what each is now; a click asks why.

The years are worked out in a thread, once a scenario and only when the panel is
looked at; an answer for a scenario that is no longer open is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
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
from engine.quantities import Quantity
from engine.timebase import format_utc
from engine.timeline import Timeline, timeline
from engine.world import Simulation, World
from gui import theme
from gui.panels.model_plan import TITLES, sections_of
from gui.panels.section_tab import SectionTab, picture_of
from gui.panels.valuation_tab import ValuationTab
from gui.panels.widgets import RestingPanel, label
from gui.worker import Progress, Worker

REFRESH_MS = 200
_INSTANTS = 121
_NOT_YET = "the years of this scenario are still being worked out: try again in a moment"


def instants_of(simulation: Simulation) -> np.ndarray:
    """Return even instants over a scenario, (121,), to the whole second, so that dates in a file are exact."""
    start_s, end_s = simulation.scenario.start_s, simulation.scenario.end_s
    return start_s + np.floor(np.linspace(0.0, end_s - start_s, _INSTANTS))


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


class ModelsPanel(RestingPanel):
    quantity_wished = Signal(str)
    time_wished = Signal(float)
    timeline_changed = Signal(object)  # Timeline: the years of the open scenario stand
    timeline_failed = Signal(str)  # why there are none
    quantities_found = Signal(object)  # by name: those that are not of an instant, for the card

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, SectionTab | ValuationTab] = {}
        self._of_scenario: Mapping[str, Quantity] = {}
        self._of_valuation: Mapping[str, Quantity] = {}
        self.timeline: Timeline | None = None
        self._simulation: Simulation | None = None
        self._world: World | None = None
        self._years = Worker(
            "timeline", self, answered=self._take, failed=self._say_failure, progressed=self._show_progress
        )
        self._asked = False
        self._missed = True  # all, so far
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

    def catch_up(self) -> None:
        self._refresh()
        self._ask()

    def _refresh(self) -> None:
        if self._world is None or self.rests():
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
        self._years.cancel()
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
        if not unseen and self.rests():
            return
        self._asked = True
        self._show_progress(0.0)
        self._work.show()

        def work(progress: Progress) -> Timeline:
            made = timeline(simulation, instants_of(simulation), progress)
            crossover_quantities(simulation)  # remembered there: the next who asks need not wait
            return made

        self._years.start(work)

    def _show_progress(self, share: float) -> None:
        self._bar.setValue(round(1_000 * share))
        self._bar.show()
        self._status.setText("Working out the years")

    def _say_failure(self, sentence: str) -> None:
        self._bar.hide()
        self._status.setText(f"No charts: {sentence}.")
        self.timeline_failed.emit(sentence)

    def _take(self, answer: Timeline) -> None:
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
        picture_of(tab, made.simulation.scenario.title).save(buffer, "PNG")
        return bytes(buffer.data().data())
