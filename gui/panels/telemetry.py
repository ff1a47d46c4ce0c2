"""The totals, live: a tile a number, and a click on any of them asks why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_parts
from engine.world import World
from gui import theme
from gui.panels.everyday import everyday
from gui.panels.widgets import ClickFrame, draw_share, explained, label, scrolling

REFRESH_MS = 100

# Name, short title where the quantity's own is long for a tile, icon.
_HEROES = (("power_total_w", "Power now", "bolt"), ("compute_flop_s", "AI compute now", "cpu"))
_TILES = (
    ("tokens_per_s", "Tokens per second", "message-chatbot"),
    ("satellites_total", "On station", "satellite"),
    ("satellites_rising", "Rising", "rocket"),
    ("satellites_retired", "Retired", "circle-dashed"),
    ("mass_on_orbit_kg", "Mass in orbit", "weight"),
    ("launch_rate_total_kg_per_year", "Launched a year", "chart-line"),
    ("sunlit_fraction", "In sunlight", "sun"),
    ("power_rated_total_w", "Rated power", "gauge"),
    ("kardashev_index", "Kardashev index", "planet"),
    ("solar_fraction", "Share of the Sun", "sparkles"),
)


class Tile(ClickFrame):
    """One quantity: its title, and its number large with a small unit."""

    def __init__(self, title: str, icon: str, *, hero: bool = False) -> None:
        super().__init__("tile")
        self._sunlit: float | None = None
        self._quantity: Quantity | None = None
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, "gold" if hero else "faint", 15))
        picture.setStyleSheet("background: transparent;")
        self._title = label(title, 11.5, 500, "second")
        self._number = label("–", 24 if hero else 17.5, 600, "gold" if hero else "text", tabular=True)
        self._unit = label("", 12.5 if hero else 11.5, 500, "second")
        top = QHBoxLayout()
        top.setSpacing(theme.px(6))
        top.addWidget(picture)
        top.addWidget(self._title, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.px(5))
        bottom.addWidget(self._number)
        bottom.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, theme.px(4 if hero else 2))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(11), theme.px(8), theme.px(9), theme.px(10 if hero else 7))
        column.setSpacing(theme.px(1))
        column.addLayout(top)
        column.addLayout(bottom)
        self._likened = label("", 11, 400, "second")
        self._likened.setWordWrap(True)
        self._likened.hide()
        column.addWidget(self._likened)
        column.addStretch(1)

    @property
    def text(self) -> str:
        return f"{self._number.text()} {self._unit.text()}".strip()

    @property
    def name(self) -> str:
        """The quantity that is shown, or nothing."""
        return "" if self._quantity is None else self._quantity.name

    @property
    def likened(self) -> str:
        """What the number is beside something that people know, where that is shown."""
        return self._likened.text()

    def show_quantity(self, quantity: Quantity, likened: str = "") -> None:
        """Show the number; ``likened`` is what it is beside something that people know, or nothing."""
        number, unit = format_parts(quantity)
        self._number.setText(number)
        self._unit.setText(unit)
        self._likened.setText(likened)
        self._likened.setVisible(bool(likened))
        self._quantity = quantity

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._quantity is not None:  # written when it is wanted: it is exact
            self.setToolTip(explained(self._quantity))
        return super().event(event)

    def show_sunlit(self, share: float) -> None:
        """Draw a bar along the foot: gold for what is in sunlight, blue for what is in shadow."""
        if share != self._sunlit:
            self._sunlit = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._sunlit is not None:
            draw_share(self, self._sunlit, lift_px=5, ground="blue_dim")


class TelemetryPanel(QWidget):
    """Refreshed at most ten times a second, whatever the clock does."""

    quantity_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[str, Tile] = {}
        self._world: World | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(theme.px(10), theme.px(10), theme.px(12), theme.px(10))
        grid.setSpacing(theme.px(7))
        for number, (name, title, icon) in enumerate((*_HEROES, *_TILES)):
            tile = Tile(title, icon, hero=number < len(_HEROES))
            tile.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
            grid.addWidget(tile, number // 2, number % 2)
            self.tiles[name] = tile
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, theme.px(136))
        grid.setRowStretch(len(self.tiles), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_world(self, world: World) -> None:
        first = self._world is None
        self._world = world
        if first:
            self._refresh()
        elif not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Show the world again: the way numbers are shown has changed."""
        self._refresh()

    def _refresh(self) -> None:
        if self._world is None:
            return
        quantities = self._world.quantities
        for name, tile in self.tiles.items():
            tile.show_quantity(quantities[name], everyday(quantities[name], quantities))
        self.tiles["power_total_w"].show_sunlit(quantities["sunlit_fraction"].value)
