"""One section of the models: its charts, a row for each of its quantities, and all of it as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.quantities import Quantity, format_exact, format_quantity
from engine.timeline import Timeline
from engine.version import program_version
from engine.world import World
from gui import theme
from gui.panels.mass_bar import MassBar
from gui.panels.model_charts import HEIGHT_PX, TALL_PX, YearChart
from gui.panels.model_plan import TITLES, charts_of
from gui.panels.widgets import Row, rule, scrolling

if TYPE_CHECKING:
    from gui.panels.valuation_tab import ValuationTab

_WIDE_PX = 600  # from here on charts stand side by side, and rows in two columns
_PICTURE_SCALE = 2


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


def picture_of(tab: SectionTab | ValuationTab, scenario_title: str) -> QImage:
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
