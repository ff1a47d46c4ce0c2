"""Laser links by load: how much of each is used is worked out in a thread once it is asked for, and again when the
clock has come to rest.

Loads serve within their day, in which satellites keep their partners.  On another day, and while none are known, links
have their colours by class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from engine.network import day_of
from engine.network_totals import NetworkTotals, known_totals, network_totals
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from engine.link_loads import LinkLoads
    from gui.window import Window

CALM_MS = 1_800  # after the last change; the network panel, which may work out the same, begins sooner
_FASTEST = 3_600.0  # a clock so fast leaves a day before its loads are known


class LinkLoading(QObject):
    """Made when links are first wanted by load."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._loads: LinkLoads | None = None
        self._share = 0.0
        self._worker = Worker(
            "link loads", self, answered=self._take, failed=self._fail, progressed=self._show_progress
        )
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._work)
        session = self._session
        session.world_changed.connect(lambda _world: self._look(moved=True))
        session.clock.playing_changed.connect(lambda _on: self._look())
        session.clock.rate_changed.connect(lambda _rate: self._look())
        session.view_changed.connect(lambda _view: self._look())
        session.simulation_changed.connect(lambda _simulation: self._drop())
        session.elements_changed.connect(lambda _layer: self._drop())

    @property
    def busy(self) -> bool:
        """Whether loads are being worked out, here or for the network panel."""
        networking = self._window.networking
        return self._worker.running or (networking is not None and networking.busy)

    def choose(self, by: str) -> None:
        """Give links colours by "class" or by "load", and have loads worked out where none are known for the day."""
        if by == "load":
            self._session.set_layer("links", True)
        self._session.set_links_by(by)
        self._look()
        if self._wanted and self._loads is None:
            self._work()

    def stop(self) -> None:
        """Work no more."""
        self._calm.stop()
        self._worker.cancel()

    @property
    def _wanted(self) -> bool:
        view = self._session.view
        return view.links_by == "load" and "links" in view.layers

    @property
    def _rests(self) -> bool:
        return not self._session.clock.playing

    @property
    def _may_work(self) -> bool:
        return self._rests or (self._loads is None and abs(self._session.clock.rate) < _FASTEST)

    def _look(self, *, moved: bool = False) -> None:
        """Show what is known for this day; where that is nothing, or of before, and the clock is calm, have it made."""
        if not self._wanted:
            self.stop()
            self._window.hud.show_loading("")
            return
        session = self._session
        simulation, t_s = session.simulation, session.world.t_s
        known = known_totals(simulation, t_s)
        loads = self._loads if known is None else known.traffic.loads
        if loads is not None and day_of(simulation, loads.t_s) != day_of(simulation, t_s):
            loads = None
        self._loads = loads
        if loads is not None and loads.t_s == t_s:
            self._calm.stop()
        elif not self._worker.running and self._may_work and ((moved and self._rests) or not self._calm.isActive()):
            self._calm.start()  # and anew with each step that somebody takes
        self._say()
        session.set_link_loads(loads)

    def _work(self) -> None:
        world = self._session.world
        if not self._wanted or self._worker.running:
            return
        if self.busy:  # soon the panel will have it
            self._calm.start()
        elif self._may_work:

            def work(progress: Progress) -> NetworkTotals:
                return network_totals(world, progress)

            self._share = 0.0
            self._worker.start(work)
        self._say()

    def _take(self, totals: NetworkTotals) -> None:
        self._loads = totals.traffic.loads
        self._look()

    def _fail(self, sentence: str) -> None:
        self._window.toast.say(f"{sentence[:1].upper()}{sentence[1:]}.")
        self.choose("class")

    def _drop(self) -> None:
        """Nothing that was known holds any more."""
        self.stop()
        self._loads = None
        self._session.set_link_loads(None)
        self._look()

    def _show_progress(self, share: float) -> None:
        self._share = share
        self._say()

    def _say(self) -> None:
        words = ""
        if self.busy:
            words = f"Working out what the links carry: {100.0 * self._share:.0f} %"
        elif self._loads is None:
            words = "What the links carry is worked out when the clock rests"
        self._window.hud.show_loading(words)
