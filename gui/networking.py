"""The network panel at work: totals are worked out in a thread when asked for, and go stale as time moves on.

While the clock rests they are renewed by themselves, some time after the last change, once they were asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from engine.network_totals import NetworkTotals, network_totals
from engine.starlink import starlink_of
from engine.timebase import format_utc
from engine.trajectory import duration
from engine.world import World
from gui.panels.network import NetworkPanel
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from gui.window import Window

CALM_MS = 1_500  # after the last change, before totals are renewed by themselves
_NOTE_MS = 250
_HINT = "Every laser link of the fleet and of Starlink at this instant, and the traffic of all cities over them."


class Networking(QObject):
    """Made when the panel is first opened; ``set_open`` on each opening and closing after that."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.panel = NetworkPanel()
        self.open = False
        self.totals: NetworkTotals | None = None
        self._asked = False
        self._worker = Worker(
            "network", self, answered=self._take, failed=self._fail, progressed=self.panel.show_progress
        )
        self._calm = self._timer(CALM_MS, self.work)
        self._noting = self._timer(_NOTE_MS, self._show_source)
        panel, session = self.panel, self._session
        panel.work_wished.connect(lambda on: self.work() if on else self._stop_work())
        panel.quantity_wished.connect(window.card.open_quantity)
        panel.open_wished.connect(lambda: window.handlers.elements.choose())
        panel.update_wished.connect(lambda: window.handlers.elements.ask_update())
        panel.model_wished.connect(lambda: window.handlers.elements.use_model())
        session.world_changed.connect(self._show_world)
        session.simulation_changed.connect(lambda _simulation: self._begin_anew())
        session.elements_changed.connect(lambda _layer: self._begin_anew())
        session.clock.playing_changed.connect(lambda _on: self._show_world(session.world))
        panel.show_nothing(_HINT)

    @property
    def busy(self) -> bool:
        return self._worker.running

    def set_open(self, on: bool) -> None:
        if on == self.open:
            return
        self.open = on
        if on:
            self._show_source()
            self._show_world(self._session.world)
        else:
            self.stop()

    def stop(self) -> None:
        """Work no more."""
        self._calm.stop()
        self._noting.stop()
        self._stop_work()

    # -- working ---------------------------------------------------------------------------

    def work(self) -> None:
        """Have the totals of this instant worked out."""
        world = self._session.world
        self._calm.stop()
        self._asked = True
        self.panel.show_progress(0.0)

        def work(progress: Progress) -> NetworkTotals:
            return network_totals(world, progress)

        self._of = world
        self._worker.start(work)

    def _stop_work(self) -> None:
        self._asked = self._asked and not self._worker.running  # who stops it does not want it renewed
        self._worker.cancel()
        self.panel.show_progress(None)

    def _take(self, totals: NetworkTotals) -> None:
        self.totals = totals
        self.panel.show_progress(None)
        self._window.card.show_more("network", totals.quantities)
        self.panel.show_totals(totals)
        self._show_world(self._session.world)

    def _fail(self, sentence: str) -> None:
        self.panel.show_progress(None)
        self.panel.show_state(f"{sentence[:1].upper()}{sentence[1:]}.", "error")

    # -- time ------------------------------------------------------------------------------

    def _show_world(self, world: World) -> None:
        """Say of when the totals are; renew them where the clock has come to rest."""
        if not self.open:
            return
        if not self._noting.isActive():
            self._noting.start()
        if self.totals is None:
            return
        of_s, now_s = self._of.t_s, world.t_s
        text = format_utc(of_s)
        moment = f"{text[:10]} {text[11:19]} UTC"
        current = of_s == now_s
        if current:
            self._calm.stop()
            self.panel.show_state(f"At {moment}")
        else:
            ago = f"{duration(abs(now_s - of_s))} {'ago' if now_s > of_s else 'ahead'}"
            self.panel.show_state(f"Of {moment}, {ago}", "faint")
            if not self._session.clock.playing and self._asked and not self.busy:
                self._calm.start()
        if current != self._shown_current:
            self._shown_current = current
            self.panel.show_current(current)

    _shown_current = True

    def _begin_anew(self) -> None:
        self._stop_work()
        self._calm.stop()
        self.totals = None
        self._shown_current = True
        self._window.card.show_more("network", {})
        self.panel.show_nothing(_HINT)
        self._show_source()

    def _show_source(self) -> None:
        simulation = self._session.simulation
        layer = starlink_of(simulation)
        self.panel.show_source(layer.title, layer.note(self._session.world.t_s), simulation.elements is not None)

    def _timer(self, interval_ms: int, action) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(action)
        return timer
