"""Panels that the first picture does not wait for: some come when charts are at hand, some when they are first opened.

The window keeps them as ``charts``, ``models``, ``moon`` and ``designer``; None until they are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from gui.window import Window


class LatePanels(QObject):
    """Makes them, puts each in the dock that waits for it, and joins it to the session."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._designer_dock = window.docks["designer"]
        self._designer_dock.visibilityChanged.connect(lambda _on: QTimer.singleShot(0, self, self._show_designer))

    def stop(self) -> None:
        """Work no more: the window is closed."""
        for worker in (self._window.models, self._window.designer):
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

    def _show_designer(self) -> None:
        """Make the designer when it is first opened; tell it when it is closed, and not when all panels are hidden."""
        window, shut = self._window, self._designer_dock.isHidden()
        if window.designer is None and not shut:
            from gui.designing import Designing  # few open it

            window.designer = Designing(window)
            window.hold("designer", window.designer.panel)
        if window.designer is not None and not window.hidden_panels and window.designer.open == shut:
            from gui.docks import give_room

            window.designer.set_open(not shut)
            give_room(window, window.docks, not shut)
