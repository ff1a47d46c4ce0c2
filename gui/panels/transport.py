"""The transport: play, reverse, rate, step, date."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from engine.timebase import format_utc, parse_utc
from engine.world import Simulation, World
from gui import theme
from gui.clock import RATE_LADDER, rate_name
from gui.panels.widgets import label, tool


class DateField(QLineEdit):
    """Shows the date as it runs; stands still while it is typed in.

    Emits ``time_wished`` for a good date, ``refused`` with one sentence for another.
    """

    time_wished = Signal(float)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setFont(theme.font(13.5, 500, tabular=True))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(theme.px(232))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setToolTip("Type a date, such as 2031-03-20 or 2031-03-20T06:00:00Z, and press Enter")
        self.returnPressed.connect(self._take)

    def show_time(self, t_s: float) -> None:
        text = format_utc(t_s).replace("T", " ").replace("Z", " UTC")
        if text != self._shown:
            self._shown = text
            if not self.hasFocus():
                self.setText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _restore(self) -> None:
        self._mark(False)
        self.setText(self._shown)

    def _take(self) -> None:
        try:
            t_s = parse_utc(self.text().replace("UTC", "").strip())
        except ValueError as error:
            self._mark(True)
            self.refused.emit(str(error))
            return
        self.time_wished.emit(t_s)
        self.clearFocus()

    def _mark(self, wrong: bool) -> None:
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)


class TransportPanel(QWidget):
    play_wished = Signal()
    reverse_wished = Signal()
    slower_wished = Signal()
    faster_wished = Signal()
    rate_wished = Signal(float)
    step_wished = Signal(int)
    time_wished = Signal(float)
    now_wished = Signal()
    opening_wished = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = tool("player-skip-back", "Step back (Left)")
        self.slower = tool("player-track-prev", "Slower, then backwards (J)")
        self.play = QToolButton()
        self.play.setObjectName("play")
        self.play.setToolTip("Play or pause (Space)")
        self.play.setFixedSize(theme.px(38), theme.px(38))
        self.play.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.play.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.play.setCursor(Qt.CursorShape.PointingHandCursor)
        self.faster = tool("player-track-next", "Faster (L)")
        self.forward = tool("player-skip-forward", "Step forward (Right)")
        self.reverse = tool("rewind-backward-5", "Reverse (R)")
        self.rate = QPushButton()
        self.rate.setFont(theme.font(13, 500, tabular=True))
        self.rate.setMinimumWidth(theme.px(104))
        self.rate.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rate.setToolTip("Simulated time a second (J slower, K real time, L faster)")
        self._rates = self._rate_menu()
        self.rate.clicked.connect(self._open_rates)
        self.date = DateField()
        self.now = self._word("Now", "Go to today's date (Ctrl+.)")
        self.opening = self._word("Opening", "Go to the scenario's opening date (Ctrl+Home)")

        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(10), theme.px(4), theme.px(10), 0)
        line.setSpacing(theme.px(4))
        line.addWidget(self.date)
        line.addWidget(self.now)
        line.addWidget(self.opening)
        line.addStretch(1)
        for button in (self.reverse, self.back, self.slower, self.play, self.faster, self.forward):
            line.addWidget(button)
        line.addSpacing(theme.px(6))
        line.addWidget(self.rate)
        line.addStretch(1)
        self._span = label("", 12.5, 500, "faint", tabular=True)
        self._span.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._span.setMinimumWidth(theme.px(232))
        line.addWidget(self._span)
        self._connect()
        self.show_playing(False)

    def _connect(self) -> None:
        self.play.clicked.connect(lambda: self.play_wished.emit())
        self.reverse.clicked.connect(lambda: self.reverse_wished.emit())
        self.slower.clicked.connect(lambda: self.slower_wished.emit())
        self.faster.clicked.connect(lambda: self.faster_wished.emit())
        self.back.clicked.connect(lambda: self.step_wished.emit(-1))
        self.forward.clicked.connect(lambda: self.step_wished.emit(+1))
        self.now.clicked.connect(lambda: self.now_wished.emit())
        self.opening.clicked.connect(lambda: self.opening_wished.emit())
        self.date.time_wished.connect(self.time_wished)
        self.date.refused.connect(self.refused)

    def show_world(self, world: World) -> None:
        self.date.show_time(world.t_s)

    def show_simulation(self, simulation: Simulation) -> None:
        scenario = simulation.scenario
        self._span.setText(f"{format_utc(scenario.start_s)[:10]} to {format_utc(scenario.end_s)[:10]}")

    def show_playing(self, playing: bool) -> None:
        self.play.setIcon(theme.icon("player-pause" if playing else "player-play", "space", "space"))

    def show_rate(self, rate: float) -> None:
        self.rate.setText(("−" if rate < 0.0 else "") + rate_name(abs(rate)))
        for action in self._rates.actions():
            action.setChecked(action.data() == rate)

    def _rate_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for sign in (1.0, -1.0):
            for rate in RATE_LADDER:
                action = QAction(rate_name(sign * rate), menu, checkable=True)
                action.setData(sign * rate)
                action.triggered.connect(lambda _=False, rate=sign * rate: self.rate_wished.emit(rate))
                group.addAction(action)
                menu.addAction(action)
            menu.addSeparator()
        return menu

    def _open_rates(self) -> None:
        size = self._rates.sizeHint()
        self._rates.popup(self.rate.mapToGlobal(QPoint(0, -size.height())))

    def _word(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button
