"""The selected satellite: what it is and does now, and a click on any row asks why."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from engine.quantities import format_exact, format_quantity
from engine.satellites import describe_satellite, launch_time_s, satellite_name
from engine.timebase import format_utc
from engine.world import World
from gui import theme
from gui.panels.widgets import Row, label, rule, scrolling

REFRESH_MS = 120


class InspectorPanel(QWidget):
    quantity_wished = Signal(str)
    go_to_wished = Signal()
    follow_wished = Signal()
    clear_wished = Signal()
    time_wished = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world: World | None = None
        self._satellite: int | None = None
        self.rows: dict[str, Row] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)

        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._full())

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*[theme.px(24)] * 4)
        picture = QLabel()
        picture.setPixmap(theme.pixmap("satellite", "line_strong", 40))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = label("Click a satellite in the picture, or press Ctrl+F and give its number.", 13, tint="faint")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        column.addWidget(picture)
        column.addSpacing(theme.px(8))
        column.addWidget(words)
        column.addStretch(2)
        return page

    def _full(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(10), theme.px(10), theme.px(10), theme.px(10))
        column.setSpacing(theme.px(2))
        top = QHBoxLayout()
        self.name = label("", 17.5, 600, tabular=True)
        self.state = label("", 11.5, 600)
        self.state.setObjectName("chip")
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        top.setContentsMargins(theme.px(8), 0, theme.px(6), 0)
        column.addLayout(top)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(theme.px(8), theme.px(8), theme.px(6), theme.px(8))
        self.go_to = self._button("Go to", "target", self.go_to_wished)
        self.follow = self._button("Follow", "pin", self.follow_wished)
        self.clear = self._button("Clear", "x", self.clear_wished)
        for button in (self.go_to, self.follow, self.clear):
            buttons.addWidget(button, 1)
        column.addLayout(buttons)
        self.launch = QPushButton()
        self.launch.setProperty("main", True)
        self.launch.clicked.connect(self._go_to_its_time)
        column.addWidget(self.launch)
        column.addWidget(rule())
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addStretch(1)
        return scrolling(content)

    def _button(self, text: str, icon: str, wish: Signal) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(theme.icon(icon))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: wish.emit())
        return button

    @property
    def satellite(self) -> int | None:
        return self._satellite

    def show_world(self, world: World) -> None:
        self._world = world
        if self._satellite is not None and not self._timer.isActive():
            self._timer.start()

    def show_selection(self, satellite: int | None) -> None:
        self._satellite = satellite
        self._stack.setCurrentIndex(0 if satellite is None else 1)
        self._refresh()

    def _refresh(self) -> None:
        world, k = self._world, self._satellite
        if world is None or k is None or not self.isVisible():
            return
        self.name.setText(satellite_name(world.simulation, k))
        there = world.fleet.retired <= k < world.fleet.launched
        for widget in (self.go_to, self.follow):
            widget.setEnabled(there)
        self.launch.setVisible(not there)
        if not there:
            retired = k < world.fleet.retired
            self._show_state("Retired" if retired else "Not launched yet", "faint")
            when = format_utc(launch_time_s(world.simulation, k))[:10]
            self.launch.setText(f"Launched on {when}: go to that date" if retired else f"To its launch on {when}")
            self._show_rows(())
            return
        described = describe_satellite(world, k)
        values = {quantity.name: quantity.value for quantity in described}
        if values.get("satellite_works", 1.0) == 0.0:
            self._show_state("Failed", "error")
        elif k >= world.fleet.on_station_end:
            self._show_state("Rising", "rising")
        elif values["satellite_sunlit_fraction"] > 0.5:
            self._show_state("In sunlight", "gold")
        else:
            self._show_state("In shadow", "blue")
        # A satellite that has arrived has nothing left to rise.
        self._show_rows(tuple(q for q in described if q.name != "rise_left_days" or q.value > 0.0))

    def _show_state(self, text: str, tint: str) -> None:
        if self.state.text() != text:
            self.state.setText(text)
            self.state.setStyleSheet(
                f"color: {theme.COLOURS[tint]}; border: 1px solid {theme.COLOURS[tint]};"
                f" border-radius: {theme.px(9)}px; padding: {theme.px(2)}px {theme.px(8)}px;"
            )

    def _show_rows(self, described: tuple) -> None:
        names = {quantity.name for quantity in described}
        for name, row in self.rows.items():
            row.setVisible(name in names)
        for quantity in described:
            row = self.rows.get(quantity.name)
            if row is None:
                row = self.rows[quantity.name] = Row(quantity.title)
                row.clicked.connect(lambda name=quantity.name: self.quantity_wished.emit(name))
                self._list.addWidget(row)
            row.show_value(format_quantity(quantity))
            row.setToolTip(f"{format_exact(quantity)}\n{quantity.formula}")

    def _go_to_its_time(self) -> None:
        if self._world is not None and self._satellite is not None:
            simulation = self._world.simulation
            at_s = launch_time_s(simulation, self._satellite) + simulation.scenario.rise_s + 1.0
            self.time_wished.emit(min(at_s, simulation.scenario.end_s))
