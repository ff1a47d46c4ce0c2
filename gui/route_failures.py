"""What the user takes out of service on the way of a prompt, from the panel or from the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from engine.outages import Outages, Station, names, with_plane, with_share
from engine.satellites import satellite_name

if TYPE_CHECKING:
    from gui.routing import Routing
    from gui.window import Window

_MOST_NAMES = 4


class RouteFailures(QObject):
    """``out`` is what is out of service now; each change has the way worked out anew."""

    def __init__(self, routing: Routing, window: Window) -> None:
        super().__init__(routing)
        self._routing, self._window, self._panel = routing, window, routing.panel.outages
        self.out = Outages()
        self._seed = 0
        self._panel.knock_wished.connect(lambda station: self._put(self.out.with_station(station)))
        self._panel.plane_wished.connect(self._put_plane)
        self._panel.share_wished.connect(self._put_share)
        self._panel.restore_wished.connect(lambda: self._put(Outages()))
        self.clear()

    def clear(self) -> None:
        """All is in service, and nothing can be taken out until a way is known."""
        self.out = Outages()
        self._panel.setEnabled(False)
        self._panel.show_out(0, ())

    def show(self) -> None:
        """Say what is out of service; a network is known."""
        found = self._routing.found
        if found is not None:
            self._panel.setEnabled(True)
            named = names(self.out, self._window.session.simulation, found.network, _MOST_NAMES)
            self._panel.show_out(len(self.out), named)

    def add_to_menu(self, menu: QMenu, at: QPointF, thing: int | str | None) -> None:
        """Add what can be done with a satellite under the pointer to its menu."""
        routing, station = self._routing, None
        if isinstance(thing, int):
            menu.addSeparator()
            menu.addAction("Send a prompt to it").triggered.connect(lambda: routing.send_to(thing))
            station = Station(False, thing, satellite_name(self._window.session.simulation, thing))
        elif thing is None:
            station = self.station_at(at)
        if station is None or routing.found is None:
            return
        if thing is None:
            menu.addSection(station.name)
        knock = menu.addAction(f"Knock out {station.name}")
        knock.triggered.connect(lambda: self._put(self.out.with_station(station)))
        menu.addAction("Knock out its whole plane").triggered.connect(lambda: self._put_plane(station))

    def station_at(self, at: QPointF) -> Station | None:
        """Return the satellite of Starlink under a logical pixel of the picture."""
        found = self._routing.found
        row = self._window.canvas.starlink_at(at) if found is not None else None
        return None if found is None or row is None else Station(True, row, found.network.name(row))

    def _put(self, out: Outages) -> None:
        self.out = out
        self.show()
        self._routing.fail_anew()

    def _put_plane(self, station: Station) -> None:
        if self._routing.found is not None:
            self._put(with_plane(self.out, self._routing.found.network, station))

    def _put_share(self, share: float) -> None:
        if self._routing.found is not None:
            self._seed += 1
            self._put(with_share(self.out, self._routing.found.network, share, self._seed))
