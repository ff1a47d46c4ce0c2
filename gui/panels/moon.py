"""The lunar factory: the next shot, the mass driver's numbers now, and the mass by where it comes from.

Every number is a quantity, and a click on it asks why.  Speed, time and burn are
those of the day's flight where flights are worked out, else of a usual one, and
the tile says which.  The years are those that the models' panel works out.  The
charts come with pyqtgraph, so all of this comes after the first picture; while
nobody looks at the panel it does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_quantity
from engine.timeline import Timeline
from engine.world import Simulation, World
from gui import theme
from gui.panels.everyday import everyday
from gui.panels.model_charts import YearChart
from gui.panels.model_plan import charts_of
from gui.panels.next_shot import NextShotTile, every
from gui.panels.telemetry import REFRESH_MS, Tile
from gui.panels.widgets import RestingPanel, label, scrolling

NO_MOON = "This scenario launches nothing from the Moon."
_WITH_MOON = "moon"  # the shipped scenario that does
_WORKING = "Working out the years …"
_CHART_PX, _TALLEST_PX = 190, 420
_WIDE_PX = 860  # from here on tiles stand five abreast
_ABREAST = 5

# Name, and the one of the day's flight where there is one; title; icon; what stands under the number.
_TILES = (
    ("moon_shots_per_hour", "", "Shots an hour", "activity", "tracks"),
    ("moon_satellites_in_flight", "", "In flight", "route", "in_flight"),
    ("moon_shot_speed_km_s", "moon_day_speed_km_s", "Muzzle speed", "player-track-next", "flight"),
    ("moon_track_length_km", "", "Track length", "ruler", "track"),
    ("moon_shot_load_g", "", "Load in the track", "arrows-minimize", "load"),
    ("moon_energy_per_kg_j", "", "Energy per kg", "sparkles", "energy"),
    ("moon_driver_electric_w", "", "Mass driver's power", "bolt", "power"),
    ("moon_delivered_kg", "", "Delivered", "weight", "delivered"),
    ("moon_flight_days", "moon_day_flight_days", "Time of flight", "clock", "flight"),
    ("moon_insertion_km_s", "moon_day_insertion_km_s", "Insertion burn", "target", "flight"),
)


def noted(kind: str, name: str, known: Mapping[str, Quantity]) -> str:
    """Return what stands under a tile's number: what it goes with, in other quantities' numbers."""

    def said(other: str) -> str:
        return format_quantity(known[other])

    if kind == "tracks":
        tracks, between_s = known["moon_tracks_needed"].value, known["moon_seconds_between_shots"].value
        if not tracks:
            return "none yet"
        often = " ".join(every(between_s))
        return f"every {often}, {said('moon_tracks_needed')} {'track' if tracks == 1 else 'tracks'}"
    if kind == "in_flight":
        return said("moon_in_flight_kg")
    if kind == "flight":
        if known["moon_shot_speed_km_s"].inputs:  # the scenario's own speed: nothing is aimed at
            return "the scenario's own" if name.endswith("speed_km_s") else "usual for deep space"
        if not name.startswith("moon_day_"):
            return "of a usual flight"
        return "of today's flight" if known["moon_satellites_launched"].value else "of the first flight"
    if kind == "track":
        return f"up to {said('moon_muzzle_speed_most_km_s')}"
    if kind == "load":
        return f"for {said('moon_shot_time_s')}"
    if kind == "energy":
        return f"{said('moon_shot_kinetic_j')} a shot"
    if kind == "power":
        return f"{said('moon_muzzle_peak_w')} at a muzzle"
    return f"{said('moon_made_share')} made there"


class _NoMoon(QWidget):
    """What the panel says where there is no lunar factory."""

    def __init__(self) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(theme.pixmap("moon", "line_strong", 56))
        picture.setStyleSheet("background: transparent;")
        self.words = label(NO_MOON, 13, 500, "second")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton("Open the scenario moon")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(20), theme.px(14), theme.px(20))
        column.setSpacing(theme.px(14))
        column.addStretch(2)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class MoonPanel(RestingPanel):
    """Refreshed at most ten times a second, and only while it is in sight."""

    quantity_wished = Signal(str)
    time_wished = Signal(float)
    scenario_wished = Signal(str)
    years_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[str, Tile] = {}
        self.chart: YearChart | None = None
        self._world: World | None = None
        self._rate = 0.0
        self._missed = True  # all, so far
        self._asked = False
        self._columns = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)

        self.next_shot = NextShotTile()
        self.next_shot.clicked.connect(lambda: self.quantity_wished.emit(self.next_shot.name))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(7))
        for name, _, title, icon, _ in _TILES:
            tile = self.tiles[name] = Tile(title, icon)
            tile.clicked.connect(lambda tile=tile: self.quantity_wished.emit(tile.name))
        self.status = label(_WORKING, 11.5, 500, "faint")
        self.status.setWordWrap(True)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(theme.px(10), theme.px(10), theme.px(12), theme.px(10))
        self._column.setSpacing(theme.px(7))
        self._column.addWidget(self.next_shot)
        self._column.addLayout(self._grid)
        self._column.addSpacing(theme.px(5))
        self._column.addWidget(self.status)
        self._column.addStretch(1)
        self.none = _NoMoon()
        self.none.button.clicked.connect(lambda: self.scenario_wished.emit(_WITH_MOON))
        self.area = scrolling(self._content)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._flow()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def has_moon(self) -> bool:
        return self._stack.currentWidget() is self.area

    def show_simulation(self, simulation: Simulation) -> None:
        """Begin anew with a scenario; its years are asked for once the panel is looked at."""
        self._world = None
        self._asked = False
        self._drop_chart()
        self.status.setText(_WORKING)
        self.status.show()
        there = simulation.scenario.lunar is not None
        self._stack.setCurrentWidget(self.area if there else self.none)

    def show_world(self, world: World) -> None:
        if world.scenario.lunar is None:
            return
        first = self._world is None
        self._world = world
        if first:
            self.catch_up()
        elif not self._timer.isActive():
            self._timer.start()

    def show_rate(self, rate: float) -> None:
        """Know how many seconds pass in one of the viewer's; 0 for a clock at rest."""
        self._rate = rate
        self._refresh()

    def show_timeline(self, made: Timeline) -> None:
        """Draw the scenario's years; those of another are left alone."""
        world = self._world
        if not self._asked or world is None or made.simulation.scenario is not world.scenario:
            return
        self._drop_chart()
        plan = next((plan for plan in charts_of("moon", made) if plan.needs), None)
        self.status.setVisible(plan is None)
        if plan is None:
            self.status.setText("The scenario ends before anything is made on the Moon.")
            return
        self.chart = YearChart(plan, made)
        self.chart.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.chart.plot.setMinimumHeight(theme.px(_CHART_PX))
        self.chart.plot.setMaximumHeight(theme.px(_TALLEST_PX))
        self.chart.quantity_wished.connect(self.quantity_wished)
        self.chart.time_wished.connect(self.time_wished)
        self._column.insertWidget(self._column.count() - 1, self.chart, 1_000)
        self.chart.show_world(world)

    def show_failure(self, why: str) -> None:
        self.status.setText(f"No chart: {why}.")

    def refresh(self) -> None:
        """Show the world again: the way numbers are shown has changed."""
        self._refresh()

    def _refresh(self) -> None:
        world = self._world
        if world is None:
            return
        if self.rests():
            return
        known = world.quantities
        self.next_shot.show_world(world, self._rate)
        for usual, of_day, _, _, kind in _TILES:
            name = of_day if of_day in known else usual
            self.tiles[usual].show_quantity(known[name], everyday(known[name], known) or noted(kind, name, known))
        if self.chart is not None:
            self.chart.show_world(world)

    def catch_up(self) -> None:
        self._refresh()
        self._ask()

    def _ask(self) -> None:
        if self._asked or not self.has_moon or self._world is None:
            return
        if self.rests():
            return
        self._asked = True
        self.years_wished.emit()

    def _drop_chart(self) -> None:
        if self.chart is not None:
            self._column.removeWidget(self.chart)
            self.chart.hide()
            self.chart.deleteLater()
            self.chart = None

    # -- room ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        """Lay the tiles out in as many columns as there is room for."""
        columns = _ABREAST if self.width() >= theme.px(_WIDE_PX) else 2
        if columns == self._columns:
            return
        self._columns = columns
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
        for across in range(_ABREAST):
            self._grid.setColumnStretch(across, 1 if across < columns else 0)
            self._grid.setColumnMinimumWidth(across, theme.px(136) if across < columns else 0)
