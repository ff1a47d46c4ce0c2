"""Panels that the first picture does not wait for: some come when charts are at hand, some when they are first opened.

The window keeps them as ``charts``, ``models``, ``moon``, ``designer``, ``routing`` and ``networking``; None until
they are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.docks import ASKED_FOR, give_room

if TYPE_CHECKING:
    from gui.designing import Designing
    from gui.networking import Networking
    from gui.routing import Routing
    from gui.window import Window


class LatePanels(QObject):
    """Makes them, puts each in the dock that waits for it, and joins it to the session."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._opened: dict[str, Designing | Routing | Networking] = {}  # by the name of their docks
        for name in ASKED_FOR:
            dock = window.docks[name]
            dock.visibilityChanged.connect(lambda _on, name=name: QTimer.singleShot(0, self, lambda: self._show(name)))

    def stop(self) -> None:
        """Work no more: the window is closed."""
        for worker in (self._window.models, *self._opened.values()):
            if worker is not None:
                worker.stop()

    # -- once charts can be drawn ----------------------------------------------------------

    def add_charts(self) -> None:
        from gui.panels.charts import ChartsPanel

        window, session = self._window, self._session
        charts = window.charts = ChartsPanel()
        session.world_changed.connect(charts.show_world)
        session.simulation_changed.connect(charts.show_simulation)
        session.curve_changed.connect(charts.show_curve)
        charts.time_wished.connect(session.request_time)
        charts.quantity_wished.connect(window.card.open_quantity)
        window.hold("charts", charts)
        window.share_room()
        charts.show_simulation(session.simulation)
        charts.show_world(session.world)
        if session.curve is not None:
            charts.show_curve(session.curve)

    def add_models(self) -> None:
        from gui.panels.models import ModelsPanel

        window, session = self._window, self._session
        models = window.models = ModelsPanel()
        session.world_changed.connect(models.show_world)
        session.simulation_changed.connect(models.show_simulation)
        models.quantity_wished.connect(window.card.open_quantity)
        models.quantities_found.connect(window.card.show_beside)
        models.time_wished.connect(session.request_time)
        window.hold("models", models)
        models.show_simulation(session.simulation)
        models.show_world(session.world)

    def add_moon(self) -> None:
        from gui.panels.moon import MoonPanel

        window, session, models = self._window, self._session, self._window.models
        assert models is not None
        moon = window.moon = MoonPanel()
        session.world_changed.connect(moon.show_world)
        session.simulation_changed.connect(moon.show_simulation)
        moon.years_wished.connect(models.ask_years)
        models.timeline_changed.connect(moon.show_timeline)
        models.timeline_failed.connect(moon.show_failure)
        moon.quantity_wished.connect(window.card.open_quantity)
        moon.time_wished.connect(session.request_time)
        moon.scenario_wished.connect(session.open_scenario)
        window.hold("moon", moon)
        moon.show_simulation(session.simulation)
        moon.show_world(session.world)
        window.show_pace()

    # -- when they are opened --------------------------------------------------------------

    def _show(self, name: str) -> None:
        """Make a panel when it is first opened; tell it when it is closed, and not when all panels are hidden."""
        window, dock = self._window, self._window.docks[name]
        shut = dock.isHidden()
        if name not in self._opened and not shut:
            made = self._opened[name] = self._make(name)
            window.hold(name, made.panel)
        there = self._opened.get(name)
        if there is not None and not window.hidden_panels and there.open == shut:
            there.set_open(not shut)
            give_room(window, window.docks, dock)

    def _make(self, name: str) -> Designing | Routing | Networking:
        """Imported here, as few open them."""
        window = self._window
        if name == "designer":
            from gui.designing import Designing

            window.designer = Designing(window)
            return window.designer
        if name == "route":
            from gui.routing import Routing

            window.routing = Routing(window)
            return window.routing
        from gui.networking import Networking

        window.networking = Networking(window)
        return window.networking
