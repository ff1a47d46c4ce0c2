"""Why this number: a card with its formula, inputs, source and confidence; each input opens its own card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.explain import in_symbols, with_numbers
from engine.quantities import CONFIDENCE_MEANING, Quantity, format_exact, format_parts, format_quantity
from engine.satellites import describe_satellite
from engine.timebase import format_utc
from engine.world import World
from gui import theme
from gui.panels.everyday import everyday
from gui.panels.overlay import Overlay
from gui.panels.widgets import Row, label, rule, scrolling, tool

_REFRESH_MS = 150
_WIDTH = 372


class QuantityCard(Overlay):
    """Opens at the right of the picture.  ``copied`` says that the text is on the clipboard."""

    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, frozenset({"right"}))
        self._world: World | None = None
        self._satellite: int | None = None
        self._beside: Mapping[str, Quantity] = {}
        self._more: dict[str, Mapping[str, Quantity]] = {}  # by whose they are
        self._trail: list[str] = []
        self.inputs: dict[str, Row] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self.setFixedWidth(theme.px(_WIDTH))

        self.back_button = tool("chevron-left", "Back to the card before")
        self.back_button.clicked.connect(self.back)
        self.copy_button = tool("copy", "Copy as text")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = tool("x", "Close")
        self.close_button.clicked.connect(self.dismiss)
        self.title = label("", 13, 600, "second")
        self.title.setWordWrap(True)
        self._number = label("", 30, 600, "gold", tabular=True)
        self._unit = label("", 15, 500, "second")
        self.exact = label("", 12, 400, "faint", tabular=True)
        self.exact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.everyday = label("", 12, 500, "second")
        self.everyday.setWordWrap(True)
        self._formula = self._words()
        self._symbols = self._words(rich=True)
        self._numbers = self._words(rich=True)
        self._source = self._words(rich=True)
        self._source.setOpenExternalLinks(True)  # in the browser, and only when it is clicked
        self._confidence = self._words()
        self._leaves_out = self._words()

        top = QHBoxLayout()
        top.setSpacing(theme.px(2))
        top.addWidget(self.back_button)
        top.addWidget(self.title, 1)
        top.addWidget(self.copy_button)
        top.addWidget(self.close_button)
        value = QHBoxLayout()
        value.setSpacing(theme.px(7))
        value.addWidget(self._number)
        value.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, theme.px(5))

        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, theme.px(6), 0)
        column.setSpacing(theme.px(3))
        column.addLayout(value)
        column.addWidget(self.exact)
        column.addWidget(self.everyday)
        column.addSpacing(theme.px(8))
        self._section(column, "How", self._formula)
        self._symbols_heading = self._section(column, "In symbols", self._symbols)
        self._numbers_heading = self._section(column, "With the numbers", self._numbers)
        self._inputs_heading = self._heading("From (click one)")
        column.addWidget(self._inputs_heading)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(theme.px(-8), 0, 0, theme.px(6))
        column.addLayout(self._list)
        self._section(column, "Source", self._source)
        self._section(column, "Confidence", self._confidence)
        self._leaves_heading = self._section(column, "Leaves out", self._leaves_out)
        column.addStretch(1)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(18), theme.px(12), theme.px(12), theme.px(16))
        outer.setSpacing(theme.px(8))
        outer.addLayout(top)
        outer.addWidget(rule())
        self._area = scrolling(body)
        outer.addWidget(self._area)
        self._body = body

    @staticmethod
    def _words(*, rich: bool = False) -> QLabel:
        made = label("", 13)
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        return made

    @staticmethod
    def _heading(text: str):
        return label(text, 11.5, 600, "faint")

    def _section(self, column: QVBoxLayout, heading: str, words) -> QWidget:
        title = self._heading(heading)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(theme.px(7))
        return title

    # -- what is shown ---------------------------------------------------------------------

    @property
    def name(self) -> str | None:
        """The quantity on show, or None."""
        return self._trail[-1] if self._trail and not self.isHidden() else None

    def show_world(self, world: World) -> None:
        self._world = world
        if not self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def show_selection(self, satellite: int | None) -> None:
        self._satellite = satellite
        if self.name is not None and self.name not in self._quantities():
            self.dismiss()

    def show_beside(self, quantities: Mapping[str, Quantity]) -> None:
        """Know, beside the world's, quantities that are not of an instant: of the whole scenario, of a valuation."""
        self._beside = quantities
        if self.name is not None and self.name not in self._quantities():
            self.dismiss()

    def show_more(self, whose: str, quantities: Mapping[str, Quantity]) -> None:
        """Know the numbers of a panel too: of a flight that is being designed, of a route; an open card follows."""
        self._more[whose] = quantities
        if self.name is not None and self.name in quantities:
            self._refresh()
        elif self.name is not None and self.name not in self._quantities():
            self.dismiss()

    def open_quantity(self, name: str) -> None:
        """Open at a quantity of the world, or of the selected satellite."""
        self._trail = []
        self._go(name)

    def back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            self._fill()

    def dismiss(self) -> None:
        self._trail = []
        super().dismiss()

    def place(self) -> None:
        """As tall as its words, where the picture has room for it."""
        inner = theme.px(_WIDTH) - theme.px(30)
        wanted = self._body.layout().totalHeightForWidth(inner) + theme.px(92)
        self.setMinimumHeight(0)
        room = self.parentWidget().height() - theme.px(40)
        height = min(max(wanted, theme.px(220)), room)
        width = self.width()
        x = self.parentWidget().width() - width - theme.px(20)
        self.setGeometry(max(x, 0), max((self.parentWidget().height() - height) // 2, 0), width, height)

    def _go(self, name: str) -> None:
        if name in self._quantities():
            self._trail.append(name)
            self.show()
            self._fill()
            self.raise_()

    def _quantities(self) -> Mapping[str, Quantity]:
        if self._world is None:
            return {}
        fleet, more = self._world.fleet, {name: each for of in self._more.values() for name, each in of.items()}
        known = {**self._beside, **more, **self._world.quantities}
        if self._satellite is None or not fleet.retired <= self._satellite < fleet.launched:
            return known
        own = describe_satellite(self._world, self._satellite)
        return {**known, **{quantity.name: quantity for quantity in own}}

    def _refresh(self) -> None:
        quantities = self._quantities()
        if not self._trail or self._trail[-1] not in quantities:
            return
        self._show_value(quantities[self._trail[-1]], quantities)
        for name, row in self.inputs.items():
            row.show_value(format_quantity(quantities[name]))

    def _show_value(self, quantity: Quantity, quantities: Mapping[str, Quantity]) -> None:
        number, unit = format_parts(quantity)
        self.title.setText(quantity.title)
        self._formula.setText(quantity.formula)
        self._number.setText(number)
        self._unit.setText(unit)
        self.exact.setText(f"exactly {format_exact(quantity)}")
        likened = everyday(quantity, quantities)
        self.everyday.setText(likened)
        self.everyday.setVisible(bool(likened))
        if quantity.expression:
            self._numbers.setText(formula_html(with_numbers(quantity, quantities)))

    def _fill(self) -> None:
        quantities = self._quantities()
        quantity = quantities[self._trail[-1]]
        self.back_button.setVisible(len(self._trail) > 1)
        self._show_value(quantity, quantities)
        if quantity.expression:
            self._symbols.setText(formula_html(in_symbols(quantity, quantities)))
        for widget in (self._symbols_heading, self._symbols, self._numbers_heading, self._numbers):
            widget.setVisible(bool(quantity.expression))
        for row in self.inputs.values():
            self._list.removeWidget(row)
            row.deleteLater()
        self.inputs = {}
        for name in quantity.inputs:
            if name in quantities:
                row = Row(quantities[name].title, format_quantity(quantities[name]), wrap=True)
                row.clicked.connect(lambda name=name: self._go(name))
                row.setToolTip(quantities[name].formula)
                self._list.addWidget(row)
                self.inputs[name] = row
        self._inputs_heading.setVisible(bool(self.inputs))
        self._source.setText(source_html(quantity.source, quantity.link))
        self._confidence.setText(f"{quantity.confidence}: {CONFIDENCE_MEANING.get(quantity.confidence, '')}")
        for widget in (self._leaves_heading, self._leaves_out):
            widget.setVisible(bool(quantity.leaves_out))
        self._leaves_out.setText(quantity.leaves_out)
        self._body.layout().activate()
        self.place()
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        if not self.isHidden():
            self.place()

    # -- as text ---------------------------------------------------------------------------

    def text(self) -> str:
        """Return the card in words, as it is copied."""
        quantities = self._quantities()
        quantity, world = quantities[self._trail[-1]], self._world
        assert world is not None
        lines = [
            f"{quantity.title}: {format_quantity(quantity)} (exactly {format_exact(quantity)})",
            f"at {format_utc(world.t_s)} in the scenario {world.scenario.title!r} (simulated)",
            f"How: {quantity.formula}",
            *([f"In symbols: {in_symbols(quantity, quantities)}"] if quantity.expression else []),
            *([f"With the numbers: {with_numbers(quantity, quantities)}"] if quantity.expression else []),
            *(f"From: {quantities[name].title} = {format_quantity(quantities[name])}" for name in self.inputs),
            f"Source: {quantity.source}{f' ({quantity.link})' if quantity.link else ''}",
            f"Confidence: {self._confidence.text()}",
        ]
        if quantity.leaves_out:
            lines.append(f"Leaves out: {quantity.leaves_out}")
        return "\n".join(lines)

    def _copy(self) -> None:
        text = self.text()
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)


_SUBSCRIPT = re.compile(r"([^\W\d_]+)_([\w☉☾]+(?:,[\w☉☾]+)*)")


def formula_html(text: str) -> str:
    """Return a formula with its subscripts set low: ``P_sat`` as P with a small sat."""
    return _SUBSCRIPT.sub(r"\1<sub>\2</sub>", escape(text))


def source_html(text: str, link: str) -> str:
    """Return where a number comes from, with a link to it where there is one."""
    if not link:
        return escape(text)
    shown = link.removeprefix("https://")
    return f'{escape(text)}<br><a style="color: {theme.COLOURS["blue"]}" href="{escape(link)}">{escape(shown)}</a>'


def linked(text: str, link: str) -> QLabel:
    """Return a small label with a source; its link opens in the browser, and only when it is clicked."""
    made = label("", 11.5, tint="faint")
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(source_html(text, link))
    made.setOpenExternalLinks(True)
    return made
