"""The trajectory designer's panel: fields and a map on what is asked for, numbers on what comes of it.

It says what is wished and shows what it is told; ``gui.designing`` has it solved.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.timebase import format_utc, parse_utc
from gui import theme
from gui.design import DESTINATION_TITLES, Design, Solved
from gui.panels.design_results import DesignEvents, DesignResults
from gui.panels.moon_map import MoonMap
from gui.panels.number_field import NumberField
from gui.panels.porkchop_plot import PorkchopPlot
from gui.panels.widgets import label, rule, scrolling, tool

_DAY_S = 86_400.0
_PLOT_WORDS = {
    "high_earth_orbit": "White: what arrives at 100,000 km",
    "earth_orbit": "White: what arrives at this altitude",
    "eml2": "White: passes L2 at 20,000 km; in between nearer",
    "deep_space": "Time to 924,000 km from the Earth; white: the least that leaves",
}


class DesignerPanel(QWidget):
    edited = Signal()
    destination_wished = Signal(object, str)  # the design as it is, and to where it is to go instead
    quantity_wished = Signal(str)
    time_wished = Signal(float)
    now_wished = Signal()
    picking_wished = Signal(bool)
    flight_wished = Signal()  # to see it whole
    launch_wished = Signal()  # to go to its launch
    plot_wished = Signal(bool)  # work it out, or stop

    def __init__(self, design: Design, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = design  # what no field shows
        self.results = DesignResults()
        self.results.quantity_wished.connect(self.quantity_wished)
        self.map = MoonMap()
        self.map.site_wished.connect(self.move_site)
        self.map.azimuth_wished.connect(self._turn)
        self.plot = PorkchopPlot()
        self.plot.launch_wished.connect(self._choose_launch)
        self.plot.pointed.connect(self._show_pointed)
        self.events = DesignEvents()
        self.events.time_wished.connect(self.time_wished)

        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(7))
        column.addWidget(self.map)
        column.addLayout(self._make_fields())
        column.addLayout(self._make_destination())
        column.addLayout(self._make_date())
        column.addLayout(self._make_mode())
        column.addLayout(self._make_buttons())
        column.addLayout(self._make_plot_heading())
        column.addWidget(self.plot)
        column.addWidget(self.plot_words)
        column.addWidget(self._heading("On the way"))
        column.addWidget(self.events)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.results)
        outer.addWidget(rule())
        outer.addWidget(scrolling(content), 1)
        self.setMinimumWidth(theme.px(352))
        self.show_design(design)

    # -- parts -----------------------------------------------------------------------------

    def _make_fields(self) -> QGridLayout:
        self.latitude = NumberField("Latitude, ° north", "the latitude", 1.0)
        self.longitude = NumberField("Longitude, ° east", "the longitude", 1.0)
        self.azimuth = NumberField("Azimuth, °", "the azimuth", 1.0, "Clockwise from north: 90 is east", turns=True)
        self.elevation = NumberField("Elevation, °", "the elevation", 1.0, "Above the muzzle's horizon")
        self.acceleration = NumberField("Push up to, g", "the push", 10.0, "What the track gives at most")
        self.length = NumberField("Length, km", "the length", 0.5)
        grid = QGridLayout()
        grid.setSpacing(theme.px(7))
        fields = (self.latitude, self.longitude, self.azimuth, self.acceleration, self.length, self.elevation)
        for number, field in enumerate(fields):
            field.edited.connect(self._edited)
            grid.addWidget(field, number // 3, number % 3)
        for side in range(3):
            grid.setColumnStretch(side, 1)
        return grid

    def _make_destination(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(5))
        self.destinations: dict[str, QPushButton] = {}
        for name, title in DESTINATION_TITLES.items():
            button = self.destinations[name] = self._segment(title)
            button.clicked.connect(lambda _on=False, name=name: self._choose_destination(name))
            line.addWidget(button, 1)
        self.altitude = NumberField("Altitude of the perigee, km", "the altitude", 50.0)
        self.altitude.edited.connect(self._edited)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addWidget(label("Destination", 11, 500, "faint"))
        column.addLayout(line)
        column.addWidget(self.altitude)
        return column

    def _make_date(self) -> QVBoxLayout:
        self.date = QLineEdit()
        self.date.setFont(theme.font(13, 500, tabular=True))
        self.date.setMinimumWidth(0)
        self.date.textEdited.connect(lambda _text: self._edited())
        self.earlier = tool("chevron-left", "A day earlier", 15)
        self.later = tool("chevron-right", "A day later", 15)
        self.earlier.clicked.connect(lambda: self._shift_date(-_DAY_S))
        self.later.clicked.connect(lambda: self._shift_date(_DAY_S))
        self.now = self._segment("Now")
        self.now.setCheckable(False)
        self.now.setToolTip("The clock's date")
        self.now.clicked.connect(self.now_wished)
        line = QHBoxLayout()
        line.setSpacing(theme.px(3))
        line.addWidget(self.date, 1)
        for button in (self.earlier, self.later, self.now):
            line.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addWidget(label("Launch, UTC", 11, 500, "faint"))
        column.addLayout(line)
        return column

    def _make_mode(self) -> QVBoxLayout:
        self.solving = self._segment("Solve the speed")
        self.giving = self._segment("Give the speed")
        self.solving.clicked.connect(lambda: self._choose_mode(False))
        self.giving.clicked.connect(lambda: self._choose_mode(True))
        line = QHBoxLayout()
        line.setSpacing(theme.px(5))
        line.addWidget(self.solving, 1)
        line.addWidget(self.giving, 1)
        self.speed = NumberField("Muzzle speed, km/s", "the muzzle speed", 0.005)
        self.speed.edited.connect(self._edited)
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addLayout(line)
        column.addWidget(self.speed)
        return column

    def _make_buttons(self) -> QHBoxLayout:
        self.show_button = self._button("Show flight", "Fly the camera to where the whole flight is seen", main=True)
        self.launch_button = self._button("Go to launch", "Set the clock to the launch")
        self.pick_button = self._button(
            "Pick on Moon", "Then press or drag on the Moon in the picture (Ctrl and a press does so at any time)"
        )
        self.pick_button.setCheckable(True)
        self.pick_button.setProperty("segment", True)
        self.show_button.clicked.connect(self.flight_wished)
        self.launch_button.clicked.connect(self.launch_wished)
        self.pick_button.clicked.connect(self.picking_wished)
        line = QHBoxLayout()
        line.setSpacing(theme.px(5))
        for button in (self.show_button, self.launch_button, self.pick_button):
            line.addWidget(button, 1)
        return line

    def _make_plot_heading(self) -> QVBoxLayout:
        self.plot_button = tool("refresh", "Work it out again", 15)
        self.plot_button.clicked.connect(lambda: self.plot_wished.emit(self.plot_progress.isHidden()))
        self.plot_progress = QProgressBar()
        self.plot_progress.setTextVisible(False)
        self.plot_progress.setRange(0, 100)
        self.plot_progress.setFixedHeight(theme.px(4))
        self.plot_progress.hide()
        self.plot_words = label("", 11, 400, "faint", tabular=True)
        self.plot_words.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._heading("Launch date, time of flight, muzzle speed in km/s"), 1)
        top.addWidget(self.plot_button)
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addLayout(top)
        column.addWidget(self.plot_progress)
        return column

    @staticmethod
    def _heading(text: str) -> QWidget:
        return label(text, 11.5, 600, "faint")

    @staticmethod
    def _segment(text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("segment", True)
        button.setCheckable(True)
        button.setFont(theme.font(12, 500))
        _narrow(button)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    @staticmethod
    def _button(text: str, tip: str, *, main: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setFont(theme.font(12, 600 if main else 500))
        button.setToolTip(tip)
        _narrow(button)
        button.setProperty("main" if main else "segment", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    # -- what is asked for -----------------------------------------------------------------

    def show_design(self, design: Design) -> None:
        """Fill the fields; nothing is wished by that."""
        self._base = design
        for field, number in (
            (self.latitude, design.latitude_deg), (self.longitude, design.longitude_deg),
            (self.azimuth, design.azimuth_deg), (self.elevation, design.elevation_deg),
            (self.acceleration, design.acceleration_g), (self.length, design.length_km),
            (self.altitude, design.altitude_km),
        ):  # fmt: skip
            field.show_number(number)
        self._show_date(design.launch_s)
        if design.speed_km_s is not None:
            self.speed.show_number(round(design.speed_km_s, 4))
        self._show_choices(design.destination, design.speed_km_s is not None)
        self._show_track(True)

    def design(self) -> Design:
        """Return what the fields say; raises ``ValueError`` with one sentence for what is no number or no date."""
        return replace(
            self._base,
            latitude_deg=self.latitude.number,
            longitude_deg=self.longitude.number,
            azimuth_deg=self.azimuth.number,
            elevation_deg=self.elevation.number,
            acceleration_g=self.acceleration.number,
            length_km=self.length.number,
            destination=self.destination,
            altitude_km=self.altitude.number,
            launch_s=self._launch_s(),
            speed_km_s=self.speed.number if self.giving.isChecked() else None,
        )

    @property
    def destination(self) -> str:
        return self._destination

    def _launch_s(self) -> float:
        # The date that was put there may have parts of a second that the text has not.
        return self._base.launch_s if self.date.text() == self._date_text else parse_utc(self.date.text())

    def _show_date(self, t_s: float) -> None:
        self._base = replace(self._base, launch_s=t_s)
        self._date_text = format_utc(t_s)
        self.date.setText(self._date_text)

    def _edited(self) -> None:
        self._show_track(True)
        self.edited.emit()

    def move_site(self, latitude_deg: float, longitude_deg: float) -> None:
        """Move the site by hand, on the map or on the Moon itself."""
        self.latitude.show_number(latitude_deg)
        self.longitude.show_number(longitude_deg)
        self._edited()

    def _turn(self, azimuth_deg: float) -> None:
        self.azimuth.show_number(azimuth_deg)
        self._edited()

    def set_launch(self, t_s: float) -> None:
        """Put in another date, as by hand."""
        self._show_date(t_s)
        self._edited()

    def _shift_date(self, by_s: float) -> None:
        try:
            self.set_launch(self._launch_s() + by_s)
        except (ValueError, OverflowError):
            self._edited()  # says what is wrong with the date

    def _choose_launch(self, t_s: float, speed_km_s: float) -> None:
        self._show_date(t_s)
        if self.giving.isChecked():
            self.speed.show_number(round(speed_km_s, 4))
        self._edited()

    def _choose_destination(self, name: str) -> None:
        try:
            design = self.design()
        except ValueError:  # a field that is not finished: only the destination changes, and what is wrong is told
            self._show_choices(name, self.giving.isChecked())
            self._edited()
            return
        self.destination_wished.emit(design, name)

    def _choose_mode(self, given: bool) -> None:
        if given and not self.speed.line.text():
            self.speed.show_number(2.4)
        self._show_choices(self.destination, given)
        self._edited()

    def _show_choices(self, destination: str, given: bool) -> None:
        self._destination = destination
        for name, button in self.destinations.items():
            button.setChecked(name == destination)
        self.altitude.setVisible(destination == "earth_orbit")
        self.solving.setChecked(not given)
        self.giving.setChecked(given)
        self.speed.setVisible(given)
        self.plot_words.setText(_PLOT_WORDS[destination])

    # -- what comes of it ------------------------------------------------------------------

    def show_solved(self, solved: Solved, took_s: float) -> None:
        self.results.show_solved(solved, took_s)
        self.events.show_solved(solved)
        self.plot.show_chosen(solved.shot.launch_s, solved.shot.flight_s)
        if not self.giving.isChecked():
            self.speed.show_number(round(solved.shot.speed_km_s, 4))
        self._show_track(True)

    def show_problem(self, sentence: str) -> None:
        self.results.show_problem(sentence)
        self._show_track(False)

    def _show_track(self, good: bool) -> None:
        try:
            latitude, longitude, azimuth = self.latitude.number, self.longitude.number, self.azimuth.number
        except ValueError:
            return
        if abs(latitude) <= 90.0 and abs(longitude) <= 360.0:
            self.map.show_track(latitude, longitude, azimuth % 360.0, good)

    def show_plot_progress(self, share: float | None) -> None:
        """Show how far the plot is; None: it is done, or stopped."""
        self.plot_progress.setVisible(share is not None)
        self.plot_progress.setValue(round(100.0 * (share or 0.0)))
        self.plot_button.setIcon(theme.icon("refresh" if share is None else "x"))
        self.plot_button.setToolTip("Work it out again" if share is None else "Stop")

    def _show_pointed(self, words: str) -> None:
        self.plot_words.setText(words or _PLOT_WORDS[self.destination])


def _narrow(button: QPushButton) -> None:
    """Let several stand in a row of a narrow panel."""
    button.setMinimumWidth(0)
    button.setStyleSheet(f"padding: {theme.px(6)}px {theme.px(4)}px;")
