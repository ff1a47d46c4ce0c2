"""Find a satellite by number or name, a body, a view or a milestone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engine.satellites import find_satellite, satellite_name
from engine.timebase import format_utc
from engine.world import Simulation
from gui import theme
from gui.actions import CAMERA_TITLES
from gui.panels.widgets import label

_KIND, _VALUE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class SearchPanel(QWidget):
    satellite_wished = Signal(int)
    view_wished = Signal(str)
    time_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._simulation: Simulation | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText("Number, name or place")
        self.field.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._take_first)
        self.results = QListWidget()
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setMinimumHeight(theme.px(40))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.itemClicked.connect(self._take)
        self.note = label("", 12, tint="faint")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(12)] * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(self.results, 1)

    def show_simulation(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._look(self.field.text())

    def start(self) -> None:
        """Take the keyboard."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _look(self, text: str) -> None:
        self.results.clear()
        simulation, words = self._simulation, text.strip()
        if simulation is None:
            return
        last = simulation.scenario.ramp.count_launched(simulation.scenario.end_s) - 1
        allowed = f"a number from 0 to {last:,}, or a name such as {satellite_name(simulation, last)}"
        if not words:
            self._say(f"Give {allowed}.")
            return
        k = find_satellite(simulation, words)
        if k is not None:
            self._offer(satellite_name(simulation, k), "satellite", k, "satellite")
        for name, title in CAMERA_TITLES.items():
            if words.casefold() in title.casefold():
                self._offer(title, "view", name, "video")
        for milestone in simulation.scenario.milestones:
            if words.casefold() in milestone.title.casefold():
                self._offer(f"{format_utc(milestone.t_s)[:10]}  {milestone.title}", "time", milestone.t_s, "flag")
        self._say("" if self.results.count() else f"Nothing is called “{words}”. Give {allowed}.")

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _offer(self, text: str, kind: str, value: object, icon: str) -> None:
        item = QListWidgetItem(theme.icon(icon), text)
        item.setToolTip(text)
        item.setData(_KIND, kind)
        item.setData(_VALUE, value)
        self.results.addItem(item)

    def _take_first(self) -> None:
        if self.results.count():
            self._take(self.results.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        wish = {"satellite": self.satellite_wished, "view": self.view_wished, "time": self.time_wished}
        wish[item.data(_KIND)].emit(item.data(_VALUE))
