"""The next shot from the Moon: a countdown, the shot's number and destination, and a line from shot to shot.

A countdown that runs out several times a second cannot be read: then the tile
says how many shots there are a second, or, where it is the clock that runs
fast, how long it is from shot to shot.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from engine.quantities import Quantity, format_parts
from engine.world import World
from gui import theme
from gui.panels.widgets import ClickFrame, draw_share, explained, label

MANY_A_SECOND = 1.0  # shots a second from which on nobody counts down to each
READABLE_A_SECOND = 2.0  # shots a second of the viewer's time up to which a countdown can be followed
DESTINATIONS = {
    "high_earth_orbit": "high Earth orbit",
    "earth_orbit": "Earth orbit",
    "eml2": "L2 beyond the Moon",
    "deep_space": "deep space",
}
_LONG_S = 2.0 * 31_557_600.0
_TENTHS_S = 60.0  # where shots follow one another faster, tenths of a second count


def countdown(left_s: float, *, tenths: bool = False) -> str:
    """Return the time that is left as launch directors say it: ``T−3 d 04:12:33``; years where it is years."""
    if left_s >= _LONG_S:
        return f"T−{left_s / 31_557_600.0:.1f} years"
    parts = int(left_s * 10.0)
    days, rest = divmod(parts, 864_000)
    hours, rest = divmod(rest, 36_000)
    minutes, rest = divmod(rest, 600)
    clock = f"{hours:02d}:{minutes:02d}:{rest // 10:02d}" + (f".{rest % 10}" if tenths else "")
    return f"T−{days} d {clock}" if days else f"T−{clock}"


def every(between_s: float) -> tuple[str, str]:
    """Return a time between shots as a number and a unit that it is read best in."""
    for factor, unit in ((86_400.0, "days"), (3_600.0, "h"), (60.0, "min")):
        if between_s >= 1.5 * factor:
            return f"{between_s / factor:.3g}", unit
    return f"{between_s:.3g}", "s"


def share_done(world: World) -> float:
    """Return how much of the time from the last shot to the next is over, 0 to 1; 0 before the first."""
    ramp = world.scenario.lunar_ramp
    assert ramp is not None
    k = ramp.count_launched(world.t_s)
    if k == 0:
        return 0.0
    last_s, next_s = (float(ramp.launch_time_s(n)) for n in (k - 1, k))
    return min(max((world.t_s - last_s) / (next_s - last_s), 0.0), 1.0)


class NextShotTile(ClickFrame):
    """As wide as the panel.  ``name`` is the quantity that its large number is."""

    def __init__(self) -> None:
        super().__init__("tile")
        self.name = "moon_next_shot_s"
        self._share: float | None = None
        self._quantity: Quantity | None = None
        picture = QLabel()
        picture.setPixmap(theme.pixmap("moon", "gold", 15))
        picture.setStyleSheet("background: transparent;")
        self._title = label("Next shot", 11.5, 500, "second")
        self._which = label("", 11.5, 500, "faint", tabular=True)
        self._number = label("–", 27, 600, "gold", tabular=True)
        self._unit = label("", 12.5, 500, "second")
        self._unit.setContentsMargins(0, 0, 0, theme.px(5))
        self._whither = label("", 12.5, 500, "text")
        top = QHBoxLayout()
        top.setSpacing(theme.px(6))
        top.addWidget(picture)
        top.addWidget(self._title, 1)
        top.addWidget(self._which)
        middle = QHBoxLayout()
        middle.setSpacing(theme.px(5))
        middle.addWidget(self._number)
        middle.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(11), theme.px(8), theme.px(11), theme.px(16))
        column.setSpacing(theme.px(1))
        column.addLayout(top)
        column.addLayout(middle)
        column.addWidget(self._whither)

    @property
    def text(self) -> str:
        return f"{self._number.text()} {self._unit.text()}".strip()

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def words(self) -> str:
        """The shot's number, and where it goes."""
        return f"{self._which.text()} {self._whither.text()}".strip()

    @property
    def share(self) -> float | None:
        """How far the line along the foot reaches, 0 to 1; None where there is none."""
        return self._share

    def show_world(self, world: World, rate: float) -> None:
        """Say when the next shot is; ``rate``: seconds that pass in one of the viewer's, 0 for a clock at rest."""
        known = world.quantities
        lunar, left_s = world.scenario.lunar, known["moon_next_shot_s"].value
        assert lunar is not None
        a_second = known["moon_shots_per_second"].value
        share = None
        if a_second >= MANY_A_SECOND:
            self.name = "moon_shots_per_second"
            title, (number, unit) = "Shots now", format_parts(known[self.name])
        elif a_second * abs(rate) > READABLE_A_SECOND:
            self.name = "moon_seconds_between_shots"
            title, (number, unit) = "A shot every", every(known[self.name].value)
        else:
            self.name = "moon_next_shot_s"
            often = a_second > 1.0 / _TENTHS_S
            title, number, unit, share = "Next shot", countdown(left_s, tenths=often), "", share_done(world)
        self._quantity = known[self.name]
        self._title.setText(title)
        self._number.setText(number)
        self._unit.setText(unit)
        self._which.setText(f"No. {known['moon_next_shot_number'].value:,.0f}")
        self._whither.setText(f"to {DESTINATIONS[lunar.destination_at(world.t_s + left_s)]}")
        if share != self._share:
            self._share = share
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._quantity is not None:
            self.setToolTip(explained(self._quantity))
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share is not None:
            draw_share(self, self._share, lift_px=6, ground="line_strong")
