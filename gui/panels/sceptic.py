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
        self.setMinimumSize(theme.px(_WIDTH), theme.px(_HEIGHT))

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # not through to the picture


class ObjectionCard(QFrame):
    """One objection: what is claimed, what we compute, what the critic says, and what would change it."""

    quantity_wished = Signal(str)

    def __init__(self, objection: Objection) -> None:
        super().__init__()
        self.setObjectName("tile")
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(16), theme.px(11), theme.px(16), theme.px(12))
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(3))
        title = label(objection.title, 14.5, 600, "blue" if objection.pro else "gold")
        grid.addWidget(title, 0, 0, 1, 3)
        columns = (("Claimed", objection.claim), ("Here", objection.ours), ("Critics", objection.critic))
        if objection.pro:
            columns = (*columns[:2], ("In favour", objection.critic))
        self.ours: list[ClickFrame] = []
        for number, (heading, text) in enumerate(columns):
            grid.addWidget(label(heading, 11, 600, "faint"), 1, number)
            words = label(text, 12.5, 500 if number == 1 else 400, "text" if number == 1 else "second")
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            if number == 1:
                self._ours = words
                grid.addWidget(self._clickable(words, objection.names), 2, number)
            else:
                grid.addWidget(words, 2, number)
            grid.setColumnStretch(number, 1)
        change = label(f"What would change it: {objection.what_would_change_it}", 12, tint="second")
        change.setWordWrap(True)
        grid.addWidget(change, 3, 0, 1, 3)
        meaning = CONFIDENCE_MEANING.get(objection.confidence, "")
        source = linked(f"Source: {objection.source} (confidence {objection.confidence}: {meaning})", objection.link)
        grid.addWidget(source, 4, 0, 1, 3)

    def _clickable(self, words: QWidget, names: tuple[str, ...]) -> QWidget:
        """Let a click on our number ask why it is so."""
        frame = ClickFrame("row")
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(words)
        box.addStretch(1)
        if names:
            frame.setToolTip("Click: why this number")
            frame.clicked.connect(lambda: self.quantity_wished.emit(names[0]))
        self.ours.append(frame)
        return frame

    def show_ours(self, objection: Objection) -> None:
        if self._ours.text() != objection.ours:
            self._ours.setText(objection.ours)
