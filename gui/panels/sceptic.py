"""Sceptic mode: the objections to the scenario at hand, each with the claim, our number and the critic's."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.objections import Objection, objections
from engine.quantities import CONFIDENCE_MEANING
from engine.world import World
from gui import theme
from gui.panels.overlay import Overlay
from gui.panels.quantity_card import linked
from gui.panels.widgets import ClickFrame, label, rule, scrolling, tool

_REFRESH_MS = 500
_WIDTH, _HEIGHT = 900, 760


class ScepticOverlay(Overlay):
    """Opens over the picture.  ``quantity_wished`` asks for the card of one of our numbers."""

    quantity_wished = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("solid", True)
        self._world: World | None = None
        self._shown: tuple[str, ...] = ()
        self.cards: dict[str, ObjectionCard] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._refresh)

        self._title = label("Objections", 20, 600)
        self._count = label("", 12.5, tint="second")
        close = tool("x", "Close (Esc)")
        close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.setSpacing(theme.px(14))
        top.addWidget(self._title)
        top.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(close)
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, theme.px(10), 0)
        self._list.setSpacing(theme.px(10))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(26), theme.px(18), theme.px(16), theme.px(18))
        outer.setSpacing(theme.px(10))
        outer.addLayout(top)
        outer.addWidget(rule())
        outer.addWidget(scrolling(content))

    def open_on(self, world: World) -> None:
        self._world = world
        self._refresh()
        self.open()

    def show_world(self, world: World) -> None:
        self._world = world
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _refresh(self) -> None:
        if self._world is None:
            return
        found = objections(self._world)
        keys = tuple(objection.key for objection in found)
        if keys != self._shown:
            self._fill(found)
            self._shown = keys
        for objection in found:
            self.cards[objection.key].show_ours(objection)
        against = sum(not objection.pro for objection in found)
        self._count.setText(f"{against} to {self._world.scenario.title}, at this date")

    def _fill(self, found: tuple[Objection, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.cards = {}
        for objection in found:
            card = self.cards[objection.key] = ObjectionCard(objection)
            card.quantity_wished.connect(self.quantity_wished)
            self._list.addWidget(card)
        self._list.addStretch(1)

    def place(self) -> None:
        """In the middle, as large as it likes to be or as the picture has room for."""
        room = self.parentWidget().rect().adjusted(*(theme.px(12) * side for side in (1, 1, -1, -1)))
        self.resize(min(theme.px(_WIDTH), room.width()), min(theme.px(_HEIGHT), room.height()))
        self.move(room.center() - self.rect().center())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # not through to the picture


class ObjectionCard(QFrame):
    """One objection: what is claimed, what we compute, what the critic says, and what would change it."""

    quantity_wished = Signal(str)

    def __init__(self, objection: Objection) -> None:
        super().__init__()
        self.setObjectName("objection")
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(16), theme.px(11), theme.px(16), theme.px(12))
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(3))
        title = label(objection.title, 14.5, 600, "blue" if objection.pro else "gold")
        grid.addWidget(title, 0, 0, 1, 3)
        for number, (heading, text) in enumerate(
            (
                ("Claimed", objection.claim),
                ("Here", ""),
                ("In favour" if objection.pro else "Critics", objection.critic),
            )
        ):
            grid.addWidget(label(heading, 11, 600, "faint"), 1, number)
            if text:
                words = label(text, 12.5, tint="second")
                words.setWordWrap(True)
                words.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(words, 2, number)
            grid.setColumnStretch(number, 1)
        self.ours: list[OurNumber] = []
        ours = QVBoxLayout()
        ours.setSpacing(0)
        for name in objection.names:
            row = OurNumber(name)
            row.clicked.connect(lambda name=name: self.quantity_wished.emit(name))
            ours.addWidget(row)
            self.ours.append(row)
        ours.addStretch(1)
        grid.addLayout(ours, 2, 1)
        change = label(f"What would change it: {objection.what_would_change_it}", 12, tint="second")
        change.setWordWrap(True)
        grid.addWidget(change, 3, 0, 1, 3)
        meaning = CONFIDENCE_MEANING.get(objection.confidence, "")
        source = linked(f"Source: {objection.source} (confidence {objection.confidence}: {meaning})", objection.link)
        grid.addWidget(source, 4, 0, 1, 3)

    def show_ours(self, objection: Objection) -> None:
        for row, line in zip(self.ours, objection.ours.splitlines(), strict=True):
            row.show_line(line)


class OurNumber(ClickFrame):
    """One of our numbers; a click asks why it is so."""

    def __init__(self, name: str) -> None:
        super().__init__("row")
        self.setToolTip("Click: why this number")
        self.name = name
        self._words = label("", 12.5, 500)
        self._words.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, theme.px(4), theme.px(2))
        box.addWidget(self._words)

    def show_line(self, line: str) -> None:
        if self._words.text() != line:
            self._words.setText(line)
